import type { Position } from 'geojson';
import {
  infoOf,
  REFERENCE_SYSTEMS,
  type ReferenceSystem,
} from '../coordinates/reference-system.ts';
import { type Placing, place } from './place.ts';

/** Why a reference system is proposed. */
export type GuessReason = 'DECLARED' | 'PLACES' | 'RANGE' | 'NONE';

/** How many of the places that can be checked fit what is known, as coordinates of a system. */
export interface Fit {
  readonly system: ReferenceSystem;
  readonly hits: number;
  readonly of: number;
}

/** The reference system that a file most likely has, and why. */
export interface SystemGuess {
  readonly system: ReferenceSystem;
  readonly swapAxes: boolean;
  readonly reason: GuessReason;
  /** What the file says of itself, in its own words. */
  readonly declaredText: string | null;
  /** How the places fit, where that was tried. */
  readonly fits: readonly Fit[];
}

/** Systems that can only be told apart by what is known of the places. */
export const ALIKE: readonly ReferenceSystem[] = ['WGS84', 'GCJ02', 'BD09'];
/** So many places have to be known before they count. */
const FEWEST_KNOWN = 3;
/** A system has to fit so much of what is known, and so many times as much as the one said or taken for granted. */
const LEAST_SHARE = 0.5;
const LEAST_RATIO = 1.5;

/** The systems of which (nearly) all positions can be, in the given order of the axes. */
export function possibleSystems(
  positions: readonly Position[],
  swapAxes: boolean,
): ReferenceSystem[] {
  const fitting = (placing: Placing): number =>
    positions.filter((position) => isPossible(position, placing)).length;
  return REFERENCE_SYSTEMS.map(({ id }) => id).filter(
    (system) => fitting({ system, swapAxes }) >= positions.length * 0.95,
  );
}

function isPossible(position: Position, placing: Placing): boolean {
  try {
    place(position, placing);
    return true;
  } catch {
    return false;
  }
}

/** What the values and the file itself say, before anything is known of the places. */
export function guessByValues(
  positions: readonly Position[],
  declared: ReferenceSystem | null,
  declaredText: string | null,
  middleLongitude: number | null,
): SystemGuess {
  const base = { declaredText, fits: [] };
  const ways = [false, true].map((swapAxes) => ({
    swapAxes,
    possible: possibleSystems(positions, swapAxes),
  }));
  for (const { swapAxes, possible } of ways) {
    if (declared && possible.includes(declared))
      return { ...base, system: declared, swapAxes, reason: 'DECLARED' };
    const system = likeliest(possible, middleLongitude);
    if (system) return { ...base, system, swapAxes, reason: 'RANGE' };
  }
  for (const { swapAxes, possible } of ways) {
    if (possible[0]) return { ...base, system: possible[0], swapAxes, reason: 'RANGE' };
  }
  return { ...base, system: declared ?? 'WGS84', swapAxes: false, reason: 'NONE' };
}

/**
 * Degrees before meters; of the zones without a number the one that the hub's own communities lie in. Others are
 * taken only when the axes cannot be swapped either: northings first look like Web Mercator off Africa.
 */
function likeliest(
  possible: readonly ReferenceSystem[],
  middleLongitude: number | null,
): ReferenceSystem | undefined {
  const [first] = possible;
  const zone = possible.find((system) => {
    const meridian = infoOf(system).zone?.meridian;
    return meridian !== undefined && Math.abs((middleLongitude ?? meridian) - meridian) <= 1.5;
  });
  return first && infoOf(first).axisUnits === 'degrees' ? first : zone;
}

/** Lets what is known of the places decide between systems that their values cannot tell apart. */
export function settleByPlaces(guess: SystemGuess, fits: readonly Fit[]): SystemGuess {
  const [best] = [...fits].sort((a, b) => b.hits - a.hits);
  const taken = fits.find(({ system }) => system === guess.system || isAsGood(system, guess));
  if (!best || best === taken || best.of < FEWEST_KNOWN) return { ...guess, fits };
  const clear =
    best.hits >= best.of * LEAST_SHARE && best.hits >= Math.max(1, taken?.hits ?? 0) * LEAST_RATIO;
  return clear ? { ...guess, system: best.system, reason: 'PLACES', fits } : { ...guess, fits };
}

/** CGCS2000 in degrees counts as WGS 84. */
function isAsGood(system: ReferenceSystem, { system: guessed }: SystemGuess): boolean {
  return system === 'WGS84' && guessed === 'CGCS2000';
}
