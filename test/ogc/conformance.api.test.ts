import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { missingDatabase, withHub } from '../setup/hub.ts';
import {
  type CollectionDocument,
  CRS84,
  EPSG,
  type Feature,
  type Items,
  type Link,
  linkOf,
  OgcClient,
  positionsOf,
  SYSTEMS,
} from './client.ts';

/*
 * The requirements of OGC API – Features, one by one, by their names in the standard: Part 1 (17-069r4) core,
 * GeoJSON and OpenAPI 3.0, and Part 2 (18-058r1) coordinate reference systems.
 */

const JSON_TYPE = 'application/json';
const GEOJSON = 'application/geo+json';
const HTML = 'text/html';
const OPENAPI = 'application/vnd.oai.openapi+json;version=3.0';
const COMMUNITIES = '/collections/communities/items';
const FACILITIES = '/collections/facilities/items';

const hub = withHub({ writes: true });
let ogc: OgcClient;
/** Each collection with all its features. */
const features = new Map<string, Feature[]>();
let list: { links: Link[]; crs: string[]; collections: CollectionDocument[] };

beforeAll(async () => {
  if (missingDatabase) return;
  ogc = new OgcClient(hub);
  // A community that is nowhere yet.
  await sql`UPDATE community SET boundary = NULL WHERE id = 7`.execute(
    hub.database.orm.em.fork().getKysely(),
  );
  list = await ogc.read('/collections');
  for (const { id } of list.collections) {
    features.set(id, await ogc.all(`/collections/${id}/items?limit=10000`));
  }
});

const describeHere = describe.skipIf(missingDatabase);
/** The media type of an answer, as links write it. */
const typeOf = ({ headers }: Response): string =>
  (headers.get('content-type') ?? '').replace(/;\s*charset=utf-8/, '').replaceAll(/[" ]/g, '');
const matched = async (path: string): Promise<number> =>
  (await ogc.read<Items>(path)).numberMatched;
/** Asks for the document of every link, with its type, and compares. */
async function follow(links: readonly Link[], rel: string): Promise<void> {
  const found = links.filter((link) => link.rel === rel);
  expect([rel, found.length > 0]).toEqual([rel, true]);
  for (const { href, type } of found) {
    const response = await ogc.get(href, { accept: type as string });
    expect([href, response.status, typeOf(response)]).toEqual([href, 200, type]);
    await response.arrayBuffer();
  }
}
async function refused(path: string, word: string): Promise<void> {
  const response = await ogc.get(path);
  const body = (await response.json()) as { code: string; description: string };
  expect([path, response.status, body.code]).toEqual([path, 400, 'BAD_USER_INPUT']);
  expect(body.description).toContain(word);
}

describeHere('Part 1, core: the way in', () => {
  test('/req/core/http: GET and HEAD by HTTP/1.1', async () => {
    const response = await fetch(`${hub.url}/ogc${COMMUNITIES}`, { method: 'HEAD' });
    expect([response.status, typeOf(response)]).toEqual([200, GEOJSON]);
    expect(await response.text()).toBe('');
  });

  test('/req/core/root-op, root-success: the landing page leads to everything', async () => {
    const { links } = await ogc.read<{ links: Link[] }>('/');
    for (const rel of ['self', 'alternate', 'conformance', 'data']) await follow(links, rel);
  });

  test('/req/core/api-definition-op, api-definition-success: the definition is there for programs and people', async () => {
    const { links } = await ogc.read<{ links: Link[] }>('');
    await follow(links, 'service-desc');
    await follow(links, 'service-doc');
    // As it is registered: GDAL knows the version only without quotes.
    const { headers } = await ogc.get('/api');
    expect(headers.get('content-type')).toBe(`${OPENAPI}; charset=utf-8`);
  });

  test('/req/core/conformance-op, conformance-success', async () => {
    const { conformsTo } = await ogc.read<{ conformsTo: string[] }>('/conformance');
    expect(conformsTo).toEqual([
      'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core',
      'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson',
      'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30',
      'http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs',
    ]);
  });

  test.each([
    '?none=1',
    '/conformance?none=1',
    '/api?limit=1',
    '/collections?limit=1',
    '/collections/grids?crs=x',
    `${COMMUNITIES}?none=1`,
    `${COMMUNITIES}?Limit=1`,
    `${COMMUNITIES}?__proto__=1`,
    `${COMMUNITIES}/community_1?limit=1`,
  ])('/req/core/query-param-unknown: %s', (path) => refused(path, 'is not a parameter here'));

  test.each([
    ['f=xml', 'json or html'],
    ['limit=0', 'from 1 to 10000'],
    ['limit=-1', 'from 1 to 10000'],
    ['limit=1.5', 'from 1 to 10000'],
    ['limit=', 'from 1 to 10000'],
    ['limit=1&limit=2', 'once'],
    ['bbox=1,2,3', 'four numbers'],
    ['bbox=1,2,3,x', 'four numbers'],
    ['bbox=0x1,2,3,4', 'four numbers'],
    ['bbox=1,2,3,4,5', 'four numbers'],
    ['bbox=0,0,9,1,1,8', 'four numbers'],
    ['bbox=0,50,1,40', 'south'],
    ['datetime=yesterday', '2026-11-23T08:00:00Z'],
    ['datetime=2026-02-30T00:00:00Z', 'no date'],
    ['population=many', 'number'],
    ['population=1.5', 'whole'],
    ['reviewed=1', 'true or false'],
    ['name=%00', 'U+0000'],
    ['after=x', 'next'],
  ])('/req/core/query-param-invalid: %s', (query, word) =>
    refused(`${COMMUNITIES}?${query}`, word),
  );

  test('/req/core/crs84: degrees, longitude first', async () => {
    for (const { geometry } of features.get('facilities') ?? []) {
      const [[lon = 0, lat = 0] = []] = geometry ? positionsOf(geometry) : [];
      expect(lon > 121 && lon < 122 && lat > 24 && lat < 26).toBe(true);
    }
  });
});

describeHere('Part 1, core: collections', () => {
  test('/req/core/fc-md-op, fc-md-success, fc-md-items: all are listed', () => {
    expect(list.collections.map(({ id }) => id)).toEqual([
      'communities',
      'facilities',
      'grids',
      'regions',
      'coverage-plaza-2km',
      'service-areas-plaza-2km',
      'coverage-fitness-1km',
      'service-areas-fitness-1km',
    ]);
  });

  test('/req/core/fc-md-links: the list has links to itself', async () => {
    await follow(list.links, 'self');
    await follow(list.links, 'alternate');
  });

  test('/req/core/fc-md-items-links: each leads to its features in every encoding', async () => {
    for (const { links } of list.collections) {
      const types = links.filter(({ rel }) => rel === 'items').map(({ type }) => type);
      expect(types).toEqual([GEOJSON, HTML]);
    }
    await follow(list.collections[0]?.links ?? [], 'items');
  });

  test('/req/core/fc-md-extent, fc-md-extent-multi: no feature lies outside, in space or time', () => {
    for (const { id, extent } of list.collections) {
      const [west, south, east, north] = extent.spatial.bbox[0] as [number, number, number, number];
      const [first, last] = extent.temporal?.interval[0] ?? [];
      for (const { geometry, properties } of features.get(id) ?? []) {
        const inside = positionsOf(geometry ?? { type: '', coordinates: [] }).every(
          ([x = 0, y = 0]) => x >= west && x <= east && y >= south && y <= north,
        );
        expect([id, inside]).toEqual([id, true]);
        const at = properties['updated_at'] as string | undefined;
        if (at) expect(at >= (first as string) && at <= (last as string)).toBe(true);
      }
    }
    expect(list.collections[1]?.extent.temporal).toBeDefined();
  });

  test('/req/core/sfc-md-op, sfc-md-success: each tells of itself what the list tells', async () => {
    for (const { crs: _, links, ...facts } of list.collections) {
      const one = await ogc.read<CollectionDocument>(`/collections/${facts.id}`);
      expect(one).toMatchObject(facts);
      expect(one.links).toEqual(expect.arrayContaining(links));
      expect(linkOf(one.links, 'alternate', HTML)).toBeDefined();
    }
  });
});

describeHere('Part 1, core: features', () => {
  test('/req/core/fc-op, fc-response: every collection gives its features', () => {
    const counts = [...features].map(([id, found]) => [id, found.length > 10]);
    expect(counts).toEqual(list.collections.map(({ id }) => [id, true]));
  });

  test('/req/core/fc-limit-definition, fc-limit-response-1: no page is larger, and more than the most is the most', async () => {
    const sizes: [query: string, size: number][] = [
      ['?limit=7', 7],
      ['', 100],
      ['?limit=10000', 456],
      ['?limit=99999999999999999999', 456],
    ];
    for (const [query, size] of sizes) {
      const page = await ogc.read<Items>(`${COMMUNITIES}${query}`);
      expect([query, page.features.length]).toEqual([query, size]);
    }
  });

  test('/req/core/fc-bbox-definition, fc-bbox-response: what touches the box, and what is nowhere', async () => {
    const inBox = async (bbox: string): Promise<string[]> => ogc.ids('communities', `bbox=${bbox}`);
    const found = await inBox('121.53,25.03,121.55,25.05');
    const { rows } = await sql<{ id: string }>`SELECT 'community_' || id AS id FROM community
      WHERE boundary IS NULL OR ST_Intersects(boundary, ST_MakeEnvelope(121.53, 25.03, 121.55, 25.05, 4326))
      ORDER BY community.id`.execute(hub.database.orm.em.fork().getKysely());
    expect(found).toEqual(rows.map(({ id }) => id));
    expect(found).toContain('community_7');
    expect(found.length).toBeGreaterThan(10);
    expect(await inBox('121.53,25.03,-10,121.55,25.05,100')).toEqual(found);
    expect(await inBox('0,0,1,1')).toEqual(['community_7']);
    // Across 180°: all but a strip over the Atlantic.
    expect(await inBox('10,-90,0,90')).toHaveLength(456);
    expect(await inBox('-180,-90,180,90')).toHaveLength(456);
    // The coordinates shall be within what the system can hold.
    await refused(`${COMMUNITIES}?bbox=-181,0,0,1`, '-181');
    await refused(`${COMMUNITIES}?bbox=0,0,1,91`, '91');
  });

  test('/req/core/fc-time-definition, fc-time-response: what changed last within the span, and what has no time', async () => {
    const all = features.get('facilities') ?? [];
    const [newest = ''] = all.map(({ properties }) => properties['updated_at'] as string).sort();
    const within = (datetime: string): Promise<number> =>
      matched(`${FACILITIES}?limit=1&datetime=${encodeURIComponent(datetime)}`);
    expect(await within(newest)).toBeGreaterThan(0);
    expect(await within(`${newest}/..`)).toBe(all.length);
    expect(await within(`2000-01-01T00:00:00Z/`)).toBe(all.length);
    expect(await within('../2000-01-01T00:00:00+08:00')).toBe(0);
    expect(await within('/2000-01-01T00:00:00Z')).toBe(0);
    expect(await within('2000-01-01T00:00:00Z/2001-01-01T00:00:00Z')).toBe(0);
    expect(await matched(`${COMMUNITIES}?limit=1&datetime=2000-01-01T00:00:00Z`)).toBe(456);
  });

  test('/req/core/fc-links, fc-rel-type: a page leads to itself, to its other form and to the next, all with types', async () => {
    const { links } = await ogc.read<Items>(`${COMMUNITIES}?limit=5&bbox=121,24,122,26`);
    for (const rel of ['self', 'alternate', 'next', 'collection']) await follow(links, rel);
    expect(linkOf(links, 'self')).toMatch(/items\?limit=5&bbox=121%2C24%2C122%2C26$/);
    expect(linkOf(links, 'alternate', HTML)).toBeDefined();
  });

  test('/req/core/fc-timeStamp, fc-numberMatched, fc-numberReturned', async () => {
    const first = await ogc.read<Items>(`${COMMUNITIES}?limit=300`);
    const second = await ogc.read<Items>(linkOf(first.links, 'next') as string);
    const counts = [first, second].map((page) => [page.numberMatched, page.numberReturned]);
    expect(counts).toEqual([
      [456, 300],
      [456, 156],
    ]);
    expect(linkOf(second.links, 'next')).toBeUndefined();
    expect(Math.abs(Date.parse(first.timeStamp) - Date.now())).toBeLessThan(60_000);
  });

  test('/req/core/f-op, f-success, f-links: every feature is there by its id', async () => {
    for (const [collection, [feature]] of features) {
      const one = await ogc.read<Feature>(`/collections/${collection}/items/${feature?.id}`);
      const { links = [], ...rest } = one;
      expect(rest).toEqual(feature);
      for (const rel of ['self', 'alternate', 'collection']) await follow(links, rel);
    }
  });
});

describeHere('Part 1, GeoJSON', () => {
  test('/req/geojson/definition: features are GeoJSON, all else JSON', async () => {
    const types: Record<string, string> = {
      '/conformance': JSON_TYPE,
      '/collections': JSON_TYPE,
      '/collections/grids': JSON_TYPE,
      [COMMUNITIES]: GEOJSON,
      [`${COMMUNITIES}/community_1`]: GEOJSON,
    };
    for (const [path, type] of Object.entries(types)) {
      expect([path, typeOf(await ogc.get(path))]).toEqual([path, type]);
    }
  });

  test('/req/geojson/content: a FeatureCollection with links, and Features with the ids of their paths', async () => {
    const page = await ogc.read<Items>(`${COMMUNITIES}?limit=8`);
    expect(page.type).toBe('FeatureCollection');
    expect(page.links.length).toBeGreaterThan(0);
    for (const feature of page.features) {
      expect(Object.keys(feature)).toEqual(['type', 'id', 'geometry', 'properties']);
      const one = await ogc.read<Feature>(`${COMMUNITIES}/${feature.id}`);
      expect([one.type, one.id]).toEqual(['Feature', feature.id]);
    }
    expect(page.features[6]).toMatchObject({ id: 'community_7', geometry: null });
  });
});

interface Api {
  openapi: string;
  info: object;
  security: object[];
  paths: Record<
    string,
    {
      get: {
        operationId: string;
        parameters: { name: string; in: string; schema: Record<string, unknown> }[];
        responses: Record<string, { $ref?: string; content?: Record<string, object> }>;
      };
    }
  >;
  components: { responses: object; securitySchemes: object };
}

describeHere('Part 1, OpenAPI 3.0', () => {
  test('/req/oas30/oas-definition-1: linked as service-desc and service-doc', async () => {
    const { links } = await ogc.read<{ links: Link[] }>('');
    expect(linkOf(links, 'service-desc', OPENAPI)).toBe(`${hub.url}/ogc/api`);
    expect(linkOf(links, 'service-doc', HTML)).toBe(`${hub.url}/ogc/api?f=html`);
  });

  test('/req/oas30/oas-definition-2: a sound document', async () => {
    const api = await ogc.read<Api>('/api');
    expect(api.openapi).toMatch(/^3\.0\.\d$/);
    const text = JSON.stringify(api);
    for (const [, pointer = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = pointer
        .split('/')
        .reduce<unknown>((part, name) => (part as Record<string, unknown>)?.[name], api);
      expect([pointer, typeof target]).toEqual([pointer, 'object']);
    }
    const operations = Object.entries(api.paths).map(([path, { get }]) => {
      const inPath = get.parameters.filter((parameter) => parameter.in === 'path');
      const braces = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([path, inPath.map(({ name }) => name)]).toEqual([path, braces]);
      return get.operationId;
    });
    expect(new Set(operations).size).toBe(operations.length);
  });

  test('/req/oas30/oas-impl: every path and parameter of it is there', async () => {
    const { paths } = await ogc.read<Api>('/api');
    const example = (schema: Record<string, unknown>): string => {
      if (schema['enum']) return String((schema['enum'] as string[])[0]);
      if (schema['type'] === 'array') return '121,24,122,26';
      if (schema['type'] === 'boolean') return 'true';
      return schema['type'] === 'string' ? '里' : '1';
    };
    const known: Record<string, string> = { datetime: '2026-01-01T00:00:00Z', after: '1' };
    for (const [path, { get }] of Object.entries(paths)) {
      const collection = path.split('/')[2] ?? '';
      const id = features.get(collection)?.[0]?.id as string;
      const query = new URLSearchParams();
      for (const { name, in: where, schema } of get.parameters) {
        if (where === 'query') query.set(name, known[name] ?? example(schema));
      }
      const response = await ogc.get(`${path.replace('{featureId}', id)}?${query}`);
      expect([path, response.status]).toEqual([path, 200]);
      expect(Object.keys(get.responses['200']?.content ?? {})).toContain(typeOf(response));
      await response.arrayBuffer();
    }
  });

  test('/req/oas30/completeness, exceptions-codes, security: every status, and how to sign in', async () => {
    const api = await ogc.read<Api>('/api');
    for (const { get } of Object.values(api.paths)) {
      const statuses = ['200', '304', '400', '401', '403', '404', '500'];
      expect(Object.keys(get.responses)).toEqual(statuses);
    }
    expect(Object.keys(api.components.securitySchemes)).toEqual(['token', 'session']);
    expect(api.security).toEqual([{}, { token: [] }, { session: [] }]);
  });
});

describeHere('Part 2, coordinate reference systems', () => {
  test('/req/crs/crs-uri, fc-md-crs-list, fc-md-crs-list-global: every collection is given in all systems', async () => {
    expect(list.crs).toEqual(SYSTEMS);
    for (const { id, crs } of list.collections) {
      expect([id, crs]).toEqual([id, ['#/crs']]);
      expect((await ogc.read<CollectionDocument>(`/collections/${id}`)).crs).toEqual(SYSTEMS);
      for (const system of SYSTEMS) {
        const response = await ogc.get(`/collections/${id}/items?limit=1&crs=${system}`);
        expect([id, system, response.status]).toEqual([id, system, 200]);
        await response.arrayBuffer();
      }
    }
  });

  test('/req/crs/fc-md-storageCrs, fc-md-storageCrs-valid-value', () => {
    for (const { storageCrs } of list.collections) expect(storageCrs).toBe(CRS84);
  });

  test('/req/crs/fc-bbox-crs-definition, fc-bbox-crs-action, fc-bbox-crs-default-value: a box in any system', async () => {
    const box = await ogc.ids('facilities', 'bbox=121.53,25.03,121.55,25.05');
    expect(box.length).toBeGreaterThan(10);
    // By `gdaltransform -s_srs OGC:CRS84 -t_srs EPSG:3857`.
    const mercator = '13528657.7161,2879429.8985,13530884.1059,2881887.2484';
    const same: [system: string, bbox: string][] = [
      [CRS84, '121.53,25.03,121.55,25.05'],
      [`${EPSG}4326`, '25.03,121.53,25.05,121.55'],
      [`${EPSG}4490`, '25.03,121.53,25.05,121.55'],
      [`${EPSG}3857`, mercator],
    ];
    for (const [system, bbox] of same) {
      const found = await ogc.ids('facilities', `bbox=${bbox}&bbox-crs=${system}`);
      expect([system, found]).toEqual([system, box]);
    }
    // Across 180°, latitude first.
    const around = `bbox=-90,10,90,0&bbox-crs=${EPSG}4326`;
    expect(await ogc.ids('facilities', around)).toHaveLength(
      features.get('facilities')?.length as number,
    );
  });

  test.each(['EPSG:4326', `${EPSG}9999`, '', 'http://www.opengis.net/def/crs/OGC/0/CRS84h'])(
    '/req/crs/fc-bbox-crs-valid-value, bbox-crs-exception, fc-crs-valid-value, crs-exception: %j is refused',
    async (system) => {
      await refused(`${FACILITIES}?bbox=0,0,1,1&bbox-crs=${system}`, CRS84);
      await refused(`${FACILITIES}?crs=${system}`, CRS84);
      await refused(`${FACILITIES}/facility_1?crs=${system}`, CRS84);
    },
  );

  test('/req/crs/fc-crs-definition, fc-crs-action, fc-crs-default-value, geojson: coordinates in the order and units of the system', async () => {
    const [first] = features.get('facilities') as [Feature];
    const [plain] = positionsOf(first.geometry as never) as [[number, number]];
    const [lon, lat] = plain;
    const [x, y] = [
      (6_378_137 * lon * Math.PI) / 180,
      6_378_137 * Math.asinh(Math.tan((lat * Math.PI) / 180)),
    ];
    const expected = new Map([
      [CRS84, plain],
      [`${EPSG}4326`, [lat, lon]],
      [`${EPSG}4490`, [lat, lon]],
      [`${EPSG}3857`, [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000]],
    ]);
    for (const [system, position] of expected) {
      const page = await ogc.read<Items>(`${FACILITIES}?limit=1&crs=${system}`);
      const one = await ogc.read<Feature>(`${FACILITIES}/${page.features[0]?.id}?crs=${system}`);
      expect(page.features[0]?.geometry?.coordinates).toEqual(position);
      expect(one.geometry?.coordinates).toEqual(position);
    }
  });

  test('/req/crs/ogc-crs-header, ogc-crs-header-value: the header names the system', async () => {
    for (const path of [FACILITIES, `${FACILITIES}/facility_1`]) {
      expect((await ogc.get(path)).headers.get('content-crs')).toBe(`<${CRS84}>`);
      for (const system of SYSTEMS) {
        const { headers } = await ogc.get(`${path}?crs=${system}`);
        expect(headers.get('content-crs')).toBe(`<${system}>`);
      }
    }
  });
});
