import proj4 from 'proj4';
import type { Position } from '../coordinates/coordinate-system.ts';
import { commonSystem, type ReferenceSystem } from '../coordinates/reference-names.ts';
import { definitionOf } from './info.ts';

/** A map projection: degrees to meters and back. */
export interface Projection {
  forward(degrees: Position): Position;
  inverse(meters: Position): Position;
}

const RADIUS = 6_378_137;
const DEGREES = 180 / Math.PI;

/** Written out, since it must not wrap at 180°: forth and back has to end where it began. */
const WEB_MERCATOR: Projection = {
  forward: ([lon, lat]) => [(RADIUS * lon) / DEGREES, RADIUS * Math.asinh(Math.tan(lat / DEGREES))],
  inverse([x, y]) {
    // At 180° rounding may go a hair too far.
    const lon = Math.max(-180, Math.min(180, (x / RADIUS) * DEGREES));
    return [lon, Math.atan(Math.sinh(y / RADIUS)) * DEGREES];
  },
};

const known = new Map<ReferenceSystem, Projection>();

/** The projection of a system other than WGS 84, with the shift of its datum where it has one of its own. */
export function projectionOf(system: ReferenceSystem): Projection {
  const projection =
    known.get(system) ??
    (system === 'EPSG:3857' ? WEB_MERCATOR : projectionBy(definitionFor(system)));
  known.set(system, projection);
  return projection;
}

/** On the ellipsoid of CGCS2000 for its zones. */
function definitionFor(system: ReferenceSystem): string {
  const zone = commonSystem(system)?.zone;
  return zone
    ? `+proj=tmerc +lat_0=0 +lon_0=${zone.meridian} +k=1 +x_0=${zone.easting} +y_0=0 +ellps=GRS80 +units=m +no_defs`
    : definitionOf(system).definition;
}

function projectionBy(definition: string): Projection {
  const { forward, inverse } = proj4(definition);
  return {
    forward: ([lon, lat]) => forward([lon, lat]) as [number, number],
    inverse: ([x, y]) => inverse([x, y]) as [number, number],
  };
}
