import { expect, test } from 'vitest';
import { cleanRing, isSimpleRing, planarMeters, signedArea } from '../../../db/seed/rings.ts';

const square = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
  [0, 0],
];

test('measures a counter-clockwise ring as positive', () => {
  expect(signedArea(square)).toBe(1);
  expect(signedArea(square.toReversed())).toBe(-1);
});

test('removes repeated positions and a spike, also where the ring closes', () => {
  expect(
    cleanRing([
      [0, 0],
      [1, 0],
      [1, 0],
      [1, 1],
      [2, 2],
      [1, 1],
      [0, 1],
      [0, 0],
    ]),
  ).toEqual(square);
  expect(
    cleanRing([
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
      [-1, -1],
      [0, 0],
    ]),
  ).toEqual(square);
});

test('takes a ring for simple unless it crosses, touches or doubles back on itself', () => {
  expect(isSimpleRing(square)).toBe(true);
  expect(
    isSimpleRing([
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ]),
  ).toBe(false);
  expect(
    isSimpleRing([
      [0, 0],
      [2, 0],
      [2, 2],
      [1, 0],
      [0, 2],
      [0, 0],
    ]),
  ).toBe(false);
  expect(
    isSimpleRing([
      [0, 0],
      [1, 0],
      [1, 1],
      [2, 2],
      [1, 1],
      [0, 1],
      [0, 0],
    ]),
  ).toBe(false);
});

test('measures one degree of latitude as 111.32 km', () => {
  expect(planarMeters([121.5, 25], [121.5, 26])).toBeCloseTo(111_320, 3);
});
