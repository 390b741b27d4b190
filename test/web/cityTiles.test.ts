import { expect, test } from 'vitest';
import { cityTiles } from '../../web/map/cityTiles.ts';

/** Taipei. The numbers of the tiles are those of the OpenStreetMap wiki's formula. */
const TAIPEI: [number, number, number, number] = [121.457, 24.96, 121.666, 25.211];

test('a city is covered by the deepest tiles that are few enough', () => {
  expect(cityTiles(TAIPEI, 4, 16)).toEqual([
    { z: 10, x: 857, y: 437 },
    { z: 10, x: 857, y: 438 },
    { z: 10, x: 858, y: 437 },
    { z: 10, x: 858, y: 438 },
  ]);
  expect(cityTiles(TAIPEI, 9, 16).every(({ z }) => z === 11)).toBe(true);
});

test('a place is covered by one tile of the deepest zoom allowed', () => {
  expect(cityTiles([121.5, 25, 121.5, 25], 9, 16)).toHaveLength(1);
  expect(cityTiles([121.5, 25, 121.5, 25], 9, 16)[0]?.z).toBe(16);
});

test('the world is one tile, also beyond the poles of the map', () => {
  expect(cityTiles([-180, -90, 180, 90], 1, 16)).toEqual([{ z: 0, x: 0, y: 0 }]);
  expect(cityTiles([-180, -90, 180, 90], 4, 16)).toHaveLength(4);
});
