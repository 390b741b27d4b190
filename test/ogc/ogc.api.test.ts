import { VectorTile } from '@mapbox/vector-tile';
import fc from 'fast-check';
import { sql } from 'kysely';
import { PbfReader } from 'pbf';
import { beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, missingDatabase, withHub } from '../setup/hub.ts';
import { EPSG, type Feature, type Items, linkOf, OgcClient, positionsOf } from './client.ts';
import { randomAddress } from './random-address.ts';

/** How many query strings are tried; set it higher to look longer. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 500);

const hub = withHub({ writes: true });
let ogc: OgcClient;
beforeAll(async () => {
  if (missingDatabase) return;
  ogc = new OgcClient(hub);
});

/** Enters a facility and gives its id. */
async function enter(
  kind: string,
  location: number[],
): Promise<{ id: string; dataVersion: string }> {
  const { data, errors } = await hub.send(
    'mutation ($input: CreateFacilityInput!) { createFacility(input: $input) { dataVersion facility { id } } }',
    { input: { kind, name: '新设施', location: { type: 'Point', coordinates: location } } },
  );
  expect(errors).toBeUndefined();
  return { id: data.createFacility.facility.id, dataVersion: data.createFacility.dataVersion };
}

/** Column and row of the tile that holds a position. */
function tileAt([lon = 0, lat = 0]: readonly number[], z: number): string {
  const north = Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI;
  return [(lon + 180) / 360, (1 - north) / 2].map((part) => Math.floor(part * 2 ** z)).join('/');
}

describe.skipIf(missingDatabase)('features', () => {
  test.each([
    ['communities', 'communities', 'code'],
    ['facilities', 'facilities', 'name'],
    ['grids', 'grids', 'code'],
  ])(
    'the items of %s are those of GraphQL, with the same shapes',
    async (collection, list, name) => {
      const shape = collection === 'facilities' ? 'location' : 'boundary';
      const { data } = await hub.ask(
        `{ ${list}(first: 1000) { edges { node { id ${name} ${shape} } } } }`,
      );
      const nodes =
        (data as Record<string, { edges: { node: Record<string, unknown> }[] }>)[list]?.edges.map(
          ({ node }) => node,
        ) ?? [];
      const features = new Map(
        (await ogc.all(`/collections/${collection}/items?limit=400`)).map((feature) => [
          feature.id,
          feature,
        ]),
      );
      expect(features.size).toBeGreaterThanOrEqual(nodes.length);
      for (const node of nodes) {
        const feature = features.get(node['id'] as string) as Feature;
        expect([feature.properties[name], feature.geometry]).toEqual([node[name], node[shape]]);
      }
    },
  );

  test('pages keep their place while others write', async () => {
    const first = await ogc.read<Items>('/collections/facilities/items?limit=50');
    const [gone] = first.features;
    const { errors } = await hub.send(
      'mutation ($id: ID!) { retireFacility(input: { id: $id, version: 1 }) { dataVersion } }',
      { id: gone?.id },
    );
    expect(errors).toBeUndefined();
    const rest = await ogc.all(linkOf(first.links, 'next') as string);
    const ids = [...first.features, ...rest].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(first.numberMatched);
    expect((await ogc.get(`/collections/facilities/items/${gone?.id}`)).status).toBe(404);
  });

  test('those of a property are equal to it, Chinese too', async () => {
    const paths = await ogc.all('/collections/facilities/items?kind=fitness-path&limit=500');
    expect(paths.length).toBeGreaterThan(100);
    expect(paths.every(({ properties }) => properties['kind'] === 'fitness-path')).toBe(true);
    const [first] = (await ogc.read<Items>('/collections/communities/items?limit=1')).features;
    const { name, code, population } = (first as Feature).properties as Record<string, string>;
    expect(name).toMatch(/里$/);
    const found = await ogc.all(
      `/collections/communities/items?name=${encodeURIComponent(name as string)}&population=${population}`,
    );
    expect(found.map(({ properties }) => properties['code'])).toContain(code);
  });

  test('those that are true or false are filtered by it, and choices by their names', async () => {
    const [first, ...rest] = await ogc.ids('communities', '');
    const { errors } = await hub.send(
      'mutation ($id: ID!) { updateCommunity(input: { id: $id, version: 1, reviewed: true }) { dataVersion } }',
      { id: first },
    );
    expect(errors).toBeUndefined();
    expect(await ogc.ids('communities', 'reviewed=true')).toEqual([first]);
    expect(await ogc.ids('communities', 'reviewed=false')).toEqual(rest);
    expect((await ogc.get('/collections/communities/items?reviewed=yes')).status).toBe(400);
    const inside = await ogc.read<Items>(
      '/collections/communities/items?service_point_origin=POLYGON&limit=1',
    );
    const { data } = await hub.ask(
      '{ communities(filter: { servicePointOrigin: POLYGON }) { totalCount } }',
    );
    expect(inside.numberMatched).toBe(
      (data as { communities: { totalCount: number } }).communities.totalCount,
    );
    expect(inside.features[0]?.properties).toMatchObject({ service_point_origin: 'POLYGON' });
  });

  test('facilities have their further attributes as text, and their notes stay where they are looked after', async () => {
    const { data } = await hub.send(
      `mutation { createFacility(input: { kind: "park", name: "公园", note: "钥匙在门卫室",
        attributes: { areaSquareMeters: 1200 }, location: { type: "Point", coordinates: [121.5, 25] } }) {
        facility { id } } }`,
    );
    const { id } = data.createFacility.facility;
    const { properties } = await ogc.read<Feature>(`/collections/facilities/items/${id}`);
    expect(JSON.parse(properties['attributes'] as string)).toEqual({ areaSquareMeters: 1200 });
    expect(properties).not.toHaveProperty('note');
  });

  test('coverage tells the outcomes of its rule, service areas the circles of its radius', async () => {
    const failing = await ogc.all('/collections/coverage-plaza-2km/items?status=FAIL&limit=1000');
    const { data } = await hub.ask('{ coverageSummary(rule: "plaza-2km") { failing } }');
    expect(failing).toHaveLength(
      (data as { coverageSummary: { failing: number } }).coverageSummary.failing,
    );
    const [area] = (await ogc.read<Items>('/collections/service-areas-plaza-2km/items?limit=1'))
      .features as [Feature];
    const db = hub.database.orm.em.fork().getKysely();
    const { rows } = await sql<{ least: number; most: number; valid: boolean; ccw: boolean }>`
      SELECT min(d) AS least, max(d) AS most, bool_and(ST_IsValid(shape)) AS valid, bool_and(ST_IsPolygonCCW(shape)) AS ccw FROM (
        SELECT ST_Distance((SELECT location FROM facility WHERE id = ${Number(area.id.slice(9))})::geography,
          (ST_DumpPoints(shape)).geom::geography) AS d, shape
        FROM (SELECT ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(area.geometry)}), 4326) AS shape) s) corners`.execute(
      db,
    );
    expect(rows[0]?.least).toBeCloseTo(2000, 1);
    expect(rows[0]?.most).toBeCloseTo(2000, 1);
    expect([rows[0]?.valid, rows[0]?.ccw]).toEqual([true, true]);
  });

  test('a box touches a service area where it is drawn, to the centimeter', async () => {
    const [area] = (await ogc.read<Items>('/collections/service-areas-fitness-1km/items?limit=1'))
      .features as [Feature];
    const [north, next] = positionsOf(area.geometry as never) as [number[], number[]];
    const middle = [0, 1].map((axis) => ((north[axis] as number) + (next[axis] as number)) / 2);
    const isFound = async (up: number): Promise<boolean> => {
      const [lon, lat] = [middle[0] as number, (middle[1] as number) + up];
      const box = `${lon},${lat},${lon},${lat}`;
      return (await ogc.ids('service-areas-fitness-1km', `bbox=${box}`)).includes(area.id);
    };
    expect([await isFound(-2e-7), await isFound(2e-7)]).toEqual([true, false]);
  });

  test('service areas go round the Earth: cut at 180°, found from both sides, and nowhere at a pole', async () => {
    const { id } = await enter('plaza', [179.995, 10]);
    const polar = await enter('plaza', [0, 89.99]);
    const items = '/collections/service-areas-plaza-2km/items';
    const area = await ogc.read<Feature>(`${items}/${id}`);
    const { rows } = await sql<{
      valid: boolean;
      parts: number;
      west: number;
      east: number;
      share: number;
    }>`
      SELECT ST_IsValid(shape) AS valid, ST_NumGeometries(shape) AS parts, ST_XMin(shape) AS west,
        ST_XMax(shape) AS east, ST_Area(shape::geography) / (pi() * 2000 * 2000) AS share
      FROM (SELECT ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(area.geometry)}), 4326) AS shape) given`.execute(
      hub.database.orm.em.fork().getKysely(),
    );
    expect(rows[0]).toMatchObject({ valid: true, parts: 2, west: -180, east: 180 });
    // A regular polygon of 72 corners has 72 / 2π · sin(2π / 72) = 0.99873 of its circle.
    expect(rows[0]?.share).toBeCloseTo(0.99873, 3);
    for (const bbox of ['179,9,180,11', '-180,9,-179,11', '179.9,9.99,-179.9,10.01']) {
      expect(await ogc.ids('service-areas-plaza-2km', `bbox=${bbox}`)).toEqual([id, polar.id]);
    }
    expect((await ogc.read<Feature>(`${items}/${polar.id}`)).geometry).toBeNull();
    for (const x of [0, 2 ** 12 - 1]) {
      const tile = await fetch(`${hub.url}/tiles/service-areas-plaza-2km/12/${x}/1933.mvt`);
      expect([x, tile.status]).toEqual([x, 200]);
    }
    const { extent } = await ogc.read<{ extent: { spatial: { bbox: number[][] } } }>(
      '/collections/service-areas-plaza-2km',
    );
    expect(extent.spatial.bbox[0]).toEqual([-180, expect.any(Number), 180, 90]);
  });

  test('Web Mercator is what PostGIS makes of it, to the millimeter', async () => {
    const [community] = (
      await ogc.read<Items>(`/collections/communities/items?limit=1&crs=${EPSG}3857`)
    ).features as [Feature];
    const db = hub.database.orm.em.fork().getKysely();
    const { rows } = await sql<{ meters: number }>`SELECT ST_HausdorffDistance(
        ST_Transform(boundary, 3857), ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(community.geometry)}), 3857)) AS meters
      FROM community WHERE id = ${Number(community.id.slice(10))}`.execute(db);
    // Seven decimals of a degree are a centimeter.
    expect(rows[0]?.meters).toBeLessThan(0.02);
  });
});

describe.skipIf(missingDatabase)('one revision', () => {
  test('GraphQL, tiles and features name the same data version, and are never older than a mutation', async () => {
    for (let i = 0; i < 3; i++) {
      const { data } =
        await hub.send(`mutation { createFacility(input: { kind: "park", name: "新公园${i}",
        location: { type: "Point", coordinates: [121.5, 25] } }) { dataVersion facility { id } } }`);
      const { dataVersion, facility } = data.createFacility;
      const [features, tile, graphql] = await Promise.all([
        ogc.get(`/collections/facilities/items?limit=10000`),
        fetch(`${hub.url}/tiles/14/13724/7015.mvt`),
        hub.ask('{ hub { dataVersion } }'),
      ]);
      expect(features.headers.get('x-data-version')).toBe(dataVersion);
      expect(tile.headers.get('x-data-version')).toBe(dataVersion);
      expect((graphql.data as { hub: { dataVersion: string } }).hub.dataVersion).toBe(dataVersion);
      expect(((await features.json()) as Items).features.map(({ id }) => id)).toContain(
        facility.id,
      );
    }
  });

  test('features and tiles hold what their data version holds, while others write', async () => {
    const park = [121.5, 25];
    const seen = async (): Promise<[version: number, parks: number]> => {
      const response = await ogc.get('/collections/facilities/items?kind=park&limit=1');
      const { numberMatched } = (await response.json()) as Items;
      return [Number(response.headers.get('x-data-version')), numberMatched];
    };
    const drawn = async (z: number): Promise<[version: number, parks: number]> => {
      const response = await fetch(`${hub.url}/tiles/facilities/${z}/${tileAt(park, z)}.mvt`);
      const { layers } = new VectorTile(new PbfReader(await response.arrayBuffer()));
      const { facilities } = layers;
      const kinds = Array.from(
        { length: facilities?.length ?? 0 },
        (_, i) => facilities?.feature(i).properties['name'],
      );
      return [
        Number(response.headers.get('x-data-version')),
        kinds.filter((name) => name === '新设施').length,
      ];
    };
    const before = [await seen(), await drawn(16)];
    const reading: Promise<[number, number]>[][] = [[], []];
    for (let i = 0; i < 8; i++) {
      const writing = enter('park', park);
      for (const z of [14, 15, 16, 17]) {
        reading[0]?.push(seen());
        // Of other zooms too: what has been drawn of one version is not drawn again.
        reading[1]?.push(drawn(z));
      }
      await writing;
    }
    for (const [i, answers] of reading.entries()) {
      const [version, parks] = before[i] as [number, number];
      const grown = (await Promise.all(answers)).map(
        ([at, count]) => count - parks - (at - version),
      );
      expect(new Set(grown)).toEqual(new Set([0]));
    }
  });

  test('what is known already is not sent again, until something changes', async () => {
    const status = async (path: string, tag: string): Promise<number> =>
      (await ogc.get(path, { 'if-none-match': tag })).status;
    const items = '/collections/communities/items?limit=5';
    const paths = [
      '',
      '/api',
      '/collections',
      items,
      `${items}&f=html`,
      `${hub.url}/tiles/grids.json`,
    ];
    const tags = new Map<string, string>();
    for (const path of paths) {
      const tag = (await ogc.get(path)).headers.get('etag') as string;
      tags.set(path, tag);
      // Proxies that compress make tags weak, and caches may know several.
      for (const known of [tag, `"other", ${tag}`, tag.replace('W/', ''), '*']) {
        expect([path, known, await status(path, known)]).toEqual([path, known, 304]);
      }
    }
    expect(await status(items, tags.get(`${items}&f=html`) as string)).toBe(200);
    expect(await status(`${items}&limit=x`, '*')).toBe(400);
    await enter('park', [121.5, 25]);
    for (const [path, tag] of tags) expect([path, await status(path, tag)]).toEqual([path, 200]);
  });

  test('pages of other sites may read what is public, and nobody else’s', async () => {
    const response = await ogc.get('/collections', { origin: 'https://maps.example' });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const graphql = await fetch(`${hub.url}/graphql`, {
      headers: { origin: 'https://maps.example', authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    expect(graphql.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe.skipIf(missingDatabase)('for people', () => {
  const page = async (path: string, headers: Record<string, string>): Promise<string> => {
    const response = await ogc.get(path, headers);
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    return response.text();
  };
  const browser = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };

  test('every document is a page in their language, whose links lead on', async () => {
    // Of features and of further pages one of each collection.
    const kindOf = (path: string): string => path.replaceAll(/(_|after=)\d+/g, '$1#');
    const seen = new Set<string>();
    const wanted = ['/ogc?f=html'];
    for (let next = wanted.shift(); next; next = wanted.shift()) {
      if (seen.has(kindOf(next))) continue;
      seen.add(kindOf(next));
      const text = await page(`${hub.url}${next}`, { 'accept-language': 'en' });
      expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(text).not.toContain('<script');
      for (const [, href = ''] of text.matchAll(/href="([^"]+)"/g)) {
        const url = new URL(href.replaceAll('&amp;', '&'), hub.url);
        if (url.origin === hub.url && url.searchParams.get('f') === 'html')
          wanted.push(`${url.pathname}${url.search}`);
      }
    }
    for (const path of [
      '/ogc/api?f=html',
      '/ogc/conformance?f=html',
      '/ogc/collections/coverage-plaza-2km?f=html',
      '/ogc/collections/grids/items?f=html&after=#',
      '/ogc/collections/regions/items/region_#?f=html',
    ])
      expect([...seen]).toContain(path);
    const items = await page('/collections/communities/items?limit=1', {
      ...browser,
      'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8',
    });
    expect(items).toContain('<html lang="zh-CN">');
    expect(items).toContain('共 456 个要素，本页 1 个。');
  });

  test('what people wrote is shown as they wrote it', async () => {
    const name = `<img src=x onerror=alert(1)> & "里"`;
    const { data } = await hub.send(
      `mutation ($name: String!) { createFacility(input: { kind: "park", name: $name,
        location: { type: "Point", coordinates: [121.5, 25] } }) { facility { id } } }`,
      { name },
    );
    const text = await page(
      `/collections/facilities/items/${data.createFacility.facility.id}`,
      browser,
    );
    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;里&quot;');
  });
});

describe.skipIf(missingDatabase)('any query string', () => {
  test('is answered or refused, and never breaks the hub', async () => {
    await fc.assert(
      fc.asyncProperty(randomAddress, async (address) => {
        const response = await fetch(`${hub.url}${address}`);
        await response.arrayBuffer();
        expect([address, response.status < 500]).toEqual([address, true]);
      }),
      { numRuns: RUNS },
    );
    expect((await ogc.get('')).status).toBe(200);
  }, 600_000);
});
