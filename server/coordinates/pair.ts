import type { CoordinateSystem } from './coordinate-system.ts';
import { type NoPlace, type Place, placeAt } from './place.ts';

/**
 * The place of two bare numbers, in either order. Their range gives the order where one number is no latitude;
 * else China does, where every longitude (73°–136°) is greater than every latitude (3°–54°).
 */
export function placeOfPair(
  first: number,
  second: number,
  system: CoordinateSystem | 'UNKNOWN',
): Place | NoPlace {
  const lonLat = placeAt(first, second, system, 'numbers-lon-lat');
  const latLon = placeAt(second, first, system, 'numbers-lat-lon');
  if ('code' in lonLat && 'code' in latLon) {
    // No one writes thousands for degrees, but projected coordinates are copied all the time.
    return Math.abs(first) > 1_000 && Math.abs(second) > 1_000 ? { code: 'METERS' } : latLon;
  }
  if ('code' in lonLat || isInChina(second, first)) return latLon;
  if ('code' in latLon || isInChina(first, second)) return lonLat;
  return { code: 'AMBIGUOUS_ORDER' };
}

/** A generous box around China; whatever its shift, a place stays in it. */
function isInChina(lon: number, lat: number): boolean {
  return lon >= 73 && lon <= 136 && lat >= 3 && lat <= 54;
}
