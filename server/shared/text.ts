import { type RawBuilder, sql } from 'kysely';
import { BadUserInputError } from './errors.ts';

const LONGEST_TEXT = 200;

/** Any of the columns contains the text, whatever its case. Chinese is found by substring. */
export function textMatches(text: string, columns: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`strpos(lower(concat_ws(E'\\n', ${columns})), lower(${text})) > 0`;
}

/** Checks a search text; blank counts as none. @throws BAD_USER_INPUT naming `field` */
export function parseSearchText(
  value: string | null | undefined,
  field: string,
): string | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  return parseText(text, field);
}

/** Checks a text that PostgreSQL can store. @throws BAD_USER_INPUT naming `field` */
export function parseText(value: string, field: string): string {
  if (value.trim() === '') throw new BadUserInputError(field, 'must not be empty.');
  if (value.length > LONGEST_TEXT) {
    throw new BadUserInputError(field, `must not be longer than ${LONGEST_TEXT} characters.`);
  }
  if (value.includes('\0'))
    throw new BadUserInputError(field, 'must not hold the character U+0000.');
  return value;
}
