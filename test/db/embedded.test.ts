import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type EmbeddedDatabase, startEmbedded } from '../../db/embedded/embedded.ts';
import { childProcess } from '../setup/processes.ts';

const folders: string[] = [];
const running: EmbeddedDatabase[] = [];

afterEach(async () => {
  for (const database of running.splice(0)) await database.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An empty database that was created once: that takes as long as all the rest here. */
const created = mkdtempSync(join(tmpdir(), 'jinlin-created-'));

beforeAll(async () => {
  const database = await startEmbedded(created);
  await database.close();
}, 120_000);
afterAll(() => rmSync(created, { recursive: true, force: true }));

function newFolder(name = 'jinlin-embedded-'): string {
  const folder = mkdtempSync(join(tmpdir(), name));
  folders.push(folder);
  cpSync(created, folder, { recursive: true });
  return folder;
}

async function start(folder: string): Promise<EmbeddedDatabase> {
  const database = await startEmbedded(folder);
  running.push(database);
  return database;
}

async function query({ host, port }: EmbeddedDatabase, sql: string): Promise<unknown[]> {
  const client = new Client({ host, port, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded database', { timeout: 120_000 }, () => {
  test('keeps its data over a restart, refuses a second opener, and starts anew when killed', async () => {
    const folder = newFolder();
    const first = await start(folder);
    await query(first, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');

    await expect(startEmbedded(folder)).rejects.toThrow(
      new RegExp(`in use by process ${process.pid}.*JINLIN_DATA_DIR`),
    );

    process.kill(childProcess(`child.ts ${folder}`) as number, 'SIGKILL');
    let rows: unknown[] = [];
    for (let attempt = 0; attempt < 100 && rows.length === 0; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      rows = await query(first, 'SELECT n FROM kept').catch(() => []);
    }
    expect(rows).toEqual([{ n: 7 }]);
    await first.close();

    expect(await query(await start(folder), 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  });

  test('ends with the process that started it, so that a killed hub leaves nothing behind', async () => {
    const folder = newFolder();
    const module = fileURLToPath(new URL('../../db/embedded/embedded.ts', import.meta.url));
    const script = `const { startEmbedded } = await import(${JSON.stringify(module)});
      await startEmbedded(${JSON.stringify(folder)}); console.log('ready');`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script]);
    await new Promise((resolve) => parent.stdout.once('data', resolve));
    parent.kill('SIGKILL');
    // The lock goes with the orphan, within the patience of the next opener.
    expect(await query(await start(folder), 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });

  test('finds another place for its socket when the folder has too long a path', async () => {
    const folder = newFolder(`jinlin-${'x'.repeat(120)}-`);
    const database = await start(folder);
    expect(database.host.length).toBeLessThan(100);
    expect(await query(database, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  });
});
