import { describe, expect, test } from 'vitest';
import { namesOf } from '../../server/auth/oidc-names.ts';
import { parseName } from '../../server/people/person.input.ts';

const SUBJECT = 'https://login.example/ 1';
/** The first 16 hexadecimal digits of the subject's SHA-256, by `printf %s "$SUBJECT" | sha256sum`. */
const MADE = 'viewer-4c8c14438c86a0a6';

describe('the names of a person whom a provider vouches for', () => {
  test.each([
    [{ preferred_username: 'Wang.Li', name: '王力' }, ['wang.li', MADE], '王力'],
    [{ preferred_username: 'wang@city.example' }, ['wang@city.example', MADE], 'wang@city.example'],
    [{ preferred_username: 'ＷＡＮＧ　力' }, ['wang-力', MADE], 'WANG 力'],
    [{ preferred_username: 'a\0\u202eb' }, ['a-b', MADE], 'a b'],
    [{ preferred_username: 'x', name: ' ' }, [MADE], 'x'],
    [{ preferred_username: 7, name: { first: 'Li' } }, [MADE], MADE],
    [{}, [MADE], MADE],
  ])('of %j', (profile, names, displayName) => {
    expect(namesOf(profile, SUBJECT)).toEqual({ names, displayName });
  });

  test.each(['w'.repeat(300), `${'w'.repeat(39)}𠮷`, '𠮷'.repeat(30), 'İİ', '…'])(
    'can be stored, however odd: %s',
    (preferred_username) => {
      const { names, displayName } = namesOf({ preferred_username }, SUBJECT);
      for (const name of names) expect(parseName(name, 'name')).toBe(name);
      expect(displayName.isWellFormed()).toBe(true);
      expect(displayName.length).toBeLessThanOrEqual(40);
      expect(displayName).not.toBe('');
    },
  );
});
