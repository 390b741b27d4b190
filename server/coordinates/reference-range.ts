import type { Position } from './coordinate-system.ts';
import { infoOf, type ReferenceSystem } from './reference-names.ts';

/**
 * Why values cannot be coordinates of a system:
 * - `NOT_A_NUMBER`: not two finite numbers;
 * - `SWAPPED`: they are once their order is turned round;
 * - `METERS`: too large for degrees;
 * - `DEGREES`: degrees where meters are expected;
 * - `OTHER_ZONE`: the easting begins with the number of another zone;
 * - `ZONE_NUMBER`: the easting begins with a zone number, and the system has none;
 * - `NO_ZONE_NUMBER`: the easting lacks the zone number;
 * - `OUT_OF_RANGE`: beyond the Earth, or too far from the system's zone.
 */
export type ReferenceProblem =
  | 'NOT_A_NUMBER'
  | 'SWAPPED'
  | 'METERS'
  | 'DEGREES'
  | 'OTHER_ZONE'
  | 'ZONE_NUMBER'
  | 'NO_ZONE_NUMBER'
  | 'OUT_OF_RANGE';

/** Values that cannot be coordinates of the system they are said to be of. */
export class ReferenceTrouble extends Error {
  override readonly name = 'ReferenceTrouble';
  readonly code: ReferenceProblem;
  readonly system: ReferenceSystem;

  constructor(code: ReferenceProblem, system: ReferenceSystem, message: string) {
    super(message);
    this.code = code;
    this.system = system;
  }
}

/** Half the width of the Earth on Web Mercator, meters; a hair more for what was rounded. */
const HALF_MERCATOR = 20_037_509;
/** Northings of Gauss-Krüger in China, with room to spare: 1° N to 56° N in meters. */
const SOUTHMOST = 110_000;
const NORTHMOST = 6_210_000;
/** Zones do not reach further from their central meridian than to where eastings would begin anew. */
const HALF_ZONE = 500_000;
const ZONE_STEP = 1_000_000;

/** @throws ReferenceTrouble unless the values can be of the system */
export function demandPossible(system: ReferenceSystem, position: Position): void {
  const problem = problemOf(system, position);
  if (!problem) return;
  const isSwapped =
    problem === 'OUT_OF_RANGE' && problemOf(system, [position[1], position[0]]) === null;
  const code = isSwapped ? 'SWAPPED' : problem;
  const reason = reasonOf(code, system, position);
  const message = `${position[0]}, ${position[1]} cannot be coordinates in ${system}: ${reason}`;
  throw new ReferenceTrouble(code, system, message);
}

/** @throws ReferenceTrouble unless `image`, of a place in degrees on WGS 84, is one that the system can express */
export function demandExpressible(system: ReferenceSystem, place: Position, image: Position): void {
  if (problemOf(system, image) === null) return;
  const [west, south, east, north] = infoOf(system).area;
  const message =
    `${place[0]}, ${place[1]} lies too far from where ${system} applies ` +
    `(${west}° to ${east}° E, ${south}° to ${north}° N); choose another system.`;
  throw new ReferenceTrouble('OUT_OF_RANGE', system, message);
}

function problemOf(system: ReferenceSystem, [x, y]: Position): ReferenceProblem | null {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return 'NOT_A_NUMBER';
  const { axisUnits, zone } = infoOf(system);
  const areDegrees = Math.abs(x) <= 180 && Math.abs(y) <= 90;
  if (axisUnits === 'degrees') {
    if (areDegrees) return null;
    return Math.max(Math.abs(x), Math.abs(y)) > 1_000 ? 'METERS' : 'OUT_OF_RANGE';
  }
  // A place less than 200 m from where the equator meets the axis is not worth the confusion.
  if (areDegrees || (Math.abs(y) <= 180 && Math.abs(x) <= 90)) return 'DEGREES';
  if (!zone) return Math.max(Math.abs(x), Math.abs(y)) > HALF_MERCATOR ? 'OUT_OF_RANGE' : null;
  if (y < SOUTHMOST || y > NORTHMOST) return 'OUT_OF_RANGE';
  if (Math.abs(x - zone.easting) < HALF_ZONE) return null;
  const number = Math.floor(x / ZONE_STEP);
  if (number === 0 && x > 0) return 'NO_ZONE_NUMBER';
  if (number < 13 || number > 45) return 'OUT_OF_RANGE';
  return zone.easting > ZONE_STEP ? 'OTHER_ZONE' : 'ZONE_NUMBER';
}

function reasonOf(code: ReferenceProblem, system: ReferenceSystem, [x, y]: Position): string {
  const { zone } = infoOf(system);
  const number = Math.floor(x / ZONE_STEP);
  switch (code) {
    case 'NOT_A_NUMBER':
      return 'give two finite numbers.';
    case 'SWAPPED':
      return zone
        ? 'the northing stands first; give the easting first, as x. (Surveyors in China call the northing X.)'
        : 'latitude and longitude are swapped; give the longitude first.';
    case 'METERS':
      return 'they are meters of a map projection, not degrees; choose the projected system.';
    case 'DEGREES':
      return 'they are degrees, and the system has meters; choose a system in degrees.';
    case 'OTHER_ZONE':
      return `the easting begins with ${number}, the number of another zone than ${zone?.number}; choose the system of that zone.`;
    case 'ZONE_NUMBER':
      return `the easting begins with ${number}, a zone number; choose the system of that zone with its number.`;
    case 'NO_ZONE_NUMBER':
      return 'the easting lacks the zone number; choose the system by central meridian.';
    case 'OUT_OF_RANGE':
      if (!zone) return 'they lie beyond the Earth.';
      return y < SOUTHMOST || y > NORTHMOST || !Number.isFinite(y)
        ? 'the northing lies outside China.'
        : `the place is too far from the central meridian ${zone.meridian}° E; choose the zone that it lies in.`;
  }
}
