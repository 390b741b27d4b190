import type { RawBuilder } from 'kysely';
import type { ImportField } from './fields.ts';
import type { IssueCode, IssueSeverity } from './issues.ts';

/** A check of all rows at once: a statement that gives (row, value, detail, figure) of those it concerns. */
export interface Check {
  readonly code: IssueCode;
  readonly severity: IssueSeverity;
  readonly field?: ImportField;
  readonly rows: RawBuilder<unknown>;
}
