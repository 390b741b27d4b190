import { type RawBuilder, sql } from 'kysely';
import { registerEnumType } from 'type-graphql';
import { BadUserInputError } from '../shared/errors.ts';
import { parsePosition } from '../shared/geo-input.ts';
import { pointOf } from '../shared/shapes.ts';
import type { Ordering } from './connection.ts';
import type { Field, FieldTable } from './fields/field.ts';
import { constantCase } from './fields/names.ts';
import { fieldsAt } from './fields/open.ts';

/** Direction of an order. */
export const OrderDirection = { ASC: 'ASC', DESC: 'DESC' } as const;
export type OrderDirection = keyof typeof OrderDirection;
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Direction of an order. Rows without a value for the key come last in either.',
});

/** The direction of an order input: ascending unless given. */
export function direction(
  order: { direction?: OrderDirection | null } | null | undefined,
): OrderDirection {
  return order?.direction ?? 'ASC';
}

/** A sort key with its type, and whether it is `known` in every row. */
export type SortKey = readonly [
  key: RawBuilder<unknown>,
  type: 'text' | 'float8' | 'timestamptz',
  known?: 'known' | undefined,
];

/** The names of sort keys, for an enum of GraphQL. */
export type OrderNames = Readonly<Record<string, string>>;

/** The sort keys of a table's fields by their names in GraphQL. */
export function sortKeys(table: FieldTable): Readonly<Record<string, SortKey>> {
  return Object.fromEntries(
    fieldsAt(table, 'order').map(([name, field]) => [orderName(name, field), sortKeyOf(field)]),
  );
}

/** The enum of what rows can be ordered by: the fields of a table, and other things. */
export function orderNames(table: FieldTable, ...others: readonly string[]): OrderNames {
  const names = fieldsAt(table, 'order').map(([name, field]) => orderName(name, field));
  return Object.fromEntries([...names, ...others].map((name) => [name, name]));
}

function orderName(name: string, { order }: Field): string {
  return order ?? constantCase(name);
}

function sortKeyOf({ type, column, code, sortKey, required }: Field): SortKey {
  const known = required && 'known';
  if (sortKey) return [sortKey, 'float8', known];
  switch (type) {
    case 'text':
    case 'choice':
      return [column, 'text', known];
    case 'reference':
      return [code ?? column, 'text', known];
    case 'boolean':
      return [sql`${column}::int`, 'float8', known];
    case 'instant':
      return [column, 'timestamptz', known];
    default:
      return [column, 'float8', known];
  }
}

/** Later than every text of characters, by code point. */
const LAST_TEXT = sql`chr(1114111)`;

/** The ordering by a key. A keyset needs keys that are never null: those without a value come last. */
export function orderingBy(
  name: string,
  [key, type, known]: SortKey,
  towards: OrderDirection,
): Ordering {
  const ascending = towards === 'ASC';
  const last = {
    text: ascending ? LAST_TEXT : sql`''`,
    float8: sql`${sql.lit(ascending ? 'Infinity' : '-Infinity')}::float8`,
    timestamptz: sql`${sql.lit(ascending ? 'infinity' : '-infinity')}::timestamptz`,
  }[type];
  return {
    name: `${name}:${towards}`,
    key: known ? key : sql`coalesce((${key})::${sql.raw(type)}, ${last})`,
    type,
    direction: towards,
  };
}

/** What distances of an ordering are measured from, as a geometry. @throws BAD_USER_INPUT naming it */
export function originOf(
  order: { point?: unknown } | null | undefined,
  filter: { withinDistance?: { point?: unknown } | null } | null | undefined,
): RawBuilder<unknown> {
  if (order?.point != null) return pointOf(parsePosition(order.point, 'orderBy.point'));
  const point = filter?.withinDistance?.point;
  if (point != null) return pointOf(parsePosition(point, 'filter.withinDistance.point'));
  throw new BadUserInputError('orderBy.field', 'DISTANCE needs `orderBy.point`; give it as well.');
}
