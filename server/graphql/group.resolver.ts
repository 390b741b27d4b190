import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Community } from '../../db/entities/community.ts';
import { FacilityKind } from '../../db/entities/facility-kind.ts';
import { Region } from '../../db/entities/region.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { type CommunityRow, communitiesById } from '../communities/communities.queries.ts';
import { AggregateGroup, type GroupRow } from '../lists/aggregate/group.ts';
import { type Batch, load } from '../lists/loader.ts';
import { type RegionRow, regionsById } from '../regions/regions.queries.ts';
import { type KindRow, kindsById } from '../rules/kinds.queries.ts';

/** What the rows of a group have in common, by the ids that they were grouped by. */
@Resolver(() => AggregateGroup)
export class AggregateGroupResolver {
  @Allow('read')
  @FieldResolver(() => Region, { nullable: true, description: 'The city 市.' })
  city(@Root() { cityId }: GroupRow, @Ctx() context: Context): Promise<RegionRow | null> {
    return find(context, regionsById, cityId);
  }

  @Allow('read')
  @FieldResolver(() => Region, { nullable: true, description: 'The county 县(市、区).' })
  county(@Root() { countyId }: GroupRow, @Ctx() context: Context): Promise<RegionRow | null> {
    return find(context, regionsById, countyId);
  }

  @Allow('read')
  @FieldResolver(() => Region, { nullable: true, description: 'The street 街道.' })
  street(@Root() { streetId }: GroupRow, @Ctx() context: Context): Promise<RegionRow | null> {
    return find(context, regionsById, streetId);
  }

  @Allow('read')
  @FieldResolver(() => Community, { nullable: true, description: 'The community 社区.' })
  community(
    @Root() { communityId }: GroupRow,
    @Ctx() context: Context,
  ): Promise<CommunityRow | null> {
    return find(context, communitiesById, communityId);
  }

  @Allow('read')
  @FieldResolver(() => FacilityKind, { nullable: true, description: 'The kind of facility.' })
  kind(@Root() { kindId }: GroupRow, @Ctx() context: Context): Promise<KindRow | null> {
    return find(context, kindsById, kindId);
  }
}

async function find<T>(
  context: Context,
  batch: Batch<number, T>,
  id: number | null | undefined,
): Promise<T | null> {
  return id == null ? null : load(context, batch, id);
}
