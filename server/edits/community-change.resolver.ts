import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import { Coverage } from '../../db/entities/coverage.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { type CoverageRow, findCoverages } from '../coverage/coverage.queries.ts';
import { parseShape } from '../shared/shapes.ts';
import {
  ImportResidentCellsInput,
  parseCells,
  parseCommunityBasis,
  parseCommunityFigures,
  UpdateCommunityInput,
} from './community-change.input.ts';
import { type CommunityChange, importCells, updateCommunity } from './community-changes.queries.ts';

@ObjectType({ description: 'What a change of communities or of their residents did.' })
class CommunityPayload {
  @Field(() => String, { description: 'The data version that the change made.' })
  dataVersion!: string;
}

@Resolver(() => CommunityPayload)
export class CommunityChangeResolver {
  @Allow('plan')
  @Mutation(() => CommunityPayload, {
    description:
      'Puts boundary or figures of a community right; coverage is judged anew before this returns. @throws NOT_FOUND, CONFLICT when the version is stale, BAD_USER_INPUT.',
  })
  async updateCommunity(
    @Ctx() { em }: Context,
    @Arg('input', () => UpdateCommunityInput, { description: 'What to change.' })
    input: UpdateCommunityInput,
  ): Promise<CommunityChange> {
    const figures = parseCommunityFigures(input);
    const boundary = await parseShape(em, input.boundary, 'input.boundary');
    return updateCommunity(em, parseCommunityBasis(input), figures, boundary);
  }

  @Allow('plan')
  @Mutation(() => CommunityPayload, {
    description:
      'Stores resident cells; coverage is judged anew before this returns. @throws NOT_FOUND for an unknown community, BAD_USER_INPUT.',
  })
  importResidentCells(
    @Ctx() { em }: Context,
    @Arg('input', () => ImportResidentCellsInput, { description: 'The cells.' })
    { cells, replace }: ImportResidentCellsInput,
  ): Promise<CommunityChange> {
    return importCells(em, parseCells(cells), replace ?? false);
  }

  @Allow('read')
  @FieldResolver(() => [Coverage], {
    description:
      'The coverage, by all rules, of the communities for which the change made a difference.',
  })
  changedCoverage(
    @Root() { changedCommunityIds }: CommunityChange,
    @Ctx() { em }: Context,
  ): Promise<CoverageRow[]> {
    return findCoverages(em, changedCommunityIds);
  }
}
