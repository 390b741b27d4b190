import type { BBox } from './geo-input.ts';

/** Meters of a degree of latitude are never fewer: the meridian of WGS 84 is most curved at the equator. */
const METERS_PER_DEGREE_NORTH = 110_574;
/** Meters of a degree of longitude at the equator of WGS 84; at a latitude they are at least this × its cosine. */
const METERS_PER_DEGREE_EAST = 111_319;

/**
 * Boxes in degrees on WGS 84 that together hold everything within so many geodesic meters of a box, and maybe
 * a little more: one, or two where it reaches across 180°; all around where it reaches a pole.
 */
export function boxesAround([west, south, east, north]: BBox, meters: number): BBox[] {
  const degreesNorth = meters / METERS_PER_DEGREE_NORTH;
  const [bottom, top] = [south - degreesNorth, north + degreesNorth];
  const latitudes = [Math.max(-90, bottom), Math.min(90, top)] as const;
  const widest = Math.max(Math.abs(bottom), Math.abs(top));
  const cosine = Math.cos((widest * Math.PI) / 180);
  const degreesEast = widest < 90 ? meters / (METERS_PER_DEGREE_EAST * cosine) : 360;
  const [left, right] = [west - degreesEast, east + degreesEast];
  const boxOf = (from: number, to: number): BBox => [from, latitudes[0], to, latitudes[1]];
  if (right - left >= 360) return [boxOf(-180, 180)];
  if (left < -180) return [boxOf(-180, right), boxOf(left + 360, 180)];
  if (right > 180) return [boxOf(left, 180), boxOf(-180, right - 360)];
  return [boxOf(left, right)];
}
