import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { pauseMs } from '../../web/shared/pause.ts';

const LIMITS = { firstMs: 1_000, longestMs: 30_000 };

describe('the pause before something is tried again', () => {
  test.each([
    [1, 0, 500],
    [1, 1, 1_000],
    [2, 1, 2_000],
    [3, 0, 2_000],
    [5, 1, 16_000],
    [6, 1, 30_000],
    [600, 1, 30_000],
    [600, 0, 15_000],
  ])('after %i failures, with a chance of %i, is %i ms', (failures, random, ms) => {
    expect(pauseMs(failures, LIMITS, random)).toBe(ms);
  });

  it('never shrinks by more than chance, and stays within its limits', () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), chance, (failures, random) => {
        const pause = pauseMs(failures, LIMITS, random);
        expect(pause).toBeGreaterThanOrEqual(500);
        expect(pause).toBeLessThanOrEqual(30_000);
        expect(pauseMs(failures + 1, LIMITS, random)).toBeGreaterThanOrEqual(pause);
      }),
    );
  });
});
