import { Ctx, Query, Resolver } from 'type-graphql';
import { FacilityKind } from '../../db/entities/facility-kind.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { Shared } from '../access/sharing.ts';
import { findKinds, type KindRow } from './kinds.queries.ts';

@Resolver(() => FacilityKind)
export class FacilityKindResolver {
  @Allow('read')
  @Shared()
  @Query(() => [FacilityKind], { description: 'All kinds of facility, by code.' })
  facilityKinds(@Ctx() { em }: Context): Promise<KindRow[]> {
    return findKinds(em);
  }
}
