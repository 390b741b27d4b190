import { undominated } from './dominance.ts';
import { chordSurelyWithin, RHO_MAX, RHO_MIN, toCartesian } from './ellipsoid.ts';
import { turned } from './parallel.ts';

const RADIANS = Math.PI / 180;
/** Enough for boundaries of many thousand vertices. */
const MOST_BANDS = 4_096;

/** Rings of polygons as in GeoJSON: `[polygon][ring][position][lon, lat]`, degrees. */
export type MultiPolygonCoordinates = readonly (readonly (readonly (readonly number[])[])[])[];

/**
 * A multipolygon in degrees, less than half around the Earth; its edges are straight in longitude and
 * latitude, and what is inside an odd number of rings is inside. Longitudes are counted from a meridian
 * of its own, so that a shape across 180° is in one piece.
 */
export class Shape {
  /** Degrees of longitude that the shape's own are counted from. */
  readonly meridian: number;
  readonly south: number;
  readonly north: number;
  readonly #west: number;
  readonly #east: number;
  /** Longitude and latitude of each vertex in turn, without those that close a ring. */
  readonly #vertices: Float64Array;
  /** Cartesian coordinates of the vertices, in meters. */
  readonly #xyz: Float64Array;
  /** Edges that are not level. */
  readonly #edges: BandedEdges;
  /** Index of the vertex that the edge from each vertex leads to. */
  readonly #next: Int32Array;
  readonly #crossings: Float64Array;

  constructor(polygons: MultiPolygonCoordinates) {
    this.meridian = polygons[0]?.[0]?.[0]?.[0] ?? 0;
    const vertices: number[] = [];
    const edges: number[] = [];
    const next: number[] = [];
    for (const ring of polygons.flat()) {
      const first = next.length;
      for (let i = 1; i < ring.length; i++) {
        const [x1, y1] = this.#place(ring[i - 1]);
        const [x2, y2] = this.#place(ring[i]);
        vertices.push(x1, y1);
        next.push(i === ring.length - 1 ? first : next.length + 1);
        if (y1 < y2) edges.push(x1, y1, x2, y2);
        if (y1 > y2) edges.push(x2, y2, x1, y1);
      }
    }
    const lons = vertices.filter((_, i) => i % 2 === 0);
    const lats = vertices.filter((_, i) => i % 2 === 1);
    [this.#west, this.#east] = extent(lons);
    [this.south, this.north] = extent(lats);
    this.#vertices = Float64Array.from(vertices);
    this.#xyz = new Float64Array((vertices.length / 2) * 3);
    lons.forEach((x, i) => {
      toCartesian(x, lats[i] as number, this.#xyz, i * 3);
    });
    this.#edges = inBands(edges, this.south, this.north);
    this.#next = Int32Array.from(next);
    this.#crossings = new Float64Array(edges.length / 4);
  }

  #place(position: readonly number[] | undefined): [number, number] {
    const [lon, lat] = position as [number, number];
    return [turned(lon - this.meridian), lat];
  }

  /** Latitudes of the vertices: between two of them the shape's width changes evenly. */
  get latitudes(): number[] {
    return [...this.#vertices.filter((_, i) => i % 2 === 1)];
  }

  /** Those of the positions whose circles, all of one radius, add something to what others hold of the shape. */
  undominated(
    positions: readonly (readonly [lon: number, lat: number])[],
  ): readonly (readonly [lon: number, lat: number])[] {
    const { meridian } = this;
    const turned = positions.map(([lon, lat]) => [lon - meridian, lat] as const);
    const steepest = Math.tan(Math.max(Math.abs(this.south), Math.abs(this.north)) * RADIANS);
    return undominated(turned, this.#xyz, steepest).map(([x, lat]) => [x + meridian, lat] as const);
  }

  /** The smallest box around the shape, degrees; its longitudes are the world's, or a turn beyond. */
  get box(): { west: number; south: number; east: number; north: number } {
    const { meridian, south, north } = this;
    return { west: this.#west + meridian, south, east: this.#east + meridian, north };
  }

  /** A position in the middle of the shape, and meters within which all of it lies. */
  get enclosing(): { lon: number; lat: number; meters: number } {
    const lon = (this.#west + this.#east) / 2;
    const lat = (this.south + this.north) / 2;
    // From the middle along a meridian, then along a parallel, is no shorter than the geodesic.
    const nearestEquator = Math.max(0, this.south, -this.north);
    const shrink = Math.cos(nearestEquator * RADIANS);
    const degrees = (this.north - this.south + (this.#east - this.#west) * shrink) / 2;
    return { lon: lon + this.meridian, lat, meters: RHO_MAX * RADIANS * degrees };
  }

  /**
   * Whether all of the shape surely lies within the radius: then its vertices do, and an edge that ends
   * in a circle could leave it only by bending more sharply than the circle itself, about 1 / r. The
   * geodesic curvature of a line straight in degrees is at most 1.09 tan φ / R, in any direction.
   */
  liesWithin(lon: number, lat: number, radiusMeters: number): boolean {
    const steepest = Math.tan(Math.max(Math.abs(this.south), Math.abs(this.north)) * RADIANS);
    if (1.2 * steepest * radiusMeters > RHO_MIN) return false;
    return this.#longestChordTo(lon - this.meridian, lat) <= chordSurelyWithin(radiusMeters);
  }

  /**
   * Whether the shape comes within the radius of a position, or at most a meter beyond it; for edges of
   * more than some kilometers also the little by which they leave the straight line. So what a circle
   * changes never depends on circles that are out of reach.
   */
  reaches(lon: number, lat: number, radiusMeters: number): boolean {
    const { intervals, count } = this.intervalsAt(lat);
    const x = turned(lon - this.meridian);
    for (let i = 0; i < count; i += 2) {
      if (x >= (intervals[i] as number) && x <= (intervals[i + 1] as number)) return true;
    }
    const here = new Float64Array(3);
    toCartesian(x, lat, here);
    const bend = 1 + Math.tan(Math.max(Math.abs(this.south), Math.abs(this.north)) * RADIANS);
    for (let i = 0; i < this.#next.length; i++) {
      const [meters, length] = distanceToSegment(here, this.#xyz, i, this.#next[i] as number);
      if (meters <= radiusMeters + 1 + (bend * length * length) / (8 * RHO_MIN)) return true;
    }
    return false;
  }

  #longestChordTo(x: number, y: number): number {
    const here = new Float64Array(3);
    toCartesian(x, y, here);
    return longestChord(here, this.#xyz);
  }

  /**
   * The intervals of longitude inside the shape at a latitude that is no vertex's. Writes `[west, east,
   * west, east, …]` into an array that the next call overwrites; gives it and the count of its numbers.
   */
  intervalsAt(latitude: number): { intervals: Float64Array; count: number } {
    const crossings = this.#crossings;
    const { edges, start, south, bandsPerDegree } = this.#edges;
    const band = Math.floor((latitude - south) * bandsPerDegree);
    if (!(band >= 0 && band < start.length - 1)) return { intervals: crossings, count: 0 };
    let count = 0;
    for (let i = start[band] as number; i < (start[band + 1] as number); i += 4) {
      const y1 = edges[i + 1] as number;
      const y2 = edges[i + 3] as number;
      if (latitude < y1 || latitude >= y2) continue;
      const x1 = edges[i] as number;
      const x = x1 + (((edges[i + 2] as number) - x1) * (latitude - y1)) / (y2 - y1);
      let at = count++;
      for (; at > 0 && (crossings[at - 1] as number) > x; at--)
        crossings[at] = crossings[at - 1] as number;
      crossings[at] = x;
    }
    return { intervals: crossings, count: count - (count % 2) };
  }
}

/**
 * Edges by bands of latitude, so that of a boundary with thousands of vertices only a few edges are looked at
 * for one latitude.
 */
interface BandedEdges {
  /**
   * Four numbers for each edge, longitude and latitude of the southern, then of the northern end; once in
   * each band that it reaches into.
   */
  readonly edges: Float64Array;
  /** Where each band starts in `edges`, and the end of the last. */
  readonly start: Int32Array;
  readonly south: number;
  readonly bandsPerDegree: number;
}

function inBands(edges: readonly number[], south: number, north: number): BandedEdges {
  const bands = Math.max(1, Math.min(MOST_BANDS, edges.length / 4));
  // Rounding must not put the northernmost latitude into a band of its own.
  const bandsPerDegree = north > south ? (bands / (north - south)) * (1 - 1e-9) : 0;
  const bandOf = (latitude: number): number =>
    Math.min(bands - 1, Math.max(0, Math.floor((latitude - south) * bandsPerDegree)));
  const start = new Int32Array(bands + 1);
  for (let i = 0; i < edges.length; i += 4) {
    const last = bandOf(edges[i + 3] as number);
    for (let band = bandOf(edges[i + 1] as number); band <= last; band++) {
      start[band + 1] = (start[band + 1] as number) + 4;
    }
  }
  for (let band = 0; band < bands; band++) {
    start[band + 1] = (start[band + 1] as number) + (start[band] as number);
  }
  const sorted = new Float64Array(start[bands] as number);
  const next = start.slice();
  for (let i = 0; i < edges.length; i += 4) {
    const last = bandOf(edges[i + 3] as number);
    for (let band = bandOf(edges[i + 1] as number); band <= last; band++) {
      const at = next[band] as number;
      for (let k = 0; k < 4; k++) sorted[at + k] = edges[i + k] as number;
      next[band] = at + 4;
    }
  }
  return { edges: sorted, start, south, bandsPerDegree };
}

/** Meters from a point to a straight segment between two of others, and the length of the segment. */
function distanceToSegment(
  from: Float64Array,
  points: Float64Array,
  start: number,
  end: number,
): [meters: number, length: number] {
  const [x, y, z] = from as unknown as [number, number, number];
  const ax = (points[start * 3] as number) - x;
  const ay = (points[start * 3 + 1] as number) - y;
  const az = (points[start * 3 + 2] as number) - z;
  const dx = (points[end * 3] as number) - x - ax;
  const dy = (points[end * 3 + 1] as number) - y - ay;
  const dz = (points[end * 3 + 2] as number) - z - az;
  const squared = dx * dx + dy * dy + dz * dz;
  const along = squared === 0 ? 0 : -(ax * dx + ay * dy + az * dz) / squared;
  const t = Math.max(0, Math.min(1, along));
  return [Math.hypot(ax + t * dx, ay + t * dy, az + t * dz), Math.sqrt(squared)];
}

/** The longest chord in meters from one point to any of others, given by Cartesian coordinates. */
function longestChord(from: Float64Array, to: Float64Array): number {
  const [x, y, z] = from as unknown as [number, number, number];
  let longest = 0;
  for (let i = 0; i < to.length; i += 3) {
    const dx = (to[i] as number) - x;
    const dy = (to[i + 1] as number) - y;
    const dz = (to[i + 2] as number) - z;
    longest = Math.max(longest, dx * dx + dy * dy + dz * dz);
  }
  return Math.sqrt(longest);
}

function extent(values: readonly number[]): [least: number, most: number] {
  return values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as [number, number]);
}
