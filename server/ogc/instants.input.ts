import { BadUserInputError } from '../shared/errors.ts';

/** A time span: milliseconds since 1970, both ends inclusive; null where it has no end. */
export interface Span {
  readonly from: number | null;
  readonly to: number | null;
}

const HELP =
  'give an instant such as `2026-11-23T08:00:00Z`, or two of them as an interval; `..` leaves one end open: `2026-11-23T00:00:00Z/..`';
const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(?:Z|([+-])(\d\d):(\d\d)))?$/i;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * Reads the parameter `datetime`: an instant or an interval of RFC 3339, to the millisecond. A date alone
 * stands for its day in UTC. @throws BAD_USER_INPUT
 */
export function parseDatetime(text: string, field = 'datetime'): Span {
  const parts = text.split('/');
  const [start = '', end = start] = parts;
  const isInterval = parts.length === 2;
  const isOpen = (part: string): boolean => isInterval && (part === '' || part === '..');
  if (parts.length > 2) {
    throw new BadUserInputError(field, `is not an instant or interval; ${HELP}.`);
  }
  const from = isOpen(start) ? null : parseDateTime(start, field)[0];
  const to = isOpen(end) ? null : parseDateTime(end, field)[1];
  if (from !== null && to !== null && from > to) {
    throw new BadUserInputError(field, `the interval ends before it begins; ${HELP}.`);
  }
  return { from, to };
}

/** The first and the last millisecond of a date-time (the same) or a date (its day). */
function parseDateTime(text: string, field: string): [number, number] {
  const match = DATE_TIME.exec(text);
  if (!match) throw new BadUserInputError(field, `is not an instant of RFC 3339; ${HELP}.`);
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((digits = '0') => Number(digits)) as [number, number, number, number, number, number];
  const [fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] = match.slice(7);
  const date = new Date(0);
  // Date.UTC would take the years 0 to 99 for those of the 20th century.
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  // Leap seconds are instants, too (RFC 3339, 5.7).
  const isTime = hour < 24 && minute < 60 && second <= 60;
  if (!exists || !isTime || Number(offsetHours) > 23 || Number(offsetMinutes) > 59) {
    throw new BadUserInputError(field, `${text.slice(0, 40)} is no date or time; ${HELP}.`);
  }
  if (match[4] === undefined) return [date.getTime(), date.getTime() + DAY_MS - 1];
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  const at = date.getTime() + (hour * 60 + minute - offset) * MINUTE_MS + second * 1000 + ms;
  return [at, at];
}
