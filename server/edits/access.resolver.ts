import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Community } from '../../db/entities/community.ts';
import { Facility } from '../../db/entities/facility.ts';
import type { Context } from '../access/context.ts';
import { Allow, decide } from '../access/policy.ts';
import { OUTSIDE } from '../access/viewer.ts';
import type { CommunityRow } from '../communities/communities.queries.ts';
import type { FacilityRow } from '../facilities/facilities.queries.ts';
import { load } from '../lists/loader.ts';
import { Access } from './edit.types.ts';
import { needsReview } from './edit-plan.ts';
import { editedCommunitiesById } from './edited-communities.queries.ts';

@Resolver(() => Community)
export class CommunityAccessResolver {
  @Allow('read')
  @FieldResolver(() => Access, {
    description: 'What whoever asks may do with facilities in the community.',
  })
  access(@Root() { id }: CommunityRow, @Ctx() context: Context): Promise<Access> {
    return accessIn(context, id);
  }
}

@Resolver(() => Facility)
export class FacilityAccessResolver {
  @Allow('read')
  @FieldResolver(() => Access, {
    description: 'What whoever asks may do with the facility where it stands.',
  })
  access(@Root() { communityId }: FacilityRow, @Ctx() context: Context): Promise<Access> {
    return accessIn(context, communityId);
  }
}

async function accessIn(context: Context, communityId: number | null): Promise<Access> {
  const { viewer } = context;
  if (decide(viewer, 'edit') !== null) return Access.NONE;
  const community =
    communityId === null ? null : await load(context, editedCommunitiesById, communityId);
  if (decide(viewer, 'edit', [community ?? OUTSIDE]) !== null) return Access.NONE;
  return community && needsReview(viewer, [community]) ? Access.PROPOSE : Access.EDIT;
}
