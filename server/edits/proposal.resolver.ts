import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Community } from '../../db/entities/community.ts';
import { Facility } from '../../db/entities/facility.ts';
import { FacilityChange } from '../../db/entities/facility-change.ts';
import { FacilityProposal } from '../../db/entities/facility-proposal.ts';
import type { Context } from '../access/context.ts';
import { Allow, decide } from '../access/policy.ts';
import { personOf } from '../access/viewer.ts';
import { type CommunityRow, communitiesById } from '../communities/communities.queries.ts';
import { type FacilityRow, facilitiesById } from '../facilities/facilities.queries.ts';
import { type Connection, connectionType } from '../lists/connection.ts';
import { load } from '../lists/loader.ts';
import { PageArgs, parsePage } from '../lists/page.ts';
import { globalId, localId } from '../shared/ids.ts';
import { parseText } from '../shared/text.ts';
import type { EditOutcome } from './edit.ts';
import { FacilityPayload, FacilitySnapshot } from './edit.types.ts';
import { editorOf } from './facility-change.resolver.ts';
import { differences, type FacilityState, patched } from './facility-state.ts';
import { type ChangeRow, changesById } from './history.queries.ts';
import {
  AcceptProposalInput,
  FacilityProposalFilter,
  parseAcceptance,
  RejectProposalInput,
} from './proposal.input.ts';
import {
  findProposals,
  getProposal,
  PROPOSAL_ORDER,
  type ProposalRow,
} from './proposals.queries.ts';
import { acceptProposal, rejectProposal, withdrawProposal } from './review.queries.ts';

const FacilityProposalConnection = connectionType(FacilityProposal);

@Resolver(() => FacilityProposal)
export class FacilityProposalResolver {
  @Allow('edit')
  @Query(() => FacilityProposalConnection, {
    description:
      'Proposals of a filter, who waited longest first: for planners all, for cadres their own. @throws BAD_USER_INPUT for a bad id or cursor.',
  })
  facilityProposals(
    @Ctx() { em, viewer }: Context,
    @Arg('filter', () => FacilityProposalFilter, {
      nullable: true,
      description: 'Which ones; all unless given.',
    })
    filter: FacilityProposalFilter | null,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<ProposalRow>> {
    const own = filter?.mine || decide(viewer, 'plan') !== null;
    const facility = filter?.facility;
    const criteria = {
      state: filter?.state ?? undefined,
      personId: own ? (personOf(viewer)?.personId ?? 0) : undefined,
      facilityId: facility == null ? undefined : localId('facility', facility, 'filter.facility'),
    };
    return findProposals(em, criteria, parsePage(args, PROPOSAL_ORDER.name));
  }

  @Allow('plan')
  @Mutation(() => FacilityPayload, {
    description:
      'Accepts a proposal: it is made so in its author’s name, and coverage is judged anew before this returns. @throws NOT_FOUND, CONFLICT when it is decided, when the facility changed since, or when it is so already.',
  })
  acceptProposal(
    @Ctx() context: Context,
    @Arg('input', () => AcceptProposalInput, { description: 'Which.' }) input: AcceptProposalInput,
  ): Promise<EditOutcome> {
    return acceptProposal(context.em, editorOf(context), parseAcceptance(input));
  }

  @Allow('plan')
  @Mutation(() => FacilityProposal, {
    description:
      'Rejects a proposal and tells its author why. @throws NOT_FOUND, CONFLICT when it is decided, BAD_USER_INPUT without a reason.',
  })
  async rejectProposal(
    @Ctx() context: Context,
    @Arg('input', () => RejectProposalInput, { description: 'Which.' }) input: RejectProposalInput,
  ): Promise<ProposalRow> {
    const id = localId('proposal', input.id, 'input.id');
    const answer = parseText(input.answer, 'input.answer').trim();
    await rejectProposal(context.em, editorOf(context), id, answer);
    return getProposal(context.em, id);
  }

  @Allow('edit')
  @Mutation(() => FacilityProposal, {
    description:
      'Takes one’s own proposal back. @throws NOT_FOUND, FORBIDDEN for another’s, CONFLICT when it is decided.',
  })
  async withdrawProposal(
    @Ctx() context: Context,
    @Arg('id', () => ID, { description: 'The proposal.' }) given: string,
  ): Promise<ProposalRow> {
    const id = localId('proposal', given, 'id');
    await withdrawProposal(context.em, editorOf(context), id);
    return getProposal(context.em, id);
  }

  @Allow('edit')
  @FieldResolver(() => ID, { description: 'Global id.' })
  id(@Root() { id }: ProposalRow): string {
    return globalId('proposal', id);
  }

  @Allow('edit')
  @FieldResolver(() => Facility, {
    nullable: true,
    description: 'The facility as it is now; null for one that is to be created.',
  })
  facility(
    @Root() { facilityId }: ProposalRow,
    @Ctx() context: Context,
  ): Promise<FacilityRow | null> | null {
    return facilityId === null ? null : load(context, facilitiesById, facilityId);
  }

  @Allow('edit')
  @FieldResolver(() => [Community], { description: 'The communities that it concerns.' })
  communities(
    @Root() { communityIds }: ProposalRow,
    @Ctx() context: Context,
  ): Promise<(CommunityRow | null)[]> {
    return Promise.all(communityIds.map((id) => load(context, communitiesById, id)));
  }

  @Allow('edit')
  @FieldResolver(() => FacilitySnapshot, {
    nullable: true,
    description: 'The facility when it was proposed; null for one that is to be created.',
  })
  before(@Root() { before }: ProposalRow): FacilityState | null {
    return before;
  }

  @Allow('edit')
  @FieldResolver(() => FacilitySnapshot, { description: 'The facility as it would be.' })
  after(@Root() { before, patch }: ProposalRow): FacilityState {
    return before ? patched(before, patch) : (patch as FacilityState);
  }

  @Allow('edit')
  @FieldResolver(() => [String], {
    description: 'Names of the fields of a snapshot that would differ.',
  })
  fields(@Root() { before, patch }: ProposalRow): string[] {
    if (!before) return [];
    return differences(before, patched(before, patch)).filter((name) => name !== 'nameSimplified');
  }

  @Allow('edit')
  @FieldResolver(() => Boolean, { description: 'Whether whoever asks proposed it.' })
  isMine(@Root() { personId }: ProposalRow, @Ctx() { viewer }: Context): boolean {
    return personOf(viewer)?.personId === personId;
  }

  @Allow('edit')
  @FieldResolver(() => FacilityChange, {
    nullable: true,
    description: 'The change that it became; null unless it was accepted.',
  })
  change(
    @Root() { changeId }: ProposalRow,
    @Ctx() context: Context,
  ): Promise<ChangeRow | null> | null {
    return changeId === null ? null : load(context, changesById, changeId);
  }
}
