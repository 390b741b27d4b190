import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { PROBE_NAME } from '../../db/probe.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';
import { childProcess } from '../setup/processes.ts';

const hub = withHub({ writes: true });

async function ready(): Promise<[number, unknown]> {
  const response = await fetch(`${hub.url}/readyz`);
  const { code, status } = (await response.json()) as { code?: string; status: string };
  return [response.status, code ?? status];
}

/** Does something while the only connection of the pool is in a transaction. */
async function whileBusy<T>(action: () => Promise<T>): Promise<T> {
  return hub.database.orm.em.fork().transactional(async (tx) => {
    await sql`SELECT 1`.execute(tx.getKysely());
    return action();
  });
}

describe.skipIf(missingDatabase)('/readyz', () => {
  test('tells that the database answers', async () => {
    expect(await ready()).toEqual([200, 'ready']);
  });

  test('asks by a connection of its own while all of the pool are at work', async () => {
    // The embedded database serves nobody else during a transaction.
    const told = hub.database.kind === 'embedded' ? [503, 'SILENT'] : [200, 'ready'];
    await whileBusy(() => expect.poll(ready, { timeout: 20_000 }).toEqual(told));
    await expect.poll(ready, { timeout: 20_000 }).toEqual([200, 'ready']);
  });

  test('tells that the database hangs, and the process is well meanwhile', async () => {
    const stop = await hang();
    try {
      await expect.poll(ready, { timeout: 20_000 }).toEqual([503, 'SILENT']);
      expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
    } finally {
      stop();
    }
    await expect.poll(ready, { timeout: 20_000 }).toEqual([200, 'ready']);
  });
});

/** Stops the process that answers `/readyz`; gives what lets it go on. */
async function hang(): Promise<() => void> {
  const pid = hub.database.kind === 'embedded' ? embeddedProcess() : await backend();
  process.kill(pid, 'SIGSTOP');
  return () => process.kill(pid, 'SIGCONT');
}

function embeddedProcess(): number {
  return childProcess(`child.ts ${hub.place.dataDir}`) as number;
}

async function backend(): Promise<number> {
  const rows = await hub.database.orm.em.getConnection().execute<{ pid: number }[]>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = '${PROBE_NAME}'
        AND datname = current_database()`,
  );
  return rows[0]?.pid as number;
}
