import { longestSpan, toCartesian } from './ellipsoid.ts';

/** A circle on WGS 84: everything within geodesic `meters` of a position in degrees. */
export interface Circle {
  readonly lon: number;
  readonly lat: number;
  readonly meters: number;
}

/** West, south, east, north in degrees. */
export type Box = readonly [west: number, south: number, east: number, north: number];

/** Farther than any two points of the ellipsoid are apart, in meters. */
const ALL_METERS = 20_100_000;
/** Points looked at along every side of the box. */
const SAMPLES = 32;
/** No degree, of longitude or of latitude, is longer, in meters. */
const METERS_PER_DEGREE = 111_700;

/**
 * A circle that holds a box of degrees, sides and all, and is not much larger than it must be: its sides
 * are sampled, and half the way between two samples is added. The whole Earth, if need be.
 */
export function enclosingCircle([west, south, east, north]: Box): Circle {
  const corners: [lon: number, lat: number][] = [];
  for (let i = 0; i <= SAMPLES; i++) {
    const lon = west + ((east - west) * i) / SAMPLES;
    const lat = south + ((north - south) * i) / SAMPLES;
    corners.push([lon, south], [lon, north], [west, lat], [east, lat]);
  }
  const here = new Float64Array(3);
  const middle = [0, 0, 0];
  for (const [lon, lat] of corners) {
    toCartesian(lon, lat, here);
    for (let k = 0; k < 3; k++) middle[k] = (middle[k] as number) + (here[k] as number);
  }
  const [x, y, z] = middle as [number, number, number];
  const lon = (Math.atan2(y, x) / Math.PI) * 180;
  const lat = (Math.atan2(z, Math.hypot(x, y)) / Math.PI) * 180;
  const centre = new Float64Array(3);
  toCartesian(lon, lat, centre);
  let chord = 0;
  for (const [lon, lat] of corners) {
    toCartesian(lon, lat, here);
    const [dx, dy, dz] = [0, 1, 2].map((k) => (here[k] as number) - (centre[k] as number));
    chord = Math.max(chord, Math.hypot(dx as number, dy as number, dz as number));
  }
  const between = (Math.max(east - west, north - south) / SAMPLES) * METERS_PER_DEGREE;
  const meters = longestSpan(chord) + between / 2;
  // Beyond a quarter of the way around, what holds the sides need not hold what is between them.
  return { lon, lat, meters: meters < ALL_METERS / 2 ? meters : ALL_METERS };
}
