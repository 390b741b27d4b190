import { E2, longestSpan, toCartesian } from './ellipsoid.ts';

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
const LARGE_DEGREES = 60;
/** Chords of a few nanometers are noise. */
const ROUNDING_METERS = 0.001;
/** Points looked at along every side of a box. */
const SAMPLES = 4;
/** No degree, of longitude or of latitude, is longer, in meters. */
const METERS_PER_DEGREE = 111_700;

/**
 * A circle that holds boxes of degrees, sides and all, and is not much larger than it must be: the sides
 * are sampled, and half the way between two samples is added. The whole Earth, if need be.
 */
export function enclosingCircle(boxes: readonly Box[]): Circle {
  const places = samplesOf(boxes);
  const middle = [0, 0, 0];
  for (let i = 0; i < places.length; i++) {
    middle[i % 3] = (middle[i % 3] as number) + (places[i] as number);
  }
  const [x, y, z] = middle as [number, number, number];
  const lon = (Math.atan2(y, x) / Math.PI) * 180;
  const lat = (Math.atan2(z, Math.hypot(x, y) * (1 - E2)) / Math.PI) * 180;
  const centre = new Float64Array(3);
  toCartesian(lon, lat, centre);
  let squared = 0;
  for (let i = 0; i < places.length; i += 3) {
    const dx = (places[i] as number) - (centre[0] as number);
    const dy = (places[i + 1] as number) - (centre[1] as number);
    const dz = (places[i + 2] as number) - (centre[2] as number);
    squared = Math.max(squared, dx * dx + dy * dy + dz * dz);
  }
  const longestSide = boxes.reduce(
    (longest, [west, south, east, north]) => Math.max(longest, east - west, north - south),
    0,
  );
  const between = (longestSide / SAMPLES) * METERS_PER_DEGREE;
  const meters = longestSpan(Math.sqrt(squared)) + between / 2 + ROUNDING_METERS;
  // Of very large boxes, what holds the sides need not hold what is between them.
  const isLarge = longestSide > LARGE_DEGREES || meters > ALL_METERS / 2;
  return { lon, lat, meters: isLarge ? ALL_METERS : meters };
}

/** Cartesian coordinates of points along the sides of the boxes. */
function samplesOf(boxes: readonly Box[]): Float64Array {
  const places = new Float64Array(boxes.length * (SAMPLES + 1) * 4 * 3);
  let at = 0;
  const add = (lon: number, lat: number): void => {
    toCartesian(lon, lat, places, at);
    at += 3;
  };
  for (const [west, south, east, north] of boxes) {
    for (let i = 0; i <= SAMPLES; i++) {
      const lon = west + ((east - west) * i) / SAMPLES;
      const lat = south + ((north - south) * i) / SAMPLES;
      add(lon, south);
      add(lon, north);
      add(west, lat);
      add(east, lat);
    }
  }
  return places;
}
