import geodesic from 'geographiclib-geodesic';

const { WGS84, DISTANCE } = geodesic.Geodesic;

/** Distances are whole multiples of 1/STEPS_PER_METER, that is of 10 nm, as those of PostGIS are. */
const STEPS_PER_METER = 1e8;
/** What two good computations of one distance may differ by: a step of rounding for each of them. */
const TOLERANCE_METERS = 2 / STEPS_PER_METER;

/**
 * The geodesic distance between two positions on WGS 84, in meters; degrees in.
 *
 * Right to some nanometers, by the algorithms of C. F. F. Karney, "Algorithms for geodesics", J. Geodesy
 * 87 (2013), and rounded to 10 nm. PostGIS's `ST_Distance(geography, geography)` uses the same algorithms
 * and the same rounding. On 300,000 random pairs up to 100 km apart the two were the same number in 96 %
 * of cases and one step of 10 nm apart in the others, because PostGIS turns degrees into radians and
 * back, which costs it some nanometers. (It also takes positions that differ by less than 10⁻¹² radians,
 * or 6 µm, as one.) Rounding makes equally near facilities equal here as there, so
 * that ties are settled as by `ORDER BY ST_Distance(…), id`.
 */
export function geodesicMeters(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const { s12 } = WGS84.Inverse(lat1, lon1, lat2, lon2, DISTANCE);
  return Math.round((s12 as number) * STEPS_PER_METER) / STEPS_PER_METER;
}

/**
 * Whether a distance lies within a radius, both in meters; the radius is inclusive.
 *
 * The last digits of a distance are noise, so whoever sets a radius to a measured distance, or places a
 * point exactly at the radius, would have it in or out by chance: PostGIS's `ST_DWithin`, which compares
 * unrounded distances, says "within" of only half of all pairs at a radius of their own `ST_Distance`.
 * So 20 nm more are allowed, which covers the noise of both and nothing that can be measured.
 */
export function isWithinRadius(distanceMeters: number, radiusMeters: number): boolean {
  return distanceMeters <= radiusMeters + TOLERANCE_METERS;
}

/** The position `[lon, lat]` at `meters` from another in direction `azimuth` (degrees from north). */
export function destination(
  lon: number,
  lat: number,
  azimuth: number,
  meters: number,
): [number, number] {
  const { lon2, lat2 } = WGS84.Direct(lat, lon, azimuth, meters);
  return [lon2 as number, lat2 as number];
}
