import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { codesOf, missingDatabase, withHub } from '../setup/hub.ts';

const LIMIT_MS = 400;
const SLOW_SECONDS = 2;
const timeLimits = { queryMs: LIMIT_MS, mutationMs: LIMIT_MS };
const hub = withHub({ writes: true, options: { timeLimits } });

beforeAll(async () => {
  if (missingDatabase) return;
  const db = hub.database.orm.em.fork().getKysely();
  // Whoever reads the kinds of facilities has to wait.
  await sql`ALTER TABLE facility_kind RENAME TO hasty_kind`.execute(db);
  await sql`CREATE VIEW facility_kind AS SELECT k.* FROM hasty_kind k, (SELECT pg_sleep(${sql.lit(SLOW_SECONDS)})) AS nap`.execute(
    db,
  );
});

describe.skipIf(missingDatabase)('a request that takes too long', () => {
  test('is told so in time, and the hub goes on', async () => {
    const began = performance.now();
    const answer = await hub.send('{ facilityKinds { code } hub { cityName } }', {}, null);
    expect(performance.now() - began).toBeLessThan(SLOW_SECONDS * 1_000);
    expect([answer.status, codesOf(answer)]).toEqual([503, ['TIMEOUT']]);
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors?.[0]?.extensions?.['limitMs']).toBe(LIMIT_MS);
    // The embedded database is started again to end a statement: until then the next request waits.
    const next = await askUntilAnswered('{ hub { cityName } }');
    expect(next.data.hub.cityName).not.toBe('');
  });

  test('sends no more statements', async () => {
    await askUntilAnswered('{ hub { cityName } }');
    hub.statements.length = 0;
    const query = '{ facilities(first: 1, filter: { kind: "plaza" }) { edges { node { name } } } }';
    expect(codesOf(await hub.send(query, {}, null))).toEqual(['TIMEOUT']);
    await askUntilAnswered('{ hub { cityName } }');
    expect(hub.statements.filter((statement) => /FROM facility f/.test(statement))).toEqual([]);
  });

  test('is cancelled by PostgreSQL', async () => {
    if (hub.database.kind === 'embedded') return;
    await hub.send('{ facilityKinds { code } }', {}, null);
    const { rows } = await sql<{ query: string }>`
      SELECT query FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%facility_kind%'
        AND datname = current_database() AND pid <> pg_backend_pid()`.execute(
      hub.database.orm.em.fork().getKysely(),
    );
    expect(rows).toEqual([]);
  });

  test('is not begun again by itself', async () => {
    await askUntilAnswered('{ hub { cityName } }');
    hub.statements.length = 0;
    const answer = await hub.send('{ facilityKinds { code } hub { cityName } }', {}, null);
    expect([answer.status, codesOf(answer)]).toEqual([503, ['TIMEOUT']]);
    await askUntilAnswered('{ hub { cityName } }');
    expect(hub.statements.filter((statement) => /FROM facility_kind/.test(statement))).toHaveLength(
      1,
    );
  });

  test('leaves work without a limit alone', async () => {
    await askUntilAnswered('{ hub { cityName } }');
    const { rows } = await sql<{ code: string }>`SELECT code FROM facility_kind`.execute(
      hub.database.orm.em.fork().getKysely(),
    );
    expect(rows.length).toBeGreaterThan(3);
  });

  test('changes nothing when it was to change something', async () => {
    const { data } = await hub.send('{ facilities(first: 1) { edges { node { id version } } } }');
    const { id, version } = data.facilities.edges[0].node;
    const answer = await hub.send(
      'mutation ($input: UpdateFacilityInput!) { updateFacility(input: $input) { facility { kind { code } } } }',
      { input: { id, version, kind: 'park' } },
    );
    expect(codesOf(answer)).toEqual(['TIMEOUT']);
    const after = await askUntilAnswered(
      '{ facilities(first: 1) { edges { node { id version } } } }',
    );
    expect(after.data.facilities.edges[0].node).toEqual({ id, version });
  });
});

async function askUntilAnswered(query: string) {
  for (let attempt = 0; ; attempt++) {
    const answer = await hub.send(query, {}, null);
    if (!answer.errors || attempt > 10) return answer;
  }
}
