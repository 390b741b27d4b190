import type { RegionLevel } from '../../db/entities/region.ts';

/** The levels from the lowest to the highest. */
export const LEVELS_UPWARD: readonly RegionLevel[] = ['STREET', 'COUNTY', 'CITY'];

/**
 * By how many of its first digits the code of a community names the regions that it lies in, by the length of that
 * code: 统计用区划代码 (12 digits, GB/T 2260 in its first six) and the village codes of the sample city (11 digits).
 */
const DIGITS: Readonly<Record<number, Readonly<Partial<Record<RegionLevel, number>>>>> = {
  12: { CITY: 4, COUNTY: 6, STREET: 9 },
  11: { CITY: 5, COUNTY: 8 },
};

/** Levels by the length of a code without the zeros that fill it up. */
const LEVEL_BY_LENGTH: Readonly<Record<number, RegionLevel>> = {
  4: 'CITY',
  5: 'CITY',
  6: 'COUNTY',
  8: 'COUNTY',
  9: 'STREET',
};

/** How the names of levels end, the longer ends first. A 市 may be a city or, as 县级市, a county. */
const LEVEL_BY_END: readonly (readonly [RegExp, RegionLevel])[] = [
  [/(?:街道|街道办事处|街道辦事處|镇|鎮|乡|鄉|苏木)$|\b(?:subdistrict|town|township)$/i, 'STREET'],
  [/(?:区|區|县|縣|旗)$|\b(?:district|county|banner)$/i, 'COUNTY'],
];

/**
 * A code without the zeros that fill it up: `230102` for `230102000000`, `2301` for `230100`. Codes of what lies in the
 * region begin with it. The column `region.code_prefix` holds the same.
 */
export function codePrefix(code: string): string {
  return code
    .replace(/^(\d{9})000$/, '$1')
    .replace(/^(\d{6})000$/, '$1')
    .replace(/^(\d{4})00$/, '$1');
}

/** The level of the region with a code; undefined where the code does not say it. */
export function levelOfCode(code: string): RegionLevel | undefined {
  return LEVEL_BY_LENGTH[codePrefix(code).length];
}

/** The level that a name ends with; undefined where it may be of several. */
export function levelOfName(name: string): RegionLevel | undefined {
  return LEVEL_BY_END.find(([end]) => end.test(name))?.[1];
}

/** The levels that the code of a community names, from the lowest up; none where its form is not known. */
export function levelsInCode(communityCode: string): RegionLevel[] {
  const digits = DIGITS[communityCode.length];
  return digits ? LEVELS_UPWARD.filter((level) => digits[level] !== undefined) : [];
}

/** The code of the region of a level that the code of a community names. A city has six digits, as in GB/T 2260. */
export function codeInCode(communityCode: string, level: RegionLevel): string | undefined {
  const digits = DIGITS[communityCode.length]?.[level];
  if (digits === undefined) return undefined;
  return communityCode.slice(0, digits).padEnd(digits === 4 ? 6 : digits, '0');
}
