/**
 * The WGS 84 ellipsoid, and the chord between two points of it as a fast, rigorous stand-in for the
 * geodesic distance.
 *
 * A point becomes Cartesian coordinates (x, y, z) in meters, once. The chord c between two points costs
 * three subtractions and three products, is the same at the equator, at the poles and across the 180°
 * meridian, and encloses the geodesic distance s from both sides:
 *
 *     c ≤ s ≤ 2 ρ asin(c / 2ρ),   ρ = b²/a, the smallest radius of curvature of the ellipsoid.
 *
 * The left side holds because nothing is shorter than a straight line; the right side is Schur's theorem
 * for curves (an arc whose curvature is at most 1/ρ spans a chord no shorter than that of a circle of
 * radius ρ), and a geodesic's curvature is the ellipsoid's normal curvature, which is at most 1/ρ. Both
 * sides differ by s³/24ρ²: 1 µm at 1 km, 8 µm at 2 km, 1 m at 100 km. So comparing chords decides almost
 * every question of "within the radius?", and only what falls between the two bounds needs the exact
 * geodesic.
 *
 * Sources: WGS 84 (NIMA TR8350.2); I. J. Schur 1921, after Chern, "Curves and surfaces in Euclidean
 * space" (1967), §5.
 */

/** Semi-major axis of WGS 84 in meters. */
export const A = 6_378_137;
/** Flattening of WGS 84. */
const F = 1 / 298.257223563;
/** Squared first eccentricity. */
export const E2 = F * (2 - F);
/** Semi-minor axis in meters. */
const B = A * (1 - F);
/** The smallest and the largest radius of curvature of the ellipsoid, in meters. */
export const RHO_MIN = (B * B) / A;
export const RHO_MAX = (A * A) / B;

/** Cartesian coordinates are rounded to about a nanometer; a thousand times that is safe. */
export const ROUNDING_METERS = 1e-6;

const RADIANS = Math.PI / 180;

/** Writes the Cartesian coordinates (meters) of a position in degrees into `out[offset … offset + 2]`. */
export function toCartesian(lon: number, lat: number, out: Float64Array, offset = 0): void {
  const sin = Math.sin(lat * RADIANS);
  const cos = Math.cos(lat * RADIANS);
  const n = A / Math.sqrt(1 - E2 * sin * sin);
  out[offset] = n * cos * Math.cos(lon * RADIANS);
  out[offset + 1] = n * cos * Math.sin(lon * RADIANS);
  out[offset + 2] = n * (1 - E2) * sin;
}

/** The longest chord (meters) that surely spans no more than `meters` along the geodesic. */
export function chordSurelyWithin(meters: number): number {
  // The bound speaks of less than half the way around; farther, leave all to the exact geodesic.
  if (meters > RHO_MIN) return 0;
  return 2 * RHO_MIN * Math.sin(meters / (2 * RHO_MIN)) - ROUNDING_METERS;
}

/** The longest geodesic distance (meters) that a chord can span. */
export function longestSpan(chord: number): number {
  return chord >= 2 * RHO_MIN
    ? Number.POSITIVE_INFINITY
    : 2 * RHO_MIN * Math.asin(chord / (2 * RHO_MIN));
}

/** The chord (meters) of a geodesic of middling curvature: right to 2 cm at 100 km, to 0.2 µm at 2 km. */
export function chordOf(meters: number): number {
  const rho = (RHO_MIN + RHO_MAX) / 2;
  return 2 * rho * Math.sin(Math.min(meters / (2 * rho), Math.PI / 2));
}
