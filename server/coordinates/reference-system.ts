import proj4 from 'proj4';
import { fromWgs84, toWgs84 } from './convert.ts';
import type { Position } from './coordinate-system.ts';
import { infoOf, type ReferenceSystem } from './reference-names.ts';
import { demandExpressible, demandPossible } from './reference-range.ts';

export {
  infoOf,
  isReferenceSystem,
  REFERENCE_SYSTEMS,
  type ReferenceSystem,
  type ReferenceSystemInfo,
} from './reference-names.ts';
export { parseReferenceSystem } from './reference-parse.ts';
export { type ReferenceProblem, ReferenceTrouble } from './reference-range.ts';

/** A map projection: degrees to meters and back. */
interface Projection {
  forward(degrees: number[]): number[];
  inverse(meters: number[]): number[];
}

const WEB_MERCATOR = '+proj=merc +a=6378137 +b=6378137 +units=m +no_defs';
const projections = new Map<ReferenceSystem, Projection>();

/**
 * A position of a file (easting or longitude first) as longitude and latitude in degrees on WGS 84.
 * CGCS2000 counts as WGS 84 ({@link statedErrorMeters} says what that costs).
 * @throws ReferenceTrouble for values that cannot be of that system, saying what they look like
 */
export function toHub(system: ReferenceSystem, position: Position): [lon: number, lat: number] {
  demandPossible(system, position);
  const [lon, lat] = inDegrees(system, position);
  return [lon, lat];
}

/**
 * A position in degrees on WGS 84 in another system, easting or longitude first: the inverse of
 * {@link toHub} to 10⁻⁹ degrees, so that going forth and back never moves anything.
 * @throws ReferenceTrouble for positions that the system cannot express, such as one far from its zone
 */
export function fromHub(system: ReferenceSystem, position: Position): [x: number, y: number] {
  demandPossible('WGS84', position);
  if (system === 'WGS84' || system === 'CGCS2000') return [position[0], position[1]];
  const [x, y] =
    system === 'GCJ02' || system === 'BD09'
      ? fromWgs84(system, position)
      : (projectionOf(system).forward([position[0], position[1]]) as [number, number]);
  demandExpressible(system, position, [x, y]);
  return [x, y];
}

function inDegrees(system: ReferenceSystem, position: Position): Position {
  if (system === 'WGS84' || system === 'CGCS2000') return position;
  if (system === 'GCJ02' || system === 'BD09') return toWgs84(system, position);
  return projectionOf(system).inverse([position[0], position[1]]) as [number, number];
}

function projectionOf(system: ReferenceSystem): Projection {
  const known = projections.get(system);
  if (known) return known;
  const { zone } = infoOf(system);
  const definition = zone
    ? `+proj=tmerc +lat_0=0 +lon_0=${zone.meridian} +k=1 +x_0=${zone.easting} +y_0=0 +ellps=GRS80 +units=m +no_defs`
    : WEB_MERCATOR;
  const projection = proj4(definition);
  projections.set(system, projection);
  return projection;
}

/** The units of both axes. */
export function axisUnits(system: ReferenceSystem): 'degrees' | 'meters' {
  return infoOf(system).axisUnits;
}

/**
 * How far a place may be off after its conversion, at most, in meters; not counting how well it was measured.
 *
 * - `WGS84`, `EPSG:3857`: 0. The same degrees, and a formula without approximations.
 * - `CGCS2000` and its projections: 1. They stand for where things were in the year 2000; the ground under
 *   China has since gone some 3 cm a year to the east (0.8 m by 2026), and nothing here takes that into account.
 * - `GCJ02`, `BD09`: 0.1. The formulas that everyone uses were never published by those who made them, and
 *   differ from the maps' own services by centimeters; coordinates of maps have six decimals (0.1 m).
 */
export function statedErrorMeters(system: ReferenceSystem): number {
  if (system === 'WGS84' || system === 'EPSG:3857') return 0;
  return system === 'GCJ02' || system === 'BD09' ? 0.1 : 1;
}
