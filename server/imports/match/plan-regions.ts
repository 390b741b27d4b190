import type { RegionLevel } from '../../../db/entities/region.ts';
import {
  codeInCode,
  codePrefix,
  LEVELS_UPWARD,
  levelOfCode,
  levelOfName,
  levelsInCode,
} from '../../regions/region-code.ts';

/** What rows of communities say of the regions that they lie in, the nearest first. */
export interface RegionTexts {
  /** Code or name. */
  readonly region: string | null;
  /** Name, where `region` is a code. */
  readonly regionName: string | null;
  readonly county: string | null;
  readonly city: string | null;
  /** The code of one of these communities. */
  readonly communityCode: string | null;
}

/** A region that is not there yet. */
export interface NewRegion {
  readonly code: string;
  readonly level: RegionLevel;
  readonly name: string;
  readonly parentCode: string | null;
}

/** A region as the texts name it, on its level. */
interface Named {
  readonly level: RegionLevel;
  readonly code: string;
  readonly name: string | null;
}

const IS_CODE = /^\d{2,12}$/;

/**
 * The regions that have to be made so that communities lie in one, from the lowest up: those that the texts name by
 * code or name, and those between them that the communities' codes name. A region of which only the code is known is
 * called by it. Undefined where a region has no code, in the texts or in the communities' codes.
 * @param known codes of the regions that are there, by their prefix
 */
export function planRegions(
  texts: RegionTexts,
  known: ReadonlyMap<string, string>,
): { readonly home: string; readonly missing: NewRegion[] } | undefined {
  const chain = chainOf(texts);
  if (!chain) return undefined;
  const [home] = chain;
  // The code is that of another region than the name.
  if (
    texts.region !== null &&
    !IS_CODE.test(texts.region) &&
    known.has(codePrefix(home?.code ?? ''))
  )
    return undefined;
  const above = chain.map(({ code }) => known.get(codePrefix(code)) ?? code);
  const first = chain.findIndex(({ code }) => known.has(codePrefix(code)));
  const missing = (first < 0 ? chain : chain.slice(0, first)).map(
    ({ level, code, name }, i): NewRegion => ({
      level,
      code,
      name: name ?? code,
      parentCode: above[i + 1] ?? null,
    }),
  );
  return { home: above[0] as string, missing };
}

/** The regions above a community, from the lowest up, each with its code. */
function chainOf(texts: RegionTexts): Named[] | undefined {
  const coded = levelsInCode(texts.communityCode ?? '');
  const named = placeOnLevels(texts, coded[0] ?? 'STREET');
  if (!named) return undefined;
  const lowest = LEVELS_UPWARD.find((level) => named.has(level)) ?? coded[0];
  if (!lowest) return undefined;
  const chain: Named[] = [];
  for (const level of LEVELS_UPWARD.slice(LEVELS_UPWARD.indexOf(lowest))) {
    const given = named.get(level);
    const code = given?.code ?? codeInCode(texts.communityCode ?? '', level);
    if (code) chain.push({ level, code, name: given?.name ?? null });
    else if (given) return undefined;
  }
  return chain.length > 0 ? chain : undefined;
}

/** What the texts say, each on its level: that of its code, else that of its name, else the next one up. */
function placeOnLevels(
  { region, regionName, county, city }: RegionTexts,
  lowest: RegionLevel,
): Map<RegionLevel, { code?: string; name: string | null }> | undefined {
  const named = new Map<RegionLevel, { code?: string; name: string | null }>();
  let next = LEVELS_UPWARD.indexOf(lowest);
  for (const [text, name] of [
    [region, regionName],
    [county, null],
    [city, null],
  ] as const) {
    if (text === null) continue;
    const isCode = IS_CODE.test(text);
    const said = isCode ? levelOfCode(text) : levelOfName(text);
    const below = said && named.get(said);
    if (below && !isCode) {
      // The name beside the code of the same region.
      named.set(said, { ...below, name: below.name ?? text });
      continue;
    }
    const at = Math.max(next, said ? LEVELS_UPWARD.indexOf(said) : next);
    const level = LEVELS_UPWARD[at];
    if (!level) return undefined;
    named.set(level, isCode ? { code: text, name } : { name: text });
    next = at + 1;
  }
  return named;
}
