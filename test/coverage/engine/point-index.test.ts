import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { destination, geodesicMeters, PointIndex } from '../../../server/coverage/engine/index.ts';

const longitude = fc.double({ min: -180, max: 180, noNaN: true });
const latitude = fc.double({ min: -90, max: 90, noNaN: true });

/** Points around a place that may be anywhere: a pole, the 180° meridian; some of them coincide. */
const cluster = fc
  .record({
    lon: longitude,
    lat: latitude,
    spread: fc.constantFrom(0, 1e-6, 1e-3, 0.05, 1, 30),
    offsets: fc.array(
      fc.tuple(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
      ),
      {
        maxLength: 40,
      },
    ),
  })
  .map(({ lon, lat, spread, offsets }) =>
    offsets.map(([dx, dy]): [number, number] => [
      wrap(lon + (dx * spread) / Math.max(0.01, Math.cos((lat * Math.PI) / 180))),
      Math.max(-90, Math.min(90, lat + dy * spread)),
    ]),
  );

function wrap(lon: number): number {
  return ((((lon + 180) % 360) + 360) % 360) - 180;
}

function indexOf(points: [number, number][]): PointIndex {
  return new PointIndex(
    Float64Array.from(points, ([lon]) => lon),
    Float64Array.from(points, ([, lat]) => lat),
  );
}

describe('the point index', () => {
  test('agrees with trying every point, wherever on the Earth', () => {
    const radius = fc.oneof(
      fc.constantFrom(1, 1_000, 2_000, 100_000),
      fc.double({ min: 1, max: 100_000, noNaN: true }),
    );
    fc.assert(
      fc.property(cluster, fc.nat(), longitude, latitude, radius, (points, pick, lon, lat, r) => {
        const from = points.length > 0 && pick % 4 > 0 ? points[pick % points.length] : undefined;
        const [x, y] = from ? [wrap(from[0] + (pick % 7) * 0.003), from[1]] : [lon, lat];
        const distances = points.map((p) => geodesicMeters(x, y, p[0], p[1]));
        const index = indexOf(points);
        expect(index.countWithin(x, y, r)).toBe(distances.filter((d) => d <= r).length);
        expect(index.isWithin(x, y, r)).toBe(distances.some((d) => d <= r));
        const shortest = Math.min(...distances);
        expect(index.nearest(x, y)).toEqual(
          points.length === 0
            ? null
            : { index: distances.indexOf(shortest), distanceMeters: shortest },
        );
      }),
      { numRuns: 3_000 },
    );
  });

  test('takes a point exactly at the radius as within', () => {
    fc.assert(
      fc.property(
        longitude,
        latitude,
        fc.double({ min: 0, max: 360, noNaN: true }),
        fc.constantFrom(1, 1_000, 2_000, 100_000),
        (lon, lat, azimuth, radius) => {
          const point = destination(lon, lat, azimuth, radius);
          const meters = geodesicMeters(lon, lat, point[0], point[1]);
          const index = indexOf([point]);
          expect(index.isWithin(lon, lat, radius)).toBe(true);
          expect(index.isWithin(lon, lat, meters)).toBe(true);
          expect(index.countWithin(lon, lat, meters)).toBe(1);
          expect(index.nearest(lon, lat, meters)?.distanceMeters).toBe(meters);
          expect(index.isWithin(lon, lat, meters - 1e-7)).toBe(false);
          expect(index.nearest(lon, lat, meters - 1e-7)).toBeNull();
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('gives the lowest index of points in one place', () => {
    const index = indexOf([
      [126.7, 45.8],
      [126.6, 45.8],
      [126.6, 45.8],
    ]);
    expect(index.nearest(126.61, 45.8)?.index).toBe(1);
    expect(index.countWithin(126.6, 45.8, 1)).toBe(2);
  });

  test('finds the westernmost point, however its longitude is rounded', () => {
    for (let lon = -180; lon < 180; lon += 0.7) {
      const index = indexOf([
        [lon + 0.1, 45.8],
        [lon, 45.8],
      ]);
      expect(index.nearest(lon + 0.01, 45.8)?.index).toBe(1);
    }
  });

  test('lets a visitor stop, and search the same index meanwhile', () => {
    const index = indexOf([
      [126.6, 45.8],
      [126.601, 45.8],
      [126.9, 45.8],
    ]);
    const visited: number[] = [];
    index.forEachWithin(126.6, 45.8, 1_000, (i) => {
      visited.push(i);
      expect(index.countWithin(126.9, 45.8, 1)).toBe(1);
    });
    expect(visited.sort()).toEqual([0, 1]);
    index.forEachWithin(126.6, 45.8, 1_000, (i) => {
      visited.push(i);
      return false;
    });
    expect(visited).toHaveLength(3);
  });

  test('finds nothing where there is nothing', () => {
    const empty = indexOf([]);
    expect(empty.nearest(0, 0)).toBeNull();
    expect(empty.countWithin(0, 0, 1e5)).toBe(0);
    const one = indexOf([[0, 0]]);
    expect(one.nearest(1, 0, 1_000)).toBeNull();
    expect(one.nearest(Number.NaN, 0)).toBeNull();
    expect(indexOf([[Number.NaN, 0]]).size).toBe(0);
  });
});
