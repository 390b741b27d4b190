import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { Community } from '../../db/entities/community.ts';
import { Grid } from '../../db/entities/grid.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { Shared } from '../access/sharing.ts';
import { type CommunityRow, communitiesById } from '../communities/communities.queries.ts';
import { type Connection, connectionType } from '../lists/connection.ts';
import { load, loadVariant } from '../lists/loader.ts';
import { PageArgs, parsePage } from '../lists/page.ts';
import { fieldsOfPage } from '../lists/selection.ts';
import { globalId } from '../shared/ids.ts';
import { JsonText } from '../shared/json-text.ts';
import { GeoJSONMultiPolygon } from '../shared/scalars.ts';
import { GridFilter, GridOrder } from './grid.input.ts';
import { gridCondition } from './grid-filter.queries.ts';
import { gridOrdering } from './grid-order.queries.ts';
import {
  findGrids,
  findGridsOfCommunities,
  type GridRow,
  gridBoundaries,
} from './grids.queries.ts';

const GridConnection = connectionType(Grid);

@Resolver(() => Grid)
export class GridResolver {
  @Allow('read')
  @Shared()
  @Query(() => GridConnection, {
    description: 'Grids of a filter. @throws NOT_FOUND for an unknown region.',
  })
  async grids(
    @Ctx() context: Context,
    @Arg('filter', () => GridFilter, {
      nullable: true,
      description: 'Which ones; all unless given.',
    })
    filter: GridFilter | null,
    @Arg('orderBy', () => GridOrder, {
      nullable: true,
      description: 'In which order; by code unless given.',
    })
    orderBy: GridOrder | null,
    @Args(() => PageArgs) args: PageArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<GridRow>> {
    const ordering = gridOrdering(orderBy, filter);
    const page = parsePage(args, ordering.name);
    const condition = await gridCondition(context, filter);
    const fields = fieldsOfPage(info);
    return findGrids(context.em, condition, ordering, page, fields);
  }

  @Allow('read')
  @FieldResolver(() => ID, { description: 'Global id.' })
  id(@Root() grid: GridRow): string {
    return globalId('grid', grid.id);
  }

  @Allow('read')
  @FieldResolver(() => Community, { description: 'The community that the grid lies in.' })
  community(
    @Root() { communityId }: GridRow,
    @Ctx() context: Context,
  ): Promise<CommunityRow | null> {
    return load(context, communitiesById, communityId);
  }

  @Allow('read')
  @FieldResolver(() => GeoJSONMultiPolygon, { description: 'Boundary.' })
  boundary(
    @Root() { id, boundary }: GridRow,
    @Ctx() context: Context,
  ): Promise<JsonText | null> | JsonText {
    return boundary === undefined ? load(context, gridBoundaries, id) : new JsonText(boundary);
  }
}

@Resolver(() => Community)
export class CommunityGridsResolver {
  @Allow('read')
  @FieldResolver(() => GridConnection, {
    description: 'Grids of the community. @throws as `grids` does.',
  })
  grids(
    @Root() { id }: CommunityRow,
    @Ctx() context: Context,
    @Arg('filter', () => GridFilter, { nullable: true, description: 'Only these.' })
    filter: GridFilter | null,
    @Arg('orderBy', () => GridOrder, {
      nullable: true,
      description: 'In which order; by code unless given.',
    })
    orderBy: GridOrder | null,
    @Args(() => PageArgs) args: PageArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<GridRow> | null> {
    const ordering = gridOrdering(orderBy, filter);
    const page = parsePage(args, ordering.name);
    const fields = fieldsOfPage(info);
    return loadVariant(
      context,
      `community.grids ${JSON.stringify([filter, orderBy, args, [...fields]])}`,
      async (em, ids: readonly number[]) =>
        findGridsOfCommunities(
          em,
          await gridCondition(context, filter),
          ordering,
          page,
          ids,
          fields,
        ),
      id,
    );
  }
}
