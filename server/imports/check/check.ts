import type { RawBuilder } from 'kysely';
import type { ImportField } from '../staged/fields.ts';
import type { IssueCode, IssueSeverity } from '../staged/issues.ts';

/** A check of all rows of an import by one query: each row that it returns becomes an issue. */
export interface Check {
  readonly code: IssueCode;
  readonly severity: IssueSeverity;
  readonly field?: ImportField;
  /** Returns (row, value, detail, figure). */
  readonly rows: RawBuilder<unknown>;
}
