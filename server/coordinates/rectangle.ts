import type { Position } from './coordinate-system.ts';

/**
 * The rectangle around China inside of which the public formula of GCJ-02 shifts coordinates; outside it
 * changes nothing. Degrees.
 */
const WEST = 72.004;
const SOUTH = 0.8293;
const EAST = 137.8347;
const NORTH = 55.8271;

/**
 * Width of the band along the inner edge of the rectangle in which the shift fades to nothing, in degrees.
 *
 * The public formula shifts in full up to the edge and then not at all. There it is no longer one-to-one:
 * a strip outside is the image of two places, a strip inside of none, and going forth and back would move
 * points by a kilometer. With a shift that fades, the rectangle is mapped onto itself, every place has
 * exactly one image, and outside nothing ever changes. China ends 0.9° or more before the band
 * begins (73.4° and 135.1° E, 53.6° N, 3.4° N), so no real GCJ-02 coordinate is affected; those that are lie in
 * Central Asia, Siberia, Japan and Borneo, where map services do not shift at all.
 */
const BAND = 0.5;

/** How much of the shift applies at a position: 1 in China, 0 outside the rectangle, between in the band. */
export function shareOfShift([lon, lat]: Position): number {
  const inside = Math.min(lon - WEST, EAST - lon, lat - SOUTH, NORTH - lat);
  return Math.min(1, Math.max(0, inside / BAND));
}

/** Whether a position lies where coordinates may be shifted, so that one must know their system. */
export function mayBeShifted(position: Position): boolean {
  return shareOfShift(position) > 0;
}
