import { BucketGrid } from './bucket-grid.ts';
import { chordSurelyWithin, longestSpan, ROUNDING_METERS, toCartesian } from './ellipsoid.ts';
import { geodesicMeters, isWithinRadius } from './geodesic.ts';

/** The nearest point of an index. */
export interface Nearest {
  /** Index of the point in the arrays that the index was built from. */
  readonly index: number;
  /** Geodesic distance on WGS 84 in meters, exact. */
  readonly distanceMeters: number;
}

/** Farther than any two points of the ellipsoid are apart, in meters. */
const ALL_METERS = 20_100_000;
/** After a no, so much farther than the radius (a share of it) is looked around for later questions. */
const WIDER = 0.3;

/**
 * An index of points on WGS 84 that answers, exactly, what lies within a radius and what is nearest.
 *
 * The points lie in a {@link BucketGrid}. A search looks through the buckets that the radius can reach
 * and compares chords, which enclose the geodesic from both sides (see `ellipsoid.ts`). What a chord
 * cannot settle, and every distance that is reported, comes from the exact geodesic; at 2 km that is one
 * pair in some hundred million. Of equally near points the lowest index wins.
 *
 * It is right anywhere: at the poles, across the 180° meridian, for points in one place and for none.
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
  /** The place that decided the last call of {@link isWithin}; −1: none yet. */
  #lastHit = -1;
  /** Chords shorter than this lead from there to no point at all. */
  #clearMeters = 0;
  readonly #clearAround = new Float64Array(3);
  /** Places that the last search found, and the squares of their chords. */
  #found = new Int32Array(64);
  #foundSquared = new Float64Array(64);

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

  /**
   * Whether any point lies within `radiusMeters` (inclusive) of a position in degrees.
   *
   * Positions that are asked for one after the other are often neighbours. So the point that decided the
   * last question is looked at first; and after a no, it is known how far around there is nothing.
   */
  isWithin(lon: number, lat: number, radiusMeters: number): boolean {
    if (!this.#canSearch(lon, lat)) return false;
    toCartesian(lon, lat, this.#here);
    const [x, y, z] = this.#here as unknown as [number, number, number];
    const reach = radiusMeters + ROUNDING_METERS;
    const inside = Math.max(0, chordSurelyWithin(radiusMeters)) ** 2;
    if (this.#lastHit >= 0 && squaredChord(this.#xyz, this.#lastHit, x, y, z) <= inside)
      return true;
    const clear = this.#clearMeters - reach;
    if (clear > 0 && squaredChord(this.#clearAround, 0, x, y, z) < clear * clear) return false;
    // Where facilities are many, the own bucket holds the answer more often than not.
    const home = this.#grid.bucketOf(lon, lat);
    let shortest = this.#shortestSquared(home, home, inside);
    if (shortest <= inside) return true;
    const wide = reach * (1 + WIDER);
    const runs = this.#reach(lon, lat, wide);
    for (let i = 0; i < runs; i += 2) {
      const first = this.#grid.runs[i] as number;
      const last = this.#grid.runs[i + 1] as number;
      shortest = Math.min(shortest, this.#shortestSquared(first, last, inside));
      if (shortest <= inside) return true;
    }
    if (shortest <= reach * reach) return this.countWithin(lon, lat, radiusMeters) > 0;
    this.#clearAround.set(this.#here);
    this.#clearMeters = Math.min(wide, Math.sqrt(shortest)) - ROUNDING_METERS;
    return false;
  }

  /** How many points lie within `radiusMeters` (inclusive) of a position in degrees. */
  countWithin(lon: number, lat: number, radiusMeters: number): number {
    const found = this.#search(lon, lat, radiusMeters + ROUNDING_METERS);
    const inside = chordSurelyWithin(radiusMeters);
    let count = 0;
    for (let i = 0; i < found; i++)
      if (this.#decideWithin(i, inside, lon, lat, radiusMeters)) count++;
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
    const found = this.#search(lon, lat, radiusMeters + ROUNDING_METERS);
    const inside = chordSurelyWithin(radiusMeters);
    let count = 0;
    for (let i = 0; i < found; i++) {
      if (!this.#decideWithin(i, inside, lon, lat, radiusMeters)) continue;
      this.#found[count++] = this.#order[this.#found[i] as number] as number;
    }
    // The visitor gets a copy, so that it may search this index itself.
    for (const index of this.#found.slice(0, count)) if (visit(index) === false) return;
  }

  /** The nearest point to a position in degrees, within `maxMeters` (inclusive) if given; or null. */
  nearest(lon: number, lat: number, maxMeters: number = ALL_METERS): Nearest | null {
    if (!this.#canSearch(lon, lat)) return null;
    // Look ever farther until something is found: then nothing beyond its bound can be nearer.
    let reach = Math.min(this.#grid.bucketMeters, maxMeters + ROUNDING_METERS);
    for (;;) {
      const found = this.#search(lon, lat, reach);
      if (found > 0) return this.#nearestOf(found, lon, lat, maxMeters);
      if (reach > maxMeters) return null;
      reach = Math.min(reach * 2, maxMeters + ROUNDING_METERS);
    }
  }

  /** Of all points whose chord leaves them a chance, the one that is nearest along the geodesic. */
  #nearestOf(found: number, lon: number, lat: number, maxMeters: number): Nearest | null {
    let shortest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < found; i++) {
      const squared = this.#foundSquared[i] as number;
      if (squared < shortest) shortest = squared;
    }
    const bound = Math.min(longestSpan(Math.sqrt(shortest)), ALL_METERS) + ROUNDING_METERS;
    const candidates = this.#search(lon, lat, bound);
    let index = -1;
    let distanceMeters = Number.POSITIVE_INFINITY;
    for (let i = 0; i < candidates; i++) {
      const candidate = this.#order[this.#found[i] as number] as number;
      const distance = this.#distanceTo(lon, lat, candidate);
      if (distance < distanceMeters || (distance === distanceMeters && candidate < index)) {
        index = candidate;
        distanceMeters = distance;
      }
    }
    return isWithinRadius(distanceMeters, maxMeters) ? { index, distanceMeters } : null;
  }

  /** Whether the `i`th point that a search found lies within the radius: by its chord, if that can tell. */
  #decideWithin(i: number, inside: number, lon: number, lat: number, radius: number): boolean {
    if (inside > 0 && (this.#foundSquared[i] as number) <= inside * inside) return true;
    const index = this.#order[this.#found[i] as number] as number;
    return isWithinRadius(this.#distanceTo(lon, lat, index), radius);
  }

  #distanceTo(lon: number, lat: number, index: number): number {
    return geodesicMeters(lon, lat, this.#lon[index] as number, this.#lat[index] as number);
  }

  #canSearch(lon: number, lat: number): boolean {
    return this.size > 0 && Number.isFinite(lon) && Number.isFinite(lat);
  }

  /** Finds every place whose chord to the position is at most `reach` meters; returns how many there are. */
  #search(lon: number, lat: number, reach: number): number {
    if (!this.#canSearch(lon, lat) || reach < 0) return 0;
    toCartesian(lon, lat, this.#here);
    const runs = this.#reach(lon, lat, reach);
    const [x, y, z] = this.#here as unknown as [number, number, number];
    const most = reach * reach;
    let count = 0;
    for (let i = 0; i < runs; i += 2) {
      const begin = this.#bucketStart[this.#grid.runs[i] as number] as number;
      const end = this.#bucketStart[(this.#grid.runs[i + 1] as number) + 1] as number;
      if (count + end - begin > this.#found.length) this.#makeRoom(count + end - begin);
      for (let place = begin; place < end; place++) {
        const squared = squaredChord(this.#xyz, place, x, y, z);
        if (squared > most) continue;
        this.#found[count] = place;
        this.#foundSquared[count++] = squared;
      }
    }
    return count;
  }

  #reach(lon: number, lat: number, reach: number): number {
    const [x, y] = this.#here as unknown as [number, number];
    return this.#grid.reach(lon, lat, Math.sqrt(x * x + y * y), reach);
  }

  /** The smallest square of a chord from `#here` into a run of buckets; the first one not above `enough`. */
  #shortestSquared(firstBucket: number, lastBucket: number, enough: number): number {
    const [x, y, z] = this.#here as unknown as [number, number, number];
    const end = this.#bucketStart[lastBucket + 1] as number;
    let shortest = Number.POSITIVE_INFINITY;
    for (let place = this.#bucketStart[firstBucket] as number; place < end; place++) {
      const squared = squaredChord(this.#xyz, place, x, y, z);
      if (squared < shortest) shortest = squared;
      if (shortest <= enough) {
        this.#lastHit = place;
        break;
      }
    }
    return shortest;
  }

  #makeRoom(count: number): void {
    const found = new Int32Array(2 * count);
    const foundSquared = new Float64Array(2 * count);
    found.set(this.#found);
    foundSquared.set(this.#foundSquared);
    this.#found = found;
    this.#foundSquared = foundSquared;
  }
}

function squaredChord(xyz: Float64Array, place: number, x: number, y: number, z: number): number {
  const dx = (xyz[place * 3] as number) - x;
  const dy = (xyz[place * 3 + 1] as number) - y;
  const dz = (xyz[place * 3 + 2] as number) - z;
  return dx * dx + dy * dy + dz * dz;
}

function finitePoints(lon: Float64Array, lat: Float64Array): Int32Array {
  const kept = new Int32Array(lon.length);
  let count = 0;
  for (let i = 0; i < lon.length; i++) {
    if (Number.isFinite(lon[i]) && Number.isFinite(lat[i])) kept[count++] = i;
  }
  return kept.subarray(0, count);
}
