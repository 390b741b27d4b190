import { chordOf } from './ellipsoid.ts';
import { type Parallel, parallelAt, turned } from './parallel.ts';

const DEGREES = 180 / Math.PI;
/** Less, and more, than any degree of latitude spans, in meters. */
const SHORTEST_DEGREE_METERS = 110_500;
const LONGEST_DEGREE_METERS = 111_750;
/** Halvings that find the end of a circle to 10⁻¹¹ of its radius. */
const HALVINGS = 30;

/**
 * All that lies within one radius of any of some points, cut by parallels.
 *
 * A parallel at the distance p from the Earth's axis meets the circle around a point at p₀ where
 *
 *     chord² = p² + p₀² − 2 p p₀ cos Δλ + (z − z₀)²
 *
 * and the chord of a radius is known to 10⁻⁷ of it (`chordOf`), so that the half-width Δλ has a closed
 * form on the ellipsoid itself: no projection, the same at any latitude.
 */
export class Circles {
  /** The northern and southern ends of circles between the two latitudes, degrees. */
  readonly ends: Float64Array;
  readonly #chordSquared: number;
  readonly #centers: readonly (Parallel & { readonly east: number })[];
  readonly #west: Float64Array;
  readonly #east: Float64Array;

  /**
   * Circles around positions in degrees, to be cut by parallels between two latitudes; longitudes are
   * counted from `meridian`.
   */
  constructor(
    centers: readonly (readonly [lon: number, lat: number])[],
    radiusMeters: number,
    { meridian, south, north }: { meridian: number; south: number; north: number },
  ) {
    this.#chordSquared = chordOf(radiusMeters) ** 2;
    this.#centers = centers.map(([lon, lat]) => ({
      ...parallelAt(lat),
      east: turned(lon - meridian),
    }));
    const ends = centers.flatMap(([, lat], i) =>
      [-1, 1]
        // Most ends lie elsewhere, as a glance tells.
        .filter((way) => {
          const nearer = lat + (way * radiusMeters) / LONGEST_DEGREE_METERS;
          const farther = lat + (way * radiusMeters) / SHORTEST_DEGREE_METERS;
          return Math.max(nearer, farther) > south && Math.min(nearer, farther) < north;
        })
        .map((way) => this.#endOf(i, way, radiusMeters)),
    );
    this.ends = Float64Array.from(ends).filter((y) => y > south && y < north);
    this.#west = new Float64Array(centers.length * 3);
    this.#east = new Float64Array(centers.length * 3);
  }

  /** The latitude at which a circle ends, southward (−1) or northward (1); at most a pole's. */
  #endOf(i: number, way: number, radiusMeters: number): number {
    const { latitude } = this.#centers[i] as Parallel;
    const at = (degrees: number): number => Math.max(-90, Math.min(90, latitude + way * degrees));
    let inside = at(radiusMeters / LONGEST_DEGREE_METERS);
    let outside = at(radiusMeters / SHORTEST_DEGREE_METERS);
    for (let k = 0; k < HALVINGS; k++) {
      const middle = (inside + outside) / 2;
      if (this.#halfWidth(i, parallelAt(middle)) > 0) inside = middle;
      else outside = middle;
    }
    return (inside + outside) / 2;
  }

  /** Degrees of longitude to either side of a center; 0 outside of its circle. */
  #halfWidth(i: number, parallel: Parallel): number {
    const center = this.#centers[i] as Parallel;
    const p = parallel.axisDistance - center.axisDistance;
    const z = parallel.z - center.z;
    // sin²(Δλ/2), which keeps its digits where cos Δλ is nearly 1.
    const squared =
      (this.#chordSquared - p * p - z * z) / (4 * parallel.axisDistance * center.axisDistance);
    if (!(squared > 0)) return 0;
    return squared >= 1 ? 180 : 2 * Math.asin(Math.sqrt(squared)) * DEGREES;
  }

  /**
   * How many degrees of longitude the circles cover of the given intervals of a parallel:
   * `[west, east, west, east, …]`, disjoint, in order, from −180 to 180 or a little beyond.
   */
  coveredAt(parallel: Parallel, intervals: Float64Array, count: number): number {
    if (count === 0) return 0;
    const found = this.#intervalsAt(
      parallel,
      intervals[0] as number,
      intervals[count - 1] as number,
    );
    let covered = 0;
    let done = Number.NEGATIVE_INFINITY;
    let k = 0;
    for (let i = 0; i < found; i++) {
      const west = Math.max(done, this.#west[i] as number);
      const east = this.#east[i] as number;
      if (east <= west) continue;
      while (k < count && (intervals[k + 1] as number) <= west) k += 2;
      for (let j = k; j < count && (intervals[j] as number) < east; j += 2) {
        const [left, right] = [intervals[j] as number, intervals[j + 1] as number];
        covered += Math.max(0, Math.min(east, right) - Math.max(west, left));
      }
      done = east;
    }
    return covered;
  }

  /** Writes the circles' intervals between two longitudes into `#west` and `#east`, from west to east. */
  #intervalsAt(parallel: Parallel, west: number, east: number): number {
    let found = 0;
    for (let i = 0; i < this.#centers.length; i++) {
      const half = this.#halfWidth(i, parallel);
      if (half === 0) continue;
      const center = (this.#centers[i] as { east: number }).east;
      for (let turn = -360; turn <= 360; turn += 360) {
        const [left, right] = [center + turn - half, center + turn + half];
        if (right > west && left < east) this.#insert(found++, left, right);
      }
    }
    return found;
  }

  /** Sorts an interval in among the first `count`. */
  #insert(count: number, left: number, right: number): void {
    let at = count;
    while (at > 0 && (this.#west[at - 1] as number) > left) {
      this.#west[at] = this.#west[at - 1] as number;
      this.#east[at] = this.#east[at - 1] as number;
      at--;
    }
    this.#west[at] = left;
    this.#east[at] = right;
  }
}
