import { type RawBuilder, sql } from 'kysely';
import { BadUserInputError } from '../../shared/errors.ts';

/** The most groups of one answer. */
const MOST_GROUPS = 10_000;

/** What rows are grouped by: a value, and what the groups are sorted by. */
export interface GroupKey {
  /** Name of the value in a row. */
  readonly name: string;
  readonly value: RawBuilder<unknown>;
  readonly sortedBy: RawBuilder<unknown>;
}

type Sql = RawBuilder<unknown>;

/** A statement that groups rows; without keys it gives one row of all. */
export function groupedStatement(
  keys: readonly GroupKey[],
  figures: Sql,
  from: Sql,
  where: Sql,
): RawBuilder<never> {
  const values = keys.map(({ name, value }) => sql`${value} AS ${sql.id(name)}, `);
  const groups = sql.join(keys.flatMap(({ value, sortedBy }) => [value, sortedBy]));
  const order = sql.join(keys.map(({ sortedBy }) => sql`(${sortedBy}) NULLS LAST`));
  const grouped = keys.length === 0 ? sql`` : sql`GROUP BY ${groups} ORDER BY ${order}`;
  return sql<never>`SELECT ${sql.join(values, sql``)} ${figures} FROM ${from}
    WHERE ${where} ${grouped} LIMIT ${MOST_GROUPS + 1}`;
}

/** @throws BAD_USER_INPUT when there are more groups than an answer may have */
export function demandFewGroups(rows: readonly unknown[]): void {
  if (rows.length <= MOST_GROUPS) return;
  throw new BadUserInputError(
    'groupBy',
    `makes more than ${MOST_GROUPS} groups; group by less, or filter.`,
  );
}

/** Checks what to group by: each once. @throws BAD_USER_INPUT */
export function parseGroupBy<T extends string>(groupBy: readonly T[] | null): readonly T[] {
  const groups = groupBy ?? [];
  if (new Set(groups).size === groups.length) return groups;
  throw new BadUserInputError('groupBy', 'names something twice; give each once.');
}
