import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DatabaseConfig, openDatabase } from '../../db/orm.ts';
import { setUp } from '../../server/setup.ts';
import { startPostgres } from '../setup/postgres.ts';
import { databaseProcessOf, type HubProcess, isAlive } from './hub-process.ts';

/** The sample city in a database of its own, with the way to kill it. */
export interface Place {
  /** As hubs are told of it. */
  readonly env: Record<string, string>;
  readonly config: DatabaseConfig;
  /** Kills the database's process under a hub by SIGKILL; when that resolves it is gone, or back already. */
  killDatabase(hub: HubProcess): Promise<void>;
  drop(): Promise<void>;
}

/** The embedded database, in a copy of a folder that holds the sample city, or newly made without one. */
export async function embeddedPlace(prepared?: string): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'jinlin-kill-'));
  if (prepared) await cp(prepared, dataDir, { recursive: true });
  else await fill({ dataDir });
  return {
    env: { JINLIN_DATA_DIR: dataDir, DATABASE_URL: '' },
    config: { dataDir },
    async killDatabase(hub) {
      const pid = databaseProcessOf(hub);
      if (pid === undefined) throw new Error('The hub runs no database.');
      process.kill(pid, 'SIGKILL');
      while (isAlive(pid)) await sleep(5);
    },
    drop: () => rm(dataDir, { recursive: true, force: true }),
  };
}

/** A PostgreSQL of our own that waits for the disk, as in production; or the reason why there is none. */
export async function nativePlace(): Promise<Place | { missing: string }> {
  const server = await startPostgres({
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
  });
  if ('missing' in server) return server;
  const config = { databaseUrl: server.url, dataDir: '' };
  await fill(config);
  return {
    env: { DATABASE_URL: server.url },
    config,
    killDatabase: () => server.crash(),
    drop: () => server.stop(),
  };
}

async function fill(config: DatabaseConfig): Promise<void> {
  const database = await openDatabase(config);
  try {
    await setUp(database);
  } finally {
    await database.close();
  }
}
