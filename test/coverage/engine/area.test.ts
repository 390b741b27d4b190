import { describe, expect, test } from 'vitest';
import {
  coveredAreaShare,
  destination,
  type MultiPolygonCoordinates,
  PointIndex,
} from '../../../server/coverage/engine/index.ts';

function share(
  polygon: MultiPolygonCoordinates,
  centers: [number, number][],
  radius: number,
): number {
  const lon = Float64Array.from(centers, ([x]) => x);
  const lat = Float64Array.from(centers, ([, y]) => y);
  return coveredAreaShare(polygon, new PointIndex(lon, lat), lon, lat, radius);
}

function box(west: number, south: number, east: number, north: number): MultiPolygonCoordinates {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return [[ring]];
}

/** A box of about `meters` on each side around a position. */
function boxAround(lon: number, lat: number, meters: number): MultiPolygonCoordinates {
  const half = (destination(0, lat, 90, meters / 2)[0] + 360) % 360;
  const [, north] = destination(lon, lat, 0, meters / 2);
  return box(lon - half, 2 * lat - north, lon + half, north);
}

/** Area of a box of longitude and latitude on WGS 84, by the closed form of the authalic integral. */
function boxArea(polygon: MultiPolygonCoordinates): number {
  const ring = polygon[0]?.[0] ?? [];
  const [west, south] = ring[0] as [number, number];
  const [east, north] = ring[2] as [number, number];
  const [a, f] = [6_378_137, 1 / 298.257223563];
  const e = Math.sqrt(f * (2 - f));
  const b = a * (1 - f);
  const q = (degrees: number): number => {
    const sin = Math.sin((degrees * Math.PI) / 180);
    return sin / (1 - e * e * sin * sin) + Math.log((1 + e * sin) / (1 - e * sin)) / (2 * e);
  };
  return (((b * b) / 2) * (q(north) - q(south)) * (east - west) * Math.PI) / 180;
}

/** Area of a geodesic circle: π r² less a term of curvature, π r⁴ K / 12 with K = 1 / (M N). */
function circleArea(lat: number, radius: number): number {
  const [a, f] = [6_378_137, 1 / 298.257223563];
  const e2 = f * (2 - f);
  const w = 1 - e2 * Math.sin((lat * Math.PI) / 180) ** 2;
  const curvature = w ** 2 / (a * a * (1 - e2));
  return Math.PI * radius ** 2 * (1 - (radius ** 2 * curvature) / 12);
}

describe('the covered share of an area', () => {
  test('is all, or nothing', () => {
    const polygon = boxAround(126.6, 45.8, 1_000);
    expect(share(polygon, [[126.6, 45.8]], 2_000)).toBe(1);
    expect(share(polygon, [[126.7, 45.8]], 2_000)).toBe(0);
    expect(share(polygon, [], 2_000)).toBe(0);
  });

  test.each([
    [126.6, 45.8, 2_000],
    [121.5, 25, 1_000],
    [180, 64, 2_000],
    [-179.999, -70, 500],
    [10, 85, 1_000],
    [126.6, 45.8, 50_000],
    [0, 0, 100_000],
  ])('of a box around a whole circle is that of the circle: %d %d %d', (lon, lat, radius) => {
    const polygon = boxAround(lon, lat, radius * 3);
    const expected = circleArea(lat, radius) / boxArea(polygon);
    expect(Math.abs(share(polygon, [[lon, lat]], radius) - expected)).toBeLessThan(1e-5);
  });

  test('of a circle that is cut in half is half', () => {
    // The equator halves every circle around one of its points.
    const polygon = box(0, 0, 0.1, 0.1);
    const expected = circleArea(0, 3_000) / 2 / boxArea(polygon);
    expect(Math.abs(share(polygon, [[0.05, 0]], 3_000) - expected)).toBeLessThan(1e-5);
  });

  test.each([0, 25, 45.8, -70, 85])(
    'of a box that ends at the center of a circle is half a circle: latitude %d',
    (lat) => {
      // A meridian halves every circle around one of its points.
      const [east] = destination(20, lat, 90, 6_000);
      const polygon = box(20, lat - 0.04, east, lat + 0.04);
      const expected = circleArea(lat, 2_000) / 2 / boxArea(polygon);
      expect(Math.abs(share(polygon, [[20, lat]], 2_000) - expected)).toBeLessThan(1e-5);
    },
  );

  test('is the same at any longitude, across the 180° meridian too, in one part or in two', () => {
    const at = (lon: number): number =>
      share(
        box(lon, 45.78, lon + 0.05, 45.82),
        [
          [lon + 0.01, 45.79],
          [lon + 0.03, 45.81],
        ],
        1_500,
      );
    const expected = at(10);
    for (const lon of [-180, -120.3, 179.97]) expect(at(lon)).toBeCloseTo(expected, 9);
    const parts = [...box(179.97, 45.78, 180, 45.82), ...box(-180, 45.78, -179.98, 45.82)];
    expect(
      share(
        parts,
        [
          [179.98, 45.79],
          [-180, 45.81],
        ],
        1_500,
      ),
    ).toBeCloseTo(expected, 9);
  });

  test('of a cap around the pole is that of the circle around the pole', () => {
    // A quarter of the cap north of 89°, around which one degree of meridian is 111.69 km.
    const polygon = box(0, 89, 90, 90);
    const expected = circleArea(90, 50_000) / 4 / boxArea(polygon);
    expect(Math.abs(share(polygon, [[17, 90]], 50_000) - expected)).toBeLessThan(1e-5);
  });

  test('takes the ellipsoid as it is, so that a degree is longer farther north', () => {
    const polygon = box(126, 45, 127.3, 47);
    const expected = circleArea(45.5, 45_000) / boxArea(polygon);
    expect(Math.abs(share(polygon, [[126.65, 45.5]], 45_000) - expected)).toBeLessThan(1e-5);
  });

  test('does not depend on the vertex that a ring begins with, though it spans 170 degrees', () => {
    const ring = box(0, 88, 170, 89)[0]?.[0]?.slice(1) as number[][];
    const shares = ring.map((_, i) => {
      const turned = [...ring.slice(i), ...ring.slice(0, i)];
      return share([[[...turned, turned[0] as number[]]]], [[-175, 88.5]], 60_000);
    });
    for (const turned of shares) expect(turned).toBeCloseTo(shares[0] as number, 7);
    expect(shares[0]).toBeGreaterThan(0.01);
  });

  test('of a polygon with a corner cut out is that of the whole less that of the corner', () => {
    const [whole, corner] = [box(126, 45, 126.1, 45.08), box(126.06, 45.05, 126.1, 45.08)];
    const rest = [
      [126, 45],
      [126.1, 45],
      [126.1, 45.05],
      [126.06, 45.05],
      [126.06, 45.08],
      [126, 45.08],
      [126, 45],
    ];
    const circles: [number, number][] = [
      [126.055, 45.045],
      [126.02, 45.07],
    ];
    const covered = (polygon: MultiPolygonCoordinates): number =>
      share(polygon, circles, 2_000) * boxArea(polygon);
    const expected = (covered(whole) - covered(corner)) / (boxArea(whole) - boxArea(corner));
    expect(Math.abs(share([[rest]], circles, 2_000) - expected)).toBeLessThan(1e-6);
  });

  test('is not a number for a polygon without area', () => {
    expect(share([], [[126.6, 45.8]], 2_000)).toBeNaN();
    expect(
      share(
        [
          [
            [
              [126, 45],
              [127, 46],
              [126, 45],
            ],
          ],
        ],
        [[126, 45]],
        2_000,
      ),
    ).toBeNaN();
  });

  test('counts circles that overlap once', () => {
    const polygon = boxAround(126.6, 45.8, 10_000);
    const one = share(polygon, [[126.6, 45.8]], 2_000);
    expect(
      share(
        polygon,
        [
          [126.6, 45.8],
          [126.6, 45.8],
        ],
        2_000,
      ),
    ).toBeCloseTo(one, 9);
    const apart = share(
      polygon,
      [
        [126.57, 45.8],
        [126.63, 45.8],
      ],
      1_000,
    );
    expect(apart).toBeCloseTo(2 * share(polygon, [[126.6, 45.8]], 1_000), 5);
  });

  test('leaves holes out', () => {
    const outer = boxAround(126.6, 45.8, 8_000);
    const hole = boxAround(126.6, 45.8, 4_000);
    const polygon: MultiPolygonCoordinates = [[outer[0]?.[0] ?? [], hole[0]?.[0] ?? []]];
    expect(share(polygon, [[126.6, 45.8]], 1_900)).toBe(0);
    expect(share(polygon, [[126.6, 45.8]], 10_000)).toBe(1);
  });
});
