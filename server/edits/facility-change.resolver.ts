import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Community } from '../../db/entities/community.ts';
import { Coverage } from '../../db/entities/coverage.ts';
import { CoverageRule } from '../../db/entities/coverage-rule.ts';
import { Facility } from '../../db/entities/facility.ts';
import { FacilityChange } from '../../db/entities/facility-change.ts';
import { FacilityProposal } from '../../db/entities/facility-proposal.ts';
import type { Context } from '../access/context.ts';
import { Costs } from '../access/cost.ts';
import { Allow } from '../access/policy.ts';
import { type CommunityRow, communitiesById } from '../communities/communities.queries.ts';
import { type CoverageRow, findCoverages } from '../coverage/coverage.queries.ts';
import { type FacilityRow, facilitiesById } from '../facilities/facilities.queries.ts';
import { load } from '../lists/loader.ts';
import { type RuleRow, rulesById } from '../rules/rules.queries.ts';
import { localId } from '../shared/ids.ts';
import {
  CreateFacilityInput,
  MoveFacilityInput,
  PreviewEditInput,
  parseCreation,
  parseMove,
  parsePreview,
  parseRestoration,
  parseRetirement,
  parseUpdate,
  parseWhence,
  RestoreFacilityInput,
  RetireFacilityInput,
  UndoChangeInput,
  UpdateFacilityInput,
} from './edit.input.ts';
import type { Edit, EditOutcome, Editor } from './edit.ts';
import { CoverageStep, EditPreview, FacilityPayload } from './edit.types.ts';
import { editFacility } from './edits.queries.ts';
import { type ChangeRow, changesById } from './history.queries.ts';
import {
  type CoverageStep as CoverageStepRow,
  type EditPreview as PreviewRow,
  previewEdit,
} from './preview.queries.ts';
import { type ProposalRow, proposalsById } from './proposals.queries.ts';
import { undoChange } from './undo.queries.ts';

/** Trying an edit out judges what lies around. */
const PREVIEW = { each: () => 36_000 };
const REFUSALS =
  '@throws BAD_USER_INPUT, NOT_FOUND, FORBIDDEN outside of one’s area, CONFLICT when the version is stale: with `currentVersion`, the `current` state and who changed it.';

/** Who edits, and from where: people by their browser, programs by their token. */
export function editorOf({ viewer }: Context): Editor {
  return { viewer, origin: viewer.means === 'SESSION' ? 'WEB' : 'API' };
}

function edit(context: Context, what: Edit): Promise<EditOutcome> {
  return editFacility(context.em, editorOf(context), what);
}

@Resolver(() => FacilityPayload)
export class FacilityChangeResolver {
  @Allow('edit')
  @Mutation(() => FacilityPayload, {
    description: `Creates a facility; coverage is judged anew before this returns. ${REFUSALS}`,
  })
  createFacility(
    @Ctx() context: Context,
    @Arg('input', () => CreateFacilityInput, { description: 'What to create.' })
    input: CreateFacilityInput,
  ): Promise<EditOutcome> {
    return edit(context, parseCreation(input));
  }

  @Allow('edit')
  @Mutation(() => FacilityPayload, {
    description: `Moves an active facility; coverage is judged anew before this returns. ${REFUSALS}`,
  })
  moveFacility(
    @Ctx() context: Context,
    @Arg('input', () => MoveFacilityInput, { description: 'What to change.' })
    input: MoveFacilityInput,
  ): Promise<EditOutcome> {
    return edit(context, parseMove(input));
  }

  @Allow('edit')
  @Mutation(() => FacilityPayload, {
    description: `Puts particulars of an active facility right; coverage is judged anew before this returns. ${REFUSALS}`,
  })
  updateFacility(
    @Ctx() context: Context,
    @Arg('input', () => UpdateFacilityInput, { description: 'What to change.' })
    input: UpdateFacilityInput,
  ): Promise<EditOutcome> {
    return edit(context, parseUpdate(input));
  }

  @Allow('edit')
  @Mutation(() => FacilityPayload, {
    description: `Retires an active facility: it stays on record and never counts again. Coverage is judged anew before this returns. ${REFUSALS}`,
  })
  retireFacility(
    @Ctx() context: Context,
    @Arg('input', () => RetireFacilityInput, { description: 'What to change.' })
    input: RetireFacilityInput,
  ): Promise<EditOutcome> {
    return edit(context, parseRetirement(input));
  }

  @Allow('edit')
  @Mutation(() => FacilityPayload, {
    description: `Puts a retired facility back into service; coverage is judged anew before this returns. ${REFUSALS}`,
  })
  restoreFacility(
    @Ctx() context: Context,
    @Arg('input', () => RestoreFacilityInput, { description: 'What to change.' })
    input: RestoreFacilityInput,
  ): Promise<EditOutcome> {
    return edit(context, parseRestoration(input));
  }

  @Allow('edit')
  @Mutation(() => FacilityPayload, {
    description: `Takes a change back, as a new change: by its author or a planner, and of that only which the change changed. CONFLICT also when it was undone before, or when a later change altered the same. ${REFUSALS}`,
  })
  undoChange(
    @Ctx() context: Context,
    @Arg('input', () => UndoChangeInput, { description: 'What to take back.' })
    input: UndoChangeInput,
  ): Promise<EditOutcome> {
    const id = localId('change', input.id, 'input.id');
    const undo = { id, version: input.version, ...parseWhence(input) };
    return undoChange(context.em, editorOf(context), undo);
  }

  @Allow('edit')
  @Costs(PREVIEW)
  @Query(() => EditPreview, {
    description: `What an edit would do, without making it. ${REFUSALS}`,
  })
  previewEdit(
    @Ctx() context: Context,
    @Arg('input', () => PreviewEditInput, { description: 'What to try.' }) input: PreviewEditInput,
  ): Promise<PreviewRow> {
    return previewEdit(context.em, editorOf(context), parsePreview(input));
  }

  @Allow('edit')
  @FieldResolver(() => Facility, {
    nullable: true,
    description: 'The facility as it is now; null for a proposal to create one.',
  })
  facility(
    @Root() { facilityId }: EditOutcome,
    @Ctx() context: Context,
  ): Promise<FacilityRow | null> | null {
    return facilityId === null ? null : load(context, facilitiesById, facilityId);
  }

  @Allow('edit')
  @FieldResolver(() => FacilityChange, {
    nullable: true,
    description: 'What was kept in the history; null when nothing differs, and for a proposal.',
  })
  change(
    @Root() { changeId }: EditOutcome,
    @Ctx() context: Context,
  ): Promise<ChangeRow | null> | null {
    return changeId === null ? null : load(context, changesById, changeId);
  }

  @Allow('edit')
  @FieldResolver(() => FacilityProposal, {
    nullable: true,
    description: 'The proposal, where changes wait for a planner.',
  })
  proposal(
    @Root() { proposalId }: EditOutcome,
    @Ctx() context: Context,
  ): Promise<ProposalRow | null> | null {
    return proposalId === null ? null : load(context, proposalsById, proposalId);
  }

  @Allow('edit')
  @FieldResolver(() => [Coverage], {
    description:
      'The coverage, by all rules, of the communities for which the change made a difference.',
  })
  changedCoverage(
    @Root() { changedCommunityIds }: EditOutcome,
    @Ctx() { em }: Context,
  ): Promise<CoverageRow[]> {
    return findCoverages(em, changedCommunityIds);
  }
}

@Resolver(() => EditPreview)
export class EditPreviewResolver {
  @Allow('edit')
  @FieldResolver(() => Community, {
    nullable: true,
    description: 'The community that it would lie in; null outside of all.',
  })
  community(
    @Root() { communityId }: PreviewRow,
    @Ctx() context: Context,
  ): Promise<CommunityRow | null> | null {
    return communityId === null ? null : load(context, communitiesById, communityId);
  }

  @Allow('edit')
  @FieldResolver(() => [Facility], {
    description: 'Active facilities of the same kind within 10 m, the nearest first.',
  })
  twins(@Root() { twinIds }: PreviewRow, @Ctx() context: Context): Promise<(FacilityRow | null)[]> {
    return Promise.all(twinIds.map((id) => load(context, facilitiesById, id)));
  }

  @Allow('edit')
  @FieldResolver(() => [CoverageStep], {
    description: 'Outcomes that would differ; those whose verdict turns come first.',
  })
  coverage(@Root() { coverage }: PreviewRow): readonly CoverageStepRow[] {
    return coverage;
  }
}

@Resolver(() => CoverageStep)
export class CoverageStepResolver {
  @Allow('edit')
  @FieldResolver(() => Community, { description: 'The community.' })
  community(
    @Root() { communityId }: CoverageStepRow,
    @Ctx() context: Context,
  ): Promise<CommunityRow | null> {
    return load(context, communitiesById, communityId);
  }

  @Allow('edit')
  @FieldResolver(() => CoverageRule, { description: 'The rule.' })
  rule(@Root() { ruleId }: CoverageStepRow, @Ctx() context: Context): Promise<RuleRow | null> {
    return load(context, rulesById, ruleId);
  }
}
