import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Region } from '../../db/entities/region.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { load } from '../lists/loader.ts';
import { type RegionRow, regionsById } from '../regions/regions.queries.ts';
import {
  CreateRegionInput,
  parseNewRegion,
  parseRegionId,
  parseRegionNames,
  UpdateRegionInput,
} from './region.input.ts';
import { createRegion, type RegionChange, updateRegion } from './region-changes.queries.ts';

@ObjectType({ description: 'What a change of regions did.' })
class RegionPayload {
  @Field(() => String, { description: 'The data version that the change made.' })
  dataVersion!: string;
}

@Resolver(() => RegionPayload)
export class RegionChangeResolver {
  @Allow('plan')
  @Mutation(() => RegionPayload, {
    description:
      'Creates a region. @throws CONFLICT for a code that exists, with zeros behind it or without; NOT_FOUND for an unknown region above; BAD_USER_INPUT.',
  })
  createRegion(
    @Ctx() { em }: Context,
    @Arg('input', () => CreateRegionInput, { description: 'The region.' })
    input: CreateRegionInput,
  ): Promise<RegionChange> {
    return createRegion(em, parseNewRegion(input));
  }

  @Allow('plan')
  @Mutation(() => RegionPayload, {
    description:
      'Puts names of a region right, or which region it lies in. @throws NOT_FOUND, BAD_USER_INPUT.',
  })
  updateRegion(
    @Ctx() { em }: Context,
    @Arg('input', () => UpdateRegionInput, { description: 'What to change.' })
    input: UpdateRegionInput,
  ): Promise<RegionChange> {
    return updateRegion(
      em,
      parseRegionId(input.id),
      parseRegionNames(input),
      input.parent ?? undefined,
    );
  }

  @Allow('read')
  @FieldResolver(() => Region, { description: 'The region as it is now.' })
  async region(@Root() { regionId }: RegionChange, @Ctx() context: Context): Promise<RegionRow> {
    return (await load(context, regionsById, regionId)) as RegionRow;
  }
}
