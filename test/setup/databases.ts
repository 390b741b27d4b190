import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { inject } from 'vitest';
import { TEMPLATE } from './context.ts';
import { untilDone } from './work.ts';

const { embeddedFolder, nativeUrl, copies, filling, missing } = inject('databases');

/** Why the tests of this project cannot run here, if so. */
export const missingDatabase: string | undefined = missing;

/** A database with the sample city that belongs to whoever made it. */
export interface TestDatabase {
  readonly databaseUrl?: string;
  /** Folder of the embedded database. */
  readonly dataDir: string;
  drop(): Promise<void>;
}

/**
 * A copy of the sample city in this project's database: the embedded one, or PostgreSQL. Its files are in `folder`
 * where one is given.
 */
export async function createTestDatabase(folder?: string): Promise<TestDatabase> {
  await untilDone(filling as string);
  return embeddedFolder
    ? copyFolder(embeddedFolder, folder ? join(folder, 'copy-') : (copies as string))
    : copyTemplate(nativeUrl as string, folder);
}

async function copyFolder(sample: string, prefix: string): Promise<TestDatabase> {
  const dataDir = await mkdtemp(prefix);
  // A thousand files: one after the other costs a fraction of all at once.
  cpSync(sample, dataDir, { recursive: true });
  return { dataDir, drop: () => rm(dataDir, { recursive: true, force: true }) };
}

let serial = 0;

async function copyTemplate(url: string, folder?: string): Promise<TestDatabase> {
  const name = `${copies}${process.pid}_${serial++}`;
  const run = async (statement: string): Promise<void> => {
    const admin = new Client({ connectionString: url });
    await admin.connect();
    try {
      await admin.query(statement);
    } finally {
      await admin.end();
    }
  };
  if (folder) await run(`CREATE TABLESPACE ${name} LOCATION '${folder}'`);
  await run(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} ${folder ? `TABLESPACE ${name}` : ''}`);
  const databaseUrl = new URL(url);
  databaseUrl.pathname = `/${name}`;
  return {
    databaseUrl: databaseUrl.href,
    dataDir: '',
    async drop() {
      await whileDiskIsFull(() => run(`DROP DATABASE ${name} WITH (FORCE)`));
      if (folder) await run(`DROP TABLESPACE ${name}`);
    },
  };
}

const DROP_WITHIN_MS = 60_000;

/**
 * Does work that needs a checkpoint of the whole server, again while there is none to be had: another test may have
 * filled the disk under a database of its own.
 */
async function whileDiskIsFull(work: () => Promise<void>): Promise<void> {
  const until = performance.now() + DROP_WITHIN_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isCheckpoint = (error as Error).message.includes('checkpoint request failed');
      if (!isCheckpoint || performance.now() > until) throw error;
      await sleep(500);
    }
  }
}
