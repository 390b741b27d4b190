import type { PropertyValue } from '../formats/feature-source.ts';

/** A value as it is to be stored, or why it cannot be. */
export type Parsed<T> =
  | { readonly value: T }
  | { readonly trouble: 'BAD_VALUE' | 'OUT_OF_RANGE'; readonly wanted: string };

const LONGEST_TEXT = 200;
/** The most residents or households of one row; the hub's mutations take as many. */
export const MOST_RESIDENTS = 1_000_000;
/** What people write behind and between the digits of a count. */
const COUNT_NOISE = /[\s,，]|(人|户|戶|口)$/g;

/** The value as text: trimmed, null when there is none. */
export function textOf(value: PropertyValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  return String(value).trim() || null;
}

/** A text that the hub can store. */
export function parseWords(text: string, longest = LONGEST_TEXT): Parsed<string> {
  if (text.length > longest) {
    return { trouble: 'BAD_VALUE', wanted: `a text of at most ${longest} characters` };
  }
  if (text.includes('\0') || !text.isWellFormed()) {
    return { trouble: 'BAD_VALUE', wanted: 'a text that can be stored' };
  }
  return { value: text };
}

/** A count of residents or households: `1,234`, `1234.0`, `１２３４`, `1234 人`. */
export function parseCount(text: string): Parsed<number> {
  const plain = text.normalize('NFKC').replace(COUNT_NOISE, '');
  const count = plain === '' ? Number.NaN : Number(plain);
  if (!Number.isInteger(count)) return { trouble: 'BAD_VALUE', wanted: 'a whole number' };
  if (count < 0 || count > MOST_RESIDENTS) {
    return { trouble: 'OUT_OF_RANGE', wanted: `0 to ${MOST_RESIDENTS}` };
  }
  return { value: count };
}

/** A month: `2026-11`, `2026/11/30`, `202611`, `2026年11月`. */
export function parseMonth(text: string): Parsed<string> {
  const match = /^(\d{4})[-/.年]?(\d{1,2})(?:[-/.月]?\d{0,2}日?)?$/.exec(text.normalize('NFKC'));
  const month = Number(match?.[2]);
  if (!match || month < 1 || month > 12)
    return { trouble: 'BAD_VALUE', wanted: 'a month such as 2026-11' };
  return { value: `${match[1]}-${String(month).padStart(2, '0')}` };
}

const STATUSES = new Map([
  ...['proposed', '拟定', '建议', '草案'].map((word) => [word, 'PROPOSED'] as const),
  ...['in_force', 'in force', '现行', '已定', '生效'].map((word) => [word, 'IN_FORCE'] as const),
]);

/** Whether a grid is proposed or in force. */
export function parseStatus(text: string): Parsed<string> {
  const value = STATUSES.get(text.toLowerCase());
  return value ? { value } : { trouble: 'BAD_VALUE', wanted: 'PROPOSED or IN_FORCE' };
}

const YES = new Set(['true', '1', 'yes', 'y', 't', '是', '有']);
const NO = new Set(['false', '0', 'no', 'n', 'f', '否', '无']);

/** Yes or no. */
export function parseYesNo(text: string): Parsed<boolean> {
  const word = text.toLowerCase();
  if (YES.has(word)) return { value: true };
  return NO.has(word) ? { value: false } : { trouble: 'BAD_VALUE', wanted: 'yes or no' };
}

/** A code that has a form of its own. */
export function parseFormedCode(text: string, form: RegExp, wanted: string): Parsed<string> {
  return form.test(text) ? { value: text } : { trouble: 'BAD_VALUE', wanted };
}
