import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Region } from '../../db/entities/region.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { Shared } from '../access/sharing.ts';
import { type Connection, connectionType } from '../lists/connection.ts';
import { load } from '../lists/loader.ts';
import { PageArgs, parsePage } from '../lists/page.ts';
import type { BBox } from '../shared/geo-input.ts';
import { globalId } from '../shared/ids.ts';
import { BBoxScalar } from '../shared/scalars.ts';
import { RegionFilter, RegionOrder } from './region.input.ts';
import { regionCondition, regionOrdering } from './region-filter.queries.ts';
import {
  communityCounts,
  findRegions,
  type RegionRow,
  regionBoxes,
  regionsById,
} from './regions.queries.ts';

const RegionConnection = connectionType(Region);

@Resolver(() => Region)
export class RegionResolver {
  @Allow('read')
  @Shared()
  @Query(() => RegionConnection, {
    description:
      'Regions: the city, its counties and streets. @throws NOT_FOUND for an unknown parent.',
  })
  async regions(
    @Ctx() context: Context,
    @Arg('filter', () => RegionFilter, {
      nullable: true,
      description: 'Which ones; all unless given.',
    })
    filter: RegionFilter | null,
    @Arg('orderBy', () => RegionOrder, {
      nullable: true,
      description: 'In which order; by code unless given.',
    })
    orderBy: RegionOrder | null,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<RegionRow>> {
    const ordering = regionOrdering(orderBy);
    const page = parsePage(args, ordering.name);
    return findRegions(context.em, await regionCondition(context, filter), ordering, page);
  }

  @Allow('read')
  @FieldResolver(() => ID, { description: 'Global id.' })
  id(@Root() region: RegionRow): string {
    return globalId('region', region.id);
  }

  @Allow('read')
  @FieldResolver(() => Region, {
    nullable: true,
    description: 'The region above; null at the top.',
  })
  parent(
    @Root() { parentId }: RegionRow,
    @Ctx() context: Context,
  ): Promise<RegionRow | null> | null {
    return parentId === null ? null : load(context, regionsById, parentId);
  }

  @Allow('read')
  @FieldResolver(() => Int, { description: 'Communities in this region and below it.' })
  async communityCount(@Root() { id }: RegionRow, @Ctx() context: Context): Promise<number> {
    return (await load(context, communityCounts, id)) ?? 0;
  }

  @Allow('read')
  @FieldResolver(() => BBoxScalar, {
    nullable: true,
    description: 'Bounding box of the boundary; null without boundary.',
  })
  bbox(@Root() { id }: RegionRow, @Ctx() context: Context): Promise<BBox | null> {
    return load(context, regionBoxes, id);
  }
}
