import { destination } from './geodesic.ts';

type Ring = [lon: number, lat: number][];

/** Steps of a half circle; a circle has twice as many corners. 1 − cos(180° / 72) is a thousandth. */
const STEPS = 36;
/** Less than any degree of latitude spans. */
const SHORTEST_DEGREE_METERS = 110_500;
/** A circle that reaches farther north or south is no shape on a map of degrees. */
export const NORTHMOST = 89.9;

/** How many degrees of latitude a circle reaches, at most. */
export function reachNorth(meters: number): number {
  return meters / SHORTEST_DEGREE_METERS;
}

/** How many degrees of longitude a circle around a latitude reaches, at most. */
export function reachEast(lat: number, meters: number): number {
  const parallel = Math.min(NORTHMOST, Math.abs(lat) + reachNorth(meters));
  return reachNorth(meters) / Math.cos((parallel * Math.PI) / 180);
}

/**
 * All within `meters` of a position, as the coordinates of a multipolygon: 72 corners at exactly that geodesic
 * distance, counterclockwise, up to a thousandth of the radius missing halfway between them. It is cut at 180°
 * where it crosses it, and null where it reaches a pole.
 */
export function circleAround(lon: number, lat: number, meters: number): Ring[][] | null {
  if (Math.abs(lat) + reachNorth(meters) > NORTHMOST) return null;
  // From north to south; west is as east.
  const half = Array.from({ length: STEPS + 1 }, (_, i) =>
    destination(0, lat, (i * 180) / STEPS, meters),
  );
  const west = half.map(([east, north]): Ring[number] => [lon - east, north]);
  const east = half.map(([away, north]): Ring[number] => [lon + away, north]).reverse();
  const ring = [...west, ...east.slice(1, -1)];
  const reach = reachEast(lat, meters);
  if (Math.abs(lon) + reach < 180) return [[closed(ring)]];
  const away = lon > 0 ? -360 : 360;
  return [ring, ring.map(([x, y]): Ring[number] => [x + away, y])]
    .map((part) => cut(cut(part, 180, 1), -180, -1))
    .filter((part) => part.length > 2)
    .map((part) => [closed(part)]);
}

/** What of a ring lies on the inner side of a meridian: west of it (1) or east of it (−1). */
function cut(ring: Ring, meridian: number, side: 1 | -1): Ring {
  const isInside = ([x]: Ring[number]): boolean => (meridian - x) * side >= 0;
  return ring.flatMap((corner, i) => {
    const before = ring.at(i - 1) as Ring[number];
    const kept: Ring = isInside(corner) ? [corner] : [];
    if (isInside(corner) === isInside(before)) return kept;
    const share = (meridian - before[0]) / (corner[0] - before[0]);
    return [[meridian, before[1] + share * (corner[1] - before[1])], ...kept];
  });
}

function closed(ring: Ring): Ring {
  return [...ring, ring[0] as Ring[number]];
}
