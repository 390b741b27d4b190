import { fromWgs84, toWgs84 } from '../coordinates/convert.ts';
import type { Position } from '../coordinates/coordinate-system.ts';
import type { ReferenceSystem } from '../coordinates/reference-names.ts';
import { projectionOf } from './projection.ts';
import { demandExpressible, demandPossible } from './range.ts';

export {
  COMMON_CODES,
  REFERENCE_SYSTEM_WORDS,
  REFERENCE_SYSTEMS,
  type ReferenceSystem,
} from '../coordinates/reference-names.ts';
export { EPSG_NAMES } from './epsg/registry.ts';
export { axisUnits, infoOf, isReferenceSystem, statedErrorMeters } from './info.ts';
export { parseReferenceSystem, type SystemRefusal, whyRefused } from './parse.ts';
export { ReferenceTrouble } from './range.ts';
export { referenceWkt } from './wkt.ts';

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
