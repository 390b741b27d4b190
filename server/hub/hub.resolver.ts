import { Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { Shared } from '../access/sharing.ts';
import type { BBox } from '../shared/geo-input.ts';
import { BBoxScalar } from '../shared/scalars.ts';
import { getExtent, getHub, type HubRow } from './hub.queries.ts';
import { Hub } from './hub.types.ts';

@Resolver(() => Hub)
export class HubResolver {
  @Allow('read')
  @Shared()
  @Query(() => Hub, { description: 'The hub and its data as a whole.' })
  hub(@Ctx() { em }: Context): Promise<HubRow> {
    return getHub(em);
  }

  @Allow('read')
  @FieldResolver(() => BBoxScalar, {
    nullable: true,
    description: 'Bounding box of all communities; null when there is none.',
  })
  bbox(@Ctx() { em }: Context): Promise<BBox | null> {
    return getExtent(em);
  }
}
