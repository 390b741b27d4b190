import { type RawBuilder, sql } from 'kysely';

/** A column of timestamps (or an expression) as RFC 3339 in UTC, with milliseconds. */
export function instant(column: string | RawBuilder<unknown>): RawBuilder<unknown> {
  const time = typeof column === 'string' ? sql.ref(column) : column;
  return sql`to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
