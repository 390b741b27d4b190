import { sql } from 'kysely';
import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import type { Ordering } from '../shared/connection.ts';
import type { BBox } from '../shared/geo-input.ts';
import { direction, OrderDirection } from '../shared/order.ts';
import { BBoxScalar } from '../shared/scalars.ts';

/** What grids can be ordered by. */
export const GridOrderField = { CODE: 'CODE', HOUSEHOLDS: 'HOUSEHOLDS' } as const;
export type GridOrderField = keyof typeof GridOrderField;
registerEnumType(GridOrderField, {
  name: 'GridOrderField',
  description: 'What grids can be ordered by.',
});

@InputType({ description: 'Which grids; conditions are joined by AND.' })
export class GridFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Only grids of communities in the region with this code, or below it.',
  })
  region?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only grids of the community with this id.' })
  community?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only grids whose name or code contains this text.',
  })
  text?: string | null;

  @Field(() => BBoxScalar, {
    nullable: true,
    description: 'Only grids whose boundary touches this box.',
  })
  bbox?: unknown;
}

@InputType({ description: 'Order of grids; ties are settled by id.' })
export class GridOrder {
  @Field(() => GridOrderField, { description: 'Sort key.' })
  field!: GridOrderField;

  @Field(() => OrderDirection, { nullable: true, description: 'ASC unless given.' })
  direction?: OrderDirection | null;
}

/** A validated filter and order of grids. */
export interface GridCriteria {
  readonly regionId?: number | undefined;
  readonly communityId?: number | undefined;
  readonly text?: string | undefined;
  readonly bbox?: BBox | undefined;
  readonly ordering: Ordering;
}

/** The ordering that an input asks for; by code unless given. */
export function parseGridOrder(order: GridOrder | null | undefined): Ordering {
  const field = order?.field ?? 'CODE';
  const towards = direction(order);
  const base = { name: `grid:${field}:${towards}`, direction: towards };
  if (field === 'CODE') return { ...base, key: sql`g.code`, type: 'text' };
  // Grids without a figure come last in either direction; a keyset needs a key that is never null.
  const last = sql.lit(towards === 'ASC' ? 'Infinity' : '-Infinity');
  return { ...base, key: sql`coalesce(g.households::float8, ${last}::float8)`, type: 'float8' };
}
