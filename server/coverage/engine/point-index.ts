import {
  chordSurelyWithin,
  longestSpan,
  RHO_MIN,
  ROUNDING_METERS,
  toCartesian,
} from './ellipsoid.ts';
import { geodesicMeters } from './geodesic.ts';

/** The nearest point of an index. */
export interface Nearest {
  /** Index of the point in the arrays that the index was built from. */
  readonly index: number;
  /** Geodesic distance on WGS 84 in meters, exact. */
  readonly distanceMeters: number;
}

const DEGREES = 180 / Math.PI;
/** Points of one bucket, on average: few enough to look through, enough to keep the grid small. */
const POINTS_PER_BUCKET = 2;
/** Buckets are no lower than this (about 20 m), so that points in one place do not blow the grid up. */
const LOWEST_BUCKET_DEGREES = 0.0002;
const MOST_ROWS = 4_096;
/** Degrees are rounded to about 1e-13; a search reaches this much farther to be safe. */
const ROUNDING_DEGREES = 1e-9;
/** Farther than any two points of the ellipsoid are apart, in meters. */
const ALL_METERS = 20_100_000;

/**
 * An index of points on WGS 84 that answers, exactly, what lies within a radius and what is nearest.
 *
 * The points lie in a uniform grid of buckets: bands of latitude of one height, each divided into as
 * many columns as make its buckets about as wide as high. Columns wrap around, so that the 180° meridian
 * is a place like any other, and close to a pole a band has a single column. A search visits the buckets
 * that a radius can reach and compares chords (see `ellipsoid.ts`). What a chord cannot settle, and every
 * distance that is reported, comes from the exact geodesic. Of equally near points the lowest index wins.
 */
export class PointIndex {
  readonly #lon: Float64Array;
  readonly #lat: Float64Array;
  readonly #grid: BucketGrid;
  /** First place of each bucket in `#order`, and one past the last. */
  readonly #bucketStart: Int32Array;
  /** Indices of points, bucket by bucket. */
  readonly #order: Int32Array;
  /** Cartesian coordinates in the order of `#order`. */
  readonly #xyz: Float64Array;
  readonly #here = new Float64Array(3);

  /** Builds the index of points in degrees. Positions that are not finite are left out. */
  constructor(lon: Float64Array, lat: Float64Array) {
    this.#lon = lon;
    this.#lat = lat;
    const kept = finitePoints(lon, lat);
    this.#grid = new BucketGrid(lon, lat, kept);
    const buckets = this.#grid.bucketCount;
    const start = new Int32Array(buckets + 1);
    const bucketOf = new Int32Array(kept.length);
    for (let i = 0; i < kept.length; i++) {
      const point = kept[i] as number;
      const bucket = this.#grid.bucketOf(lon[point] as number, lat[point] as number);
      bucketOf[i] = bucket;
      start[bucket + 1] = (start[bucket + 1] as number) + 1;
    }
    for (let b = 0; b < buckets; b++)
      start[b + 1] = (start[b + 1] as number) + (start[b] as number);
    this.#bucketStart = start;
    this.#order = new Int32Array(kept.length);
    this.#xyz = new Float64Array(kept.length * 3);
    const next = start.slice();
    for (let i = 0; i < kept.length; i++) {
      const point = kept[i] as number;
      const bucket = bucketOf[i] as number;
      const place = next[bucket] as number;
      next[bucket] = place + 1;
      this.#order[place] = point;
      toCartesian(lon[point] as number, lat[point] as number, this.#xyz, place * 3);
    }
  }

  /** Number of points in the index. */
  get size(): number {
    return this.#order.length;
  }

  /** Whether any point lies within `radiusMeters` (inclusive) of a position in degrees. */
  isWithin(lon: number, lat: number, radiusMeters: number): boolean {
    let found = false;
    this.forEachWithin(lon, lat, radiusMeters, () => {
      found = true;
      return false;
    });
    return found;
  }

  /** How many points lie within `radiusMeters` (inclusive) of a position in degrees. */
  countWithin(lon: number, lat: number, radiusMeters: number): number {
    let count = 0;
    this.forEachWithin(lon, lat, radiusMeters, () => {
      count++;
    });
    return count;
  }

  /**
   * Visits the index of every point within `radiusMeters` (inclusive) of a position in degrees, in no
   * particular order, until the visitor returns false.
   */
  forEachWithin(
    lon: number,
    lat: number,
    radiusMeters: number,
    // biome-ignore lint/suspicious/noConfusingVoidType: a visitor that never stops returns nothing.
    visit: (index: number) => boolean | void,
  ): void {
    const inside = chordSurelyWithin(radiusMeters);
    this.#forEachByChord(lon, lat, radiusMeters + ROUNDING_METERS, (place, chord) => {
      const index = this.#order[place] as number;
      if (chord > inside && this.#distanceTo(lon, lat, index) > radiusMeters) return true;
      return visit(index) !== false;
    });
  }

  /** The nearest point to a position in degrees, within `maxMeters` (inclusive) if given; or null. */
  nearest(lon: number, lat: number, maxMeters: number = ALL_METERS): Nearest | null {
    if (this.size === 0 || !Number.isFinite(lon) || !Number.isFinite(lat)) return null;
    // Look ever farther until something is found: then nothing beyond its bound can be nearer.
    let reach = Math.min(this.#grid.bucketMeters, maxMeters);
    for (;;) {
      const shortest = this.#shortestChord(lon, lat, reach);
      if (shortest <= reach) return this.#settle(lon, lat, longestSpan(shortest), maxMeters);
      if (reach >= maxMeters) return null;
      reach = Math.min(reach * 2, maxMeters);
    }
  }

  #shortestChord(lon: number, lat: number, reach: number): number {
    let shortest = Number.POSITIVE_INFINITY;
    this.#forEachByChord(lon, lat, reach, (_place, chord) => {
      if (chord < shortest) shortest = chord;
      return true;
    });
    return shortest;
  }

  /** Of all points whose chord leaves them a chance, the one that is nearest along the geodesic. */
  #settle(lon: number, lat: number, bound: number, maxMeters: number): Nearest | null {
    let index = -1;
    let distanceMeters = Number.POSITIVE_INFINITY;
    const reach = Math.min(bound, ALL_METERS) + ROUNDING_METERS;
    this.#forEachByChord(lon, lat, reach, (place) => {
      const candidate = this.#order[place] as number;
      const distance = this.#distanceTo(lon, lat, candidate);
      if (distance < distanceMeters || (distance === distanceMeters && candidate < index)) {
        index = candidate;
        distanceMeters = distance;
      }
      return true;
    });
    return distanceMeters <= maxMeters ? { index, distanceMeters } : null;
  }

  #distanceTo(lon: number, lat: number, index: number): number {
    return geodesicMeters(lon, lat, this.#lon[index] as number, this.#lat[index] as number);
  }

  /** Visits every point whose chord to the position is at most `reach`, until the visitor returns false. */
  #forEachByChord(
    lon: number,
    lat: number,
    reach: number,
    visit: (place: number, chord: number) => boolean,
  ): void {
    if (this.size === 0 || !Number.isFinite(lon) || !Number.isFinite(lat)) return;
    toCartesian(lon, lat, this.#here);
    const [x, y, z] = this.#here as unknown as [number, number, number];
    const xyz = this.#xyz;
    const most = reach * reach;
    this.#grid.forEachBucket(lon, lat, Math.hypot(x, y), reach, (first, last) => {
      const end = this.#bucketStart[last + 1] as number;
      for (let place = this.#bucketStart[first] as number; place < end; place++) {
        const dx = (xyz[place * 3] as number) - x;
        const dy = (xyz[place * 3 + 1] as number) - y;
        const dz = (xyz[place * 3 + 2] as number) - z;
        const squared = dx * dx + dy * dy + dz * dz;
        if (squared <= most && !visit(place, Math.sqrt(squared))) return false;
      }
      return true;
    });
  }
}

/** The bands and columns of a {@link PointIndex}: which buckets there are and which a search reaches. */
class BucketGrid {
  /** Height of a band in meters along the meridian, about. */
  readonly bucketMeters: number;
  readonly #south: number;
  readonly #west: number;
  /** Degrees of longitude that the columns share, at most 360. */
  readonly #width: number;
  readonly #rowHeight: number;
  readonly #rows: number;
  /** First bucket of each row, and one past the last. */
  readonly #rowStart: Int32Array;
  /** The smallest distance of a row from the Earth's axis, in meters. */
  readonly #axisDistance: Float64Array;

  constructor(lon: Float64Array, lat: Float64Array, kept: Int32Array) {
    const [south, north] = span(kept, (point) => lat[point] as number);
    const [west, width] = narrowestSpan(kept, lon);
    const middle = Math.cos((south + north) / 2 / DEGREES);
    const height = north - south;
    const area =
      Math.max(height, LOWEST_BUCKET_DEGREES) * Math.max(width * middle, LOWEST_BUCKET_DEGREES);
    const buckets = Math.max(1, kept.length / POINTS_PER_BUCKET);
    this.#south = south;
    this.#west = west;
    this.#width = Math.max(width, LOWEST_BUCKET_DEGREES);
    this.#rowHeight = Math.max(
      Math.sqrt(area / buckets),
      LOWEST_BUCKET_DEGREES,
      height / MOST_ROWS,
    );
    this.bucketMeters = (this.#rowHeight / DEGREES) * RHO_MIN;
    this.#rows = Math.floor(height / this.#rowHeight) + 1;
    this.#rowStart = new Int32Array(this.#rows + 1);
    this.#axisDistance = new Float64Array(this.#rows);
    const corner = new Float64Array(3);
    for (let row = 0; row < this.#rows; row++) {
      const low = south + row * this.#rowHeight;
      const farthest = Math.min(90, Math.max(Math.abs(low), Math.abs(low + this.#rowHeight)));
      toCartesian(0, farthest, corner);
      this.#axisDistance[row] = Math.max(0, corner[0] as number);
      const columns = Math.floor((this.#width * Math.cos(farthest / DEGREES)) / this.#rowHeight);
      this.#rowStart[row + 1] = (this.#rowStart[row] as number) + Math.max(1, columns);
    }
  }

  get bucketCount(): number {
    return this.#rowStart[this.#rows] as number;
  }

  bucketOf(lon: number, lat: number): number {
    const row = Math.min(this.#rows - 1, Math.floor((lat - this.#south) / this.#rowHeight));
    const first = this.#rowStart[row] as number;
    const columns = (this.#rowStart[row + 1] as number) - first;
    return first + this.#columnOf(eastOf(lon, this.#west), columns);
  }

  #columnOf(degreesEast: number, columns: number): number {
    const column = Math.floor((degreesEast / this.#width) * columns);
    return Math.max(0, Math.min(columns - 1, column));
  }

  /**
   * Visits runs of neighbouring buckets that together hold every point within a chord of `reach` meters,
   * each bucket once. `axisDistance` is the position's own distance from the Earth's axis in meters.
   */
  forEachBucket(
    lon: number,
    lat: number,
    axisDistance: number,
    reach: number,
    visit: (first: number, last: number) => boolean,
  ): void {
    // A chord of `reach` spans at most this arc of a meridian, whose radius of curvature is ≥ RHO_MIN.
    const arc = Math.min(longestSpan(Math.min(reach, 2 * RHO_MIN)), Math.PI * RHO_MIN);
    const degrees = (arc / RHO_MIN) * DEGREES + ROUNDING_DEGREES;
    const lowest = Math.max(0, Math.floor((lat - degrees - this.#south) / this.#rowHeight));
    const highest = Math.min(
      this.#rows - 1,
      Math.floor((lat + degrees - this.#south) / this.#rowHeight),
    );
    const east = eastOf(lon, this.#west);
    for (let row = lowest; row <= highest; row++) {
      const first = this.#rowStart[row] as number;
      const columns = (this.#rowStart[row + 1] as number) - first;
      // Two points at p and q from the axis are 2 √(pq) sin(Δλ/2) apart, or more.
      const across = 2 * Math.sqrt((this.#axisDistance[row] as number) * axisDistance);
      const half =
        reach < across ? 2 * Math.asin(reach / across) * DEGREES + ROUNDING_DEGREES : 180;
      if (half >= 180) {
        if (!visit(first, first + columns - 1)) return;
        continue;
      }
      let done = -1;
      for (let turn = -360; turn <= 360; turn += 360) {
        const left = east + turn - half;
        const right = east + turn + half;
        if (right < 0 || left > this.#width) continue;
        const from = Math.max(this.#columnOf(left, columns), done + 1);
        done = Math.max(done, this.#columnOf(right, columns));
        if (from <= done && !visit(first + from, first + done)) return;
      }
    }
  }
}

function finitePoints(lon: Float64Array, lat: Float64Array): Int32Array {
  const kept = new Int32Array(lon.length);
  let count = 0;
  for (let i = 0; i < lon.length; i++) {
    if (Number.isFinite(lon[i]) && Number.isFinite(lat[i])) kept[count++] = i;
  }
  return kept.subarray(0, count);
}

function span(kept: Int32Array, read: (point: number) => number): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const point of kept) {
    const value = read(point);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return kept.length === 0 ? [0, 0] : [low, high];
}

/** West edge and width in degrees of the points, seen from Greenwich or from the 180° meridian. */
function narrowestSpan(kept: Int32Array, lon: Float64Array): [west: number, width: number] {
  const [west, east] = span(kept, (point) => eastOf(lon[point] as number, -180) - 180);
  const [westOfLine, eastOfLine] = span(kept, (point) => eastOf(lon[point] as number, 0));
  // Rounding must not put the westernmost point a whole turn to the east.
  return east - west <= eastOfLine - westOfLine
    ? [west - ROUNDING_DEGREES, east - west + 2 * ROUNDING_DEGREES]
    : [westOfLine - ROUNDING_DEGREES, eastOfLine - westOfLine + 2 * ROUNDING_DEGREES];
}

/** Degrees from a meridian eastward to a longitude, 0 ≤ … < 360. */
function eastOf(lon: number, west: number): number {
  const degrees = (lon - west) % 360;
  return degrees < 0 ? degrees + 360 : degrees;
}
