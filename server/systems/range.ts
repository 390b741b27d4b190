import type { Position } from '../coordinates/coordinate-system.ts';
import {
  commonSystem,
  type ReferenceSystem,
  type ReferenceSystemInfo,
} from '../coordinates/reference-names.ts';
import { infoOf } from './info.ts';
import { projectionOf } from './projection.ts';

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

/** The error for values that cannot be coordinates of the given system. */
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
/** Around the area of a registered system its numbers are still in use, within so many degrees. */
const AREA_MARGIN = 3;
/** What going to degrees and back may move, in units of the system: beyond it a projection breaks down. */
const SAME_UNITS = 0.01;

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
  const message =
    `${place[0]}, ${place[1]} lies too far from where ${system} applies ` +
    `(${areaText(system)}); choose another system.`;
  throw new ReferenceTrouble('OUT_OF_RANGE', system, message);
}

function areaText(system: ReferenceSystem): string {
  const [west, south, east, north] = infoOf(system).area;
  return `${west}° to ${east}° E, ${south}° to ${north}° N`;
}

function problemOf(system: ReferenceSystem, [x, y]: Position): ReferenceProblem | null {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return 'NOT_A_NUMBER';
  const { axisUnits, zone } = infoOf(system);
  const isRegistered = !commonSystem(system);
  const areDegrees = Math.abs(x) <= 180 && Math.abs(y) <= 90;
  if (axisUnits === 'degrees') {
    if (areDegrees) return isRegistered ? registeredProblem(system, [x, y]) : null;
    return Math.max(Math.abs(x), Math.abs(y)) > 1_000 ? 'METERS' : 'OUT_OF_RANGE';
  }
  // A place less than 200 m from where the equator meets the axis is not worth the confusion.
  if (areDegrees || (Math.abs(y) <= 180 && Math.abs(x) <= 90)) return 'DEGREES';
  if (isRegistered) return registeredProblem(system, [x, y]);
  if (!zone) return Math.max(Math.abs(x), Math.abs(y)) > HALF_MERCATOR ? 'OUT_OF_RANGE' : null;
  if (y < SOUTHMOST || y > NORTHMOST) return 'OUT_OF_RANGE';
  if (Math.abs(x - zone.easting) < HALF_ZONE) return null;
  const number = Math.floor(x / ZONE_STEP);
  if (number === 0 && x > 0) return 'NO_ZONE_NUMBER';
  if (number < 13 || number > 45) return 'OUT_OF_RANGE';
  return zone.easting > ZONE_STEP ? 'OTHER_ZONE' : 'ZONE_NUMBER';
}

/** Numbers say little by themselves where a projection lies anywhere: what place they mean decides. */
function registeredProblem(system: ReferenceSystem, [x, y]: Position): ReferenceProblem | null {
  const { forward, inverse } = projectionOf(system);
  const place = inverse([x, y]);
  if (!place.every(Number.isFinite) || !isNear(infoOf(system).area, place)) return 'OUT_OF_RANGE';
  const again = forward(place);
  const isSame = Math.abs(again[0] - x) < SAME_UNITS && Math.abs(again[1] - y) < SAME_UNITS;
  return isSame ? null : 'OUT_OF_RANGE';
}

/** Whether a place lies in an area, [west, south, east, north], or a little beyond. */
function isNear([west, south, east, north]: ReferenceSystemInfo['area'], [lon, lat]: Position) {
  if (lat < south - AREA_MARGIN || lat > north + AREA_MARGIN) return false;
  const width = west > east ? east + 360 - west : east - west;
  const fromWest = (((lon - west + AREA_MARGIN) % 360) + 360) % 360;
  return fromWest <= width + 2 * AREA_MARGIN;
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
      if (!commonSystem(system)) return `they lie beyond ${areaText(system)}.`;
      if (!zone) return 'they lie beyond the Earth.';
      return y < SOUTHMOST || y > NORTHMOST || !Number.isFinite(y)
        ? 'the northing lies outside China.'
        : `the place is too far from the central meridian ${zone.meridian}° E; choose the zone that it lies in.`;
  }
}
