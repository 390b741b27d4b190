import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Coverage } from '../../db/entities/coverage.ts';
import { Facility } from '../../db/entities/facility.ts';
import { Allow } from '../auth/policy.ts';
import { type CoverageRow, findCoverages } from '../coverage/coverage.queries.ts';
import type { Context } from '../shared/context.ts';
import { parsePoint } from '../shared/geo-input.ts';
import { load } from '../shared/loader.ts';
import {
  createFacility,
  type FacilityChange,
  moveFacility,
  retireFacility,
  updateFacility,
} from './changes.queries.ts';
import { type FacilityRow, facilitiesById } from './facilities.queries.ts';
import {
  CreateFacilityInput,
  MoveFacilityInput,
  parseBasis,
  parseFacilityUpdate,
  parseNewFacility,
  RetireFacilityInput,
  UpdateFacilityInput,
} from './facility.input.ts';

@ObjectType({ description: 'What a change of a facility did.' })
export class FacilityPayload {
  @Field(() => String, { description: 'The data version that the change made.' })
  dataVersion!: string;
}

@Resolver(() => FacilityPayload)
export class FacilityChangeResolver {
  @Allow('edit')
  @Mutation(() => FacilityPayload, {
    description:
      'Creates a facility; coverage is judged anew before this returns. @throws BAD_USER_INPUT, NOT_FOUND for an unknown kind, CONFLICT for a code that exists.',
  })
  createFacility(
    @Ctx() { em }: Context,
    @Arg('input', () => CreateFacilityInput, { description: 'What to change.' })
    input: CreateFacilityInput,
  ): Promise<FacilityChange> {
    return createFacility(em, parseNewFacility(input));
  }

  @Allow('edit')
  @Mutation(() => FacilityPayload, {
    description:
      'Moves an active facility; coverage is judged anew before this returns. @throws NOT_FOUND, CONFLICT when the version is stale, BAD_USER_INPUT.',
  })
  moveFacility(
    @Ctx() { em }: Context,
    @Arg('input', () => MoveFacilityInput, { description: 'What to change.' })
    input: MoveFacilityInput,
  ): Promise<FacilityChange> {
    return moveFacility(em, parseBasis(input), parsePoint(input.location, 'input.location'));
  }

  @Allow('edit')
  @Mutation(() => FacilityPayload, {
    description:
      'Puts kind, name, address or attributes of an active facility right; coverage is judged anew before this returns. @throws NOT_FOUND, also for an unknown kind, CONFLICT when the version is stale, BAD_USER_INPUT.',
  })
  updateFacility(
    @Ctx() { em }: Context,
    @Arg('input', () => UpdateFacilityInput, { description: 'What to change.' })
    input: UpdateFacilityInput,
  ): Promise<FacilityChange> {
    return updateFacility(em, parseBasis(input), parseFacilityUpdate(input));
  }

  @Allow('edit')
  @Mutation(() => FacilityPayload, {
    description:
      'Retires an active facility; coverage is judged anew before this returns. @throws NOT_FOUND, CONFLICT when the version is stale.',
  })
  retireFacility(
    @Ctx() { em }: Context,
    @Arg('input', () => RetireFacilityInput, { description: 'What to change.' })
    input: RetireFacilityInput,
  ): Promise<FacilityChange> {
    return retireFacility(em, parseBasis(input));
  }

  @Allow('read')
  @FieldResolver(() => Facility, { description: 'The facility as it is now.' })
  facility(
    @Root() { facilityId }: FacilityChange,
    @Ctx() context: Context,
  ): Promise<FacilityRow | null> {
    return load(context, facilitiesById, facilityId);
  }

  @Allow('read')
  @FieldResolver(() => [Coverage], {
    description:
      'The coverage, by all rules, of the communities for which the change made a difference.',
  })
  changedCoverage(
    @Root() { changedCommunityIds }: FacilityChange,
    @Ctx() { em }: Context,
  ): Promise<CoverageRow[]> {
    return findCoverages(em, changedCommunityIds);
  }
}
