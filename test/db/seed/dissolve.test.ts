import fc from 'fast-check';
import type { Polygon } from 'geojson';
import { expect, test } from 'vitest';
import { dissolve } from '../../../db/seed/dissolve.ts';
import { isSimpleRing, signedArea } from '../../../db/seed/rings.ts';

/** A unit square of a chessboard by its south-western corner, wound counter-clockwise. */
function square(x: number, y: number): Polygon {
  return {
    type: 'Polygon',
    coordinates: [
      [
        [x, y],
        [x + 1, y],
        [x + 1, y + 1],
        [x, y + 1],
        [x, y],
      ],
    ],
  };
}

test('unites two neighbours into one outline', () => {
  const { coordinates } = dissolve([square(0, 0), square(1, 0)]);
  expect(coordinates).toHaveLength(1);
  expect(coordinates[0]).toHaveLength(1);
  expect(signedArea(coordinates[0]?.[0] ?? [])).toBe(2);
});

test('keeps what touches at a corner only as two polygons', () => {
  expect(dissolve([square(0, 0), square(1, 1)]).coordinates).toHaveLength(2);
});

test('keeps a hole, and a hole that touches the outline at a corner', () => {
  const board = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => [x, y] as const));
  const without = (...gone: string[]) =>
    dissolve(board.filter(([x, y]) => !gone.includes(`${x}${y}`)).map(([x, y]) => square(x, y)));
  expect(without('11').coordinates.map((rings) => rings.length)).toEqual([2]);
  expect(without('11', '22').coordinates.map((rings) => rings.length)).toEqual([2]);
});

test('unites any squares of a chessboard into simple rings of the same area', () => {
  const cell = fc.tuple(fc.nat(5), fc.nat(5));
  const cells = fc.uniqueArray(cell, { selector: String, minLength: 1, maxLength: 36 });
  fc.assert(
    fc.property(cells, (chosen) => {
      const { coordinates } = dissolve(chosen.map(([x, y]) => square(x, y)));
      const rings = coordinates.flat();
      expect(rings.every(isSimpleRing)).toBe(true);
      expect(rings.reduce((sum, ring) => sum + signedArea(ring), 0)).toBe(chosen.length);
    }),
  );
});
