import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Database, openDatabase } from '../../db/orm.ts';
import { type Answer, codesOf, type TestHub, withHub } from '../setup/hub.ts';
import { layWire, type Wire } from '../setup/wire.ts';

/** The embedded database is reached by no network. */
const { nativeUrl } = inject('databases');
const POOL = 3;
const QUERY_MS = 500;
const PATIENT = { timeout: 20_000 };
const READ = '{ facilityKinds { code } }';
const ENTER = `mutation ($name: String!) { createFacility(input: { kind: "park", name: $name,
  location: { type: "Point", coordinates: [121.5, 25] } }) { facility { id } } }`;
const READING = [
  '/tiles/communities/10/857/438.mvt',
  '/ogc/collections/facilities/items?limit=3',
  '/export/facilities.csv',
];

const beside = withHub({ writes: true });
let wire: Wire;
let database: Database;
let hub: TestHub;

/** A question that no kept answer answers. */
const read = (): Promise<Answer> =>
  hub.send(READ, {}, { headers: { 'cache-control': 'no-store' } });

/** Fills the pool with connections, which lie idle then. */
async function fillPool(): Promise<void> {
  const connection = database.orm.em.getConnection();
  await Promise.all(Array.from({ length: POOL }, () => connection.execute('SELECT pg_sleep(0.1)')));
}

async function countOf(name: string): Promise<number> {
  const { data } = await beside.send(
    'query ($name: String!) { facilities(filter: { text: $name }) { totalCount } }',
    { name },
  );
  return data.facilities.totalCount;
}

async function codeOf(path: string): Promise<[number, string | undefined, string | null]> {
  const response = await fetch(`${hub.url}${path}`);
  const text = await response.text();
  const code = response.ok ? undefined : /"code":"(\w+)"/.exec(text)?.[1];
  return [response.status, code, response.headers.get('retry-after')];
}

describe.skipIf(!nativeUrl)('when the network to PostgreSQL', () => {
  beforeAll(async () => {
    wire = await layWire(beside.place.databaseUrl as string);
    const { databaseUrl } = wire;
    const reach = { databaseUrl, dataDir: '', poolSize: POOL, connectionTimeoutMs: 1_000 };
    database = await openDatabase(reach);
    const timeLimits = { queryMs: QUERY_MS, mutationMs: 10_000 };
    hub = await beside.beside({ timeLimits }, database);
  });
  afterEach(() => wire?.mend());
  afterAll(async () => {
    await hub?.close();
    await database?.close();
    await wire?.close();
  });

  test('breaks, what reads is answered all the same, by new connections', async () => {
    await fillPool();
    wire.breakAt('facility_kind');
    expect(codesOf(await read())).toEqual([]);
    for (const path of READING) {
      await fillPool();
      wire.breakAt('start transaction');
      expect(await codeOf(path)).toEqual([200, undefined, null]);
    }
  });

  test('breaks in the middle of a write, it is not sent again, and nothing was changed', async () => {
    await fillPool();
    wire.breakAt('insert into "facility"');
    const answer = await hub.send(ENTER, { name: '断网中的公园' });
    expect([answer.status, codesOf(answer)]).toEqual([503, ['BUSY']]);
    expect(answer.errors?.[0]?.message).toContain('Nothing was changed');
    expect(await countOf('断网中的公园')).toBe(0);
  });

  test('breaks while a write is being saved, nobody is told that nothing was changed', async () => {
    await fillPool();
    wire.breakAt('commit');
    const answer = await hub.send(ENTER, { name: '存盘时断网的公园' });
    expect([answer.status, codesOf(answer)]).toEqual([503, ['BUSY']]);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ reason: 'OUTCOME_UNKNOWN' });
    await expect.poll(() => countOf('存盘时断网的公园'), PATIENT).toBe(1);
  });

  test('is cut, everybody is told to come again, and the process is well', async () => {
    await fillPool();
    wire.cut();
    const answer = await read();
    expect([answer.status, codesOf(answer)]).toEqual([503, ['BUSY']]);
    for (const path of READING) expect(await codeOf(path)).toEqual([503, 'BUSY', '60']);
    expect(await codeOf('/healthz')).toEqual([200, undefined, null]);
    await expect.poll(() => codeOf('/readyz'), PATIENT).toEqual([503, 'UNREACHABLE', '5']);
    wire.mend();
    expect(codesOf(await read())).toEqual([]);
    await expect.poll(() => codeOf('/readyz'), PATIENT).toEqual([200, undefined, null]);
  });

  test('swallows everything, nobody waits for ever, and the frozen connections are given up', async () => {
    await fillPool();
    wire.freeze();
    // As many as the pool has connections, and one more.
    const answers = await Promise.all(Array.from({ length: POOL + 1 }, read));
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(['TIMEOUT', 'BUSY']).toContain(codesOf(answer)[0]);
    }
    for (const path of READING.slice(0, 2)) {
      const [status, code] = await codeOf(path);
      expect([status, code]).toEqual([503, expect.stringMatching(/^(TIMEOUT|BUSY)$/)]);
    }
    expect(await codeOf('/healthz')).toEqual([200, undefined, null]);
    await expect.poll(() => codeOf('/readyz'), PATIENT).toEqual([503, 'SILENT', '5']);
    wire.mend();
    await expect.poll(async () => codesOf(await read()), PATIENT).toEqual([]);
    await expect.poll(() => codeOf('/readyz'), PATIENT).toEqual([200, undefined, null]);
  });
});
