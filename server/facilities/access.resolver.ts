import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Community } from '../../db/entities/community.ts';
import { Facility } from '../../db/entities/facility.ts';
import { groundsOf, NOWHERE } from '../auth/places.queries.ts';
import { Allow, decide } from '../auth/policy.ts';
import type { CommunityRow } from '../communities/communities.queries.ts';
import type { Context } from '../shared/context.ts';
import { load } from '../shared/loader.ts';
import { Access } from './edit.types.ts';
import { waits } from './edits.queries.ts';
import type { FacilityRow } from './facilities.queries.ts';

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
  const grounds = communityId === null ? null : await load(context, groundsOf, communityId);
  if (decide(viewer, 'edit', [grounds ?? NOWHERE]) !== null) return Access.NONE;
  return grounds && waits(viewer, [grounds]) ? Access.PROPOSE : Access.EDIT;
}
