import { describe, expect, it } from 'vitest';
import { geodesicMeters } from '../../server/coverage/engine/geodesic.ts';
import { circleAround } from '../../web/map/circle.ts';

describe('the drawn circle', () => {
  it.each([
    ['Taipei', [121.5355, 25.0333], 2000],
    ['Harbin', [126.53, 45.8], 1000],
    ['the equator', [100, 0], 10_000],
  ] as const)('lies within 0.1 %% of the geodesic radius at %s', (_, [lon, lat], radius) => {
    const [ring = []] = circleAround([lon, lat], radius).coordinates;
    expect(ring).toHaveLength(97);
    expect(ring[0]).toEqual(ring[96]);
    for (const [x = 0, y = 0] of ring) {
      expect(Math.abs(geodesicMeters(lon, lat, x, y) - radius)).toBeLessThan(radius / 1000);
    }
  });
});
