/** The part of geographiclib-geodesic (MIT, C. F. F. Karney) that is used here; its package has no types. */
declare module 'geographiclib-geodesic' {
  class Geodesic {
    /** `s12` is the geodesic distance in meters; latitudes come first. */
    Inverse(
      lat1: number,
      lon1: number,
      lat2: number,
      lon2: number,
      outmask: number,
    ): { s12: number };
    /** The point at `s12` meters from the first in direction `azi1` (degrees clockwise from north). */
    Direct(lat1: number, lon1: number, azi1: number, s12: number): { lat2: number; lon2: number };
  }
  const geodesic: { Geodesic: { WGS84: Geodesic; DISTANCE: number } };
  export default geodesic;
}
