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
export function parseText(value: string, field: string, longest = LONGEST_TEXT): string {
  if (value.trim() === '') throw new BadUserInputError(field, 'must not be empty.');
  if (value.length > longest) {
    throw new BadUserInputError(field, `must not be longer than ${longest} characters.`);
  }
  if (value.includes('\0'))
    throw new BadUserInputError(field, 'must not hold the character U+0000.');
  if (!value.isWellFormed())
    throw new BadUserInputError(field, 'must not hold half a character (a lone surrogate).');
  return value;
}

const LONGEST_CODE = 40;

/** Checks a code of our own making, such as `plaza-2km`. @throws BAD_USER_INPUT naming `field` */
export function parseCode(value: string, field: string): string {
  if (value.length > LONGEST_CODE || !/^[a-z][a-z0-9-]*$/.test(value)) {
    throw new BadUserInputError(
      field,
      `must begin with a letter and hold only a–z, 0–9 and "-", at most ${LONGEST_CODE} characters, such as \`plaza-2km\`.`,
    );
  }
  return value;
}

/** Checks a text that may be left out; null then. @throws BAD_USER_INPUT naming `field` */
export function parseOptionalText(value: string | null | undefined, field: string): string | null {
  return value == null ? null : parseText(value, field).trim();
}
