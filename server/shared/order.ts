import { registerEnumType } from 'type-graphql';

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
