import { describe, expect, it } from 'vitest';
import { geodesicMeters } from '../../../server/coverage/engine/geodesic.ts';
import { circleAround } from '../../../web/stage/circle.ts';

describe('the drawn circle', () => {
  it.each([
    ['Taipei', [121.5355, 25.0333], 2_000, 0.0001],
    ['Harbin', [126.53, 45.8], 1_000, 0.0001],
    ['the equator', [100, 0], 10_000, 0.001],
  ] as const)('lies near the geodesic radius at %s', (_, [lon, lat], radius, share) => {
    const [ring = []] = circleAround([lon, lat], radius).coordinates;
    expect(ring).toHaveLength(97);
    expect(ring[0]).toEqual(ring[96]);
    for (const [x = 0, y = 0] of ring) {
      expect(Math.abs(geodesicMeters(lon, lat, x, y) - radius)).toBeLessThan(radius * share);
    }
  });
});
