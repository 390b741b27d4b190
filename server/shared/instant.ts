import { type RawBuilder, sql } from 'kysely';

/** A column of timestamps as RFC 3339 in UTC, with milliseconds. */
export function instant(column: string): RawBuilder<unknown> {
  return sql`to_char(${sql.ref(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
