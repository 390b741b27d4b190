import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Answer, codesOf, missingDatabase, withHub } from '../setup/hub.ts';

const LIMIT_MS = 2_000;
/** So much later a statement ends at most that is late. */
const MORE_MS = 2_000;
/** So late a busy machine may notice it. */
const NOTICED_MS = 2_000;
const FOREVER_SECONDS = 600;

/** When the embedded database was ended with its statement. */
let interruptedAt: number | undefined;
const hub = withHub({
  writes: true,
  options: { timeLimits: { queryMs: LIMIT_MS, mutationMs: 60_000 } },
  database: {
    log(message) {
      if (message.startsWith('A statement took too long.')) interruptedAt = performance.now();
    },
  },
});
const reading = '{ hub { cityName } facilities(first: 1) { edges { node { id version name } } } }';

/** What does not end by itself. */
const ENDLESS = {
  sleeps: sql`SELECT pg_sleep(${sql.lit(FOREVER_SECONDS)})::text AS slow`,
  works: sql`SELECT count(a + b)::text AS slow FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b`,
};

/** Lets everybody wait who reads the kinds of facilities. */
async function whileKindsAreSlow(work: keyof typeof ENDLESS, action: () => Promise<void>) {
  const db = () => hub.database.orm.em.fork().getKysely();
  await sql`ALTER TABLE facility_kind RENAME TO hasty_kind`.execute(db());
  await sql`CREATE VIEW facility_kind AS SELECT k.*, slow FROM hasty_kind k, (${ENDLESS[work]}) AS nap`.execute(
    db(),
  );
  await action();
  await sql`DROP VIEW facility_kind`.execute(db());
  await sql`ALTER TABLE hasty_kind RENAME TO facility_kind`.execute(db());
}

/** Waits until no statement reads the kinds; on the embedded database, until it answers at all. */
async function untilEnded(): Promise<void> {
  const { rows } = await sql`SELECT query FROM pg_stat_activity
    WHERE state = 'active' AND query LIKE '%facility_kind%' AND pid <> pg_backend_pid()
      AND datname = current_database()`.execute(hub.database.orm.em.fork().getKysely());
  if (rows.length === 0) return;
  await sleep(50);
  return untilEnded();
}

/** Reads; while the database is started again, one may be told to come later. */
async function untilAnswered(): Promise<Answer['data']> {
  const answer = await hub.send(reading);
  if (!answer.errors) return answer.data;
  expect([answer.status, ['BUSY', 'TIMEOUT']]).toEqual([
    503,
    expect.arrayContaining(codesOf(answer)),
  ]);
  return untilAnswered();
}

describe.skipIf(missingDatabase)('a statement that is past its time', () => {
  test.each(['sleeps', 'works'] as const)(
    'ends when it %s; what was acknowledged is kept, and who waits is answered',
    async (work) => {
      const { data } = await hub.send(reading);
      const { id, version } = data.facilities.edges[0].node;
      const name = `${work} 改名`;
      const edit = await hub.send(
        'mutation ($input: UpdateFacilityInput!) { updateFacility(input: $input) { facility { name } } }',
        { input: { id, version, name } },
      );
      expect([edit.errors, edit.data?.updateFacility.facility.name]).toEqual([undefined, name]);

      await whileKindsAreSlow(work, async () => {
        const began = performance.now();
        const late = await hub.send('{ facilityKinds { code } }', {}, null);
        expect([late.status, codesOf(late)]).toEqual([503, ['TIMEOUT']]);
        for (const read of await Promise.all(Array.from({ length: 5 }, untilAnswered))) {
          expect(read.facilities.edges[0].node.name).toBe(name);
        }
        await untilEnded();
        const endedAt = hub.database.kind === 'embedded' ? interruptedAt : performance.now();
        expect((endedAt ?? Number.NaN) - began).toBeLessThan(LIMIT_MS + MORE_MS + NOTICED_MS);
      });
    },
  );
});
