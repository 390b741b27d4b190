import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { Community } from '../../db/entities/community.ts';
import { Region } from '../../db/entities/region.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { Shared } from '../access/sharing.ts';
import { communityBoxes } from '../hub/community-boxes.queries.ts';
import { type Connection, connectionType } from '../lists/connection.ts';
import { load } from '../lists/loader.ts';
import { PageArgs, parsePage } from '../lists/page.ts';
import { fieldsOfPage } from '../lists/selection.ts';
import { type RegionRow, regionsById } from '../regions/regions.queries.ts';
import { BadUserInputError } from '../shared/errors.ts';
import type { BBox } from '../shared/geo-input.ts';
import { globalId, localId } from '../shared/ids.ts';
import { type JsonText, jsonText } from '../shared/json-text.ts';
import { BBoxScalar, GeoJSONMultiPolygon, GeoJSONPoint } from '../shared/scalars.ts';
import { parseSearchText } from '../shared/text.ts';
import {
  boundariesOf,
  type CommunityRow,
  findCommunities,
  findCommunity,
  servicePointsOf,
} from './communities.queries.ts';
import { CommunityFilter, CommunityOrder } from './community.input.ts';
import { communityCondition } from './community-filter.queries.ts';
import { communityOrdering } from './community-order.queries.ts';

const CommunityConnection = connectionType(Community);

@Resolver(() => Community)
export class CommunityResolver {
  @Allow('read')
  @Shared()
  @Query(() => Community, {
    nullable: true,
    description: 'The community with this id or this code; null when there is none.',
  })
  community(
    @Ctx() { em }: Context,
    @Arg('id', () => ID, { nullable: true, description: 'Global id.' }) id: string | null,
    @Arg('code', () => String, { nullable: true, description: 'Statistical code.' }) code:
      | string
      | null,
  ): Promise<CommunityRow | null> {
    if ((id == null) === (code == null)) {
      throw new BadUserInputError('id', 'give either `id` or `code`.');
    }
    if (id != null) return findCommunity(em, { id: localId('community', id, 'id') });
    return findCommunity(em, { code: parseSearchText(code, 'code') ?? '' });
  }

  @Allow('read')
  @Shared()
  @Query(() => CommunityConnection, {
    description:
      'Communities of a filter. @throws NOT_FOUND for an unknown region or rule, BAD_USER_INPUT for a bad shape, order or cursor.',
  })
  async communities(
    @Ctx() context: Context,
    @Arg('filter', () => CommunityFilter, {
      nullable: true,
      description: 'Which ones; all unless given.',
    })
    filter: CommunityFilter | null,
    @Arg('orderBy', () => CommunityOrder, {
      nullable: true,
      description: 'In which order; by code unless given.',
    })
    orderBy: CommunityOrder | null,
    @Args(() => PageArgs) args: PageArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<CommunityRow>> {
    const order = await communityOrdering(context, orderBy, filter);
    const page = parsePage(args, order.ordering.name);
    const condition = await communityCondition(context, filter);
    const fields = fieldsOfPage(info);
    return findCommunities(context.em, condition, order, page, fields);
  }

  @Allow('read')
  @FieldResolver(() => ID, { description: 'Global id.' })
  id(@Root() community: CommunityRow): string {
    return globalId('community', community.id);
  }

  @Allow('read')
  @FieldResolver(() => Region, { description: 'The region that the community belongs to.' })
  region(@Root() { regionId }: CommunityRow, @Ctx() context: Context): Promise<RegionRow | null> {
    return load(context, regionsById, regionId);
  }

  @Allow('read')
  @FieldResolver(() => GeoJSONMultiPolygon, {
    nullable: true,
    description: 'Boundary; null when none is recorded.',
  })
  boundary(
    @Root() { id, boundary }: CommunityRow,
    @Ctx() context: Context,
  ): Promise<JsonText | null> | JsonText | null {
    return boundary === undefined ? load(context, boundariesOf, id) : jsonText(boundary);
  }

  @Allow('read')
  @FieldResolver(() => BBoxScalar, {
    nullable: true,
    description: 'Bounding box of the boundary; null when none is recorded.',
  })
  bbox(@Root() { id }: CommunityRow, @Ctx() context: Context): Promise<BBox | null> {
    return load(context, communityBoxes, id);
  }

  @Allow('read')
  @FieldResolver(() => GeoJSONPoint, {
    nullable: true,
    description:
      'Service point 服务点: where the service station stands, else a point on the surface of the boundary; `servicePointOrigin` says which.',
  })
  servicePoint(
    @Root() { id, servicePoint }: CommunityRow,
    @Ctx() context: Context,
  ): Promise<JsonText | null> | JsonText | null {
    return servicePoint === undefined ? load(context, servicePointsOf, id) : jsonText(servicePoint);
  }
}
