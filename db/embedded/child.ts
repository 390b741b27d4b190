/**
 * The embedded database process: PGlite + PostGIS behind the PostgreSQL protocol on a Unix socket.
 *
 * Run as `node child.ts <dataDir> <socketFile>` with an IPC channel by {@link startEmbedded}.
 * It holds an exclusive lock on the data folder as long as it lives: two processes writing to one
 * folder would lose each other's rows. The lock is the operating system's (a lock on an open SQLite
 * file), so a killed process never leaves a stale one behind.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { guardAnswers } from './answer-guard.ts';
import { leanPostgis } from './lean-postgis.ts';

/** What the child tells its parent. */
export type ChildMessage =
  | { type: 'creating' }
  | { type: 'ready' }
  | { type: 'locked'; holder: string }
  | { type: 'failed'; message: string };

const LOCK_PATIENCE_MS = 8_000;
/** The hub has one, one more while it replaces a broken one, and one for `/readyz`; the others are for commands. */
const CONNECTIONS = 5;

const [dataDir, socketFile] = process.argv.slice(2) as [string, string];

/** Held here for as long as the process lives: collected as garbage, it would let go of the folder. */
let lock: DatabaseSync | undefined;

function tell(message: ChildMessage): void {
  // Whoever started it may have been killed: then nobody is left to be told.
  process.send?.(message, undefined, undefined, () => undefined);
}

/** Takes the folder's lock; a hub that was just killed gets a few seconds to let go of it. */
async function takeLock(): Promise<DatabaseSync | undefined> {
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  const database = new DatabaseSync(join(dataDir, 'lock.sqlite'));
  for (;;) {
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
      return database;
    } catch {
      if (Date.now() > deadline) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function holderOfLock(): string {
  try {
    const holder = JSON.parse(readFileSync(join(dataDir, 'holder.json'), 'utf8'));
    return `process ${holder.pid}, running since ${holder.since}`;
  } catch {
    return 'another process';
  }
}

async function run(): Promise<void> {
  // A hub that is killed while it starts leaves nobody who waits for this; the next start takes over.
  const giveUp = (): never => process.exit(1);
  process.on('disconnect', giveUp);
  if (!process.connected) giveUp();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  lock = await takeLock();
  if (!lock) {
    tell({ type: 'locked', holder: holderOfLock() });
    process.exit(2);
  }
  writeFileSync(
    join(dataDir, 'holder.json'),
    JSON.stringify({ pid: process.ppid, since: new Date().toISOString() }),
  );

  const folder = join(dataDir, 'postgres');
  const complete = join(dataDir, 'created');
  if (!existsSync(complete)) {
    // A first start that was cut short leaves a folder that is not a database: begin again.
    rmSync(folder, { recursive: true, force: true });
    tell({ type: 'creating' });
  }
  const db = await PGlite.create(folder, { extensions: { postgis: leanPostgis(dataDir) } });
  await db.exec('CREATE EXTENSION IF NOT EXISTS postgis');
  if (!existsSync(complete)) writeFileSync(complete, new Date().toISOString());

  guardAnswers(db);
  mkdirSync(dirname(socketFile), { recursive: true, mode: 0o700 });
  rmSync(socketFile, { force: true });
  const server = new PGLiteSocketServer({ db, path: socketFile, maxConnections: CONNECTIONS });
  await server.start();

  let closing = false;
  const close = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    await server.stop();
    await db.close();
    rmSync(socketFile, { force: true });
    lock?.close();
    process.exit(0);
  };
  // Ctrl-C reaches the whole process group: the parent decides when the database goes.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => void close());
  process.off('disconnect', giveUp);
  process.on('disconnect', () => void close());
  process.on('message', (message) => message === 'close' && void close());
  tell({ type: 'ready' });
}

run().catch((error: unknown) => {
  tell({
    type: 'failed',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  process.exitCode = 1;
  process.disconnect?.();
});
