import { describe, expect, test } from 'vitest';
import {
  chordSurelyWithin,
  longestSpan,
  toCartesian,
} from '../../../server/coverage/engine/ellipsoid.ts';
import { isWithinRadius } from '../../../server/coverage/engine/geodesic.ts';
import { destination, geodesicMeters } from '../../../server/coverage/engine/index.ts';

describe('the geodesic distance', () => {
  test.each([
    // One degree of the equator: a π / 180.
    ['a degree of the equator', [0, 0, 1, 0], 111_319.49079327357, 1e-8],
    // The quarter meridian of WGS 84: 10 001 965.7293 m (NIMA TR8350.2).
    ['equator to pole', [0, 0, 0, 90], 10_001_965.7293, 1e-4],
    // Flinders Peak to Buninyon, on GRS 80: 54 972.271 m (Geoscience Australia's worked example).
    [
      'Flinders Peak to Buninyon',
      [144.424867889, -37.951033417, 143.926495528, -37.652821139],
      54_972.271,
      1e-3,
    ],
    // GeographicLib's README: 19959679.267 m.
    ['Wellington to Salamanca', [174.81, -41.32, -5.5, 40.96], 19_959_679.267, 1e-3],
    // GeographicLib's test suite (geodesictest.js, testcases 1, 2 and 13).
    ['test case 1', [-139.44815, 35.60777, -69.95921, -11.17491], 8_935_244.56048183, 2e-8],
    ['test case 2', [106.05087, 55.52454, 197.18234, 77.03196], 4_105_086.171392441, 2e-8],
    ['test case 13', [-174.47484, -19.79938, -154.35109, -11.99349], 2_319_004.860116939, 2e-8],
  ] as const)('%s', (_name, [lon1, lat1, lon2, lat2], meters, precision) => {
    expect(Math.abs(geodesicMeters(lon1, lat1, lon2, lat2) - meters)).toBeLessThan(precision);
  });

  test('is zero between a position and itself, however its longitude is written', () => {
    expect(geodesicMeters(126.6, 45.8, 126.6, 45.8)).toBe(0);
    expect(geodesicMeters(180, 64, -180, 64)).toBe(0);
    expect(geodesicMeters(20, 90, -70, 90)).toBe(0);
  });

  test('is the same in both directions', () => {
    expect(geodesicMeters(126.6, 45.8, 126.62, 45.81)).toBe(
      geodesicMeters(126.62, 45.81, 126.6, 45.8),
    );
  });

  test('leads back to where a destination came from', () => {
    const [lon, lat] = destination(179.99, 64, 80, 2_000);
    expect(Math.abs(geodesicMeters(179.99, 64, lon, lat) - 2_000)).toBeLessThan(1e-7);
  });
});

describe('a radius', () => {
  test('is inclusive, with what two computations may differ by', () => {
    expect(isWithinRadius(2_000, 2_000)).toBe(true);
    expect(isWithinRadius(2_000.00000002, 2_000)).toBe(true);
    expect(isWithinRadius(2_000.0000001, 2_000)).toBe(false);
  });
});

describe('a chord', () => {
  test.each([1, 100, 1_000, 2_000, 10_000, 100_000])(
    'encloses a geodesic of %d m from both sides, at any latitude and in any direction',
    (meters) => {
      for (const lat of [0, 25, 45, 65, 85, 89.99, 90, -45, -90]) {
        for (let azimuth = 0; azimuth < 360; azimuth += 15) {
          const chord = chordBetween([179.99, lat], destination(179.99, lat, azimuth, meters));
          expect(chord).toBeLessThanOrEqual(meters + 1e-7);
          expect(longestSpan(chord)).toBeGreaterThanOrEqual(meters - 1e-7);
          expect(chordSurelyWithin(meters)).toBeLessThan(chord);
          // s³ / 24 ρ² apart, where ρ is the smallest radius of curvature, 6,335 km.
          expect(longestSpan(chord) - chord).toBeLessThan(
            (1.001 * meters ** 3) / 24 / 6.335e6 ** 2 + 1e-7,
          );
        }
      }
    },
  );

  test('leaves the exact geodesic a ring of 10 µm at 2 km and of 1.1 m at 100 km', () => {
    expect(2_000 - chordSurelyWithin(2_000)).toBeLessThan(1e-5);
    expect(100_000 - chordSurelyWithin(100_000)).toBeLessThan(1.1);
  });
});

function chordBetween(a: readonly [number, number], b: readonly [number, number]): number {
  const xyz = new Float64Array(6);
  toCartesian(...a, xyz, 0);
  toCartesian(...b, xyz, 3);
  return Math.hypot(...[0, 1, 2].map((i) => (xyz[i + 3] as number) - (xyz[i] as number)));
}
