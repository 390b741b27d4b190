import { type RawBuilder, sql } from 'kysely';
import { registerEnumType } from 'type-graphql';
import type { Ordering } from './connection.ts';
import { BadUserInputError } from './errors.ts';
import { parsePosition } from './geo-input.ts';
import { pointOf } from './shapes.ts';

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
  known?: 'known',
];

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
