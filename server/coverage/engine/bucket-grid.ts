import { longestSpan, RHO_MIN, toCartesian } from './ellipsoid.ts';

const DEGREES = 180 / Math.PI;
/** Points of one bucket, on average: few enough to look through, enough to keep the grid small. */
const POINTS_PER_BUCKET = 2;
/** Buckets are no lower than this (about 20 m), so that points in one place do not blow the grid up. */
const LOWEST_BUCKET_DEGREES = 0.0002;
const MOST_ROWS = 4_096;
/** Degrees are rounded to about 1e-13; a search reaches this much farther to be safe. */
const ROUNDING_DEGREES = 1e-9;

/**
 * A uniform grid of buckets over positions in degrees: which buckets there are, which one a position
 * falls into, and which ones a search reaches.
 *
 * The buckets are bands of latitude (rows) of one height, each divided into as many columns as make its
 * buckets about as wide as high. Columns wrap around, so that the 180° meridian is a place like any
 * other, and close to a pole a row has a single column.
 */
export class BucketGrid {
  /** Height of a row in meters along the meridian; never more than it really is. */
  readonly bucketMeters: number;
  /** After {@link reach}: the first and the last bucket of each run, in turn. */
  readonly runs: Int32Array;
  readonly #south: number;
  readonly #west: number;
  /** Degrees of longitude that the columns share, at most a little over 360. */
  readonly #width: number;
  readonly #rowHeight: number;
  readonly #rows: number;
  /** First bucket of each row, and one past the last. */
  readonly #rowStart: Int32Array;
  /** The smallest distance of a row from the Earth's axis, in meters. */
  readonly #axisDistance: Float64Array;

  /** Makes a grid for the positions of these indices, all of them finite. */
  constructor(lon: Float64Array, lat: Float64Array, indices: Int32Array) {
    const [south, north] = span(indices, (i) => lat[i] as number);
    const [west, width] = narrowestSpan(indices, lon);
    const middle = Math.cos((south + north) / 2 / DEGREES);
    const height = north - south;
    const area =
      Math.max(height, LOWEST_BUCKET_DEGREES) * Math.max(width * middle, LOWEST_BUCKET_DEGREES);
    const buckets = Math.max(1, indices.length / POINTS_PER_BUCKET);
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
    this.runs = new Int32Array(this.#rows * 4);
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

  /** The bucket of a position; outside the grid, one at its edge. */
  bucketOf(lon: number, lat: number): number {
    const row = this.#rowOf(lat);
    const first = this.#rowStart[row] as number;
    const columns = (this.#rowStart[row + 1] as number) - first;
    return first + this.#columnOf(eastOf(lon, this.#west), columns);
  }

  #rowOf(lat: number): number {
    const row = Math.floor((lat - this.#south) / this.#rowHeight);
    return row < 0 ? 0 : row >= this.#rows ? this.#rows - 1 : row;
  }

  #columnOf(degreesEast: number, columns: number): number {
    const column = Math.floor((degreesEast / this.#width) * columns);
    return column < 0 ? 0 : column >= columns ? columns - 1 : column;
  }

  /**
   * Writes runs of neighbouring buckets into {@link runs} that together hold every point within a chord of
   * `reach` meters, each bucket once and the nearest rows first; returns how many numbers were written.
   * `axisDistance` is the position's own distance from the Earth's axis in meters.
   */
  reach(lon: number, lat: number, axisDistance: number, reach: number): number {
    // A chord of `reach` spans at most this arc of a meridian, whose radius of curvature is ≥ RHO_MIN.
    const arc = Math.min(longestSpan(reach), Math.PI * RHO_MIN);
    const degrees = (arc / RHO_MIN) * DEGREES + ROUNDING_DEGREES;
    const lowest = Math.max(0, Math.floor((lat - degrees - this.#south) / this.#rowHeight));
    const highest = Math.min(
      this.#rows - 1,
      Math.floor((lat + degrees - this.#south) / this.#rowHeight),
    );
    const east = eastOf(lon, this.#west);
    const home = this.#rowOf(lat);
    const farthest = Math.max(home - lowest, highest - home);
    let written = 0;
    for (let step = 0; step <= farthest; step++) {
      const [north, south] = [home + step, home - step];
      if (north >= lowest && north <= highest)
        written = this.#reachInRow(north, east, axisDistance, reach, written);
      if (step > 0 && south >= lowest && south <= highest)
        written = this.#reachInRow(south, east, axisDistance, reach, written);
    }
    return written;
  }

  #reachInRow(
    row: number,
    east: number,
    axisDistance: number,
    reach: number,
    alreadyWritten: number,
  ): number {
    const { runs } = this;
    let written = alreadyWritten;
    const first = this.#rowStart[row] as number;
    const columns = (this.#rowStart[row + 1] as number) - first;
    // Two points at p and q from the axis are 2 √(pq) sin(Δλ/2) apart, or more.
    const across = 2 * Math.sqrt((this.#axisDistance[row] as number) * axisDistance);
    const half = reach < across ? 2 * Math.asin(reach / across) * DEGREES + ROUNDING_DEGREES : 180;
    if (half >= 180) {
      runs[written++] = first;
      runs[written++] = first + columns - 1;
      return written;
    }
    let done = -1;
    for (let turn = -360; turn <= 360; turn += 360) {
      const left = east + turn - half;
      const right = east + turn + half;
      if (right < 0 || left > this.#width) continue;
      const from = Math.max(this.#columnOf(left, columns), done + 1);
      done = Math.max(done, this.#columnOf(right, columns));
      if (from > done) continue;
      runs[written++] = first + from;
      runs[written++] = first + done;
    }
    return written;
  }
}

function span(indices: Int32Array, read: (index: number) => number): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const index of indices) {
    const value = read(index);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return indices.length === 0 ? [0, 0] : [low, high];
}

/** West edge and width in degrees of the points, seen from Greenwich or from the 180° meridian. */
function narrowestSpan(indices: Int32Array, lon: Float64Array): [west: number, width: number] {
  const [west, east] = span(indices, (i) => eastOf(lon[i] as number, -180) - 180);
  const [westOfLine, eastOfLine] = span(indices, (i) => eastOf(lon[i] as number, 0));
  // Rounding must not put the westernmost point a whole turn to the east.
  return east - west <= eastOfLine - westOfLine
    ? [west - ROUNDING_DEGREES, east - west + 2 * ROUNDING_DEGREES]
    : [westOfLine - ROUNDING_DEGREES, eastOfLine - westOfLine + 2 * ROUNDING_DEGREES];
}

/** Degrees from a meridian eastward to a longitude, 0 ≤ … < 360. */
function eastOf(lon: number, west: number): number {
  const degrees = lon - west;
  if (degrees >= 0 && degrees < 360) return degrees;
  const turned = degrees % 360;
  return turned < 0 ? turned + 360 : turned;
}
