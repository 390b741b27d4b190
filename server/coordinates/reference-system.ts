import { fromWgs84, toWgs84 } from './convert.ts';
import type { Position } from './coordinate-system.ts';
import { infoOf, type ReferenceSystem } from './reference-names.ts';
import { projectionOf } from './reference-projection.ts';
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
export { referenceWkt } from './reference-wkt.ts';

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
      : projectionOf(system).forward(position);
  demandExpressible(system, position, [x, y]);
  return [x, y];
}

function inDegrees(system: ReferenceSystem, position: Position): Position {
  if (system === 'WGS84' || system === 'CGCS2000') return position;
  if (system === 'GCJ02' || system === 'BD09') return toWgs84(system, position);
  return projectionOf(system).inverse(position);
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
