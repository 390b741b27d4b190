import { Circles } from './circles.ts';
import { surelyCovered } from './cover.ts';
import { parallelAt } from './parallel.ts';
import type { PointIndex } from './point-index.ts';
import { type MultiPolygonCoordinates, Shape } from './shape.ts';

/** Bands that a polygon is cut into at least, so that no sliver slips between two latitudes. */
const BANDS = 24;
/** A part is halved until that changes it by less than this share of the whole area … */
const TOLERANCE = 1e-8;
/** … but no more often than this. */
const MOST_HALVINGS = 12;
/** What shares are told in: far finer than their error, and coarse enough to hide the rounding of sums. */
const STEPS = 1e9;

/** Gauss–Legendre nodes and weights on [−1, 1], five points: exact for polynomials of degree nine. */
const NODES = [-0.906179845938664, -0.5384693101056831, 0, 0.5384693101056831, 0.906179845938664];
const WEIGHTS = [
  0.23692688505618908, 0.47862867049936647, 0.5688888888888889, 0.47862867049936647,
  0.23692688505618908,
];

/**
 * The share (0–1, nine decimals) of a polygon's area that lies within `radiusMeters` of any of the points; NaN
 * when the polygon has no area.
 *
 * The area is summed up along parallels. At one latitude φ both the polygon and the circles are sets of
 * intervals of longitude ({@link Shape}, {@link Circles}). The length of their intersection, times the
 * ellipsoid's element of area M N cos φ, is integrated over φ. No shape is ever built or clipped.
 *
 * The integrand is smooth but for three things. At vertices and at the ends of circles the integral is
 * cut; since a circle's width grows there like a square root, latitude is substituted by a cubic that is
 * level at both ends of each part, which makes it smooth again. Where a circle crosses an edge or another
 * circle there is a kink; parts with kinks are halved until it no longer matters (five-point
 * Gauss–Legendre quadrature of a part against that of its halves).
 *
 * Error: at most 1·10⁻⁵ of the area, and below 10⁻⁶ for 99 of 100 polygons, measured on 3,000 random
 * polygons with one to five circles of 300 m to 50 km against PostGIS (circles of 1,440 geodesic spokes,
 * united, intersected, `ST_Area(geography)`). PostGIS itself differs by more in how it reads an edge: its
 * intersections take edges as straight in longitude and latitude, as is done here, but its areas take
 * them as geodesics, unless they are cut into short ones first. That moved shares of polygons of up to
 * 2 km by 7·10⁻⁵ at most below 50° and by 1.5·10⁻⁴ up to 85°, of polygons of 50 km by up to 6·10⁻³.
 *
 * @param points the index of the positions `lon`, `lat` (degrees)
 */
export function coveredAreaShare(
  polygons: MultiPolygonCoordinates,
  points: PointIndex,
  lon: Float64Array,
  lat: Float64Array,
  radiusMeters: number,
): number {
  const shape = new Shape(polygons);
  const around = shape.enclosing;
  const found: number[] = [];
  points.forEachWithin(around.lon, around.lat, around.meters + radiusMeters, (i) => {
    found.push(i);
  });
  const whole = integrate(cutsOf(shape.latitudes), Number.POSITIVE_INFINITY, (latitude) => {
    const { intervals, count } = shape.intervalsAt(latitude);
    return lengthOf(intervals, count) * parallelAt(latitude).areaElement;
  });
  if (!(whole > 0)) return Number.NaN;
  // The most frequent case by far, and the cheapest: one circle holds all of it.
  if (found.some((i) => shape.liesWithin(lon[i] as number, lat[i] as number, radiusMeters)))
    return 1;
  // In one order, whichever they were read in, and without those out of reach: equal circles give equal bits.
  const all = found
    .map((i): [number, number] => [lon[i] as number, lat[i] as number])
    .sort(([lon1, lat1], [lon2, lat2]) => lon1 - lon2 || lat1 - lat2);
  const near = shape.undominated(all).filter(([x, y]) => shape.reaches(x, y, radiusMeters));
  if (near.length === 0) return 0;
  if (surelyCovered(shape.box, near, radiusMeters)) return 1;

  const circles = new Circles(near, radiusMeters, shape);
  const bands = Array.from(
    { length: BANDS - 1 },
    (_, i) => shape.south + ((shape.north - shape.south) * (i + 1)) / BANDS,
  );
  const cuts = cutsOf([...shape.latitudes, ...circles.ends, ...bands]);
  const covered = integrate(cuts, whole * TOLERANCE, (latitude) => {
    const { intervals, count } = shape.intervalsAt(latitude);
    const parallel = parallelAt(latitude);
    return circles.coveredAt(parallel, intervals, count) * parallel.areaElement;
  });
  // A circle that only just reaches the polygon, or not, moves the cuts, and with them the last digits.
  return Math.min(1, Math.round((covered / whole) * STEPS) / STEPS);
}

function cutsOf(latitudes: readonly number[]): Float64Array {
  return Float64Array.from(new Set(latitudes)).sort();
}

function lengthOf(intervals: Float64Array, count: number): number {
  let length = 0;
  for (let i = 0; i < count; i += 2)
    length += (intervals[i + 1] as number) - (intervals[i] as number);
  return length;
}

/** The integral of `f` over latitude, part by part between the cuts, each to within `tolerance`. */
function integrate(cuts: Float64Array, tolerance: number, f: (latitude: number) => number): number {
  let sum = 0;
  for (let i = 1; i < cuts.length; i++) {
    const low = cuts[i - 1] as number;
    const half = ((cuts[i] as number) - low) / 2;
    const g = (t: number): number => f(low + half + (half * t * (3 - t * t)) / 2) * (1 - t * t);
    const scale = 1.5 * half;
    sum += scale * refine(g, -1, 1, gauss(g, -1, 1), tolerance / scale, MOST_HALVINGS);
  }
  return sum;
}

function refine(
  g: (t: number) => number,
  from: number,
  to: number,
  estimate: number,
  tolerance: number,
  halvings: number,
): number {
  if (halvings === 0 || tolerance === Number.POSITIVE_INFINITY) return estimate;
  const middle = (from + to) / 2;
  const [left, right] = [gauss(g, from, middle), gauss(g, middle, to)];
  if (Math.abs(left + right - estimate) <= tolerance) return left + right;
  return (
    refine(g, from, middle, left, tolerance, halvings - 1) +
    refine(g, middle, to, right, tolerance, halvings - 1)
  );
}

function gauss(g: (t: number) => number, from: number, to: number): number {
  const half = (to - from) / 2;
  let sum = 0;
  for (let k = 0; k < NODES.length; k++) {
    sum += (WEIGHTS[k] as number) * g(from + half * (1 + (NODES[k] as number)));
  }
  return sum * half;
}
