import type { Position } from 'geojson';
import { expect, test } from 'vitest';
import { doubleArea, polygonsOf } from '../../server/formats/shapefile/rings.ts';

/** A square of a Shapefile, clockwise as its outer rings are. */
function square(x: number, y: number, size: number): Position[] {
  return [
    [x, y],
    [x, y + size],
    [x + size, y + size],
    [x + size, y],
    [x, y],
  ];
}
const hole = (x: number, y: number, size: number) => square(x, y, size).toReversed();

test('holes go to the ring that they lie in, wherever they stand', () => {
  const rings = [hole(11, 1, 1), square(0, 0, 5), hole(1, 1, 1), square(10, 0, 5), hole(3, 3, 1)];
  expect(polygonsOf(rings)).toEqual({
    type: 'MultiPolygon',
    coordinates: [
      [hole(0, 0, 5), square(1, 1, 1), square(3, 3, 1)],
      [hole(10, 0, 5), square(11, 1, 1)],
    ],
  });
});

test('a hole that touches the edge of its ring is in it; an island in a hole is a part of its own', () => {
  const rings = [square(0, 0, 9), square(20, 0, 1), hole(0, 3, 3), square(1, 4, 1)];
  expect(polygonsOf(rings)).toEqual({
    type: 'MultiPolygon',
    coordinates: [[hole(0, 0, 9), square(0, 3, 3)], [hole(20, 0, 1)], [hole(1, 4, 1)]],
  });
});

test('rings that run the wrong way, without a ring around them, are outer ones', () => {
  expect(polygonsOf([hole(0, 0, 2)])).toEqual({
    type: 'Polygon',
    coordinates: [hole(0, 0, 2)],
  });
  expect(polygonsOf([])).toBeNull();
});

test('areas are exact to the square centimeter, far from the origin too', () => {
  // 42,549,980 is an easting with its zone, 5,069,244 a northing.
  expect(doubleArea(hole(42_549_980, 5_069_244, 0.01))).toBeCloseTo(2 * 0.0001, 5);
});
