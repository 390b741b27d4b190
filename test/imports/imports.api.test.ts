import iconv from 'iconv-lite';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { fromHub } from '../../server/systems/reference-system.ts';
import { ADMIN_TOKEN, codesOf, missingDatabase, withHub } from '../setup/hub.ts';
import { everything, judgeAll } from './snapshot.ts';
import { bring, commit, configure, csvOf, type Seen, undo, upload } from './uploads.ts';

const hub = withHub({ writes: true });

/** Rows of the database. */
async function rowsOf<T>(query: ReturnType<typeof sql<T>>): Promise<T[]> {
  return (await query.execute(hub.database.orm.em.fork().getKysely())).rows;
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
    const before = await everything(hub);
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
    expect(await everything(hub)).toBe(before);

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
    expect(await everything(hub)).toBe(before);

    // Retired by the undo, not by somebody who knew why: it can come back.
    const third = await bring(hub, '广场.csv', file);
    expect(third.counts).toMatchObject({ update: 30, skip: 0, errors: 0 });
    await commit(hub, third);
    await undo(hub, third);
    expect(await everything(hub)).toBe(before);
  });
});

/** The codes of the issues of an import with the rows they are about. */
function issuesOf(seen: Seen): string[] {
  return seen.issues.edges.map(
    ({ node }: { node: { code: string; row: number | null } }) => `${node.code} ${node.row}`,
  );
}

describe.skipIf(missingDatabase)('rows with something wrong', () => {
  test('are told one by one, and keep all from being imported unless they are left out', async () => {
    const [a, b, c] = (await communities(3)) as [Place, Place, Place];
    const before = await everything(hub);
    const file = csvOf('code,name,kind,community,lon,lat,note', [
      ['W-1', 'Sound', 'plaza', a.code, a.lon, a.lat, ''],
      ['W-2', 'Kind', 'swimming hall', a.code, a.lon, a.lat, ''],
      ['W-3', '', 'plaza', a.code, a.lon, a.lat, ''],
      ['W-1', 'Twice', 'plaza', b.code, b.lon, b.lat, ''],
      ['W-5', 'Elsewhere', 'plaza', c.code, a.lon, a.lat, ''],
      ['W-6', 'Swapped', 'plaza', a.code, a.lat, a.lon, ''],
      ['W-7', 'Nowhere', 'plaza', a.code, '', '', ''],
      ['W-8', 'No number', 'plaza', a.code, 'east', a.lat, ''],
      ['W-9', 'Long', 'plaza', 'none such', a.lon, a.lat, 'x'.repeat(1001)],
      ['W-10', 'Unknown home', 'plaza', 'none such', b.lon, b.lat, ''],
    ]);
    const seen = await bring(hub, 'wrong.csv', file);
    expect(seen.counts).toMatchObject({ create: 3, skip: 7, errors: 7, warnings: 2 });
    expect(issuesOf(seen).sort()).toEqual([
      'BAD_GEOMETRY 9',
      'BAD_VALUE 10',
      'DUPLICATE_IN_FILE 5',
      'MISSING_GEOMETRY 8',
      'MISSING_VALUE 4',
      'OUTSIDE_COMMUNITY 6',
      'SWAPPED_AXES 7',
      'UNKNOWN_COMMUNITY 11',
      'UNKNOWN_KIND 3',
    ]);
    const kind = seen.issues.edges.find(({ node }: Seen) => node.row === 3).node;
    expect(kind).toMatchObject({
      field: 'KIND',
      value: 'swimming hall',
      suggestedFix: 'CHANGE_MAPPING',
      message: expect.stringContaining('"swimming hall"; there are: fitness-path'),
      location: [expect.closeTo(a.lon, 5), expect.closeTo(a.lat, 5)],
    });

    expect(codesOf(await commit(hub, seen))).toEqual(['BAD_USER_INPUT']);
    expect(await everything(hub)).toBe(before);
    const skipping = await configure(hub, seen, { skipErrors: true });
    expect(skipping.version).toBe(seen.version);
    const done = await commit(hub, skipping);
    expect(done.data.commitImport.import.counts).toMatchObject({ create: 3, skip: 7 });
    await undo(hub, seen);
    expect(await everything(hub)).toBe(before);
  });

  test('can be put right by one kind for all rows, and by turning the axes', async () => {
    const [a] = (await communities(1)) as [Place];
    const file = csvOf('name,lon,lat', [['Pool', a.lat, a.lon]]);
    const seen = await bring(hub, 'pool.csv', file);
    expect(seen).toMatchObject({ swapAxes: true, systemGuess: { swapAxes: true } });
    expect(issuesOf(seen)).toEqual(['MISSING_VALUE 2']);
    const right = await configure(hub, seen, {
      mapping: [...seen.mapping, { field: 'KIND', value: 'park' }],
    });
    expect(right.counts).toMatchObject({ create: 1, errors: 0 });
    const straight = await configure(hub, right, { swapAxes: false });
    expect(issuesOf(straight)).toEqual(['SWAPPED_AXES 2']);
    await hub.send('mutation ($id: ID!) { discardImport(id: $id) { state } }', { id: seen.id });
  });

  test('places stay where they are when the columns of the place are taken away', async () => {
    const [a, b] = (await communities(2)) as [Place, Place];
    const seen = await bring(
      hub,
      'notes.csv',
      csvOf('code,name,kind,lon,lat', [['L-1', 'Here', 'park', a.lon, a.lat]]),
    );
    await commit(hub, seen);
    const moved = await bring(
      hub,
      'moved.csv',
      csvOf('code,name,kind,lon,lat', [['L-1', 'Renamed', 'park', b.lon, b.lat]]),
    );
    const mapping = moved.mapping.filter(
      ({ field }: { field: string }) => field !== 'LONGITUDE' && field !== 'LATITUDE',
    );
    const still = await configure(hub, moved, { mapping });
    expect(still.counts).toMatchObject({ update: 1, errors: 0 });
    await commit(hub, still);
    const [row] = await rowsOf(sql<{ name: string; lon: number }>`
      SELECT name, ST_X(location) AS lon FROM facility WHERE code = 'L-1'`);
    expect(row).toEqual({ name: 'Renamed', lon: expect.closeTo(a.lon, 6) });
    await undo(hub, still);
    await undo(hub, seen);
  });

  test('codes that were rounded as numbers, and several features on one line, are told apart', async () => {
    const [a] = (await communities(1)) as [Place];
    const feature = (code: string): string =>
      `{"type":"Feature","properties":{"code":${code},"name":"N","kind":"park"},"geometry":{"type":"Point","coordinates":[${a.lon},${a.lat}]}}`;
    const seen = await bring(
      hub,
      'line.geojsonl',
      feature('310104001001001234') + feature('"S-1"') + feature('"S-2"'),
    );
    expect(issuesOf(seen)).toEqual(['BAD_VALUE 1']);
    expect(seen.counts).toMatchObject({ create: 2, skip: 1 });
    await hub.send('mutation ($id: ID!) { discardImport(id: $id) { state } }', { id: seen.id });
    const twice = await fetch(`${hub.url}/imports?name=a&name=b`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${ADMIN_TOKEN}`,
        'content-type': 'application/octet-stream',
      },
      body: 'x',
    });
    expect([twice.status, await twice.text()]).toEqual([400, expect.stringContaining('name')]);
  });

  test('a file that is none is said to be none', async () => {
    const seen = await bring(hub, 'notes.docx', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]));
    expect(seen).toMatchObject({ state: 'FAILED', problem: { row: null } });
    expect(codesOf(await commit(hub, { ...seen, system: 'WGS84' }))).toEqual(['CONFLICT']);
  });
});

/** Communities as GeoJSON, changed as one likes. */
async function communityFile(
  limit: number,
  change: (feature: Seen, index: number) => void,
): Promise<string> {
  const rows = await rowsOf(sql<{ feature: object }>`SELECT jsonb_build_object('type', 'Feature',
      'properties', jsonb_build_object('社区代码', code, '社区名称', name, '人口', population),
      'geometry', ST_AsGeoJSON(boundary, 9)::jsonb) AS feature
    FROM community ORDER BY hashtext(code) LIMIT ${limit}`);
  const features = rows.map(({ feature }) => feature);
  features.forEach(change);
  return JSON.stringify({ type: 'FeatureCollection', features });
}

const BOW_TIE = [
  [121.51, 25.01],
  [121.512, 25.012],
  [121.512, 25.01],
  [121.51, 25.012],
  [121.51, 25.01],
];

describe.skipIf(missingDatabase)('communities with their boundaries', () => {
  test('are matched, repaired when that is accepted, judged, and undone', async () => {
    const before = await everything(hub);
    const file = await communityFile(6, (feature, i) => {
      if (i === 1) feature.properties['人口'] = '4,321 人';
      if (i === 2) feature.geometry = { type: 'Polygon', coordinates: [BOW_TIE] };
      if (i === 3) feature.properties['社区代码'] = '63000010999';
      if (i === 4) feature.properties['人口'] = -1;
    });
    const seen = await bring(hub, 'communities.geojson', file);
    expect(seen).toMatchObject({ target: 'COMMUNITIES', system: 'WGS84' });
    expect(seen.counts).toMatchObject({ create: 1, update: 1, same: 2, skip: 2, errors: 2 });
    expect(issuesOf(seen)).toEqual(['INVALID_POLYGON 3', 'OVERLAP 4', 'OUT_OF_RANGE 5']);

    const repaired = await configure(hub, seen, { repair: true, skipErrors: true });
    expect(repaired.counts).toMatchObject({ create: 1, update: 2, same: 2, skip: 1 });
    const done = await commit(hub, repaired);
    expect(done.errors).toBeUndefined();
    expect(done.data.commitImport.changedCoverage.length).toBeGreaterThan(0);
    const [moved] = await rowsOf(sql<{ far: number }>`
      SELECT count(*)::int AS far FROM community c WHERE NOT ST_Covers(c.boundary, c.service_point)
        AND c.service_point_origin = 'POLYGON'`);
    expect(moved?.far).toBe(0);
    expect(await judgeAll(hub)).toEqual([]);

    await undo(hub, repaired);
    expect(await everything(hub)).toBe(before);
  });
});

/** Where there is no grid and no community. */
const FAR_SQUARE = {
  type: 'Polygon',
  coordinates: [
    [
      [121.9, 25.3],
      [121.901, 25.3],
      [121.901, 25.301],
      [121.9, 25.301],
      [121.9, 25.3],
    ],
  ],
};

describe.skipIf(missingDatabase)('residents', () => {
  test('come as cells in a table, by codes or by place, and are undone', async () => {
    const before = await everything(hub);
    const [a, b] = (await communities(2)) as [Place, Place];
    const [cell] = await rowsOf(sql<{ code: string; lon: number; lat: number; home: string }>`
      SELECT r.code, ST_X(r.location) AS lon, ST_Y(r.location) AS lat, c.code AS home
      FROM resident_cell r JOIN community c ON c.id = r.community_id ORDER BY r.id LIMIT 1`);
    const file = csvOf('人口,经度,纬度,社区代码,居民点编码', [
      [77, cell?.lon, cell?.lat, cell?.home, cell?.code],
      [33, a.lon, a.lat, a.code, 'NEW-1'],
      [44, b.lon, b.lat, '', ''],
      [55, 121.9, 25.3, '', 'SEA'],
    ]);
    const seen = await bring(hub, 'cells.csv', file);
    expect(seen.target).toBe('RESIDENT_CELLS');
    expect(seen.counts).toMatchObject({ create: 2, update: 1, skip: 1 });
    expect(issuesOf(seen)).toEqual(['OUTSIDE_COMMUNITY 5']);
    const done = await commit(hub, await configure(hub, seen, { skipErrors: true }));
    expect(done.data.commitImport.changedCoverage.length).toBeGreaterThan(0);
    const again = await bring(hub, 'cells.csv', file);
    expect(again.counts).toMatchObject({ create: 0, update: 0, same: 3, skip: 1 });
    await undo(hub, seen);
    expect(await everything(hub)).toBe(before);
  });

  test('are looked at again when a boundary was drawn anew before they are committed', async () => {
    const [a] = (await communities(1)) as [Place];
    const seen = await bring(hub, 'near.csv', csvOf('人口,经度,纬度', [[5, a.lon, a.lat]]));
    expect(seen.counts).toMatchObject({ create: 1, errors: 0 });
    const away = await bring(
      hub,
      'away.geojson',
      JSON.stringify({
        type: 'FeatureCollection',
        features: [{ type: 'Feature', properties: { 社区代码: a.code }, geometry: FAR_SQUARE }],
      }),
    );
    expect((await commit(hub, away)).errors).toBeUndefined();
    expect(codesOf(await commit(hub, seen))).toEqual(['CONFLICT']);
    await undo(hub, away);
    expect((await commit(hub, seen)).errors).toBeUndefined();
    await undo(hub, seen);
  });

  test('name those that are meant perhaps, where several have the name', async () => {
    const twins = await rowsOf(sql<{ code: string; region: string }>`
      SELECT c.code, r.name AS region FROM community c JOIN region r ON r.id = c.region_id
      WHERE c.name = '中央里' ORDER BY c.code`);
    expect(twins).toHaveLength(2);
    const named = twins.map(({ code, region }) => `${code} 中央里 (${region})`).join(', ');
    const message = `2 communities are called "中央里"; give the code: ${named}.`;
    const figures = csvOf('社区,常住人口', [['中央里', 1234]]);
    const seen = await bring(hub, 'figures.csv', figures);
    expect(seen.issues.edges.map(({ node }: Seen) => node)).toMatchObject([
      { code: 'UNKNOWN_COMMUNITY', row: 2, message },
    ]);
    const grid = {
      type: 'Feature',
      properties: { 网格编码: '999999999999003', 网格名称: '第1网格', 所属社区: '中央里' },
      geometry: FAR_SQUARE,
    };
    const grids = JSON.stringify({ type: 'FeatureCollection', features: [grid] });
    const read = await bring(hub, 'grids.geojson', grids);
    expect(read.issues.edges.map(({ node }: Seen) => node.message)).toContain(message);
    const nobody = await bring(hub, 'figures.csv', csvOf('社区,常住人口', [['没有的社区', 1]]));
    expect(nobody.issues.edges[0].node.message).toBe('There is no community "没有的社区".');
  });

  test('come as figures of communities', async () => {
    const before = await everything(hub);
    const [a, b] = (await communities(2)) as [Place, Place];
    const file = csvOf('社区,常住人口,总户数,统计时间', [
      [a.name, 1234, 567, '2026年5月'],
      [b.name, '约一千', 1, ''],
      ['没有的社区', 1, 1, ''],
    ]);
    const seen = await bring(hub, 'figures.csv', file);
    expect(seen.target).toBe('INDICATORS');
    expect(issuesOf(seen)).toEqual(['BAD_VALUE 3', 'UNKNOWN_COMMUNITY 4']);
    await commit(hub, await configure(hub, seen, { skipErrors: true }));
    const { data } = await hub.send(
      'query ($code: String!) { community(code: $code) { population households populationDate origin { fileName } } }',
      { code: a.code },
    );
    expect(data.community).toEqual({
      population: 1234,
      households: 567,
      populationDate: '2026-05',
      origin: { fileName: 'figures.csv' },
    });
    await undo(hub, seen);
    expect(await everything(hub)).toBe(before);
  });
});

describe.skipIf(missingDatabase)('grids', () => {
  test('change places with each other, overlap nothing, and are undone', async () => {
    const before = await everything(hub);
    const rows = await rowsOf(sql<{ code: string; name: string; shape: object; home: string }>`
      SELECT g.code, g.name, ST_AsGeoJSON(g.boundary, 9)::jsonb AS shape, c.code AS home
      FROM grid g JOIN community c ON c.id = g.community_id
      WHERE c.id = (SELECT community_id FROM grid GROUP BY community_id HAVING count(*) > 2
        ORDER BY community_id LIMIT 1) ORDER BY g.code LIMIT 3`);
    const [a, b, c] = rows as [Seen, Seen, Seen];
    const feature = ({ code, name, home }: Seen, { shape }: Seen): object => ({
      type: 'Feature',
      properties: { 网格编码: code, 网格名称: name, 所属社区: home },
      geometry: shape,
    });
    const file = (features: object[]): string =>
      JSON.stringify({ type: 'FeatureCollection', features });
    const clash = await bring(hub, 'clash.geojson', file([feature(a, b)]));
    expect(issuesOf(clash)).toEqual(['OVERLAP 1', 'AREA_CHANGES 1']);
    // What comes between a preview and its commit is found out then, too.
    const aside = (code: string): object => feature({ ...c, code }, { shape: FAR_SQUARE });
    const [one, two] = [
      await bring(hub, 'one.geojson', file([aside('999999999999001')])),
      await bring(hub, 'two.geojson', file([aside('999999999999002')])),
    ];
    expect([one.counts.create, two.counts.create]).toEqual([1, 1]);
    expect((await commit(hub, one)).errors).toBeUndefined();
    expect(codesOf(await commit(hub, two))).toEqual(['CONFLICT']);
    await undo(hub, one);
    expect(await everything(hub)).toBe(before);
    const features = [feature(a, b), feature(b, a), feature(c, c)];
    const seen = await bring(hub, 'grids.geojson', file(features));
    expect(seen.target).toBe('GRIDS');
    expect(seen.counts).toMatchObject({ update: 2, same: 1, errors: 0 });
    expect((await commit(hub, seen)).errors).toBeUndefined();
    await undo(hub, seen);
    expect(await everything(hub)).toBe(before);
  });
});

describe.skipIf(missingDatabase)('what others do meanwhile', () => {
  test('is not overwritten by a commit, nor by an undo', async () => {
    const places = await communities(3);
    const before = await everything(hub);
    const created = await bring(hub, 'a.csv', plazas(places));
    await commit(hub, created);
    const renamed = await bring(hub, 'b.csv', plazas(places, '公园广场'));
    expect(renamed.counts).toMatchObject({ update: 3 });
    const code = `P-${places[0]?.code}`;
    const note = 'UPDATE facility SET note = $1, version = version + 1 WHERE code = $2';
    await hub.database.orm.em
      .getConnection()
      .execute(note.replace('$1', '?').replace('$2', '?'), ['meanwhile', code]);

    const refused = await commit(hub, renamed);
    expect(codesOf(refused)).toEqual(['CONFLICT']);
    expect(refused.errors?.[0]?.extensions).toMatchObject({
      conflictCount: 1,
      conflicts: [{ row: 2, code }],
    });
    const fresh = await configure(hub, renamed);
    expect(fresh.counts).toMatchObject({ update: 3 });
    expect((await commit(hub, fresh)).errors).toBeUndefined();

    const first = await undo(hub, created);
    expect(codesOf(first)).toEqual(['CONFLICT']);
    expect(first.errors?.[0]?.extensions).toMatchObject({ conflictCount: 3 });
    await undo(hub, renamed);
    const second = await undo(hub, created);
    expect(second.errors?.[0]?.extensions).toMatchObject({ conflicts: [{ code }] });
    const rest = await undo(hub, created, true);
    expect(rest.data.undoImport.import.counts).toEqual({ left: 1 });
    const left = await rowsOf(sql`SELECT 1 FROM facility WHERE active AND code LIKE 'P-%'`);
    expect(left).toHaveLength(1);
    await hub.database.orm.em
      .getConnection()
      .execute('UPDATE facility SET active = false WHERE code = ?', [code]);
    await judgeAll(hub);
    expect(await everything(hub)).toBe(before);
  });

  test('is not hurt by a commit that fails at its last row', async () => {
    const before = await everything(hub);
    const version = await dataVersion();
    const connection = hub.database.orm.em.getConnection();
    await connection.execute(`CREATE FUNCTION refuse_one() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.name = 'the last' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$`);
    await connection.execute(`CREATE TRIGGER refuse_one AFTER INSERT OR UPDATE ON facility
      FOR EACH ROW EXECUTE FUNCTION refuse_one()`);
    const [a, b] = (await communities(2)) as [Place, Place];
    const seen = await bring(
      hub,
      'fails.csv',
      csvOf('code,name,kind,lon,lat', [
        ['F-1', 'the first', 'plaza', a.lon, a.lat],
        ['F-2', 'the last', 'plaza', b.lon, b.lat],
      ]),
    );
    expect(codesOf(await commit(hub, seen))).toEqual(['INTERNAL_SERVER_ERROR']);
    await connection.execute('DROP TRIGGER refuse_one ON facility');
    expect(await everything(hub)).toBe(before);
    expect(await dataVersion()).toBe(version);
    expect((await configure(hub, seen)).state).toBe('READY');
  });
});

describe.skipIf(missingDatabase)('uploads', () => {
  test('are refused when they are too large, sent by another site, or have no name', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1_048_576;
        if (sent > 220 * 1_048_576) controller.close();
        else controller.enqueue(new Uint8Array(1_048_576));
      },
    });
    const large = await upload(hub, 'large.csv', endless);
    expect(large.status).toBe(413);
    expect(await large.text()).toMatch(/larger than 200 MB/);
    const foreign = await upload(hub, 'x.csv', 'a,b\n', {
      headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
    });
    expect(foreign.status).toBe(403);
    const nameless = await upload(hub, '', 'a,b\n');
    expect(nameless.status).toBe(400);
  });
});
