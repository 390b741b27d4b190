import { A, chordOf, E2, toCartesian } from './ellipsoid.ts';
import { geodesicMeters } from './geodesic.ts';
import { PointIndex } from './point-index.ts';

/** Rings of polygons as in GeoJSON: `[polygon][ring][position][lon, lat]`, degrees. */
export type MultiPolygonCoordinates = readonly (readonly (readonly (readonly number[])[])[])[];

const RADIANS = Math.PI / 180;
/** Bands that a polygon is cut into, besides the cuts at its vertices and at the tops of circles. */
const BANDS = 96;
/** Gauss–Legendre nodes and weights on [−1, 1], three points: exact for polynomials of degree five. */
const NODES = [-Math.sqrt(0.6), 0, Math.sqrt(0.6)];
const WEIGHTS = [5 / 9, 8 / 9, 5 / 9];
/** Circles are thinned to those whose centers lie this close (times the radius) to the polygon. */
const NEAR = 1.01;

/**
 * The share (0–1) of a polygon's area that lies within `radiusMeters` of any of the points.
 *
 * The area is summed up along parallels. At a latitude φ both the polygon and a circle of radius r are
 * sets of intervals of longitude: the polygon's by its edges (straight in longitude and latitude), the
 * circle's in closed form, since on the ellipsoid, with p = N cos φ the distance from the axis,
 *
 *     chord² = p² + p₀² − 2 p p₀ cos Δλ + (z − z₀)²
 *
 * and the chord of a radius is known (`chordOf`). Their intersection, times M N cos φ (the ellipsoid's
 * element of area), is integrated over φ by Gauss–Legendre quadrature between all latitudes where it has
 * a kink: vertices, and the northern and southern ends of circles. No shape is ever built or clipped.
 *
 * The error against PostGIS (union of geodesic buffers, intersected) stays below 2·10⁻⁵ of the area.
 */
export function coveredAreaShare(
  polygons: MultiPolygonCoordinates,
  points: PointIndex,
  lon: Float64Array,
  lat: Float64Array,
  radiusMeters: number,
): number {
  const shape = new Shape(polygons);
  if (shape.isEmpty) return 0;
  const near = shape.circlesInReach(points, lon, lat, radiusMeters);
  if (near.length === 0) return 0;
  if (near.some((i) => shape.liesWithin(lon[i] as number, lat[i] as number, radiusMeters)))
    return 1;
  const circles = near.map(
    (i) => new Circle(lon[i] as number, lat[i] as number, radiusMeters, shape.meridian),
  );
  let covered = 0;
  let whole = 0;
  const cuts = shape.cuts(circles);
  for (let i = 1; i < cuts.length; i++) {
    const [low, high] = [cuts[i - 1] as number, cuts[i] as number];
    for (const [k, node] of NODES.entries()) {
      const latitude = (low + high) / 2 + ((high - low) / 2) * node;
      const weight = (WEIGHTS[k] as number) * (high - low) * areaElement(latitude);
      const intervals = shape.intervalsAt(latitude);
      whole += weight * lengthOf(intervals);
      covered += weight * lengthOfIntersection(intervals, unionAt(circles, latitude));
    }
  }
  return whole === 0 ? 0 : Math.min(1, covered / whole);
}

/** A polygon in degrees, its longitudes counted from a meridian of its own. */
class Shape {
  /** Longitude that the others are counted from, so that a shape across 180° is in one piece. */
  readonly meridian: number;
  /** Edges that are not level: `[lon, lat, lon, lat]` from south to north. */
  readonly #edges: [number, number, number, number][] = [];
  readonly #vertices: [number, number][] = [];
  #south = 90;
  #north = -90;
  #west = 180;
  #east = -180;

  constructor(polygons: MultiPolygonCoordinates) {
    this.meridian = polygons[0]?.[0]?.[0]?.[0] ?? 0;
    for (const ring of polygons.flat()) {
      for (let i = 1; i < ring.length; i++) {
        const [a, b] = [this.#place(ring[i - 1]), this.#place(ring[i])];
        this.#vertices.push(a);
        if (a[1] < b[1]) this.#edges.push([...a, ...b]);
        if (a[1] > b[1]) this.#edges.push([...b, ...a]);
      }
    }
    for (const [x, y] of this.#vertices) {
      this.#south = Math.min(this.#south, y);
      this.#north = Math.max(this.#north, y);
      this.#west = Math.min(this.#west, x);
      this.#east = Math.max(this.#east, x);
    }
  }

  get isEmpty(): boolean {
    return this.#edges.length === 0;
  }

  #place(position: readonly number[] | undefined): [number, number] {
    const [lon, lat] = position as [number, number];
    return [turned(lon - this.meridian), lat];
  }

  /** Points whose circle may touch the shape, by a circle around it. */
  circlesInReach(
    points: PointIndex,
    lon: Float64Array,
    lat: Float64Array,
    radiusMeters: number,
  ): number[] {
    const x = (this.#west + this.#east) / 2 + this.meridian;
    const y = (this.#south + this.#north) / 2;
    let reach = 0;
    for (const [vx, vy] of this.#vertices) {
      reach = Math.max(reach, geodesicMeters(x, y, vx + this.meridian, vy));
    }
    const found: number[] = [];
    points.forEachWithin(x, y, (reach + radiusMeters) * NEAR, (i) => {
      found.push(i);
    });
    // The nearest first: it is the likeliest to hold the whole shape.
    return found.sort(
      (a, b) =>
        Math.hypot(turned((lon[a] as number) - x), (lat[a] as number) - y) -
        Math.hypot(turned((lon[b] as number) - x), (lat[b] as number) - y),
    );
  }

  /** Whether all of the shape lies within the radius: a circle is convex, so its vertices tell. */
  liesWithin(lon: number, lat: number, radiusMeters: number): boolean {
    return this.#vertices.every(
      ([x, y]) => geodesicMeters(lon, lat, x + this.meridian, y) <= radiusMeters,
    );
  }

  /** Latitudes between which nothing has a kink, in order. */
  cuts(circles: readonly Circle[]): number[] {
    const cuts = this.#vertices.map(([, y]) => y);
    for (const { south, north } of circles) cuts.push(south, north);
    for (let i = 0; i <= BANDS; i++) {
      cuts.push(this.#south + ((this.#north - this.#south) * i) / BANDS);
    }
    const inside = cuts.filter((y) => y >= this.#south && y <= this.#north);
    return [...new Set(inside)].sort((a, b) => a - b);
  }

  /** Intervals of longitude inside the shape at a latitude that is no vertex's: even–odd over all rings. */
  intervalsAt(latitude: number): Interval[] {
    const crossings: number[] = [];
    for (const [x1, y1, x2, y2] of this.#edges) {
      if (y1 <= latitude && latitude < y2) {
        crossings.push(x1 + ((x2 - x1) * (latitude - y1)) / (y2 - y1));
      }
    }
    crossings.sort((a, b) => a - b);
    const intervals: Interval[] = [];
    for (let i = 1; i < crossings.length; i += 2) {
      intervals.push([crossings[i - 1] as number, crossings[i] as number]);
    }
    return intervals;
  }
}

type Interval = [west: number, east: number];

/** All that lies within a radius of a point, cut by parallels. */
class Circle {
  readonly south: number;
  readonly north: number;
  readonly #east: number;
  readonly #axisDistance: number;
  readonly #z: number;
  readonly #chordSquared: number;

  constructor(lon: number, lat: number, radiusMeters: number, meridian: number) {
    const xyz = new Float64Array(3);
    toCartesian(lon, lat, xyz);
    this.#east = turned(lon - meridian);
    this.#axisDistance = Math.hypot(xyz[0] as number, xyz[1] as number);
    this.#z = xyz[2] as number;
    this.#chordSquared = chordOf(radiusMeters) ** 2;
    this.north = this.#end(lat, Math.min(90, lat + degreesOf(radiusMeters)));
    this.south = this.#end(lat, Math.max(-90, lat - degreesOf(radiusMeters)));
  }

  /** The latitude, between one inside and one outside, at which the circle ends. */
  #end(inside: number, outside: number): number {
    let [near, far] = [inside, outside];
    for (let i = 0; i < 50; i++) {
      const middle = (near + far) / 2;
      if (this.#halfWidth(middle) > 0) near = middle;
      else far = middle;
    }
    return (near + far) / 2;
  }

  /** Degrees of longitude to either side of the center at a latitude; 0 outside. */
  #halfWidth(latitude: number): number {
    const sin = Math.sin(latitude * RADIANS);
    const n = A / Math.sqrt(1 - E2 * sin * sin);
    const p = n * Math.cos(latitude * RADIANS);
    const dz = n * (1 - E2) * sin - this.#z;
    const cos =
      (p * p + this.#axisDistance ** 2 + dz * dz - this.#chordSquared) /
      (2 * p * this.#axisDistance);
    if (cos >= 1) return 0;
    return cos <= -1 ? 180 : Math.acos(cos) / RADIANS;
  }

  /** The intervals of longitude inside at a latitude, on every turn of the globe that a shape may be on. */
  addIntervalsAt(latitude: number, intervals: Interval[]): void {
    if (latitude <= this.south || latitude >= this.north) return;
    const half = this.#halfWidth(latitude);
    for (const turn of [-360, 0, 360]) {
      intervals.push([this.#east + turn - half, this.#east + turn + half]);
    }
  }
}

/** More degrees of latitude than a distance can span. */
function degreesOf(meters: number): number {
  return meters / 110_000;
}

/** A difference of longitudes, −180 ≤ … < 180. */
function turned(degrees: number): number {
  return degrees - 360 * Math.floor((degrees + 180) / 360);
}

/** M N cos φ, up to a constant factor: area per degree of latitude and of longitude. */
function areaElement(latitude: number): number {
  const sin = Math.sin(latitude * RADIANS);
  return Math.cos(latitude * RADIANS) / (1 - E2 * sin * sin) ** 2;
}

/** The union of the circles' intervals at a latitude, disjoint and in order. */
function unionAt(circles: readonly Circle[], latitude: number): Interval[] {
  const intervals: Interval[] = [];
  for (const circle of circles) circle.addIntervalsAt(latitude, intervals);
  intervals.sort((a, b) => a[0] - b[0]);
  const union: Interval[] = [];
  for (const [west, east] of intervals) {
    const last = union.at(-1);
    if (last && west <= last[1]) last[1] = Math.max(last[1], east);
    else union.push([west, east]);
  }
  return union;
}

function lengthOf(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, [west, east]) => sum + east - west, 0);
}

function lengthOfIntersection(a: readonly Interval[], b: readonly Interval[]): number {
  let length = 0;
  for (const [west, east] of a) {
    for (const [left, right] of b) {
      length += Math.max(0, Math.min(east, right) - Math.max(west, left));
    }
  }
  return length;
}
