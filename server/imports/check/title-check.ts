import type { Issue } from '../staged/issues.ts';

/** A warning when lines above the header of a table were taken for titles. */
export function titleIssues(headerLine = 1): Issue[] {
  if (headerLine <= 1) return [];
  const nothing = { row: null, field: null, value: null, detail: null };
  return [{ ...nothing, code: 'TITLE_LINES', severity: 'WARNING', figure: headerLine }];
}
