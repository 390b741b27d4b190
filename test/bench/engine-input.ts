import type { MultiPolygon } from 'geojson';
import type { Client } from 'pg';
import type { JudgeInput } from '../../server/coverage/engine/index.ts';
import type { SqlRule } from './sql-forms.ts';

/** What the engine judges, with the ids behind the indices of communities. */
export interface EngineInput extends JudgeInput {
  readonly communityIds: Int32Array;
}

const BATCH = 1_000;

/** Reads the whole province into typed arrays. */
export async function readInput(client: Client, rules: readonly SqlRule[]): Promise<EngineInput> {
  const ask = async <Row extends unknown[]>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await client.query<Row>({ text, values, rowMode: 'array' })).rows;

  const communities = await ask<[id: number, lon: number, lat: number, boundary: MultiPolygon]>(
    `SELECT id, ST_X(service_point), ST_Y(service_point), ST_AsGeoJSON(boundary, 15)::json
     FROM community ORDER BY id`,
  );
  const facilities = await ask<[lon: number, lat: number, kind: number]>(
    'SELECT ST_X(location), ST_Y(location), kind_id FROM facility WHERE active ORDER BY id',
  );
  const [[count] = [0]] = await ask<[number]>('SELECT count(*)::integer FROM resident_cell');
  const cells = {
    lon: new Float64Array(count),
    lat: new Float64Array(count),
    weight: new Float64Array(count),
    community: new Int32Array(count),
  };
  let i = 0;
  for (let first = 0; first < communities.length; first += BATCH) {
    const ids = communities.slice(first, first + BATCH).map(([id]) => id);
    const place = new Map(ids.map((id, c) => [id, first + c]));
    const rows = await ask<[lon: number, lat: number, weight: number, community: number]>(
      `SELECT ST_X(location), ST_Y(location), residents, community_id FROM resident_cell
       WHERE community_id = ANY($1::integer[])`,
      [ids],
    );
    for (const [lon, lat, weight, community] of rows) {
      cells.lon[i] = lon;
      cells.lat[i] = lat;
      cells.weight[i] = weight;
      cells.community[i++] = place.get(community) as number;
    }
  }
  return {
    communityIds: Int32Array.from(communities, ([id]) => id),
    communities: {
      count: communities.length,
      originLon: Float64Array.from(communities, ([, lon]) => lon),
      originLat: Float64Array.from(communities, ([, , lat]) => lat),
      polygons: communities.map(([, , , boundary]) => boundary.coordinates),
    },
    cells,
    facilities: {
      lon: Float64Array.from(facilities, ([lon]) => lon),
      lat: Float64Array.from(facilities, ([, lat]) => lat),
      kind: Int32Array.from(facilities, ([, , kind]) => kind),
    },
    rules: rules.map(({ radiusMeters, kindId }) => ({ radiusMeters, kinds: [kindId] })),
  };
}
