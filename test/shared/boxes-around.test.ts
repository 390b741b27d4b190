import fc from 'fast-check';
import { Geodesic } from 'geographiclib-geodesic';
import { expect, test } from 'vitest';
import { boxesAround } from '../../server/shared/boxes-around.ts';
import type { BBox } from '../../server/shared/geo-input.ts';

/** Where one comes to from a position, by the geodesic on WGS 84. */
function destination(lon: number, lat: number, azimuth: number, meters: number): [number, number] {
  const { lon2 = 0, lat2 = 0 } = Geodesic.WGS84.Direct(lat, lon, azimuth, meters);
  return [lon2, lat2];
}

const holds = (boxes: BBox[], lon: number, lat: number): boolean =>
  boxes.some(
    ([west, south, east, north]) => west <= lon && lon <= east && south <= lat && lat <= north,
  );

test.each<[string, BBox, number, BBox[]]>([
  ['at the equator', [0, 0, 0, 0], 111_319, [[-1.0002, -1.0067, 1.0002, 1.0067]]],
  [
    'at 60° N, where a degree of longitude is half as long',
    [10, 60, 11, 60],
    1_000,
    [[9.982, 59.991, 11.018, 60.009]],
  ],
  [
    'across 180° from the west',
    [179.999, 0, 179.999, 0],
    1_000,
    [
      [179.99, -0.009, 180, 0.009],
      [-180, -0.009, -179.992, 0.009],
    ],
  ],
  [
    'across 180° from the east',
    [-179.999, 0, -179.999, 0],
    1_000,
    [
      [-180, -0.009, -179.99, 0.009],
      [179.992, -0.009, 180, 0.009],
    ],
  ],
  ['around a pole', [100, 89.999, 100, 89.999], 1_000, [[-180, 89.99, 180, 90]]],
])('boxes %s', (_where, box, meters, expected) => {
  const boxes = boxesAround(box, meters);
  expect(boxes).toHaveLength(expected.length);
  for (const [i, edges] of expected.entries()) {
    for (const [j, degrees] of edges.entries()) {
      expect(Math.abs((boxes[i]?.[j] as number) - degrees)).toBeLessThan(2e-3);
    }
  }
});

test('they hold whatever lies within the distance of a corner, by the geodesic', () => {
  const longitude = fc.double({ min: -180, max: 180, noNaN: true });
  const latitude = fc.double({ min: -90, max: 90, noNaN: true });
  const meters = fc.double({ min: 1, max: 100_000, noNaN: true });
  const azimuth = fc.double({ min: 0, max: 360, noNaN: true });
  fc.assert(
    fc.property(longitude, latitude, meters, azimuth, (lon, lat, reach, direction) => {
      const [x, y] = destination(lon, lat, direction, reach);
      expect(holds(boxesAround([lon, lat, lon, lat], reach + 0.001), x, y)).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});
