import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Box,
  enclosingCircle,
  geodesicMeters,
} from '../../../server/coverage/engine/index.ts';

const box: fc.Arbitrary<Box> = fc
  .tuple(
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.double({ min: -90, max: 90, noNaN: true }),
    fc.double({ min: 0, max: 360, noNaN: true }),
    fc.double({ min: 0, max: 180, noNaN: true }),
    fc.constantFrom(1, 0.1, 0.001, 0),
  )
  .map(([west, south, width, height, scale]) => [
    west,
    south,
    Math.min(180, west + width * scale),
    Math.min(90, south + height * scale),
  ]);

test('a circle around boxes holds every point of them', () => {
  fc.assert(
    fc.property(
      fc.array(box, { minLength: 1, maxLength: 4 }),
      fc.array(
        fc.tuple(
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
        ),
        {
          minLength: 8,
          maxLength: 8,
        },
      ),
      (boxes, shares) => {
        const { lon, lat, meters } = enclosingCircle(boxes);
        for (const [west, south, east, north] of boxes) {
          for (const [x, y] of shares) {
            const there = [west + (east - west) * x, south + (north - south) * y] as const;
            expect(geodesicMeters(lon, lat, ...there)).toBeLessThanOrEqual(meters);
          }
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a circle around a small box is small', () => {
  const { meters } = enclosingCircle([[121.5, 25, 121.51, 25.01]]);
  expect(meters).toBeLessThan(1_000);
});
