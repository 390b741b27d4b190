import iconv from 'iconv-lite';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromHub } from '../../server/coordinates/reference-system.ts';
import { codesOf, missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';
import { bring, commit, configure, csvOf, undo } from './uploads.ts';

let hub: TestHub;

beforeAll(async () => {
  if (!missingDatabase) hub = await startTestHub();
});
afterAll(() => hub?.close());

/** Rows of the database. */
async function rowsOf<T>(query: ReturnType<typeof sql<T>>): Promise<T[]> {
  return (await query.execute(hub.database.orm.em.fork().getKysely())).rows;
}

/** Everything that an import could change, without versions and the history, which only grow. */
async function everything(): Promise<string> {
  const [row] = await rowsOf<{ state: string }>(sql`SELECT md5(concat(
    (SELECT string_agg(concat_ws('|', id, code, name, name_simplified, kind_id, location::text,
      community_id, active, address, opening, note, attributes, source, import_id), ',' ORDER BY id)
      FROM facility WHERE active),
    (SELECT string_agg(concat_ws('|', id, code, name, name_simplified, name_en, region_id, population,
      households, population_date, boundary::text, service_point::text, service_point_origin,
      import_id), ',' ORDER BY id) FROM community),
    (SELECT string_agg(concat_ws('|', id, code, name, community_id, boundary::text, households,
      residents, status, import_id), ',' ORDER BY id) FROM grid),
    (SELECT string_agg(concat_ws('|', id, code, community_id, location::text, residents, households,
      modelled, import_id), ',' ORDER BY id) FROM resident_cell),
    (SELECT string_agg(v::text, ',' ORDER BY rule_id, community_id) FROM coverage v)
  )) AS state`);
  return row?.state ?? '';
}

async function dataVersion(): Promise<string> {
  const { data } = await hub.send('{ hub { dataVersion } }');
  return data.hub.dataVersion;
}

interface Place {
  code: string;
  name: string;
  lon: number;
  lat: number;
}

/** Communities with their service points. */
function communities(limit: number): Promise<Place[]> {
  return rowsOf(sql<Place>`SELECT code, name, ST_X(service_point) AS lon, ST_Y(service_point) AS lat
    FROM community ORDER BY hashtext(code) LIMIT ${limit}`);
}

const HEADER = '编号,地址,设施名称,类别,所属社区,纬度,经度';

/** A list of plazas as an office would send it: Chinese headers in any order, coordinates of web maps. */
function plazas(places: readonly Place[], of = '广场'): string {
  const rows = places.map(({ code, name, lon, lat }, i) => {
    const [x, y] = fromHub('GCJ02', [lon, lat]);
    return [
      `P-${code}`,
      `${name}路${i}号`,
      `${name}${of}`,
      '休闲活动广场',
      code,
      y.toFixed(6),
      x.toFixed(6),
    ];
  });
  return csvOf(HEADER, rows);
}

describe.skipIf(missingDatabase)('facilities in GCJ-02, as GB18030 with Chinese headers', () => {
  test('land on the right streets, are the same when they come again, and are undone', async () => {
    const places = await communities(30);
    const before = await everything();
    const file = iconv.encode(plazas(places), 'gb18030');

    const seen = await bring(hub, '广场.csv', file);
    expect(seen).toMatchObject({
      state: 'READY',
      target: 'FACILITIES',
      encoding: 'gb18030',
      system: 'GCJ02',
      statedErrorMeters: 0.1,
      systemGuess: { system: 'GCJ02', reason: 'PLACES', swapAxes: false },
      counts: { create: 30, update: 0, same: 0, skip: 0, errors: 0 },
    });
    expect(await everything()).toBe(before);

    const other = await hub.send(
      'mutation ($input: CommitImportInput!) { commitImport(input: $input) { dataVersion } }',
      { input: { id: seen.id, version: seen.version, system: 'WGS84' } },
    );
    expect(codesOf(other)).toEqual(['BAD_USER_INPUT']);
    const done = await commit(hub, seen);
    expect(done.data.commitImport.import.state).toBe('COMMITTED');

    const landed = await rowsOf(sql<{ meters: number; home: string; code: string }>`
      SELECT ST_Distance(f.location::geography, c.service_point::geography) AS meters, f.code,
        c.code AS home
      FROM facility f JOIN community c ON c.id = f.community_id
      WHERE f.code LIKE 'P-%' AND c.service_point_origin IS NOT NULL`);
    expect(landed).toHaveLength(30);
    expect(Math.max(...landed.map(({ meters }) => meters))).toBeLessThan(0.2);
    expect(landed.every(({ home, code }) => code === `P-${home}`)).toBe(true);
    const [{ stale } = { stale: -1 }] = await rowsOf(sql<{ stale: number }>`
      SELECT count(*)::int AS stale FROM coverage v JOIN coverage_rule r ON r.id = v.rule_id
      JOIN community c ON c.id = v.community_id JOIN facility f ON f.code = 'P-' || c.code
      WHERE r.code = 'plaza-2km' AND v.nearest_distance_meters > 0.2`);
    expect(stale).toBe(0);

    const { data } = await hub.send(
      `{ facilities(first: 1, filter: { text: "P-${places[0]?.code}" }) { edges { node { name
        origin { fileName system statedErrorMeters }
        history { edges { node { action origin actor import { fileName } } } } } } } }`,
    );
    expect(data.facilities.edges[0].node).toMatchObject({
      origin: { fileName: '广场.csv', system: 'GCJ02', statedErrorMeters: 0.1 },
      history: { edges: [{ node: { action: 'CREATE', origin: 'IMPORT', import: {} } }] },
    });

    const version = await dataVersion();
    const again = await bring(hub, '广场.csv', file);
    expect(again.counts).toMatchObject({ create: 0, update: 0, same: 30, skip: 0 });
    await commit(hub, again);
    expect(await dataVersion()).toBe(version);

    const undone = await undo(hub, seen);
    expect(undone.data.undoImport.import.state).toBe('UNDONE');
    expect(await everything()).toBe(before);

    // Retired by the undo, not by somebody who knew why: it can come back.
    const third = await bring(hub, '广场.csv', file);
    expect(third.counts).toMatchObject({ update: 30, skip: 0, errors: 0 });
    await commit(hub, third);
    await undo(hub, third);
    expect(await everything()).toBe(before);
  });
});
