import { beforeAll, describe, expect, test } from 'vitest';
import { upload } from '../imports/uploads.ts';
import { codesOf, missingDatabase, withHub } from '../setup/hub.ts';
import { signedIn, tokenOf } from '../setup/people.ts';

const hub = withHub({ writes: true });
let owner: { cookie: string };
let other: { cookie: string };

beforeAll(async () => {
  if (missingDatabase) return;
  owner = await signedIn(hub, 'owner', 'PLANNER');
  other = await signedIn(hub, 'other', 'ANALYST');
});

describe.skipIf(missingDatabase)('the id of what belongs to somebody else', () => {
  test('revokes no token', async () => {
    const token = await tokenOf(hub, owner, ['READ']);
    const { data } = await hub.send('{ apiTokens { id } }', {}, owner);
    const revoke = 'mutation ($id: ID!) { revokeApiToken(id: $id) { id } }';
    await hub.send(revoke, { id: data.apiTokens[0].id }, other);
    const { data: still } = await hub.send('{ viewer { means } }', {}, token);
    expect(still.viewer.means).toBe('TOKEN');
    const mine = await hub.send('{ apiTokens { id } }', {}, other);
    expect(mine.data.apiTokens).toEqual([]);
  });

  test('shows, commits and discards no import', async () => {
    const response = await upload(hub, 'empty.csv', 'name\n', owner);
    const { id } = (await response.json()) as { id: string };
    for (const query of [
      'query ($id: ID!) { import(id: $id) { id } }',
      'mutation ($id: ID!) { discardImport(id: $id) { id } }',
    ]) {
      expect(codesOf(await hub.send(query, { id }, other))).toEqual(['FORBIDDEN']);
      expect(codesOf(await hub.send(query, { id }, null))).toEqual(['UNAUTHENTICATED']);
    }
  });
});
