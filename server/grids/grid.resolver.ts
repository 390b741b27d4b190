import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { Community } from '../../db/entities/community.ts';
import { Grid } from '../../db/entities/grid.ts';
import { Allow } from '../auth/policy.ts';
import { type CommunityRow, communitiesById } from '../communities/communities.queries.ts';
import { getRegionId } from '../regions/regions.queries.ts';
import { type Connection, connectionType } from '../shared/connection.ts';
import type { Context } from '../shared/context.ts';
import { parseBBox } from '../shared/geo-input.ts';
import { globalId, localId } from '../shared/ids.ts';
import { JsonText } from '../shared/json-text.ts';
import { load, loadVariant } from '../shared/loader.ts';
import { PageArgs, parsePage } from '../shared/page.ts';
import { GeoJSONMultiPolygon } from '../shared/scalars.ts';
import { fieldsOfPage } from '../shared/selection.ts';
import { parseSearchText } from '../shared/text.ts';
import { GridFilter, GridOrder, parseGridOrder } from './grid.input.ts';
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
  @Query(() => GridConnection, {
    description: 'Grids of a filter. @throws NOT_FOUND for an unknown region.',
  })
  async grids(
    @Ctx() { em }: Context,
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
    const ordering = parseGridOrder(orderBy);
    const page = parsePage(args, ordering.name);
    const { region, community, bbox } = filter ?? {};
    return findGrids(
      em,
      {
        ordering,
        text: parseSearchText(filter?.text, 'filter.text'),
        bbox: bbox == null ? undefined : parseBBox(bbox, 'filter.bbox'),
        communityId:
          community == null ? undefined : localId('community', community, 'filter.community'),
        regionId: region == null ? undefined : await getRegionId(em, region, 'filter.region'),
      },
      page,
      fieldsOfPage(info),
    );
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
  @FieldResolver(() => GridConnection, { description: 'Grids of the community, by code.' })
  grids(
    @Root() { id }: CommunityRow,
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<GridRow> | null> {
    const ordering = parseGridOrder(null);
    const page = parsePage(args, ordering.name);
    const fields = fieldsOfPage(info);
    return loadVariant(
      context,
      `community.grids ${JSON.stringify([args, [...fields]])}`,
      (em, ids: readonly number[]) => findGridsOfCommunities(em, { ordering }, page, ids, fields),
      id,
    );
  }
}
