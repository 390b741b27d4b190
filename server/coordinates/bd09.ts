import type { Position } from './coordinate-system.ts';

const FREQUENCY = (Math.PI * 3000) / 180;

/**
 * What Baidu's formula adds to a GCJ-02 position to make it BD-09, in degrees; up to about 0.009.
 * @source Baidu's map script, by way of eviltransform and gcoord (the tests compare with the latter)
 */
export function bd09Shift([lon, lat]: Position): Position {
  const radius = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * FREQUENCY);
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * FREQUENCY);
  return [radius * Math.cos(angle) + 0.0065 - lon, radius * Math.sin(angle) + 0.006 - lat];
}
