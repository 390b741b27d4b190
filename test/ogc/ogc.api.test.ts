import fc from 'fast-check';
import type { Position } from 'geojson';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';

/** How many query strings are tried; set it higher to look longer. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 500);
const EPSG = 'http://www.opengis.net/def/crs/EPSG/0/';
const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';

interface Link {
  href: string;
  rel: string;
  type: string;
}
interface Feature {
  type: string;
  id: string;
  geometry: { type: string; coordinates: never } | null;
  properties: Record<string, unknown>;
}
interface Items {
  type: string;
  features: Feature[];
  numberMatched: number;
  numberReturned: number;
  timeStamp: string;
  links: Link[];
}

let hub: TestHub;
beforeAll(async () => {
  if (!missingDatabase) hub = await startTestHub();
});
afterAll(() => hub?.close());

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(path.startsWith('http') ? path : `${hub.url}/ogc${path}`, { headers });
}
async function read<T>(path: string): Promise<T> {
  const response = await get(path);
  expect([path, response.status]).toEqual([path, 200]);
  return response.json() as Promise<T>;
}
const linkOf = (links: Link[], rel: string): string | undefined =>
  links.find((link) => link.rel === rel)?.href;

/** All features of a collection, page by page. */
async function all(path: string): Promise<Feature[]> {
  const features: Feature[] = [];
  for (let next: string | undefined = path; next; ) {
    const page: Items = await read<Items>(next);
    expect(page.numberReturned).toBe(page.features.length);
    features.push(...page.features);
    next = linkOf(page.links, 'next');
  }
  return features;
}

describe.skipIf(missingDatabase)('the way in (core)', () => {
  test('/req/core/root: the landing page links the API, its conformance and its data', async () => {
    const response = await get('');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    const { links } = (await response.json()) as { links: Link[] };
    for (const rel of ['self', 'service-desc', 'conformance', 'data']) {
      expect((await get(linkOf(links, rel) as string)).status).toBe(200);
    }
  });

  test('/req/core/conformance: says which classes it meets', async () => {
    const { conformsTo } = await read<{ conformsTo: string[] }>('/conformance');
    const classes = conformsTo.map((uri) => uri.replace('http://www.opengis.net/spec/', ''));
    expect(classes).toEqual([
      'ogcapi-features-1/1.0/conf/core',
      'ogcapi-features-1/1.0/conf/geojson',
      'ogcapi-features-1/1.0/conf/oas30',
      'ogcapi-features-2/1.0/conf/crs',
    ]);
  });

  test('/req/oas30: describes itself, every parameter that it takes included', async () => {
    const response = await get('/api');
    expect(response.headers.get('content-type')).toMatch(
      /vnd\.oai\.openapi\+json;\s*version="?3\.0/,
    );
    const api = (await response.json()) as {
      openapi: string;
      paths: Record<string, { get: { parameters: { $ref?: string; name?: string }[] } }>;
      components: { parameters: Record<string, { name: string }> };
    };
    expect(api.openapi).toMatch(/^3\.0\./);
    const names = (path: string) =>
      api.paths[path]?.get.parameters.map(
        ({ $ref, name }) =>
          name ?? api.components.parameters[$ref?.split('/').at(-1) as string]?.name,
      );
    expect(names('/collections/facilities/items')).toEqual(
      expect.arrayContaining(['limit', 'bbox', 'bbox-crs', 'crs', 'datetime', 'kind', 'community']),
    );
    const operations = Object.values(api.paths).map(
      ({ get: operation }) => (operation as unknown as { operationId: string }).operationId,
    );
    expect(new Set(operations).size).toBe(operations.length);
  });

  test('/req/core/fc-md, /req/core/sfc-md: every collection says where it lies and leads to its items', async () => {
    const { collections, crs } = await read<{
      crs: string[];
      collections: {
        id: string;
        crs: string[];
        storageCrs: string;
        extent: { spatial: { bbox: number[][] } };
        links: Link[];
      }[];
    }>('/collections');
    expect(collections.map(({ id }) => id)).toEqual([
      'communities',
      'facilities',
      'grids',
      'regions',
      'coverage-plaza-2km',
      'service-areas-plaza-2km',
      'coverage-fitness-1km',
      'service-areas-fitness-1km',
    ]);
    expect(crs).toEqual([CRS84, `${EPSG}4326`, `${EPSG}4490`, `${EPSG}3857`]);
    for (const { id, extent, links, storageCrs, crs: own } of collections) {
      expect([id, storageCrs, own]).toEqual([id, CRS84, ['#/crs']]);
      const [west, south, east, north] = extent.spatial.bbox[0] as number[];
      expect((west as number) < (east as number) && (south as number) < (north as number)).toBe(
        true,
      );
      const one = await read<{ id: string; crs: string[] }>(linkOf(links, 'self') as string);
      expect([one.id, one.crs]).toEqual([id, crs]);
      const items = await read<Items>(`${linkOf(links, 'items')}?limit=1`);
      expect(items.features).toHaveLength(1);
    }
  });
});

describe.skipIf(missingDatabase)('features (core, GeoJSON)', () => {
  test.each([
    ['communities', 'communities', 'code'],
    ['facilities', 'facilities', 'name'],
    ['grids', 'grids', 'code'],
  ])(
    '/req/core/fc-op: the items of %s are those of GraphQL, with the same shapes',
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
        (await all(`/collections/${collection}/items?limit=400`)).map((feature) => [
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

  test('/req/core/fc-limit, fc-links: pages follow each other, and none is larger than asked for', async () => {
    const page = await read<Items>('/collections/communities/items?limit=7');
    expect(page).toMatchObject({
      type: 'FeatureCollection',
      numberMatched: 456,
      numberReturned: 7,
    });
    expect(Math.abs(Date.parse(page.timeStamp) - Date.now())).toBeLessThan(60_000);
    expect(linkOf(page.links, 'self')).toMatch(/items\?limit=7$/);
    const pages = await all('/collections/communities/items?limit=100');
    expect(new Set(pages.map(({ id }) => id)).size).toBe(456);
    expect((await read<Items>('/collections/communities/items')).features).toHaveLength(100);
    // More than the most is no error: it is the most.
    expect(
      (await read<Items>('/collections/grids/items?limit=99999')).numberReturned,
    ).toBeGreaterThan(1000);
  });

  test('pages keep their place while others write', async () => {
    const first = await read<Items>('/collections/facilities/items?limit=50');
    const [gone] = first.features;
    const { errors } = await hub.send(
      'mutation ($id: ID!) { retireFacility(input: { id: $id, version: 1 }) { dataVersion } }',
      { id: gone?.id },
    );
    expect(errors).toBeUndefined();
    const rest = await all(linkOf(first.links, 'next') as string);
    const ids = [...first.features, ...rest].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(first.numberMatched);
    expect((await get(`/collections/facilities/items/${gone?.id}`)).status).toBe(404);
  });

  test('/req/core/fc-bbox: those of a box touch it, also across 180° and in the axes of its system', async () => {
    const ids = async (query: string): Promise<string[]> =>
      (await all(`/collections/facilities/items?limit=1000&${query}`)).map(({ id }) => id);
    const box = await ids('bbox=121.53,25.03,121.55,25.05');
    const { rows } = await sql<{
      id: string;
    }>`SELECT 'facility_' || id AS id FROM facility WHERE active
      AND ST_Intersects(location, ST_MakeEnvelope(121.53, 25.03, 121.55, 25.05, 4326)) ORDER BY facility.id`.execute(
      hub.database.orm.em.fork().getKysely(),
    );
    expect(box).toEqual(rows.map(({ id }) => id));
    expect(box.length).toBeGreaterThan(10);
    expect(await ids('bbox=121.53,25.03,0,121.55,25.05,100')).toEqual(box);
    expect(await ids(`bbox=25.03,121.53,25.05,121.55&bbox-crs=${EPSG}4326`)).toEqual(box);
    expect(await ids(`bbox=25.03,121.53,25.05,121.55&bbox-crs=${EPSG}4490`)).toEqual(box);
    const meters = (degrees: number, isNorth: boolean): number =>
      6_378_137 *
      (isNorth ? Math.asinh(Math.tan((degrees * Math.PI) / 180)) : (degrees * Math.PI) / 180);
    const mercator = [
      meters(121.53, false),
      meters(25.03, true),
      meters(121.55, false),
      meters(25.05, true),
    ];
    expect(await ids(`bbox=${mercator}&bbox-crs=${EPSG}3857`)).toEqual(box);
    expect(await ids('bbox=170,25.03,121.55,25.05')).toEqual(
      await ids('bbox=-180,25.03,121.55,25.05'),
    );
  });

  test('/req/core/fc-time: those of an interval changed last within it', async () => {
    const count = async (datetime: string): Promise<number> =>
      (
        await read<Items>(
          `/collections/facilities/items?limit=1&datetime=${encodeURIComponent(datetime)}`,
        )
      ).numberMatched;
    const everything = await count('../..');
    const [newest] = (await all('/collections/facilities/items?limit=1000'))
      .map(({ properties }) => properties['updated_at'] as string)
      .sort()
      .reverse();
    expect(everything).toBeGreaterThan(500);
    expect(await count('2000-01-01T00:00:00Z/2001-01-01T00:00:00Z')).toBe(0);
    expect(await count('2000-01-01T00:00:00Z/..')).toBe(everything);
    expect(await count('/2000-01-01T00:00:00+08:00')).toBe(0);
    expect(await count(newest as string)).toBeGreaterThan(0);
    // Communities have no time of their own: the parameter leaves all.
    expect(
      (await read<Items>('/collections/communities/items?limit=1&datetime=2000-01-01T00:00:00Z'))
        .numberMatched,
    ).toBe(456);
  });

  test('/rec/core/fc-filters: those of a property are equal to it, Chinese too', async () => {
    const paths = await all('/collections/facilities/items?kind=fitness-path&limit=500');
    expect(paths.length).toBeGreaterThan(100);
    expect(paths.every(({ properties }) => properties['kind'] === 'fitness-path')).toBe(true);
    const [first] = (await read<Items>('/collections/communities/items?limit=1')).features;
    const { name, code, population } = (first as Feature).properties as Record<string, string>;
    expect(name).toMatch(/里$/);
    const found = await all(
      `/collections/communities/items?name=${encodeURIComponent(name as string)}&population=${population}`,
    );
    expect(found.map(({ properties }) => properties['code'])).toContain(code);
  });

  test('coverage tells the outcomes of its rule, service areas the circles of its radius', async () => {
    const failing = await all('/collections/coverage-plaza-2km/items?status=FAIL&limit=1000');
    const { data } = await hub.ask('{ coverageSummary(rule: "plaza-2km") { failing } }');
    expect(failing).toHaveLength(
      (data as { coverageSummary: { failing: number } }).coverageSummary.failing,
    );
    const [area] = (await read<Items>('/collections/service-areas-plaza-2km/items?limit=1'))
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

  test('/req/core/f-op: a feature is there by its id', async () => {
    const [feature] = (await read<Items>('/collections/grids/items?limit=1')).features as [Feature];
    const response = await get(`/collections/grids/items/${feature.id}`);
    expect(response.headers.get('content-type')).toMatch(/^application\/geo\+json/);
    const one = (await response.json()) as Feature & { links: Link[] };
    expect(one).toMatchObject(feature as object);
    expect(linkOf(one.links, 'collection')).toMatch(/collections\/grids$/);
  });

  test.each([
    ['/collections/none', 404],
    ['/collections/none/items', 404],
    ['/collections/communities/items/community_999999', 404],
    ['/collections/communities/items/grid_1', 404],
    ['/none', 404],
    ['?none=1', 400],
    ['/collections?limit=1', 400],
    ['/collections/communities/items?none=1', 400],
    ['/collections/communities/items?limit=0', 400],
    ['/collections/communities/items?limit=x', 400],
    ['/collections/communities/items?limit=1&limit=2', 400],
    ['/collections/communities/items?bbox=1,2,3', 400],
    ['/collections/communities/items?bbox=1,2,3,x', 400],
    ['/collections/communities/items?bbox=0,50,1,40', 400],
    ['/collections/communities/items?bbox=0,0,1,1&bbox-crs=none', 400],
    ['/collections/communities/items?datetime=yesterday', 400],
    ['/collections/communities/items?datetime=2026-01-02T00:00:00Z/2026-01-01T00:00:00Z', 400],
    ['/collections/communities/items?crs=http://www.opengis.net/def/crs/EPSG/0/9999', 400],
    ['/collections/communities/items?population=many', 400],
    ['/collections/communities/items?name=%00', 400],
    ['/collections/communities/items?after=x', 400],
    ['/collections/communities/items?f=xml', 400],
  ])('/req/core/query-param-invalid, -unknown: %s is answered by %d', async (path, status) => {
    const response = await get(path);
    expect(response.status).toBe(status);
    const body = (await response.json()) as { code?: string; description?: string };
    expect([typeof body.code, typeof body.description]).toEqual(['string', 'string']);
  });
});

describe.skipIf(missingDatabase)('coordinate reference systems (Part 2)', () => {
  test.each([
    [CRS84, ([lon, lat]: Position) => [lon, lat]],
    [`${EPSG}4326`, ([lon, lat]: Position) => [lat, lon]],
    [`${EPSG}4490`, ([lon, lat]: Position) => [lat, lon]],
  ])(
    '/req/crs/fc-crs-action: %s has its axes in its order, and is named',
    async (crs, expected) => {
      const plain = await get('/collections/facilities/items?limit=3');
      expect(plain.headers.get('content-crs')).toBe(`<${CRS84}>`);
      const asked = await get(`/collections/facilities/items?limit=3&crs=${crs}`);
      expect(asked.headers.get('content-crs')).toBe(`<${crs}>`);
      const [a, b] = (await Promise.all([plain.json(), asked.json()])) as [Items, Items];
      expect(b.features.map(({ geometry }) => geometry?.coordinates)).toEqual(
        a.features.map(({ geometry }) => expected(geometry?.coordinates as unknown as Position)),
      );
      const one = await get(`/collections/facilities/items/${a.features[0]?.id}?crs=${crs}`);
      expect(one.headers.get('content-crs')).toBe(`<${crs}>`);
    },
  );

  test('Web Mercator is what PostGIS makes of it, to the millimeter', async () => {
    const [community] = (
      await read<Items>(`/collections/communities/items?limit=1&crs=${EPSG}3857`)
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
        get(`/collections/facilities/items?limit=10000`),
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

  test('what is known already is not sent again', async () => {
    const first = await get('/collections/communities/items');
    const etag = first.headers.get('etag') as string;
    expect((await get('/collections/communities/items', { 'if-none-match': etag })).status).toBe(
      304,
    );
  });

  test('pages of other sites may read what is public, and nobody else’s', async () => {
    const response = await get('/collections', { origin: 'https://maps.example' });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const graphql = await fetch(`${hub.url}/graphql`, {
      headers: { origin: 'https://maps.example', authorization: `Bearer ${ADMIN_TOKEN}` },
    });
    expect(graphql.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe.skipIf(missingDatabase)('any query string', () => {
  test('is answered or refused, and never breaks the hub', async () => {
    const names = [
      'limit',
      'bbox',
      'bbox-crs',
      'crs',
      'datetime',
      'after',
      'f',
      'name',
      'population',
      'v',
      '__proto__',
      'x',
    ];
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '',
        '0',
        '-1',
        '1e999',
        'NaN',
        '1,2,3,4',
        '-180,-90,180,90',
        '170,-90,-170,90',
        '1e308,1,2,3',
        '..',
        '../..',
        '2026-01-01T00:00:00Z',
        '9999999999',
        "' OR 1=1",
        '\u0000',
        '\ud800',
        `${EPSG}3857`,
        `${EPSG}4326`,
      ),
      fc.array(fc.double(), { minLength: 4, maxLength: 6 }).map(String),
    );
    const path = fc.constantFrom(
      '/ogc',
      '/ogc/collections',
      '/ogc/collections/communities/items',
      '/ogc/collections/facilities/items',
      '/ogc/collections/service-areas-plaza-2km/items',
      '/ogc/collections/coverage-plaza-2km/items',
      '/ogc/collections/facilities/items/facility_1',
      '/tiles/12/3431/1753.mvt',
      '/tiles/tiles.json',
    );
    const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());
    await fc.assert(
      fc.asyncProperty(
        path,
        fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 4 }),
        async (at, parameters) => {
          const query = parameters.map(([name, text]) => `${name}=${encoded(text)}`).join('&');
          const response = await fetch(`${hub.url}${at}?${query}`);
          await response.arrayBuffer();
          expect(response.status).toBeLessThan(500);
        },
      ),
      { numRuns: RUNS },
    );
    expect((await get('')).status).toBe(200);
  }, 600_000);
});
