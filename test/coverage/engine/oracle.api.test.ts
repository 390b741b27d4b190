import { type RawBuilder, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import {
  coveredAreaShare,
  destination,
  geodesicMeters,
  judge,
  type MultiPolygonCoordinates,
  PointIndex,
  type RuleOutcome,
  Status,
} from '../../../server/coverage/engine/index.ts';
import { missingDatabase, withHub } from '../../setup/hub.ts';

type Position = [lon: number, lat: number];

/** Cities, both sides of the 180° meridian, high latitudes, a pole: far enough apart not to meet. */
const PLACES: Position[] = [
  [126.6, 45.8],
  [121.5, 25],
  [0, 0],
  [180, 64],
  [-179.99, -70],
  [10, -85],
  [40, 85],
  [0, 89.9],
];
const RADII = [1, 300, 1_000, 2_000, 15_000];

const hub = withHub({ writes: true });

async function rows<T>(statement: RawBuilder<T>): Promise<T[]> {
  return (await statement.execute(hub.database.orm.em.fork().getKysely())).rows;
}

/** Numbers from 0 to 1 that are the same in every run (a linear congruence, Numerical Recipes). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function scatter(random: () => number, count: number, spreadMeters: number): Position[] {
  return Array.from({ length: count }, (_, i) =>
    destination(
      ...(PLACES[i % PLACES.length] as Position),
      360 * random(),
      spreadMeters * Math.sqrt(random()),
    ),
  );
}

function indexOf(positions: Position[]): PointIndex {
  return new PointIndex(
    Float64Array.from(positions, ([lon]) => lon),
    Float64Array.from(positions, ([, lat]) => lat),
  );
}

/** Positions as a table `(i, place geography)`; `i` is the index. */
function table(positions: Position[]): RawBuilder<unknown> {
  return sql`(SELECT (n - 1)::int AS i,
      ST_SetSRID(ST_MakePoint((p->>0)::float8, (p->>1)::float8), 4326)::geography AS place
    FROM jsonb_array_elements(${JSON.stringify(positions)}::jsonb) WITH ORDINALITY AS t(p, n))`;
}

describe.skipIf(missingDatabase)('the engine answers as PostGIS does', () => {
  const random = createRandom(20_261_123);

  test('of distances from a meter to a hundred kilometers, within 20 nm', async () => {
    const from = scatter(random, 4_000, 30_000);
    const to = from.map(([lon, lat]) =>
      destination(lon, lat, 360 * random(), 10 ** (5 * random())),
    );
    const expected = await rows(sql<{ i: number; meters: number }>`
      SELECT a.i, ST_Distance(a.place, b.place) AS meters
      FROM ${table(from)} a JOIN ${table(to)} b ON a.i = b.i`);
    expect(expected).toHaveLength(4_000);
    for (const { i, meters } of expected) {
      const [a, b] = [from[i] as Position, to[i] as Position];
      expect(Math.abs(geodesicMeters(...a, ...b) - meters)).toBeLessThanOrEqual(2e-8);
      // Exactly at the radius, whichever of the two has measured it.
      expect(indexOf([b]).isWithin(...a, meters)).toBe(true);
    }
  });

  test('of the number within a radius, by ST_DWithin and by ST_Distance', async () => {
    const sites = scatter(random, 200, 20_000);
    sites.push(...sites.slice(0, 16));
    const from = [...scatter(random, 160, 25_000), ...sites.slice(0, 40)];
    const expected = await rows(sql<{
      i: number;
      radius: number;
      dwithin: number;
      distance: number;
    }>`
      SELECT a.i, radius, count(*) FILTER (WHERE ST_DWithin(a.place, b.place, radius))::int AS dwithin,
        count(*) FILTER (WHERE ST_Distance(a.place, b.place) <= radius)::int AS distance
      FROM ${table(from)} a CROSS JOIN ${table(sites)} b
      CROSS JOIN unnest(${RADII}::float8[]) AS radius GROUP BY a.i, radius`);
    expect(expected).toHaveLength(200 * RADII.length);
    const index = indexOf(sites);
    for (const { i, radius, dwithin, distance } of expected) {
      const count = index.countWithin(...(from[i] as Position), radius);
      expect({ count, radius }).toEqual({ count: dwithin, radius });
      expect(count).toBe(distance);
    }
  });

  test('in 100,000 cases: status, number within and nearest distance', {
    timeout: 180_000,
  }, async () => {
    const radii = [1, 120, 700, 2_000, 4_000];
    const sites = scatter(random, 4_000, 20_000);
    sites.push(...sites.slice(0, 400));
    const from = [
      ...scatter(random, 14_500, 20_500),
      ...sites.slice(0, 500),
      // Exactly at one of the radii from a site, as exactly as degrees can say it.
      ...Array.from({ length: 5_000 }, (_, i) =>
        destination(
          ...(sites[i % sites.length] as Position),
          360 * random(),
          radii[i % radii.length] as number,
        ),
      ),
    ];
    const outcomes = judge({
      communities: {
        count: from.length,
        originLon: Float64Array.from(from, ([lon]) => lon),
        originLat: Float64Array.from(from, ([, lat]) => lat),
      },
      cells: {
        lon: new Float64Array(),
        lat: new Float64Array(),
        weight: new Float64Array(),
        community: new Int32Array(),
      },
      facilities: {
        lon: Float64Array.from(sites, ([lon]) => lon),
        lat: Float64Array.from(sites, ([, lat]) => lat),
        kind: new Int32Array(sites.length),
      },
      rules: radii.map((radiusMeters) => ({ radiusMeters, kinds: [0] })),
    });
    const distances = new Map<number, number[]>();
    await hub.database.orm.em.fork().transactional(async (em) => {
      const db = em.getKysely();
      await sql`CREATE TEMP TABLE site ON COMMIT DROP AS ${table(sites)}`.execute(db);
      await sql`CREATE INDEX ON site USING gist (place)`.execute(db);
      const near = await sql<{ i: number; meters: number[] }>`
        SELECT a.i, array_agg(ST_Distance(a.place, b.place)) AS meters FROM ${table(from)} a
        JOIN site b ON ST_DWithin(a.place, b.place, 4001) GROUP BY a.i`.execute(db);
      for (const { i, meters } of near.rows) distances.set(i, meters);
      const alone = from.map((_, i) => i).filter((i) => !distances.has(i));
      const far = await sql<{ i: number; meters: number }>`
        SELECT a.i, min(ST_Distance(a.place, b.place)) AS meters FROM ${table(from)} a, site b
        WHERE a.i = ANY(${alone}::int[]) AND ST_DWithin(a.place, b.place, 60000)
        GROUP BY a.i`.execute(db);
      for (const { i, meters } of far.rows) distances.set(i, [meters]);
    });
    let cases = 0;
    let atTheRadius = 0;
    for (const [k, radius] of radii.entries()) {
      const { status, facilitiesWithin, nearestMeters } = outcomes[k] as RuleOutcome;
      for (let i = 0; i < from.length; i++) {
        const all = distances.get(i) as number[];
        // Two good measurements of one distance differ by up to 20 nm.
        const within = all.filter((meters) => meters <= radius + 2e-8).length;
        atTheRadius += all.filter((meters) => Math.abs(meters - radius) <= 2e-8).length;
        if (facilitiesWithin[i] !== within || (status[i] === Status.PASS) !== within > 0) {
          expect({ i, radius, within: facilitiesWithin[i], status: status[i] }).toBe(within);
        }
        const off = Math.abs((nearestMeters[i] as number) - Math.min(...all));
        if (!(off <= 0.001)) expect(off).toBeLessThanOrEqual(0.001);
        cases++;
      }
    }
    expect(cases).toBe(100_000);
    expect(atTheRadius).toBeGreaterThanOrEqual(5_000);
  });

  test('of the nearest, and of which it is among those in one place', async () => {
    const sites = scatter(random, 160, 20_000);
    sites.push(...sites.slice(0, 40));
    const from = [...scatter(random, 400, 25_000), ...sites.slice(0, 40)];
    const expected = await rows(sql<{ i: number; nearest: number; meters: number }>`
      SELECT DISTINCT ON (a.i) a.i, b.i AS nearest, ST_Distance(a.place, b.place) AS meters
      FROM ${table(from)} a CROSS JOIN ${table(sites)} b ORDER BY a.i, meters, b.i`);
    expect(expected).toHaveLength(440);
    const index = indexOf(sites);
    for (const { i, nearest, meters } of expected) {
      const found = index.nearest(...(from[i] as Position));
      expect(found?.index).toBe(nearest);
      expect(Math.abs((found?.distanceMeters ?? 0) - meters)).toBeLessThanOrEqual(2e-8);
    }
  });

  test('of the covered share of polygons, within 2 in 100,000', async () => {
    for (let i = 0; i < 40; i++) {
      const center: Position = [360 * random() - 180, 120 * random() - 60];
      const radius = [300, 1_000, 2_000, 20_000][i % 4] as number;
      const { polygon, inDegrees } = star(random, center, radius);
      const circles = Array.from({ length: 1 + (i % 5) }, () =>
        destination(...center, 360 * random(), 1.3 * radius * random()),
      );
      const lon = Float64Array.from(circles, ([x]) => x);
      const lat = Float64Array.from(circles, ([, y]) => y);
      const share = coveredAreaShare(polygon, new PointIndex(lon, lat), lon, lat, radius);
      // Circles of 1,440 spokes, a little longer so that the polygon has the circle's area. Edges are
      // cut into short ones, or ST_Area(geography) would take them for geodesics. All is moved to the
      // meridian of Greenwich: PostGIS's intersections know nothing of 180°.
      const moved = circles.map(([x, y]): Position => [((x - center[0] + 540) % 360) - 180, y]);
      const [row] = await rows(sql<{ share: number }>`
        WITH shape AS (
          SELECT ST_Segmentize(ST_GeomFromGeoJSON(${JSON.stringify(inDegrees)}), ${radius / 5e6}::float8) AS shape
        ), reach AS (
          SELECT ST_Union(circle) AS reach FROM (
            SELECT ST_SetSRID(ST_MakePolygon(ST_MakeLine(array_agg(ST_Project(place,
              ${radius * Math.sqrt(Math.PI / 720 / Math.sin(Math.PI / 720))}::float8, radians(step / 4.0))::geometry ORDER BY step))), 4326) AS circle
            FROM ${table(moved)} center CROSS JOIN generate_series(0, 1440) AS step GROUP BY i
          ) circles
        )
        SELECT ST_Area(ST_Intersection(shape, reach)::geography) / ST_Area(shape::geography) AS share
        FROM shape, reach`);
      expect(Math.abs(share - (row?.share ?? -1)), `${center} ${radius}`).toBeLessThan(2e-5);
    }
  });
});

/** A star-shaped polygon around a position; and the same around the meridian of Greenwich, as GeoJSON. */
function star(
  random: () => number,
  [lon, lat]: Position,
  radius: number,
): { polygon: MultiPolygonCoordinates; inDegrees: object } {
  const count = 4 + Math.floor(12 * random());
  const ring = Array.from({ length: count }, (_, k) =>
    destination(0, lat, 90 - (360 * k) / count, radius * (0.3 + 1.5 * random())),
  );
  ring.push(ring[0] as Position);
  const turned = ring.map(([x, y]): Position => [((x + lon + 540) % 360) - 180, y]);
  return { polygon: [[turned]], inDegrees: { type: 'Polygon', coordinates: [ring] } };
}
