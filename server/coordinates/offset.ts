import geodesic from 'geographiclib-geodesic';
import { toWgs84 } from './convert.ts';
import type { CoordinateSystem, Position } from './coordinate-system.ts';

const { WGS84, DISTANCE, AZIMUTH } = geodesic.Geodesic;

const DIRECTIONS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;
/** One of the eight points of the compass. */
export type Direction = (typeof DIRECTIONS)[number];

/** How far, and which way, a place would be misplaced. */
export interface Offset {
  /** Geodesic meters on WGS 84. */
  readonly meters: number;
  /** Direction from the true place to the wrong one: degrees from north, clockwise, 0 ≤ b < 360. */
  readonly bearingDegrees: number;
  /** The same as the nearest of eight points of the compass; undefined when nothing is misplaced. */
  readonly direction: Direction | undefined;
}

/**
 * Where coordinates of a system would end up if they were taken as WGS 84, seen from where they really
 * are: "about 530 m to the south-east". Degrees in. Nothing for WGS 84 and outside China.
 */
export function offsetMeters(system: CoordinateSystem, position: Position): Offset {
  const [lon, lat] = toWgs84(system, position);
  if (lon === position[0] && lat === position[1])
    return { meters: 0, bearingDegrees: 0, direction: undefined };
  const line = WGS84.Inverse(lat, lon, position[1], position[0], DISTANCE | AZIMUTH);
  const bearingDegrees = ((line.azi1 as number) + 360) % 360;
  const direction = DIRECTIONS[Math.round(bearingDegrees / 45) % 8];
  return { meters: line.s12 as number, bearingDegrees, direction };
}
