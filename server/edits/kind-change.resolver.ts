import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { FacilityKind } from '../../db/entities/facility-kind.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { CreateFacilityKindInput, parseNewKind } from './kind.input.ts';
import { createFacilityKind, type KindChange } from './kind-changes.queries.ts';

@ObjectType({ description: 'What a change of a kind of facility did.' })
class FacilityKindPayload {
  @Field(() => FacilityKind, { description: 'The kind as it is now.' })
  facilityKind!: FacilityKind;

  @Field(() => String, { description: 'The data version that the change made.' })
  dataVersion!: string;
}

@Resolver(() => FacilityKindPayload)
export class FacilityKindChangeResolver {
  @Allow('plan')
  @Mutation(() => FacilityKindPayload, {
    description:
      'Creates a kind of facility, for rules and facilities to name. @throws BAD_USER_INPUT, CONFLICT for a code that exists.',
  })
  async createFacilityKind(
    @Ctx() context: Context,
    @Arg('input', () => CreateFacilityKindInput, { description: 'What to create.' })
    input: CreateFacilityKindInput,
  ): Promise<KindChange> {
    const change = await createFacilityKind(context.em, parseNewKind(input));
    // What the request has read so far is of an older version.
    context.loaders.clear();
    return change;
  }
}
