import { sql } from 'kysely';
import { Field, InputType, registerEnumType } from 'type-graphql';
import { RegionLevel } from '../../db/entities/region.ts';
import type { Ordering } from '../shared/connection.ts';
import { direction, OrderDirection } from '../shared/order.ts';

/** What regions can be ordered by. */
export const RegionOrderField = { CODE: 'CODE', NAME: 'NAME' } as const;
export type RegionOrderField = keyof typeof RegionOrderField;
registerEnumType(RegionOrderField, {
  name: 'RegionOrderField',
  description: 'What regions can be ordered by.',
});

@InputType({ description: 'Which regions; conditions are joined by AND.' })
export class RegionFilter {
  @Field(() => RegionLevel, { nullable: true, description: 'Only regions of this level.' })
  level?: RegionLevel | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only children of the region with this code.',
  })
  parent?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only regions whose name (any script) or code contains this text.',
  })
  text?: string | null;
}

@InputType({ description: 'Order of regions; ties are settled by id.' })
export class RegionOrder {
  @Field(() => RegionOrderField, { description: 'Sort key.' })
  field!: RegionOrderField;

  @Field(() => OrderDirection, { nullable: true, description: 'ASC unless given.' })
  direction?: OrderDirection | null;
}

/** A validated filter and order of regions. */
export interface RegionCriteria {
  readonly level?: RegionLevel | undefined;
  readonly parentId?: number | undefined;
  readonly text?: string | undefined;
  readonly ordering: Ordering;
}

/** The ordering that an input asks for; by code unless given. */
export function parseRegionOrder(order: RegionOrder | null | undefined): Ordering {
  const field = order?.field ?? 'CODE';
  return {
    name: `region:${field}:${direction(order)}`,
    key: field === 'CODE' ? sql`r.code` : sql`r.name`,
    type: 'text',
    direction: direction(order),
  };
}
