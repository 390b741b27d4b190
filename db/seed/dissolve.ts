import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import { type Ring, signedArea } from './rings.ts';

const key = ([lon, lat]: Position): string => `${lon} ${lat}`;

/**
 * Unites polygons that share edges vertex by vertex: an edge that two of them walk in opposite
 * directions is inside and falls away, the rest are the outline. Exact (no position is computed),
 * so that outlines of neighbouring unions meet without gap or overlap. Polygons must be wound as
 * RFC 7946 wants and must not overlap.
 */
export function dissolve(polygons: readonly Polygon[]): MultiPolygon {
  const edges = outlineEdges(polygons);
  const rings = [...walk(edges)].flatMap(splitAtRepeats);
  const outers = rings.filter((ring) => signedArea(ring) > 0).sort(byFirstPosition);
  const holes = rings.filter((ring) => signedArea(ring) < 0).sort(byFirstPosition);
  const coordinates = outers.map((outer) => [outer]);
  for (const hole of holes) {
    // Outers never nest unless one lies in another's hole: the smallest one around the hole owns it.
    const around = coordinates.filter(([outer]) => outer && holds(outer, hole));
    around.sort(([a], [b]) => signedArea(a ?? []) - signedArea(b ?? []));
    around[0]?.push(hole);
  }
  return { type: 'MultiPolygon', coordinates };
}

function outlineEdges(polygons: readonly Polygon[]): Map<string, [Position, Position]> {
  const edges = new Map<string, [Position, Position]>();
  for (const ring of polygons.flatMap((polygon) => polygon.coordinates)) {
    for (let i = 1; i < ring.length; i++) {
      const [from, to] = [ring[i - 1], ring[i]];
      if (!from || !to) continue;
      if (!edges.delete(`${key(to)} ${key(from)}`))
        edges.set(`${key(from)} ${key(to)}`, [from, to]);
    }
  }
  return edges;
}

/** Rings of an outline. Where several edges leave a position, the one beside the same interior. */
function* walk(edges: Map<string, [Position, Position]>): Generator<Ring> {
  const leaving = new Map<string, Position[]>();
  for (const [from, to] of edges.values()) {
    leaving.set(key(from), [...(leaving.get(key(from)) ?? []), to]);
  }
  for (const [start] of edges.values()) {
    let back: Position | undefined;
    let at = start;
    const ring: Ring = [];
    while (leaving.get(key(at))?.length) {
      const choices = leaving.get(key(at)) ?? [];
      const next = back ? firstClockwise(at, back, choices) : choices[0];
      if (!next) break;
      choices.splice(choices.indexOf(next), 1);
      ring.push(at);
      back = at;
      at = next;
    }
    if (ring.length > 0) yield [...ring, start];
  }
}

function firstClockwise(at: Position, back: Position, choices: Position[]): Position | undefined {
  const angle = (to: Position): number =>
    Math.atan2((to[1] ?? 0) - (at[1] ?? 0), (to[0] ?? 0) - (at[0] ?? 0));
  const turn = (to: Position): number => {
    const clockwise = (angle(back) - angle(to)) % (2 * Math.PI);
    return clockwise > 0 ? clockwise : clockwise + 2 * Math.PI;
  };
  return choices.toSorted((a, b) => turn(a) - turn(b))[0];
}

/** A ring that touches itself at a position is several rings: a pinched outline, or a hole. */
function splitAtRepeats(ring: Ring): Ring[] {
  const rings: Ring[] = [];
  const open: Position[] = [];
  const seen = new Map<string, number>();
  for (const position of ring) {
    const first = seen.get(key(position));
    if (first !== undefined) {
      const loop = open.splice(first);
      for (const passed of loop) seen.delete(key(passed));
      rings.push([...loop, position]);
    }
    seen.set(key(position), open.length);
    open.push(position);
  }
  return rings;
}

/** A ring may touch the hole at positions, never along an edge: the middle of an edge decides. */
function holds(outer: Ring, hole: Ring): boolean {
  const [[ax = 0, ay = 0] = [], [bx = 0, by = 0] = []] = hole;
  return booleanPointInPolygon([(ax + bx) / 2, (ay + by) / 2], {
    type: 'Polygon',
    coordinates: [outer],
  });
}

function byFirstPosition([a = []]: Ring, [b = []]: Ring): number {
  return (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0);
}
