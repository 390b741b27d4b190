import { type RawBuilder, sql } from 'kysely';
import { BadUserInputError } from '../../shared/errors.ts';
import { parseText } from '../../shared/text.ts';
import type { RangeFilter, TextFilter } from './scalar.input.ts';

const MOST_VALUES = 1_000;
/** Codes of texts are short; whatever is longer is found by nothing. */
const LONGEST_TEXT = 500;

type Sql = RawBuilder<unknown>;

/** The conditions of a filter of a text column. @throws BAD_USER_INPUT naming the value */
export function textConditions(
  column: Sql,
  filter: TextFilter | null | undefined,
  path: string,
): Sql[] {
  if (!filter) return [];
  const text = (value: string, name: string) => parseText(value, `${path}.${name}`, LONGEST_TEXT);
  refuseNulls(filter, path);
  const where: Sql[] = [];
  const { equals, startsWith, contains } = filter;
  if (equals === null) where.push(sql`${column} IS NULL`);
  if (equals != null) where.push(sql`${column} = ${text(equals, 'equals')}`);
  if (filter.in) {
    const values = few(filter.in, path).map((value, i) => text(value, `in[${i}]`));
    where.push(sql`${column} = ANY(${values}::text[])`);
  }
  if (startsWith != null) {
    where.push(sql`starts_with(lower(${column}), lower(${text(startsWith, 'startsWith')}))`);
  }
  if (contains != null) {
    where.push(sql`strpos(lower(${column}), lower(${text(contains, 'contains')})) > 0`);
  }
  return [...where, ...nullConditions(column, filter.isNull)];
}

const SIGNS = { equals: '=', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const;

/** PostgreSQL types of columns that have an order. */
export type RangeType = 'int4' | 'float8' | 'timestamptz';

/** The conditions of a filter of a column of numbers or times. */
export function rangeConditions(
  column: Sql,
  type: RangeType,
  filter: RangeFilter | null | undefined,
  path: string,
): Sql[] {
  if (!filter) return [];
  refuseNulls(filter, path);
  const cast = sql.raw(type);
  const where = (Object.keys(SIGNS) as (keyof typeof SIGNS)[]).flatMap((name) => {
    const value = filter[name];
    if (value === null) return [sql`${column} IS NULL`];
    return value === undefined ? [] : [sql`${column} ${sql.raw(SIGNS[name])} ${value}::${cast}`];
  });
  if (filter.in) where.push(sql`${column} = ANY(${few(filter.in, path)}::${cast}[])`);
  return [...where, ...nullConditions(column, filter.isNull)];
}

/** The condition that a column has one of the values, if any are given. */
export function oneOfConditions(
  column: Sql,
  values: readonly string[] | null | undefined,
  path: string,
): Sql[] {
  return values ? [sql`${column} = ANY(${[...few(values, path)]}::text[])`] : [];
}

/** The condition that a column is true or false, if the filter says so. */
export function booleanConditions(column: Sql, value: boolean | null | undefined): Sql[] {
  return value == null ? [] : [sql`${column} = ${value}`];
}

/**
 * Nothing is less than null, or one of null: whoever sends that has lost a value on the way, and shall not be answered
 * as if there were no filter. `equals: null` asks for rows without a value. @throws BAD_USER_INPUT
 */
function refuseNulls(filter: TextFilter | RangeFilter, path: string): void {
  const name = Object.entries(filter).find(
    ([key, value]) => value === null && key !== 'equals',
  )?.[0];
  if (name === undefined) return;
  throw new BadUserInputError(
    `${path}.${name}`,
    'must not be null; leave it out, or ask by `isNull: true` for rows without a value.',
  );
}

function nullConditions(column: Sql, isNull: boolean | null | undefined): Sql[] {
  if (isNull == null) return [];
  return [isNull ? sql`${column} IS NULL` : sql`${column} IS NOT NULL`];
}

function few<T>(values: readonly T[], path: string): readonly T[] {
  if (values.length <= MOST_VALUES) return values;
  throw new BadUserInputError(
    `${path}.in`,
    `has ${values.length} values; ${MOST_VALUES} are the most: ask several times.`,
  );
}
