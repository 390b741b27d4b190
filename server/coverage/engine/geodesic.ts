import geodesic from 'geographiclib-geodesic';

const { WGS84, DISTANCE } = geodesic.Geodesic;

/**
 * The geodesic distance between two positions on WGS 84, in meters; degrees in, exact to some
 * nanometers. It is what PostGIS calls `ST_Distance(geography, geography)`: both compute the inverse
 * problem with the algorithms of C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87 (2013).
 */
export function geodesicMeters(lon1: number, lat1: number, lon2: number, lat2: number): number {
  return WGS84.Inverse(lat1, lon1, lat2, lon2, DISTANCE).s12;
}

/** The position `[lon, lat]` at `meters` from another in direction `azimuth` (degrees from north). */
export function destination(
  lon: number,
  lat: number,
  azimuth: number,
  meters: number,
): [number, number] {
  const { lon2, lat2 } = WGS84.Direct(lat, lon, azimuth, meters);
  return [lon2, lat2];
}
