import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { codesOf, missingDatabase, withHub } from '../setup/hub.ts';

/** Enough for making a connection, on a busy machine too. */
const WAIT_MS = 1_000;
const hub = withHub({ writes: true, database: { connectionTimeoutMs: WAIT_MS } });

/** Does something while the only connection is taken, as by a large import. */
async function whileBusy<T>(action: () => Promise<T>): Promise<T> {
  return hub.database.orm.em.fork().transactional(async (tx) => {
    await sql`SELECT 1`.execute(tx.getKysely());
    return action();
  });
}

describe.skipIf(missingDatabase)('while the database is at work on something long', () => {
  const question = '{ hub { cityName } facilityKinds { code } }';

  test.each([
    ['asked for the first time', question],
    ['asked before', question],
  ])('GraphQL says that it is busy: %s', async () => {
    const answer = await whileBusy(() => hub.send(question, {}, null));
    expect([answer.status, codesOf(answer)]).toEqual([503, ['BUSY']]);
    expect(answer.errors?.[0]?.extensions?.['retryAfterSeconds']).toBe(60);
    expect(codesOf(await hub.send(question, {}, null))).toEqual([]);
  });

  test.each([
    '/tiles/communities/10/857/438.mvt',
    '/ogc/collections/facilities/items',
    '/export/facilities.csv',
  ])('%s says so, too', async (path) => {
    const response = await whileBusy(() => fetch(`${hub.url}${path}`));
    expect([response.status, await response.text()]).toEqual([
      503,
      expect.stringContaining('"BUSY"'),
    ]);
    const later = await fetch(`${hub.url}${path}`);
    await later.arrayBuffer();
    expect(later.status).toBe(200);
  });
});
