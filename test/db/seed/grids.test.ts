import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gridCode, inReadingOrder } from '../../../db/seed/grid-features.ts';
import { type Area, mergeIntoGrids } from '../../../db/seed/grids.ts';

/** Areas on a chessboard of a width, each 100 m wide, neighbours along the sides. */
function board(households: readonly number[], width: number): Area[] {
  const code = (i: number) => String(i).padStart(3, '0');
  return households.map((number, i) => {
    const sides = [i % width > 0 && i - 1, i % width < width - 1 && i + 1, i - width, i + width];
    const neighbours = sides.filter((n) => n !== false && n >= 0 && n < households.length);
    return {
      code: code(i),
      households: number,
      borders: new Map(neighbours.map((n) => [code(Number(n)), 100])),
    };
  });
}

function isConnected(members: readonly string[], areas: ReadonlyMap<string, Area>): boolean {
  const left = new Set(members.slice(1));
  const queue = members.slice(0, 1);
  for (let code = queue.pop(); code !== undefined; code = queue.pop()) {
    for (const next of areas.get(code)?.borders.keys() ?? [])
      if (left.delete(next)) queue.push(next);
  }
  return left.size === 0;
}

test('puts every area into exactly one connected grid, the same ones every time', () => {
  const households = fc.array(fc.nat(600), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(households, fc.integer({ min: 1, max: 7 }), (figures, width) => {
      const areas = board(figures, width);
      const byCode = new Map(areas.map((area) => [area.code, area]));
      const grids = mergeIntoGrids(areas);
      expect(grids.flat().sort()).toEqual(areas.map(({ code }) => code));
      for (const members of grids) expect(isConnected(members, byCode)).toBe(true);
      expect(mergeIntoGrids(areas.toReversed())).toEqual(grids);
    }),
    { numRuns: 40 },
  );
});

test('makes grids of 300 to 500 households where equal areas allow it', () => {
  const sizes = mergeIntoGrids(board(Array(36).fill(100), 6)).map(
    (members) => members.length * 100,
  );
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(300);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
});

test('attaches an area without households to a neighbour', () => {
  expect(mergeIntoGrids(board([400, 0, 400], 3))).toHaveLength(2);
});

test('leaves an area without a neighbour as a grid of its own', () => {
  expect(mergeIntoGrids([{ code: 'a', households: 10, borders: new Map() }])).toEqual([['a']]);
});

test('derives a code of 15 digits from the code of 11', () => {
  expect(gridCode('63000010002', 7)).toBe('063000010002007');
});

test('numbers grids row by row from the north, each row from west to east', () => {
  const at = (name: string, x: number, y: number) => ({
    name,
    geometry: {
      type: 'MultiPolygon' as const,
      coordinates: [
        [
          [
            [x, y],
            [x + 1, y],
            [x + 1, y + 1],
            [x, y + 1],
            [x, y],
          ],
        ],
      ],
    },
  });
  const grids = [
    at('south-east', 1, 0),
    at('north-east', 1, 1),
    at('south-west', 0, 0),
    at('north-west', 0, 1),
  ];
  expect(inReadingOrder(grids).map(({ name }) => name)).toEqual([
    'north-west',
    'north-east',
    'south-west',
    'south-east',
  ]);
});
