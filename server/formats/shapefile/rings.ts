import type { Geometry, Position } from 'geojson';
import { bad } from '../geometry-value.ts';

type Ring = Position[];

/** Limit on comparisons of positions with edges, so that no shape occupies the hub for long. */
const MOST_STEPS = 20_000_000;

/**
 * Twice the area of a ring, positive where it runs counterclockwise. Relative to its first position, as
 * eastings of eight digits would lose the small areas.
 */
export function doubleArea(ring: Ring): number {
  const [x0, y0] = ring[0] as [number, number];
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1] as [number, number];
    const [bx, by] = ring[i] as [number, number];
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return sum;
}

/**
 * The rings of a Shapefile's polygon as GeoJSON: outer rings run clockwise there, holes counterclockwise
 * and anywhere in the list; here the other way round, every hole behind the ring that it lies in.
 */
export function polygonsOf(rings: readonly Ring[]): Geometry | null {
  const outers: Ring[][] = [];
  const holes: Ring[] = [];
  for (const ring of rings.filter((each) => each.length > 0)) {
    const turned = ring.toReversed();
    if (doubleArea(turned) > 0) outers.push([turned]);
    else holes.push(turned);
  }
  const budget = { steps: MOST_STEPS };
  for (const hole of holes) {
    const around =
      outers.length === 1
        ? outers[0]
        : outers.find(([outer]) => contains(outer as Ring, hole, budget));
    // A hole in nothing is an outer ring that runs the wrong way.
    if (around) around.push(hole);
    else outers.push([hole.toReversed()]);
  }
  if (outers.length === 0) return null;
  return outers.length === 1
    ? { type: 'Polygon', coordinates: outers[0] as Ring[] }
    : { type: 'MultiPolygon', coordinates: outers };
}

/** Whether a ring lies in another one, by its first position that is not on that one's edge. */
function contains(outer: Ring, inner: Ring, budget: { steps: number }): boolean {
  for (const position of inner) {
    budget.steps -= outer.length;
    if (budget.steps < 0) throw bad('The polygon has too many holes; divide it.');
    const side = sideOf(outer, position);
    if (side !== 0) return side > 0;
  }
  return true;
}

/** 1 in the ring, −1 outside, 0 on its edge. */
function sideOf(ring: Ring, [x, y]: Position): -1 | 0 | 1 {
  let isInside = false;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1] as [number, number];
    const [bx, by] = ring[i] as [number, number];
    const cross = (bx - ax) * ((y as number) - ay) - (by - ay) * ((x as number) - ax);
    const isBeside = (ay as number) > (y as number) !== by > (y as number);
    if (cross === 0 && between(x as number, ax, bx) && between(y as number, ay, by)) return 0;
    if (isBeside && cross > 0 === by > ay) isInside = !isInside;
  }
  return isInside ? 1 : -1;
}

function between(value: number, a: number, b: number): boolean {
  return value >= Math.min(a, b) && value <= Math.max(a, b);
}
