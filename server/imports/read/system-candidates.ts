import type { Position } from 'geojson';
import type { Declaration } from '../../formats/declaration.ts';
import { infoOf, REFERENCE_SYSTEMS, type ReferenceSystem } from '../../systems/reference-system.ts';
import type { SystemFit, SystemGuess } from '../staged/system-guess.ts';
import { type FileCoordinates, toHubPosition } from './to-hub.ts';

/** Systems whose coordinates are numbers of the same range: only known places tell them apart. */
const SAME_RANGE: readonly ReferenceSystem[] = ['WGS84', 'GCJ02', 'BD09'];
/** Systems in meters, besides the common ones, in which files of China's cities come without saying so. */
const ALSO_IN_USE: readonly ReferenceSystem[] = [
  'EPSG:3826',
  'EPSG:3825',
  'EPSG:2326',
  // UTM, and CGCS2000 in 6° zones with and without the number of the zone.
  ...Array.from({ length: 11 }, (_, i): ReferenceSystem => `EPSG:${32_643 + i}`),
  ...Array.from({ length: 11 }, (_, i): ReferenceSystem => `EPSG:${4_491 + i}`),
  ...Array.from({ length: 11 }, (_, i): ReferenceSystem => `EPSG:${4_502 + i}`),
];
/** A system is possible when at least this share of the sampled positions can be of it. */
const POSSIBLE_SHARE = 0.95;
/** Half the width of a zone without a number, in degrees of longitude. */
const HALF_ZONE_DEGREES = 1.5;
/** Known places decide only when there are at least this many of them. */
const MIN_KNOWN_PLACES = 3;
/** The best system must fit at least this share of the known places … */
const MIN_SHARE = 0.5;
/** … and this many times as many as the system guessed from the values. */
const MIN_RATIO = 1.5;

/** The systems that nearly all positions can be of, in the given order of the axes. */
function possibleSystems(positions: readonly Position[], swapAxes: boolean): ReferenceSystem[] {
  const count = (coordinates: FileCoordinates): number =>
    positions.filter((position) => isPossible(position, coordinates)).length;
  return REFERENCE_SYSTEMS.map(({ id }) => id).filter(
    (system) => count({ system, swapAxes }) >= positions.length * POSSIBLE_SHARE,
  );
}

function isPossible(position: Position, coordinates: FileCoordinates): boolean {
  try {
    toHubPosition(position, coordinates);
    return true;
  } catch {
    return false;
  }
}

/**
 * The system and order of axes that the declaration and the range of the values speak for. The declared system
 * wins when the values can be of it.
 *
 * @param middleLongitude of the hub's communities, in degrees; null when there are none
 */
export function guessByValues(
  positions: readonly Position[],
  { declared, declaredText, refusal }: Declaration,
  middleLongitude: number | null,
): SystemGuess {
  const base = { declaredText, refusal, fits: [] };
  if (declaredText !== null) return { ...base, ...guessByDeclaration(positions, declared) };
  const orders = [false, true].map((swapAxes) => ({
    swapAxes,
    possible: possibleSystems(positions, swapAxes),
  }));
  for (const { swapAxes, possible } of orders) {
    const system = likeliest(possible, middleLongitude);
    if (system) return { ...base, system, swapAxes, reason: 'RANGE' };
  }
  for (const { swapAxes, possible } of orders) {
    if (possible[0]) return { ...base, system: possible[0], swapAxes, reason: 'RANGE' };
  }
  return { ...base, system: 'WGS84', swapAxes: false, reason: 'NONE' };
}

/** Nothing is read against what it says of itself: without a system that it can be of there is none. */
function guessByDeclaration(
  positions: readonly Position[],
  declared: ReferenceSystem | null,
): Pick<SystemGuess, 'system' | 'swapAxes' | 'reason'> {
  if (!declared) return { system: null, swapAxes: false, reason: 'REFUSED' };
  const order = [false, true].find((swapAxes) => {
    const possible = positions.filter((position) =>
      isPossible(position, { system: declared, swapAxes }),
    );
    return possible.length >= positions.length * POSSIBLE_SHARE;
  });
  return order === undefined
    ? { system: null, swapAxes: false, reason: 'CONTRADICTED' }
    : { system: declared, swapAxes: order, reason: 'DECLARED' };
}

/**
 * The systems of which places that the hub knows may choose one, the guessed one among them; none where nothing is
 * to be chosen. In degrees a declaration counts for little: what web maps gave away as WGS 84 is often shifted.
 */
export function candidatesBeside(
  { system, reason }: SystemGuess,
  middleLongitude: number | null,
): ReferenceSystem[] {
  if (system === null || reason === 'NONE') return [];
  if (infoOf(system).axisUnits === 'degrees') {
    return SAME_RANGE.includes(system) || system === 'CGCS2000' ? [...SAME_RANGE] : [];
  }
  if (reason === 'DECLARED' || middleLongitude === null) return [];
  const others = [...REFERENCE_SYSTEMS.map(({ id }) => id), ...ALSO_IN_USE].filter((id) => {
    const { area, axisUnits } = infoOf(id);
    const isNear = area[0] <= middleLongitude && middleLongitude <= area[2];
    return axisUnits === 'meters' && isNear && id !== system;
  });
  return [system, ...others];
}

/**
 * Degrees before meters; of the zones without a number the one around the hub's communities. Any other system
 * is taken only when swapping the axes gives no likely one either: northings before eastings look like Web
 * Mercator off Africa.
 */
function likeliest(
  possible: readonly ReferenceSystem[],
  middleLongitude: number | null,
): ReferenceSystem | undefined {
  const [first] = possible;
  const zone = possible.find((system) => {
    const meridian = infoOf(system).zone?.meridian;
    if (meridian === undefined) return false;
    return Math.abs((middleLongitude ?? meridian) - meridian) <= HALF_ZONE_DEGREES;
  });
  return first && infoOf(first).axisUnits === 'degrees' ? first : zone;
}

/** The guess after known places were compared: another system is taken only when it fits clearly better. */
export function chooseByPlaces(guess: SystemGuess, fits: readonly SystemFit[]): SystemGuess {
  const [best] = [...fits].sort((a, b) => b.hits - a.hits);
  const guessed = fits.find(({ system }) => isSame(system, guess.system));
  if (!best || best === guessed || best.of < MIN_KNOWN_PLACES) return { ...guess, fits };
  const isClear =
    best.hits >= best.of * MIN_SHARE && best.hits >= Math.max(1, guessed?.hits ?? 0) * MIN_RATIO;
  return isClear ? { ...guess, system: best.system, reason: 'PLACES', fits } : { ...guess, fits };
}

/** CGCS2000 in degrees counts as WGS 84. */
function isSame(system: ReferenceSystem, guessed: ReferenceSystem | null): boolean {
  return system === guessed || (system === 'WGS84' && guessed === 'CGCS2000');
}
