import { VectorTile } from '@mapbox/vector-tile';
import { sql } from 'kysely';
import { PbfReader } from 'pbf';
import { describe, expect, test } from 'vitest';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });

/** The tile of a zoom that holds a position. */
function tileAt(lon: number, lat: number, z: number): [x: number, y: number] {
  const n = Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI;
  return [Math.floor(((lon + 180) / 360) * 2 ** z), Math.floor(((1 - n) / 2) * 2 ** z)];
}

async function get(z: number, x: number, y: number, query = '', headers = {}): Promise<Response> {
  return fetch(`${hub.url}/tiles/${z}/${x}/${y}.mvt${query}`, { headers });
}

async function layersAt(z: number, lon: number, lat: number): Promise<VectorTile['layers']> {
  const response = await get(z, ...tileAt(lon, lat, z));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile');
  return new VectorTile(new PbfReader(await response.arrayBuffer())).layers;
}

function idsOf(layer: VectorTile['layers'][string] | undefined): unknown[] {
  const ids = Array.from(
    { length: layer?.length ?? 0 },
    (_, i) => layer?.feature(i).properties['id'],
  );
  return [...new Set(ids)].sort();
}

async function count(table: string): Promise<number> {
  const db = hub.database.orm.em.fork().getKysely();
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM ${sql.table(table)}`.execute(db);
  return rows[0]?.n ?? 0;
}

const CITY = [121.55, 25.07] as const;

describe.skipIf(missingDatabase)('a tile', () => {
  test('of the whole city holds every community, every region, and facilities but parks', async () => {
    const layers = await layersAt(8, ...CITY);
    expect(idsOf(layers['communities'])).toHaveLength(456);
    expect(idsOf(layers['regions'])).toHaveLength(await count('region'));
    const kinds = new Set(
      Array.from(
        { length: layers['facilities']?.length ?? 0 },
        (_, i) => layers['facilities']?.feature(i).properties['kind'],
      ),
    );
    expect(kinds).toEqual(new Set(['plaza', 'fitness-path']));
    expect(layers['grids']).toBeUndefined();
  });

  test('near the ground holds grids and labels too, and what lies in it', async () => {
    const [lon, lat] = [121.5436, 25.0335];
    const layers = await layersAt(15, lon, lat);
    expect(Object.keys(layers).sort()).toEqual(
      expect.arrayContaining(['communities', 'grid_labels', 'grids', 'regions']),
    );
    const db = hub.database.orm.em.fork().getKysely();
    const { rows } = await sql<{ id: string }>`
      SELECT 'grid_' || id AS id FROM grid WHERE ST_Covers(boundary, ST_SetSRID(ST_MakePoint(${lon}, ${lat}), 4326))`.execute(
      db,
    );
    expect(rows).toHaveLength(1);
    expect(idsOf(layers['grids'])).toContain(rows[0]?.id);
  });

  test('has exactly the properties that its TileJSON names, and names only such as some feature has', async () => {
    const { vector_layers } = (await (await fetch(`${hub.url}/tiles/tiles.json`)).json()) as {
      vector_layers: { id: string; fields: Record<string, string> }[];
    };
    const layers = await layersAt(15, 121.5436, 25.0335);
    expect(Object.keys(layers).sort()).toEqual(vector_layers.map(({ id }) => id).sort());
    for (const { id, fields } of vector_layers) {
      const layer = layers[id] as VectorTile['layers'][string];
      const names = Array.from({ length: layer.length }, (_, i) =>
        Object.keys(layer.feature(i).properties),
      );
      expect([id, ...new Set(names.flat())].sort()).toEqual([id, ...Object.keys(fields)].sort());
    }
  });

  test('draws a community where it lies', async () => {
    const layer = (await layersAt(8, ...CITY))['communities'];
    const feature = layer?.feature(0);
    const [x, y] = tileAt(...CITY, 8);
    const drawn =
      feature?.toGeoJSON(x, y, 8).bbox ?? boundsOf(feature?.toGeoJSON(x, y, 8).geometry);
    const { data } = await hub.ask('query ($id: ID!) { community(id: $id) { bbox } }', {
      id: feature?.properties['id'],
    });
    const { bbox } = (data as { community: { bbox: number[] } }).community;
    // One unit of the tile's extent at zoom 8 is 0.00034°.
    for (const [i, edge] of bbox.entries())
      expect(Math.abs((drawn[i] ?? 0) - edge)).toBeLessThan(0.002);
  });

  test('where nothing is has no content', async () => {
    expect((await get(8, 0, 0)).status).toBe(204);
  });

  test('never changes under its data version, and is asked again without one', async () => {
    const { data } = await hub.ask('{ hub { dataVersion } }');
    const { dataVersion } = (data as { hub: { dataVersion: string } }).hub;
    const [x, y] = tileAt(...CITY, 8);
    const versioned = await get(8, x, y, `?v=${dataVersion}`);
    expect(versioned.headers.get('cache-control')).toMatch(/immutable/);
    const plain = await get(8, x, y);
    expect(plain.headers.get('cache-control')).toBe('no-cache');
    const etag = plain.headers.get('etag') ?? '';
    expect((await get(8, x, y, '', { 'if-none-match': etag })).status).toBe(304);
    expect((await get(8, x, y, '?v=0', { 'if-none-match': '"0"' })).status).toBe(200);
  });

  test('is read once for all who come for it at the same time', async () => {
    const [x, y] = tileAt(121.5, 25.1, 13);
    await get(8, 0, 0);
    hub.statements.length = 0;
    const responses = await Promise.all(Array.from({ length: 8 }, () => get(13, x, y)));
    for (const response of responses) await response.arrayBuffer();
    const reads = hub.statements.filter((sql) => /FROM community/.test(sql));
    expect(reads).toHaveLength(1);
  });

  test('is sent compressed to whoever takes it so', async () => {
    const [x, y] = tileAt(...CITY, 8);
    const plain = await get(8, x, y, '', { 'accept-encoding': 'identity' });
    const bytes = Buffer.from(await plain.arrayBuffer());
    for (const encoding of ['br', 'gzip']) {
      for (let i = 0; i < 2; i++) {
        const response = await get(8, x, y, '', { 'accept-encoding': encoding });
        expect(response.headers.get('content-encoding')).toBe(encoding);
        expect(response.headers.get('vary')).toContain('accept-encoding');
        expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
      }
    }
  });

  test('asked for after a change shows it', async () => {
    const before = idsOf((await layersAt(16, ...CITY))['facilities']);
    const { data } = await hub.send(
      `mutation { createFacility(input: { kind: "plaza", name: "x",
        location: { type: "Point", coordinates: [121.55, 25.07] } }) { facility { id } } }`,
    );
    const facility = (data?.['createFacility'] as { facility?: { id: string } })?.facility;
    expect(idsOf((await layersAt(16, ...CITY))['facilities'])).toEqual(
      [...before, facility?.id].sort(),
    );
  });
});

function boundsOf(geometry: unknown): number[] {
  const flat = (geometry as { coordinates: number[] }).coordinates.flat(4);
  const xs = flat.filter((_, i) => i % 2 === 0);
  const ys = flat.filter((_, i) => i % 2 === 1);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

describe.skipIf(missingDatabase)('a layer of its own', () => {
  const read = async (path: string): Promise<Response> => fetch(`${hub.url}/tiles/${path}`);

  test.each([
    ['communities', 456],
    ['coverage-fitness-1km', 456],
    ['regions', 13],
  ])('%s has tiles with all properties, and TileJSON that leads to them', async (layer, length) => {
    const tileJson = await (await read(`${layer}.json`)).json();
    expect(tileJson).toMatchObject({ tilejson: '3.0.0', scheme: 'xyz' });
    expect(tileJson.tiles).toEqual([`${hub.url}/tiles/${layer}/{z}/{x}/{y}.mvt`]);
    const [west, south, east, north] = tileJson.bounds;
    expect(west < east && south < north).toBe(true);
    const [x, y] = tileAt(...CITY, 8);
    const address = tileJson.tiles[0].replace('{z}', '8').replace('{x}', x).replace('{y}', y);
    const response = await fetch(address);
    expect(response.headers.get('x-data-version')).toMatch(/^\d+$/);
    const { layers } = new VectorTile(new PbfReader(await response.arrayBuffer()));
    expect(Object.keys(layers)).toEqual([layer]);
    expect(idsOf(layers[layer])).toHaveLength(length);
    const told = Object.keys(tileJson.vector_layers[0].fields);
    const properties = Object.keys(layers[layer]?.feature(0).properties ?? {});
    expect(told).toEqual(expect.arrayContaining(properties));
  });

  test('service-areas holds the circles that reach into the tile from outside', async () => {
    const z = 15;
    const [x, y] = tileAt(121.5355, 25.0333, z);
    const response = await read(`service-areas-plaza-2km/${z}/${x}/${y}.mvt`);
    const { layers } = new VectorTile(new PbfReader(await response.arrayBuffer()));
    const inside = await layersAt(z, 121.5355, 25.0333);
    const areas = idsOf(layers['service-areas-plaza-2km']);
    const here = new Set(idsOf(inside['facilities']));
    expect(areas.filter((id) => !here.has(id)).length).toBeGreaterThan(2);
  });

  test('that does not exist is told so with those that do', async () => {
    for (const path of ['none.json', 'none/1/1/1.mvt']) {
      const response = await read(path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('coverage-plaza-2km');
    }
    expect((await read('tiles.json')).status).toBe(200);
  });

  test('asked for after a mutation returned is never older than it', async () => {
    const [x, y] = tileAt(121.5, 25, 14);
    const path = `facilities/14/${x}/${y}.mvt`;
    await read(path);
    const { data } = await hub.send(`mutation { createFacility(input: { kind: "park", name: "x",
      location: { type: "Point", coordinates: [121.5, 25] } }) { dataVersion facility { id } } }`);
    const response = await read(path);
    expect(response.headers.get('x-data-version')).toBe(data.createFacility.dataVersion);
    const { layers } = new VectorTile(new PbfReader(await response.arrayBuffer()));
    expect(idsOf(layers['facilities'])).toContain(data.createFacility.facility.id);
  });
});
