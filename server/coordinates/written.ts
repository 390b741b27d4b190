import type { CoordinateSystem } from './coordinate-system.ts';
import { placeOfPair } from './pair.ts';
import { isPlace, type NoPlace, type Place, placeAt } from './place.ts';
import { type Axis, type NumberToken, type Token, tokensOf } from './tokens.ts';

type System = CoordinateSystem | 'UNKNOWN';

/** The numbers of one angle, in degrees, minutes and seconds as far as they are given. */
interface Angle {
  readonly axis: Axis | undefined;
  sign: 1 | -1 | undefined;
  readonly numbers: NumberToken[];
}

/** Numbers with this many decimals are coordinates even among others (house numbers, heights, zoom). */
const DECIMALS_OF_COORDINATES = /\.\d{3}/;

/**
 * Coordinates as people write them: `126.6424,45.7567`, `经度126.64 纬度45.75`, `45°45′24″N 126°38′33″E`,
 * alone or among other words.
 */
export function readWritten(text: string): Place | NoPlace {
  const tokens = tokensOf(text);
  const system = systemIn(tokens);
  if (!system) return { code: 'UNKNOWN_SYSTEM' };
  return readLabelled(tokens, system) ?? readBare(tokens, system);
}

/** The one system a text names; `UNKNOWN` when it names none, undefined when not one that is known. */
function systemIn(tokens: readonly Token[]): System | undefined {
  const named = new Set(tokens.flatMap((token) => (token.type === 'system' ? [token.system] : [])));
  if (named.size === 0) return 'UNKNOWN';
  return named.size === 1 ? [...named][0] : undefined;
}

/** Labels before their numbers or after them; undefined when a coordinate has no label of its own. */
function readLabelled(tokens: readonly Token[], system: System): Place | NoPlace | undefined {
  const before = anglesByLabel(tokens);
  const after = anglesByLabel(tokens.toReversed());
  for (const { numbers } of after) numbers.reverse();
  const core = tokens.filter(({ type }) => type === 'number' || type === 'label');
  const endsWithLabel = core[0]?.type === 'number' && core.at(-1)?.type === 'label';
  const readings = (endsWithLabel ? [after, before] : [before, after]).flatMap((angles) => {
    const reading = placeOfAngles(angles, system);
    return reading ? [reading] : [];
  });
  return readings.find(isPlace) ?? readings[0];
}

function placeOfAngles(angles: readonly Angle[], system: System): Place | NoPlace | undefined {
  const given = angles.filter(({ numbers }) => numbers.length > 0);
  const lon = given.find(({ axis }) => axis === 'lon');
  const lat = given.find(({ axis }) => axis === 'lat');
  if (!lon || !lat) return undefined;
  if (given.length > 2) return { code: 'TOO_MANY_NUMBERS' };
  return placeAt(degreesOf(lon), degreesOf(lat), system, 'labels');
}

/** The numbers after each label; a word after them ends them. Labels of one axis in a row are one. */
function anglesByLabel(tokens: readonly Token[]): Angle[] {
  const angles: Angle[] = [];
  let open: Angle | undefined;
  for (const token of tokens) {
    if (token.type === 'label') {
      if (open?.axis !== token.axis) {
        open = { axis: token.axis, sign: undefined, numbers: [] };
        angles.push(open);
      }
      open.sign ??= token.sign;
    } else if (token.type === 'number') open?.numbers.push(token);
    else if (token.type === 'word' && open?.numbers.length) open = undefined;
  }
  return angles;
}

/** Numbers without labels: angles in degrees, minutes and seconds, or a pair of plain numbers. */
function readBare(tokens: readonly Token[], system: System): Place | NoPlace {
  const all = tokens.filter((token) => token.type === 'number');
  const angles = anglesByDegreeSign(all);
  if (angles.length > 1 || (angles.length === 1 && all.every(({ part }) => part !== undefined)))
    return placeOfTwo(angles.map(degreesOf), system);
  // Among words, whole numbers are of houses and storeys.
  const isAmongWords = tokens.some(({ type }) => type === 'word');
  const numbers = isAmongWords ? all.filter(({ digits }) => digits.includes('.')) : all;
  const precise = numbers.filter(({ digits }) => DECIMALS_OF_COORDINATES.test(digits));
  const chosen = numbers.length > 2 && precise.length === 2 ? precise : numbers;
  return placeOfTwo(
    chosen.map(({ value }) => value),
    system,
  );
}

function placeOfTwo(numbers: readonly number[], system: System): Place | NoPlace {
  const [first, second, third] = numbers;
  if (first === undefined) return { code: 'NO_NUMBERS' };
  if (second === undefined) return { code: 'ONE_NUMBER' };
  return third === undefined ? placeOfPair(first, second, system) : { code: 'TOO_MANY_NUMBERS' };
}

/** The numbers that begin with one in degrees, up to the next one in degrees. */
function anglesByDegreeSign(numbers: readonly NumberToken[]): Angle[] {
  const angles: Angle[] = [];
  for (const number of numbers) {
    if (number.part === 0) angles.push({ axis: undefined, sign: undefined, numbers: [number] });
    else if (number.part !== undefined) angles.at(-1)?.numbers.push(number);
  }
  return angles;
}

/** Decimal degrees; NaN when the numbers are no angle (minutes of 60 and more, parts out of order …). */
function degreesOf({ sign, numbers }: Angle): number {
  let degrees = 0;
  for (const [i, { value, digits, part }] of numbers.entries()) {
    const isLast = i === numbers.length - 1;
    if (i > 2 || (part !== undefined && part !== i)) return Number.NaN;
    if (i > 0 && (value >= 60 || /^[-−+]/.test(digits))) return Number.NaN;
    if (!isLast && digits.includes('.')) return Number.NaN;
    degrees += Math.abs(value) / 60 ** i;
  }
  const isNegative = /^[-−]/.test(numbers[0]?.digits ?? '');
  // "-33.8 S": whether the sign or the letter counts, nobody can tell.
  if (isNegative && sign !== undefined) return Number.NaN;
  return isNegative || sign === -1 ? -degrees : degrees;
}
