import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/orm.ts';
import { beginWrite, getDataVersion } from '../../server/hub/hub.queries.ts';
import { createTestDatabase, missingDatabase, type TestDatabase } from '../setup/databases.ts';
import { childProcess } from '../setup/processes.ts';

let place: TestDatabase;
let database: Database;

beforeAll(async () => {
  if (missingDatabase) return;
  place = await createTestDatabase();
  database = await openDatabase({ ...place, poolSize: 1 });
});
afterAll(async () => {
  await database?.close();
  await place?.drop();
});

/** Ends the connection of a transaction from the other side. */
async function breakOff(tx: EntityManager): Promise<void> {
  if (database.kind === 'embedded') {
    process.kill(childProcess(`child.ts ${place.dataDir}`) as number, 'SIGKILL');
  }
  await sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(tx.getKysely());
}

/** The data version, as soon as the database is there again. */
async function untilItAnswers(): Promise<string> {
  for (;;) {
    try {
      return await getDataVersion(database.orm.em.fork());
    } catch {
      await sleep(100);
    }
  }
}

describe.skipIf(missingDatabase)('a connection that is lost within a transaction', () => {
  test('takes its writes with it, and does not keep its place in the pool', async () => {
    const before = await getDataVersion(database.orm.em.fork());
    const lost = database.orm.em.fork().transactional(async (tx) => {
      await beginWrite(tx);
      await breakOff(tx);
    });
    await expect(lost).rejects.toThrow();
    // The pool has one place: were it kept, this would never be answered.
    expect(await untilItAnswers()).toBe(before);
  });
});
