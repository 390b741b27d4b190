import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Node } from '../../db/entities/node.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { Shared } from '../access/sharing.ts';
import { communitiesById } from '../communities/communities.queries.ts';
import { facilitiesById } from '../facilities/facilities.queries.ts';
import { gridsById } from '../grids/grids.queries.ts';
import { type Batch, load } from '../lists/loader.ts';
import { MAX_PAGE } from '../lists/page.ts';
import { regionsById } from '../regions/regions.queries.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { type IdType, localId } from '../shared/ids.ts';

const TYPES = {
  region: { nodeType: 'Region', batch: regionsById },
  community: { nodeType: 'Community', batch: communitiesById },
  facility: { nodeType: 'Facility', batch: facilitiesById },
  grid: { nodeType: 'Grid', batch: gridsById },
} as const satisfies Partial<Record<IdType, { nodeType: string; batch: Batch<number, object> }>>;

@Resolver(() => Node)
export class NodeResolver {
  @Allow('read')
  @Shared()
  @Query(() => Node, {
    nullable: true,
    description:
      'The region, community, facility or grid with this id; null when there is none. @throws BAD_USER_INPUT for anything else.',
  })
  node(
    @Ctx() context: Context,
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
  ): Promise<object | null> {
    return find(context, id, 'id');
  }

  @Allow('read')
  @Shared()
  @Query(() => [Node], {
    nullable: 'items',
    description: `Those with these ids, at most ${MAX_PAGE}, in the same order, by one statement per type; null where there is none.`,
  })
  nodes(
    @Ctx() context: Context,
    @Arg('ids', () => [ID], { description: 'Global ids.' }) ids: string[],
  ): Promise<(object | null)[]> {
    if (ids.length > MAX_PAGE) {
      throw new BadUserInputError('ids', `has ${ids.length} ids; ${MAX_PAGE} are the most.`);
    }
    return Promise.all(ids.map((id, i) => find(context, id, `ids[${i}]`)));
  }
}

async function find(context: Context, id: string, field: string): Promise<object | null> {
  const name = id.split('_')[0] as keyof typeof TYPES;
  if (!Object.hasOwn(TYPES, name)) {
    const known = Object.keys(TYPES).join(', ');
    throw new BadUserInputError(field, `is not the id of one of: ${known}.`);
  }
  const { nodeType, batch } = TYPES[name];
  const row = await load(context, batch as Batch<number, object>, localId(name, id, field));
  return row && { ...row, nodeType };
}
