import { geodesicMeters } from '../../server/coverage/engine/index.ts';
import type { Position } from '../view/view.ts';

const DIRECTIONS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;
const RADIANS = Math.PI / 180;

/** Geodesic distance between two places, in meters. */
export function metersBetween([lon, lat]: Position, [toLon, toLat]: Position): number {
  return lon === toLon && lat === toLat ? 0 : geodesicMeters(lon, lat, toLon, toLat);
}

/** In which of eight directions a place lies from another. */
export function directionTo(from: Position, to: Position): (typeof DIRECTIONS)[number] {
  const east = (to[0] - from[0]) * Math.cos(((from[1] + to[1]) / 2) * RADIANS);
  const angle = Math.atan2(east, to[1] - from[1]) / RADIANS;
  return DIRECTIONS[Math.round(((angle + 360) % 360) / 45) % 8] as (typeof DIRECTIONS)[number];
}
