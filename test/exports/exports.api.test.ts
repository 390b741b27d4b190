import { writeFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../server/access/context.ts';
import { onSnapshot } from '../../server/exports/export.ts';
import { openArchive } from '../../server/formats/archive.ts';
import type { SourceFeature } from '../../server/formats/feature-source.ts';
import { fromHub, REFERENCE_SYSTEMS, toHub } from '../../server/systems/reference-system.ts';
import { newPath, readAll } from '../formats/files.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });

function get(
  path: string,
  parameters: Record<string, string> = {},
  headers = {},
): Promise<Response> {
  return fetch(`${hub.url}/export/${path}?${new URLSearchParams(parameters)}`, { headers });
}

async function save(response: Response): Promise<string> {
  expect(response.status).toBe(200);
  const path = newPath();
  await writeFile(path, Buffer.from(await response.arrayBuffer()));
  return path;
}

async function featuresOf(
  path: string,
  parameters: Record<string, string> = {},
): Promise<SourceFeature[]> {
  return (await readAll(await save(await get(path, parameters)))).features;
}

async function countBy(query: string): Promise<number> {
  const { data } = await hub.ask(`{ list: ${query} { totalCount } }`);
  return (data as { list: { totalCount: number } }).list.totalCount;
}

describe.skipIf(missingDatabase)('an export', () => {
  test('of communities is the same in every format', async () => {
    const asGeoJson = await featuresOf('communities.geojson');
    expect(asGeoJson).toHaveLength(456);
    expect(new Set(asGeoJson.map(({ properties }) => properties['code'])).size).toBe(456);
    expect(asGeoJson[0]?.properties).toMatchObject({
      id: expect.stringMatching(/^community_\d+$/),
      name: expect.any(String),
      population: expect.any(Number),
      areaSquareMeters: expect.any(Number),
      servicePointOrigin: 'POLYGON',
      reviewed: false,
      version: 1,
    });
    for (const extension of ['geojsonl', 'gpkg', 'fgb']) {
      const features = await featuresOf(`communities.${extension}`);
      expect(features).toEqual(
        asGeoJson.map((feature) => ({ ...feature, row: expect.any(Number) })),
      );
    }
    const asShapefile = await featuresOf('communities.zip');
    expect(asShapefile.map(({ properties }) => properties['code'])).toEqual(
      asGeoJson.map(({ properties }) => properties['code']),
    );
    const asCsv = await featuresOf('communities.csv');
    expect(asCsv.map(({ geometry }) => geometry)).toEqual(
      asGeoJson.map(({ geometry }) => geometry),
    );
  });

  test('has a name, a type, and a tag by which it is not made again', async () => {
    const response = await get('facilities.csv', { system: 'GCJ02', encoding: 'gb18030' });
    const day = new Date().toLocaleDateString('sv-SE');
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="Taipei-facilities-GCJ02-${day}.csv"; filename*=UTF-8''Taipei-facilities-GCJ02-${day}.csv`,
    );
    expect(response.headers.get('content-type')).toBe('text/csv; charset=gb18030');
    const { source, features } = await readAll(await save(response));
    expect(source).toMatchObject({ encoding: 'gb18030', declared: 'GCJ02' });
    const plain = await featuresOf('facilities.csv');
    for (const [i, { geometry }] of features.entries()) {
      const here = geometry?.type === 'Point' ? (geometry.coordinates as [number, number]) : null;
      const there = plain[i]?.geometry;
      if (!here || there?.type !== 'Point') throw new Error('A facility has no place.');
      const [lon, lat] = toHub('GCJ02', here);
      expect(Math.abs(lon - (there.coordinates[0] as number))).toBeLessThan(1.5e-9);
      expect(Math.abs(lat - (there.coordinates[1] as number))).toBeLessThan(1.5e-9);
    }
    const etag = response.headers.get('etag') as string;
    expect((await get('facilities.csv', {}, { 'if-none-match': etag })).status).toBe(304);
    await hub.send(`mutation { createFacility(input: { kind: "plaza", name: "=新广场",
      location: { type: "Point", coordinates: [121.55, 25.07] } }) { facility { id } } }`);
    const again = await get('facilities.geojson', {}, { 'if-none-match': etag });
    expect(again.status).toBe(200);
    expect(again.headers.get('etag')).not.toBe(etag);
    const { features: now } = await readAll(await save(again));
    expect(now).toHaveLength(plain.length + 1);
    expect(now.at(-1)).toMatchObject({
      properties: { name: '=新广场', kind: 'plaza', active: true },
      geometry: { type: 'Point', coordinates: [121.55, 25.07] },
    });
  });

  test('takes the filters of GraphQL', async () => {
    const withinDistance = { point: [121.55, 25.05], meters: 2000 };
    const facilities = await featuresOf('facilities.fgb', {
      filter: JSON.stringify({ kind: 'plaza', withinDistance }),
    });
    expect(facilities.length).toBeGreaterThan(0);
    expect(facilities).toHaveLength(
      await countBy(
        'facilities(filter: { kind: "plaza", withinDistance: { point: [121.55, 25.05], meters: 2000 } })',
      ),
    );
    const failing = { coverage: { rule: 'plaza-2km', status: 'FAIL' } };
    const communities = await featuresOf('communities.csv', { filter: JSON.stringify(failing) });
    expect(communities).toHaveLength(
      await countBy('communities(filter: { coverage: { rule: "plaza-2km", status: FAIL } })'),
    );
    const grids = await featuresOf('grids.geojson', { filter: JSON.stringify({ text: '00' }) });
    expect(grids).toHaveLength(await countBy('grids(filter: { text: "00" })'));
  });

  test('of coverage has a row for each community and rule', async () => {
    const rules = (await hub.ask('{ coverageRules { code } }')).data as {
      coverageRules: { code: string }[];
    };
    const all = await featuresOf('coverage.geojsonl');
    expect(all).toHaveLength(456 * rules.coverageRules.length);
    const failing = { coverage: { rule: 'plaza-2km', status: 'FAIL' } };
    const of = await featuresOf('coverage.geojsonl', {
      rule: 'plaza-2km',
      filter: JSON.stringify(failing),
    });
    expect(new Set(of.map(({ properties }) => properties['status']))).toEqual(new Set(['FAIL']));
    expect(of[0]?.properties).toMatchObject({
      rule: 'plaza-2km',
      communityCode: expect.any(String),
      facilitiesWithin: 0,
      nearestFacility: expect.stringMatching(/^facility_\d+$/),
      nearestDistanceMeters: expect.any(Number),
    });
  });

  test.each<[string, Record<string, string>, string]>([
    ['communities.doc', {}, 'extension: there is no format for it'],
    ['communities.csv', { system: 'EPSG:2436' }, 'system: "EPSG:2436" is not known'],
    ['communities.csv', { system: 'EPSG:4534' }, 'system: 121.'],
    ['communities.gpkg', { encoding: 'gb18030' }, 'encoding: only CSV and Shapefiles'],
    [
      'communities.csv',
      { sytem: 'GCJ02' },
      'sytem: is no parameter; there are filter, system, encoding, raw.',
    ],
    ['communities.csv', { filter: '{' }, 'filter: is no JSON'],
    [
      'communities.csv',
      { filter: '{"coverage":{"rule":"plaza-2km","status":"BAD"}}' },
      'filter.coverage.status: Value "BAD"',
    ],
    ['communities.csv', { filter: '{"nmae":"x"}' }, 'filter: Field "nmae" is not defined'],
    ['communities.csv', { filter: '{"bbox":[1,2,3]}' }, 'filter.bbox: is not a bounding box'],
    ['coverage.csv', { rule: 'unknown' }, 'rule: there is no rule with the code "unknown"'],
    ['failing-communities.xlsx', {}, 'rule: give the code of a rule.'],
    ['failing-communities.xlsx', { rule: 'plaza-2km', language: 'fr' }, 'language: give zh or en.'],
  ])('%s %j is refused', async (path, parameters, message) => {
    const response = await get(path, parameters);
    const { errors } = (await response.json()) as { errors: { message: string }[] };
    expect(errors[0]?.message).toContain(message);
    expect([400, 404]).toContain(response.status);
  });

  test('sees one snapshot of the data', async () => {
    const context = { em: hub.database.orm.em.fork() } as unknown as Context;
    const { file } = await onSnapshot(context, undefined, async ({ em }) => {
      const { rows } = await sql<{
        transaction_isolation: string;
      }>`SHOW transaction_isolation`.execute(em.getKysely());
      return rows[0]?.transaction_isolation;
    });
    expect(file).toBe('repeatable read');
  });
});

describe.skipIf(missingDatabase)('the list of failing communities', () => {
  test.each([
    ['zh', '不达标社区', '未覆盖居民（人）'],
    ['en', 'Failing communities', 'Residents without'],
  ])('is a sheet in %s with a frozen heading', async (language, sheet, heading) => {
    const response = await get('failing-communities.xlsx', { rule: 'plaza-2km', language });
    const path = await save(response);
    const archive = await openArchive(path);
    const textOf = async (name: string): Promise<string> => {
      const parts: Buffer[] = [];
      const entry = archive.entries.find((each) => each.name === name);
      for await (const chunk of entry?.bytes() ?? []) parts.push(chunk);
      return Buffer.concat(parts).toString();
    };
    const strings = await textOf('xl/sharedStrings.xml');
    expect(strings).toContain(heading);
    expect(await textOf('xl/workbook.xml')).toContain(sheet);
    const cells = await textOf('xl/worksheets/sheet1.xml');
    expect(cells).toMatch(/<pane [^>]*ySplit="4"[^>]*state="frozen"/);
    archive.close();
    const failing = await countBy(
      'communities(filter: { coverage: { rule: "plaza-2km", status: FAIL } })',
    );
    expect(strings).toContain(
      language === 'zh' ? `共 ${failing} 个社区` : `${failing} communities`,
    );
    const name = decodeURIComponent(
      response.headers.get('content-disposition')?.split("UTF-8''")[1] ?? '',
    );
    expect(name).toMatch(
      language === 'zh' ? /^台北市-未达标社区-.*\.xlsx$/ : /^Taipei-failing-communities-.*\.xlsx$/,
    );
  });
});

describe.skipIf(missingDatabase)('reference systems', () => {
  test('agree with PostGIS in all zones, to a tenth of a millimeter', async () => {
    const db = hub.database.orm.em.fork().getKysely();
    const systems = REFERENCE_SYSTEMS.filter(({ axisUnits }) => axisUnits === 'meters');
    expect(systems).toHaveLength(43);
    for (const { id, epsg, zone } of systems) {
      const meridian = zone?.meridian ?? 120;
      const places = [
        [meridian, 20],
        [meridian - 1.5, 31.2],
        [meridian + 1.49, 45.7567],
        [meridian + 3, 53.3],
      ] as const;
      for (const place of places) {
        // From CGCS2000's own degrees, as the change of frame is not calculated here.
        const { rows } = await sql<{ x: number; y: number }>`
          SELECT ST_X(p) AS x, ST_Y(p) AS y FROM (SELECT ST_Transform(
            ST_SetSRID(ST_MakePoint(${place[0]}::float8, ${place[1]}::float8), ${zone ? 4490 : 4326}::int),
            ${epsg}::int) AS p) q`.execute(db);
        const [x, y] = fromHub(id, place);
        expect([id, Math.abs(x - (rows[0]?.x ?? 0)) < 1e-4]).toEqual([id, true]);
        expect([id, Math.abs(y - (rows[0]?.y ?? 0)) < 1e-4]).toEqual([id, true]);
      }
    }
  });
});
