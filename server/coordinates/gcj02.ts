import type { Position } from './coordinate-system.ts';

/** Krasovsky's ellipsoid of 1940, which GCJ-02 is computed on: semi-major axis in meters, e². */
const A = 6_378_245;
const E2 = 0.006_693_421_622_965_823;
/** Where the formula has its origin, degrees. */
const ORIGIN_LON = 105;
const ORIGIN_LAT = 35;

const { PI, abs, cos, sin, sqrt } = Math;

/**
 * What the public formula of GCJ-02 adds to a WGS 84 position, in degrees; up to about 0.011. It knows no
 * rectangle, so that it is smooth everywhere ({@link shareOfShift} says where it applies).
 *
 * The formula was never published by those who made it. This one is what everyone uses; AMap's own
 * service differs from it by some centimeters.
 * @source eviltransform, gcoord (the tests compare with the latter)
 */
export function gcj02Shift([lon, lat]: Position): Position {
  const x = lon - ORIGIN_LON;
  const y = lat - ORIGIN_LAT;
  const common = (2 / 3) * (20 * sin(6 * x * PI) + 20 * sin(2 * x * PI));
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * sqrt(abs(x)) +
    common +
    (2 / 3) * (20 * sin(x * PI) + 40 * sin((x / 3) * PI)) +
    (2 / 3) * (150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI));
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * sqrt(abs(x)) +
    common +
    (2 / 3) * (20 * sin(y * PI) + 40 * sin((y / 3) * PI)) +
    (2 / 3) * (160 * sin((y / 12) * PI) + 320 * sin((y / 30) * PI));
  // From meters to degrees by the radii of curvature of the ellipsoid.
  const phi = (lat / 180) * PI;
  const w = 1 - E2 * sin(phi) ** 2;
  const parallelRadius = (A / sqrt(w)) * cos(phi);
  const meridianRadius = (A * (1 - E2)) / (w * sqrt(w));
  return [(east * 180) / (parallelRadius * PI), (north * 180) / (meridianRadius * PI)];
}
