import { describe, expect, test } from 'vitest';
import { codesOf, missingDatabase, withHub } from '../setup/hub.ts';
import { bring, commit, configure, csvOf, type Seen } from './uploads.ts';

const hub = withHub({ writes: true });

/** A park of the sample city's east, in meters, as GeoJSON that names its system in the old way. */
const park = (crs: string, coordinates: readonly number[]): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    crs: { type: 'name', properties: { name: crs } },
    features: [
      {
        type: 'Feature',
        properties: { name: '东郊试验公园', kind: 'park' },
        geometry: { type: 'Point', coordinates },
      },
    ],
  });

/** Where the rows of an import would stand, degrees on WGS 84. */
async function places({ id }: Seen): Promise<number[][]> {
  const { data } = await hub.send(
    `query ($id: ID!) { import(id: $id) { features(first: 10) { edges { node { geometry } } } } }`,
    { id },
  );
  return data.import.features.edges.map(({ node }: Seen) => node.geometry?.coordinates);
}

/** The same place in each: PROJ's own answers for 121.56° E, 25.06° N. */
const PLACE = [121.56, 25.06];
const DECLARED: [what: string, name: string, content: string][] = [
  ['TWD97 by GeoJSON', 'a.geojson', park('urn:ogc:def:crs:EPSG::3826', [306_499.5, 2_772_540.3])],
  ['UTM by GeoJSON', 'a.geojson', park('EPSG:32651', [354_750.8, 2_772_364.7])],
  [
    'TWD97 by EWKT',
    'a.csv',
    csvOf('名称,类别,geom', [['东郊试验公园', '公园', 'SRID=3826;POINT(306499.5 2772540.3)']]),
  ],
  [
    'TWD97 by the name of a column',
    'a.csv',
    csvOf('名称,类别,X(TWD97),Y(TWD97)', [['东郊试验公园', '公园', 306_499.5, 2_772_540.3]]),
  ],
];

describe.skipIf(missingDatabase)('a file that declares its system', () => {
  test.each(DECLARED)('is read by it: %s', async (_what, name, content) => {
    const seen = await bring(hub, name, content);
    expect(seen.systemGuess).toMatchObject({ reason: 'DECLARED', refusal: null });
    expect(seen.counts).toMatchObject({ create: 1, errors: 0 });
    const [place] = await places(seen);
    expect(place?.[0]).toBeCloseTo(PLACE[0] as number, 5);
    expect(place?.[1]).toBeCloseTo(PLACE[1] as number, 5);
  });

  test.each([
    ['EPSG:2384', [500_000, 2_772_482], 'REFUSED', 'NO_PARAMETERS'],
    ['EPSG:27700', [530_000, 180_000], 'REFUSED', 'NOT_EXACT'],
    ['Taipei city grid', [1_000, 2_000], 'REFUSED', 'WORDS'],
    ['EPSG:3826', [121.56, 25.06], 'CONTRADICTED', null],
  ])('that cannot be taken is not guessed at: %s', async (crs, at, reason, refusal) => {
    const seen = await bring(hub, 'a.geojson', park(crs, at));
    expect(seen).toMatchObject({ state: 'READY', system: null });
    expect(seen.systemGuess).toMatchObject({ system: null, reason, refusal, declaredText: crs });
    const told = seen.issues.edges.map(({ node }: Seen) => node);
    expect(told).toMatchObject([
      { row: null, code: 'REFUSED_SYSTEM', value: crs, detail: refusal ?? 'CONTRADICTED' },
    ]);
    const skipping = await configure(hub, seen, { skipErrors: true });
    const refused = await commit(hub, { ...skipping, system: 'WGS84' });
    expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);
    expect(refused.errors?.[0]?.extensions?.['field']).toBe('input.system');
  });

  test('is read by the system that somebody chooses instead', async () => {
    const seen = await bring(hub, 'a.geojson', park('Taipei city grid', [306_499.5, 2_772_540.3]));
    const chosen = await configure(hub, seen, { system: 'EPSG:3826' });
    expect(chosen).toMatchObject({ system: 'EPSG:3826', counts: { create: 1, errors: 0 } });
    expect((await commit(hub, chosen)).data.commitImport.import.state).toBe('COMMITTED');
  });
});
