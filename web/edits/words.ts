import { geodesicMeters } from '../../server/coverage/engine/index.ts';
import { formatNumber } from '../i18n/numbers.ts';
import type { Language, Position } from '../view/view.ts';

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

/** A distance as people say it: decimals below 10 m, kilometers from 10 km on. */
export function formatMeters(meters: number, language: Language): string {
  if (meters >= 10_000) return `${formatNumber(meters / 1_000, language, 1)} km`;
  return `${formatNumber(meters, language, meters < 10 ? 1 : 0)} m`;
}
