import { describe, expect, test } from 'vitest';
import { missingDatabase, withHub } from '../setup/hub.ts';
import { PASSWORD, signedIn } from '../setup/people.ts';

const hub = withHub({ writes: true });
const SIGN_IN =
  'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name means } } }';

describe.skipIf(missingDatabase)('a session that was slipped to somebody', () => {
  test('is not the one that they sign in to: that is a new one', async () => {
    const planted = await signedIn(hub, 'mallory', 'VIEWER');
    await signedIn(hub, 'wang', 'PLANNER');
    const made = { cookie: `jinlin_session=${'A'.repeat(43)}` };
    for (const given of [planted, made]) {
      const { cookie, data } = await hub.send(
        SIGN_IN,
        { input: { name: 'wang', password: PASSWORD } },
        given,
      );
      expect(data.signIn.viewer).toEqual({ name: 'wang', means: 'SESSION' });
      expect(cookie).toMatch(/^jinlin_session=[\w-]{43}$/);
      expect(cookie).not.toBe(given.cookie);
      // Whoever slipped it is still nobody else than before.
      const seen = await hub.send('{ viewer { name } }', {}, given);
      expect(seen.data?.viewer.name).not.toBe('wang');
    }
  });
});
