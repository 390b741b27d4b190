import { describe, expect, test } from 'vitest';
import { circleAround, geodesicMeters } from '../../../server/coverage/engine/index.ts';

describe('a circle for maps', () => {
  test.each([
    [121.55, 25.05, 2_000],
    [0, 0, 100_000],
    [126.6, -89, 50_000],
    [-179.5, 60, 1],
  ])('around %d, %d has all corners at %d meters, counterclockwise', (lon, lat, meters) => {
    const [[ring = []] = []] = circleAround(lon, lat, meters) ?? [];
    expect(ring).toHaveLength(73);
    expect(ring.at(-1)).toEqual(ring[0]);
    let doubleArea = 0;
    for (const [i, [x, y]] of ring.entries()) {
      expect(geodesicMeters(lon, lat, x, y)).toBeCloseTo(meters, 6);
      const [a, b] = ring[i + 1] ?? [x, y];
      doubleArea += (x - lon) * (b - lat) - (a - lon) * (y - lat);
    }
    expect(doubleArea).toBeGreaterThan(0);
  });

  test.each([179.995, -179.995, 180, -180])('around %d is cut at 180°', (lon) => {
    const parts = circleAround(lon, 10, 2_000) ?? [];
    const edges = parts.map(([ring = []]) => ring.map(([x]) => x));
    expect(edges.map((xs) => Math.abs(Math.round(Math.min(...xs))))).toEqual([180, 180]);
    expect(edges.flat().filter((x) => Math.abs(x) === 180).length).toBeGreaterThanOrEqual(4);
    expect(edges.flat().every((x) => Math.abs(x) <= 180)).toBe(true);
    expect(parts.every(([ring]) => ring?.[0]?.join() === ring?.at(-1)?.join())).toBe(true);
  });

  test('that reaches a pole is no shape', () => {
    expect(circleAround(0, 89.99, 2_000)).toBeNull();
    expect(circleAround(0, -89, 200_000)).toBeNull();
  });
});
