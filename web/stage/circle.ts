import type { Polygon } from 'geojson';
import type { Position } from '../view/view.ts';

const SEMI_MAJOR_METERS = 6_378_137;
const ECCENTRICITY_SQUARED = 0.00669437999014;
const RADIANS = Math.PI / 180;

/**
 * The circle of a rule's radius around a position, as a polygon. WGS 84 with the ellipsoid's two radii of
 * curvature at that latitude: within 0.01 % of the geodesic for radii up to 2 km, so that what is drawn inside
 * is judged inside. (On a sphere, as Turf has it, a ring of 2 km is up to 9 m off.)
 */
export function circleAround(
  [longitude, latitude]: Position,
  radiusMeters: number,
  steps = 96,
): Polygon {
  const sin = Math.sin(latitude * RADIANS);
  const w = 1 - ECCENTRICITY_SQUARED * sin * sin;
  const primeVertical = SEMI_MAJOR_METERS / Math.sqrt(w);
  const meridional = (primeVertical * (1 - ECCENTRICITY_SQUARED)) / w;
  const degreesNorth = radiusMeters / meridional / RADIANS;
  const degreesEast = radiusMeters / (primeVertical * Math.cos(latitude * RADIANS)) / RADIANS;
  const ring: Position[] = Array.from({ length: steps }, (_, step) => {
    const angle = (2 * Math.PI * step) / steps;
    return [longitude + degreesEast * Math.cos(angle), latitude + degreesNorth * Math.sin(angle)];
  });
  return { type: 'Polygon', coordinates: [[...ring, ring[0] as Position]] };
}
