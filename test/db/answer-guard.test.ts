import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demandTime, withDeadline } from '../../db/deadline.ts';
import { errorResponse, split } from '../../db/embedded/answer-guard.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../db/embedded/embedded.ts';
import { PoolListeners } from '../../db/listen.ts';

const BOW_TIE = "ST_GeomFromText('POLYGON((0 0,1 1,1 0,0 1,0 0))')";
/** GEOS throws on it, in the midst of rows. */
const OVERLAY = `SELECT n, ST_AsText(ST_Intersection(${BOW_TIE}, ST_Translate(${BOW_TIE}, n * 0, 0))) FROM generate_series(1, 3) n`;

describe('messages of the protocol', () => {
  test('are split where they end', () => {
    const ready = Uint8Array.of(90, 0, 0, 0, 5, 73);
    const error = errorResponse('x');
    const parts = split(Buffer.concat([ready, error, ready])).map((part) => [...part]);
    expect(parts).toEqual([[...ready], [...error], [...ready]]);
    expect(split(new Uint8Array())).toEqual([]);
  });
});

describe('the embedded database', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'jinlin-guard-'));
  let database: EmbeddedDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await startEmbedded(folder);
    client = new Client({ ...database, user: 'postgres', database: 'postgres' });
    await client.connect();
    await client.query('CREATE TABLE positive (n int CHECK (n > 0))');
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const bad: [name: string, query: { text: string; values?: unknown[]; queryMode?: string }][] = [
    ['a check', { text: 'INSERT INTO positive VALUES (-1)' }],
    ['a check, with parameters', { text: 'INSERT INTO positive VALUES ($1)', values: [-1] }],
    ['an unknown column', { text: 'SELECT nonsense', queryMode: 'extended' }],
    ['a parameter of a wrong type', { text: 'SELECT $1::int', values: ['x'] }],
    ['an exception inside GEOS', { text: OVERLAY, queryMode: 'extended' }],
    ['an exception inside GEOS, with parameters', { text: `${OVERLAY} WHERE n > $1`, values: [0] }],
    [
      'an exception inside GEOS while planning',
      { text: `SELECT ST_Intersection(${BOW_TIE}, ${BOW_TIE}) WHERE $1`, values: [true] },
    ],
  ];

  test.each(bad)('answers the statement after an error, sent at once: %s', async (_name, query) => {
    // All are on their way before the first is answered.
    const answers = await Promise.allSettled([
      client.query(query),
      client.query('SELECT $1::int AS n', [1]),
      client.query('SELECT 2 AS n'),
      client.query('SELECT $1::int AS n', [3]),
    ]);
    expect(
      answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.rows : 'error')),
    ).toEqual(['error', [{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  });

  test.each(bad)('rolls a transaction back after %s', async (_name, query) => {
    await client.query('BEGIN');
    await client.query('INSERT INTO positive VALUES ($1)', [5]);
    await expect(client.query(query)).rejects.toThrow();
    await client.query('ROLLBACK');
    expect((await client.query('SELECT * FROM positive')).rows).toEqual([]);
  });

  test('tells listeners outside of the work that happened to open the connection', async () => {
    const pool = new Pool({ ...database, user: 'postgres', database: 'postgres', max: 1 });
    const listeners = new PoolListeners();
    listeners.attach(pool);
    await withDeadline(1, async () => (await pool.connect()).release());
    const deadlines: unknown[] = [];
    await listeners.listen(pool, 'change', {
      // Throws when the time of that work is over.
      onMessage: () => deadlines.push(demandTime()),
      onGap: () => undefined,
    });
    await sleep(5);
    await pool.query('NOTIFY change');
    await expect.poll(() => deadlines).toEqual([undefined]);
    await pool.end();
  });
});
