import { type RawBuilder, sql } from 'kysely';
import { instant } from '../../shared/instant.ts';
import type { Field } from './field.ts';

/** The value of a field as GraphQL gives it; times as RFC 3339. */
export function jsonValue({ type, column }: Field): RawBuilder<unknown> {
  return type === 'instant' ? instant(column) : column;
}

/** The value of a field as files, features and tiles hold it: objects as their text, rows of other tables as their code. */
export function plainValue(field: Field): RawBuilder<unknown> {
  if (field.type === 'json') return sql`${field.column}::text`;
  return field.code ?? jsonValue(field);
}
