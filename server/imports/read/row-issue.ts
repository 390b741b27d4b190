import type { ImportField } from '../staged/fields.ts';
import type { Issue, IssueCode } from '../staged/issues.ts';

const MAX_VALUE_LENGTH = 100;

/** An error of one row, as texts that the database can store. */
export function rowError(
  row: number,
  code: IssueCode,
  field: ImportField,
  value: string | null,
  detail: string | null,
): Issue {
  return {
    row,
    code,
    severity: 'ERROR',
    field,
    value: value && toStorable(value.slice(0, MAX_VALUE_LENGTH)),
    detail: detail && toStorable(detail),
    figure: null,
  };
}

/** A text without what PostgreSQL refuses: NUL characters and halves of surrogate pairs. */
export function toStorable(text: string): string {
  return text.trim().toWellFormed().replaceAll('\0', '');
}
