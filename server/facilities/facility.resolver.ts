import type { GraphQLResolveInfo } from 'graphql';
import { sql } from 'kysely';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import { Community } from '../../db/entities/community.ts';
import { Facility } from '../../db/entities/facility.ts';
import { FacilityKind } from '../../db/entities/facility-kind.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { Shared } from '../access/sharing.ts';
import { type CommunityRow, communitiesById } from '../communities/communities.queries.ts';
import { type Connection, connectionType } from '../lists/connection.ts';
import { load, loadVariant, peek } from '../lists/loader.ts';
import { PageArgs, parsePage } from '../lists/page.ts';
import { type FieldNames, fieldsOfPage } from '../lists/selection.ts';
import { type KindRow, kindsById, requireKind } from '../rules/kinds.queries.ts';
import { globalId, localId } from '../shared/ids.ts';
import { JsonText } from '../shared/json-text.ts';
import { GeoJSONPoint } from '../shared/scalars.ts';
import {
  type FacilityRow,
  facilitiesById,
  facilityCounts,
  findFacilities,
  findFacilitiesOfCommunities,
  locationsOf,
} from './facilities.queries.ts';
import { FacilityFilter, FacilityOrder } from './facility.input.ts';
import { facilityCondition } from './facility-filter.queries.ts';
import { facilityOrdering } from './facility-order.queries.ts';

/** One statement gives all kinds, whichever is wanted. */
const ANY_KIND = 0;
const FacilityConnection = connectionType(Facility);

@Resolver(() => Facility)
export class FacilityResolver {
  @Allow('read')
  @Shared()
  @Query(() => Facility, {
    nullable: true,
    description: 'The facility with this id, retired or not; null when there is none.',
  })
  async facility(
    @Ctx() { em }: Context,
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
  ): Promise<FacilityRow | null> {
    const key = localId('facility', id, 'id');
    return (await facilitiesById(em, [key])).get(key) ?? null;
  }

  @Allow('read')
  @Shared()
  @Query(() => FacilityConnection, {
    description:
      'Facilities of a filter. @throws NOT_FOUND for an unknown region or kind, BAD_USER_INPUT for a bad shape, order or cursor.',
  })
  async facilities(
    @Ctx() context: Context,
    @Arg('filter', () => FacilityFilter, {
      nullable: true,
      description: 'Which ones; all unless given.',
    })
    filter: FacilityFilter | null,
    @Arg('orderBy', () => FacilityOrder, {
      nullable: true,
      description: 'In which order; by code unless given.',
    })
    orderBy: FacilityOrder | null,
    @Args(() => PageArgs) args: PageArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<FacilityRow>> {
    const ordering = facilityOrdering(orderBy, filter);
    const page = parsePage(args, ordering.name);
    const condition = await facilityCondition(context, filter);
    const fields = fieldsOfPage(info);
    const rows = findFacilities(context.em, condition, ordering, page, fields);
    return withKinds(context, fields, rows);
  }

  @Allow('read')
  @FieldResolver(() => ID, { description: 'Global id.' })
  id(@Root() facility: FacilityRow): string {
    return globalId('facility', facility.id);
  }

  @Allow('read')
  @FieldResolver(() => FacilityKind, { description: 'What kind of facility it is.' })
  kind(
    @Root() { kindId }: FacilityRow,
    @Ctx() context: Context,
  ): Promise<KindRow | null> | KindRow {
    return peek(context, kindsById, kindId) ?? load(context, kindsById, kindId);
  }

  @Allow('read')
  @FieldResolver(() => GeoJSONPoint, { description: 'Where it stands.' })
  location(
    @Root() { id, location }: FacilityRow,
    @Ctx() context: Context,
  ): Promise<JsonText | null> | JsonText {
    return location === undefined ? load(context, locationsOf, id) : new JsonText(location);
  }

  @Allow('read')
  @FieldResolver(() => Community, {
    nullable: true,
    description: 'The community whose boundary holds it; null outside of all.',
  })
  community(
    @Root() { communityId }: FacilityRow,
    @Ctx() context: Context,
  ): Promise<CommunityRow | null> | null {
    return communityId === null ? null : load(context, communitiesById, communityId);
  }
}

@Resolver(() => FacilityKind)
export class FacilityKindCountResolver {
  @Allow('read')
  @FieldResolver(() => Int, { description: 'Active facilities of this kind.' })
  async facilityCount(@Root() { id }: KindRow, @Ctx() context: Context): Promise<number> {
    return (await load(context, facilityCounts, id)) ?? 0;
  }
}

@Resolver(() => Community)
export class CommunityFacilitiesResolver {
  @Allow('read')
  @FieldResolver(() => FacilityConnection, {
    description:
      'Facilities in the community, active ones unless the filter says otherwise. @throws as `facilities` does.',
  })
  async facilities(
    @Root() { id }: CommunityRow,
    @Ctx() context: Context,
    @Arg('kind', () => String, { nullable: true, description: 'Only this kind.' })
    kind: string | null,
    @Arg('filter', () => FacilityFilter, { nullable: true, description: 'Only these.' })
    filter: FacilityFilter | null,
    @Arg('orderBy', () => FacilityOrder, {
      nullable: true,
      description: 'In which order; by code unless given.',
    })
    orderBy: FacilityOrder | null,
    @Args(() => PageArgs) args: PageArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<FacilityRow> | null> {
    const ordering = facilityOrdering(orderBy, filter);
    const page = parsePage(args, ordering.name);
    const fields = fieldsOfPage(info);
    const connection = loadVariant(
      context,
      `community.facilities ${JSON.stringify([kind, filter, orderBy, args, [...fields]])}`,
      async (em, ids: readonly number[]) => {
        const ofKind =
          kind == null ? sql`` : sql`f.kind_id = ${await requireKind(context, kind, 'kind')} AND`;
        const condition = sql`${ofKind} ${await facilityCondition(context, filter)}`;
        return findFacilitiesOfCommunities(em, condition, ordering, page, ids, fields);
      },
      id,
    );
    return withKinds(context, fields, connection);
  }
}

/** Facilities with their kinds, if selected: read at once, these are there when the rows are written. */
async function withKinds<T>(context: Context, fields: FieldNames, rows: Promise<T>): Promise<T> {
  const [found] = await Promise.all([
    rows,
    fields.has('kind') && load(context, kindsById, ANY_KIND),
  ]);
  return found;
}
