import type { Polygon, Position } from 'geojson';

/** A closed ring of positions `[lon, lat]`: the last repeats the first. */
export type Ring = Position[];

const METERS_PER_DEGREE = 111_320;

/** The position rounded to 6 decimals of a degree, about 0.1 m. */
export function round6([lon = 0, lat = 0]: Position): [number, number] {
  return [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
}

/** Area of a closed ring in square degrees; positive when it runs counter-clockwise. */
export function signedArea(ring: Ring): number {
  const [x0 = 0, y0 = 0] = ring[0] ?? [];
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax = 0, ay = 0] = ring[i - 1] ?? [];
    const [bx = 0, by = 0] = ring[i] ?? [];
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return sum / 2;
}

/** Planar distance in meters on a local plane: for comparing short distances, not for verdicts. */
export function planarMeters([ax = 0, ay = 0]: Position, [bx = 0, by = 0]: Position): number {
  const shrink = Math.cos((((ay + by) / 2) * Math.PI) / 180);
  return Math.hypot((ax - bx) * shrink, ay - by) * METERS_PER_DEGREE;
}

/** The ring without repeated positions and without spikes (a line out and back on itself). */
export function cleanRing(ring: Ring): Ring {
  const open: Position[] = [];
  for (const position of ring.slice(0, -1)) {
    if (same(open.at(-1), position)) continue;
    if (same(open.at(-2), position)) open.pop();
    else open.push(position);
  }
  while (open.length > 2) {
    if (same(open[0], open.at(-1))) open.pop();
    else if (same(open[1], open.at(-1))) open.shift();
    else if (same(open[0], open.at(-2))) open.pop();
    else break;
  }
  return open[0] ? [...open, open[0]] : [];
}

/** The polygon with clean rings, wound as RFC 7946 wants: outer counter-clockwise, holes clockwise. */
export function cleanPolygon(polygon: Polygon): Polygon {
  const coordinates = polygon.coordinates.map(cleanRing).map((ring, i) => wind(ring, i === 0));
  return { type: 'Polygon', coordinates };
}

function wind(ring: Ring, counterClockwise: boolean): Ring {
  return signedArea(ring) > 0 === counterClockwise ? ring : ring.toReversed();
}

/** Whether a closed ring has an area and neither crosses nor touches itself. */
export function isSimpleRing(ring: Ring): boolean {
  const n = ring.length - 1;
  if (n < 3 || !same(ring[0], ring[n])) return false;
  const corner = (i: number): Position => ring[i % n] ?? [];
  for (let i = 0; i < n; i++) {
    if (doublesBack(corner(i), corner(i + 1), corner(i + 2))) return false;
    for (let j = i + 2; j < n; j++) {
      const closesRing = i === 0 && j === n - 1;
      if (!closesRing && segmentsMeet(corner(i), corner(i + 1), corner(j), corner(j + 1)))
        return false;
    }
  }
  return true;
}

function doublesBack(from: Position, at: Position, to: Position): boolean {
  return turn(from, at, to) === 0 && (within(from, at, to) || within(to, at, from));
}

function segmentsMeet(a: Position, b: Position, c: Position, d: Position): boolean {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (abc * abd < 0 && cda * cdb < 0) return true;
  return (
    (abc === 0 && within(a, b, c)) ||
    (abd === 0 && within(a, b, d)) ||
    (cda === 0 && within(c, d, a)) ||
    (cdb === 0 && within(c, d, b))
  );
}

/** Sign of the turn a → b → c, exact for positions of 6 decimals: they are compared as integers. */
function turn(a: Position, b: Position, c: Position): number {
  const micro = (value = 0): number => Math.round(value * 1e6);
  const [ax, ay] = [micro(a[0]), micro(a[1])];
  const [ux, uy] = [micro(b[0]) - ax, micro(b[1]) - ay];
  const [vx, vy] = [micro(c[0]) - ax, micro(c[1]) - ay];
  return Math.sign(ux * vy - uy * vx);
}

function within(a: Position, b: Position, p: Position): boolean {
  const [ax = 0, ay = 0] = a;
  const [bx = 0, by = 0] = b;
  const [px = 0, py = 0] = p;
  return (
    px >= Math.min(ax, bx) &&
    px <= Math.max(ax, bx) &&
    py >= Math.min(ay, by) &&
    py <= Math.max(ay, by)
  );
}

/** Whether two positions are equal, to the last digit. */
function same(a: Position | undefined, b: Position | undefined): boolean {
  return a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1];
}
