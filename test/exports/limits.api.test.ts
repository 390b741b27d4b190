import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knownNames } from '../graphql/measure-cost.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const LIMIT_MS = 3_000;
const FOREVER_SECONDS = 600;
const hub = withHub({
  writes: true,
  options: { timeLimits: { queryMs: LIMIT_MS, mutationMs: LIMIT_MS } },
});
/** What reads the kinds of facilities, in each of the ways to take data away. */
const PATHS = [
  '/export/facilities.csv',
  '/ogc/collections/facilities/items',
  '/tiles/facilities.json',
];

function db() {
  return hub.database.orm.em.fork().getKysely();
}

async function get200(path: string): Promise<void> {
  const response = await fetch(`${hub.url}${path}`);
  expect([response.status, (await response.text()).length > 0]).toEqual([200, true]);
}

describe.skipIf(missingDatabase)('a file', () => {
  test('is not made when its filter takes too long for each row, however few rows there are', async () => {
    const { communities } = await knownNames((query, variables) => hub.send(query, variables));
    const withinDistance = communities
      .slice(0, 49)
      .map((community) => ({ not: { withinDistance: { community, meters: 2_000 } } }));
    const filter = JSON.stringify({ and: withinDistance });
    const url = `${hub.url}/export/grids.csv?${new URLSearchParams({ filter })}`;
    const response = await fetch(url);
    const { errors } = (await response.json()) as { errors: { extensions: object }[] };
    expect([response.status, errors[0]?.extensions]).toMatchObject([
      400,
      { code: 'TOO_EXPENSIVE', field: 'filter', limit: expect.any(Number) },
    ]);
    const one = JSON.stringify({ and: withinDistance.slice(0, 1) });
    await get200(`/export/grids.csv?${new URLSearchParams({ filter: one })}`);
  });

  test('that is read slowly, or not at all, keeps nobody from theirs', async () => {
    const slow = await Promise.all(
      Array.from(
        { length: 5 },
        () =>
          new Promise<IncomingMessage>((resolve) => {
            get(`${hub.url}/export/grids.geojson`, resolve);
          }),
      ),
    );
    for (const answer of slow) expect(answer.pause().statusCode).toBe(200);
    await get200('/export/grids.csv');
    for (const answer of slow) answer.destroy();
  });
});

describe.skipIf(missingDatabase)('work for somebody', () => {
  beforeAll(async () => {
    if (missingDatabase) return;
    await sql`ALTER TABLE facility_kind RENAME TO hasty_kind`.execute(db());
    await sql`CREATE VIEW facility_kind AS
      SELECT k.* FROM hasty_kind k, (SELECT pg_sleep(${sql.lit(FOREVER_SECONDS)})) AS nap`.execute(
      db(),
    );
  });
  afterAll(async () => {
    if (missingDatabase) return;
    await sql`DROP VIEW facility_kind`.execute(db());
    await sql`ALTER TABLE hasty_kind RENAME TO facility_kind`.execute(db());
    for (const path of PATHS) await get200(path);
  });

  test.each(PATHS)('ends when it takes too long: %s', async (path) => {
    const response = await fetch(`${hub.url}${path}`);
    expect([response.status, await response.text()]).toEqual([
      503,
      expect.stringContaining('"TIMEOUT"'),
    ]);
  });

  test.each(PATHS)('ends when they go away: %s', async (path) => {
    // The embedded database cannot show what it is doing; there the limit of time ends it.
    const { databaseUrl } = hub.place;
    if (!databaseUrl) return;
    const watch = new Client({ connectionString: databaseUrl });
    await watch.connect();
    const running = async (): Promise<number> => {
      const { rowCount } = await watch.query(`SELECT 1 FROM pg_stat_activity
        WHERE state = 'active' AND query LIKE '%facility_kind%' AND pid <> pg_backend_pid()
          AND datname = current_database()`);
      return rowCount ?? 0;
    };
    try {
      const client = new AbortController();
      const answered = fetch(`${hub.url}${path}`, { signal: client.signal }).catch(() => 'gone');
      while ((await running()) === 0) await sleep(20);
      const began = performance.now();
      client.abort();
      expect(await answered).toBe('gone');
      while ((await running()) > 0) await sleep(20);
      // Long before its time was over.
      expect(performance.now() - began).toBeLessThan(LIMIT_MS / 2);
    } finally {
      await watch.end();
    }
  });
});
