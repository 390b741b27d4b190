import { A, E2 } from './ellipsoid.ts';

const RADIANS = Math.PI / 180;

/** A parallel of latitude on WGS 84. */
export interface Parallel {
  /** Degrees. */
  readonly latitude: number;
  /** Distance from the Earth's axis, N cos φ, in meters. */
  readonly axisDistance: number;
  /** Height above the equator's plane in meters. */
  readonly z: number;
  /** Area per degree of latitude and of longitude, M N cos φ, up to a factor that is the same everywhere. */
  readonly areaElement: number;
}

/** The parallel at a latitude in degrees. */
export function parallelAt(latitude: number): Parallel {
  const sin = Math.sin(latitude * RADIANS);
  const cos = Math.cos(latitude * RADIANS);
  const w = 1 - E2 * sin * sin;
  const n = A / Math.sqrt(w);
  return { latitude, axisDistance: n * cos, z: n * (1 - E2) * sin, areaElement: cos / (w * w) };
}

/** A difference of longitudes, −180 ≤ … < 180. */
export function turned(degrees: number): number {
  return degrees - 360 * Math.floor((degrees + 180) / 360);
}
