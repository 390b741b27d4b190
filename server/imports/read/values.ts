import type { RegionLevel } from '../../../db/entities/region.ts';
import type { PropertyValue } from '../../formats/feature-source.ts';

/** A value as it will be stored, or which issue it is and what was expected instead. */
export type Parsed<T> =
  | { readonly value: T }
  | { readonly issue: 'BAD_VALUE' | 'OUT_OF_RANGE'; readonly expected: string };

const MAX_TEXT_LENGTH = 200;
/** The most residents or households of one row, as in the hub's mutations. */
const MAX_RESIDENTS = 1_000_000;
/** What people write behind a count. */
const COUNTED = /\s*(?:人|户|戶|口)$/;
/** Digits, with separators of thousands where these stand, and zeros behind the point. */
const WHOLE = /^-?(?:\d+|\d{1,3}(?:[,\s']\d{3})+)(?:\.0+)?$/;
/** Digits that a spreadsheet holds as text: `="00042"`, `'00042`. */
const WRAPPED = /^(?:="([^"]*)"|'(?=\d+$)(.*))$/;
/** A code that a spreadsheet has made a number of, and shortened: `6.30001E+14`. */
const SHORTENED = /^\d(?:\.\d+)?e\+?\d+$/i;
/** What people and programs write where there is no value. */
const NO_VALUE =
  /^(?:[-–—―－/\\]+|…+|\.{2,}|\*+|#?n\/a|null|nan|nil|無|无|查無|查无|无数据|無資料|暂无|暫無|不详|不詳)$/i;

/** The value as trimmed text, without what keeps its digits in a spreadsheet; null when it is missing or blank. */
export function textOf(value: PropertyValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value).trim();
  const [, quoted, rest] = WRAPPED.exec(text) ?? [];
  return (quoted ?? rest ?? text).trim() || null;
}

/** Whether a text is only a mark that there is no value, such as `-`, `NULL` or `查無`. */
export function isNoValue(text: string): boolean {
  return NO_VALUE.test(text);
}

/** Whether a text is a code of which a spreadsheet has left the first digits only. */
export function isShortened(text: string): boolean {
  return SHORTENED.test(text);
}

/** A text that PostgreSQL can store, of at most `maxLength` characters. */
export function parseStoredText(text: string, maxLength = MAX_TEXT_LENGTH): Parsed<string> {
  if (text.length > maxLength) {
    return { issue: 'BAD_VALUE', expected: `a text of at most ${maxLength} characters` };
  }
  if (text.includes('\0') || !text.isWellFormed()) {
    return { issue: 'BAD_VALUE', expected: 'a text that can be stored' };
  }
  // Of what is written in several ways and means the same: one.
  return { value: text.normalize('NFC') };
}

/**
 * A count of residents or households: `1,234`, `1234.0`, `１２３４`, `1234 人`. What could mean another number (`5,3`,
 * `0x10`, `1e3`) is none.
 */
export function parseCount(text: string): Parsed<number> {
  const plain = text.normalize('NFKC').replace(COUNTED, '');
  if (!WHOLE.test(plain)) {
    return { issue: 'BAD_VALUE', expected: 'a whole number in digits, such as 1234 or 1,234' };
  }
  const count = Number(plain.replace(/[,\s']/g, ''));
  if (count < 0 || count > MAX_RESIDENTS) {
    return { issue: 'OUT_OF_RANGE', expected: `0 to ${MAX_RESIDENTS}` };
  }
  return { value: count };
}

/** What may stand behind the day: the time, and how far it is from Greenwich. */
const TIME = '(?:[T ]\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?';
/** In each the year and the month stand where the names say. */
const MONTHS = [
  new RegExp(`^(?<year>\\d{4})[-/.](?<month>\\d{1,2})(?:[-/.]\\d{1,2}${TIME})?$`),
  /^(?<year>\d{4})年(?<month>\d{1,2})月?(?:\d{1,2}日?)?$/,
  /^(?<year>\d{4})(?<month>\d{2})(?:\d{2})?$/,
  /^\d{1,2}\.(?<month>\d{1,2})\.(?<year>\d{4})$/,
  // Years of the Republic of China, counted from 1912.
  /^(?:中華民國|民國|民国)?(?<roc>\d{2,3})年(?<month>\d{1,2})月?(?:\d{1,2}日?)?$/,
  /^(?:中華民國|民國|民国)?(?<roc>\d{3})[-/.](?<month>\d{1,2})(?:[-/.]\d{1,2})?$/,
];
const [FIRST_YEAR, LAST_YEAR] = [1900, 2100];
const YEARS_BEFORE_ROC = 1911;

/**
 * A month: `2026-11`, `2026/11/30`, `202611`, `2026年11月`, `2026-11-30T08:00:00`, `30.11.2026`, `民國115年11月`,
 * `115/11`. What may be something else is none: `45012`, by which Excel means a day, and `Nov-26`.
 */
export function parseMonth(text: string): Parsed<string> {
  const plain = text.normalize('NFKC').replace(/\s*([年月日/.-]|民[國国])\s*/g, '$1');
  const found = MONTHS.map((form) => form.exec(plain)?.groups).find((groups) => groups);
  const year = found?.['roc'] ? Number(found['roc']) + YEARS_BEFORE_ROC : Number(found?.['year']);
  const month = Number(found?.['month']);
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12)) {
    const hint = /^\d{5}$/.test(plain)
      ? ' (a date of Excel: give the column the format of text)'
      : '';
    return { issue: 'BAD_VALUE', expected: `a month such as 2026-11${hint}` };
  }
  return { value: `${year}-${String(month).padStart(2, '0')}` };
}

const STATUSES = new Map([
  ...['proposed', '拟定', '建议', '草案'].map((word) => [word, 'PROPOSED'] as const),
  ...['in_force', 'in force', '现行', '已定', '生效'].map((word) => [word, 'IN_FORCE'] as const),
]);

/** Whether a grid is proposed or in force. */
export function parseStatus(text: string): Parsed<string> {
  const value = STATUSES.get(text.toLowerCase());
  return value ? { value } : { issue: 'BAD_VALUE', expected: 'PROPOSED or IN_FORCE' };
}

const LEVEL_WORDS = new Map<string, RegionLevel>([
  ...['city', '市', '地级市', '地級市', '直辖市', '直轄市', '2'].map(
    (word) => [word, 'CITY'] as const,
  ),
  ...['county', 'district', '县', '縣', '区', '區', '区县', '县级', '3'].map(
    (word) => [word, 'COUNTY'] as const,
  ),
  ...['street', 'subdistrict', 'town', 'township', '街道', '乡镇', '鄉鎮', '镇', '乡', '4'].map(
    (word) => [word, 'STREET'] as const,
  ),
]);

/** The level of a region. The numbers are those of statistical lists: 2 for cities, 3 for counties, 4 for streets. */
export function parseLevel(text: string): Parsed<RegionLevel> {
  const value = LEVEL_WORDS.get(text.normalize('NFKC').toLowerCase());
  return value ? { value } : { issue: 'BAD_VALUE', expected: 'CITY, COUNTY or STREET' };
}

const YES = new Set(['true', '1', 'yes', 'y', 't', '是', '有']);
const NO = new Set(['false', '0', 'no', 'n', 'f', '否', '无']);

/** A yes or no, in Chinese or English. */
export function parseYesNo(text: string): Parsed<boolean> {
  const word = text.toLowerCase();
  if (YES.has(word)) return { value: true };
  return NO.has(word) ? { value: false } : { issue: 'BAD_VALUE', expected: 'yes or no' };
}

/** A code in the form that its target prescribes; `expected` describes that form. */
export function parseFormedCode(text: string, form: RegExp, expected: string): Parsed<string> {
  const plain = text.normalize('NFKC');
  return form.test(plain) ? { value: plain } : { issue: 'BAD_VALUE', expected };
}
