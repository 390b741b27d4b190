import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ApiToken } from '../../db/entities/api-token.ts';
import { Community } from '../../db/entities/community.ts';
import { Person } from '../../db/entities/person.ts';
import { Region } from '../../db/entities/region.ts';
import type { Context } from '../access/context.ts';
import { Allow } from '../access/policy.ts';
import { personOf, type Viewer } from '../access/viewer.ts';
import { removeSecondFactor } from '../auth/second-factor.queries.ts';
import { endSession, type SessionRow, sessionsOfPeople } from '../auth/sessions.queries.ts';
import { subOf } from '../auth/subject.ts';
import { revokeToken, type TokenRow, tokensOfPeople } from '../auth/tokens.queries.ts';
import { type CommunityRow, communitiesById } from '../communities/communities.queries.ts';
import { load } from '../lists/loader.ts';
import { type RegionRow, regionsById } from '../regions/regions.queries.ts';
import { ForbiddenError } from '../shared/errors.ts';
import { globalId, localId } from '../shared/ids.ts';
import { PasswordLinkPayload, Session } from './account.types.ts';
import {
  createPasswordLink,
  createPerson,
  findPeople,
  getPerson,
  type PersonRow,
  revokeAccess,
  updatePerson,
} from './people.queries.ts';
import {
  CreatePersonInput,
  parseAreas,
  parseDisplayName,
  parseName,
  parseSubject,
  UpdatePersonInput,
} from './person.input.ts';

@Resolver(() => Person)
export class PersonResolver {
  @Allow('administer')
  @Query(() => [Person], { description: 'Everybody who can or could sign in, by name.' })
  people(@Ctx() { em }: Context): Promise<PersonRow[]> {
    return findPeople(em);
  }

  @Allow('administer')
  @Mutation(() => Person, {
    description:
      'Enters a person, who then needs a one-time link, or a subject to sign in by at the organisation. @throws BAD_USER_INPUT, NOT_FOUND for an unknown region or community, CONFLICT for a name or subject that is taken.',
  })
  async createPerson(
    @Ctx() { em, hub }: Context,
    @Arg('input', () => CreatePersonInput, { description: 'Whom.' }) input: CreatePersonInput,
  ): Promise<PersonRow> {
    const name = parseName(input.name, 'input.name');
    const displayName =
      input.displayName == null ? name : parseDisplayName(input.displayName, 'input.displayName');
    const subject = parseSubject(input.subject, hub.issuer) ?? null;
    const areas = await parseAreas(em, input);
    const none = { regionIds: [], communityIds: [] };
    return createPerson(em, { name, displayName, role: input.role, subject, ...none, ...areas });
  }

  @Allow('administer')
  @Mutation(() => Person, {
    description:
      'Changes a person; it takes effect with their next request. @throws BAD_USER_INPUT, also when no administrator would be left, NOT_FOUND, CONFLICT when the version is stale or the subject is taken.',
  })
  async updatePerson(
    @Ctx() { em, hub, viewer }: Context,
    @Arg('input', () => UpdatePersonInput, { description: 'What.' }) input: UpdatePersonInput,
  ): Promise<PersonRow> {
    const { role, active, displayName, version } = input;
    const id = localId('person', input.id, 'input.id');
    demandNotSelfByToken(viewer, id);
    const subject = parseSubject(input.subject, hub.issuer);
    const changes = {
      ...(subject !== undefined && { subject }),
      ...(role && { role }),
      ...(active != null && { active }),
      ...(displayName != null && {
        displayName: parseDisplayName(displayName, 'input.displayName'),
      }),
      ...(await parseAreas(em, input)),
    };
    return updatePerson(em, { id, version }, changes);
  }

  @Allow('administer')
  @Mutation(() => PasswordLinkPayload, {
    description:
      'Makes a one-time link by which a person sets a password; an earlier link ends. @throws NOT_FOUND.',
  })
  async createPasswordLink(
    @Ctx() { em, viewer }: Context,
    @Arg('person', () => ID, { description: 'For whom.' }) person: string,
  ): Promise<PasswordLinkPayload> {
    const id = localId('person', person, 'person');
    demandNotSelfByToken(viewer, id);
    const secret = await createPasswordLink(em, id);
    return { path: `/#link=${secret}` };
  }

  @Allow('administer')
  @Mutation(() => Person, {
    description:
      'Ends what a person is signed in by: the session or the API token with this id, or all of both when none is given. Then devices that were known are unknown again, too. @throws NOT_FOUND, BAD_USER_INPUT.',
  })
  async revokeAccess(
    @Ctx() { em }: Context,
    @Arg('person', () => ID, { description: 'Whose.' }) person: string,
    @Arg('id', () => ID, {
      nullable: true,
      description: 'The session or token; all of them unless given.',
    })
    id: string | null | undefined,
  ): Promise<PersonRow> {
    const personId = localId('person', person, 'person');
    if (id == null) return revokeAccess(em, personId);
    const found = await getPerson(em, personId);
    if (id.startsWith('token_')) await revokeToken(em, personId, localId('token', id, 'id'));
    else await endSession(em, personId, localId('session', id, 'id'));
    return found;
  }

  @Allow('administer')
  @Mutation(() => Person, {
    description:
      'Removes somebody else’s second factor, as when their device and recovery codes are lost: then they sign in by their password alone. @throws NOT_FOUND, FORBIDDEN for one’s own, which one removes by a code.',
  })
  async resetSecondFactor(
    @Ctx() { em, viewer }: Context,
    @Arg('person', () => ID, { description: 'Whose.' }) person: string,
  ): Promise<PersonRow> {
    const id = localId('person', person, 'person');
    await getPerson(em, id);
    demandOther(viewer, id);
    await removeSecondFactor(em, id);
    return getPerson(em, id);
  }

  @Allow('administer')
  @FieldResolver(() => Boolean, {
    description: 'Whether codes of an app are asked for when they sign in by their password.',
  })
  hasSecondFactor(@Root() { hasSecondFactor }: PersonRow): boolean {
    return hasSecondFactor;
  }

  @Allow('administer')
  @FieldResolver(() => [ApiToken], { description: 'Their API tokens, the newest first.' })
  async apiTokens(@Root() { id }: PersonRow, @Ctx() context: Context): Promise<TokenRow[]> {
    return (await load(context, tokensOfPeople, id)) ?? [];
  }

  @Allow('administer')
  @FieldResolver(() => [Session], { description: 'Where they are signed in, the last used first.' })
  async sessions(@Root() { id }: PersonRow, @Ctx() context: Context): Promise<SessionRow[]> {
    return (await load(context, sessionsOfPeople, id)) ?? [];
  }

  @Allow('administer')
  @FieldResolver(() => ID, { description: 'Global id.' })
  id(@Root() { id }: PersonRow): string {
    return globalId('person', id);
  }

  @Allow('administer')
  @FieldResolver(() => [Region], {
    description: 'Regions in which a cadre may edit, with everything below them.',
  })
  async regions(
    @Root() { regionIds }: PersonRow,
    @Ctx() context: Context,
  ): Promise<(RegionRow | null)[]> {
    return Promise.all(regionIds.map((id) => load(context, regionsById, id)));
  }

  @Allow('administer')
  @FieldResolver(() => [Community], { description: 'Communities in which a cadre may edit.' })
  async communities(
    @Root() { communityIds }: PersonRow,
    @Ctx() context: Context,
  ): Promise<(CommunityRow | null)[]> {
    return Promise.all(communityIds.map((id) => load(context, communitiesById, id)));
  }

  @Allow('administer')
  @FieldResolver(() => Boolean, { description: 'Whether they can sign in with a password.' })
  hasPassword(@Root() { hasPassword }: PersonRow): boolean {
    return hasPassword;
  }

  @Allow('administer')
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Who they are at the organisation’s provider, by its claim `sub`; null when they cannot sign in there.',
  })
  subject(@Root() { subject }: PersonRow, @Ctx() { hub }: Context): string | null {
    return subOf(subject, hub.issuer);
  }

  @Allow('administer')
  @FieldResolver(() => Date, {
    nullable: true,
    description: 'When a session of theirs was last used, to the hour; null when none is left.',
  })
  lastSeenAt(@Root() { lastSeenAt }: PersonRow): string | null {
    return lastSeenAt;
  }
}

/** @throws FORBIDDEN when it is the viewer’s own account */
function demandOther(viewer: Viewer, personId: number): void {
  if (personOf(viewer)?.personId !== personId) return;
  throw new ForbiddenError(
    'Your own second factor is removed in your account, by a code; another administrator can do it without one.',
    { reason: 'SELF' },
  );
}

/**
 * Keeps a token from widening itself: by it nobody gets at their own password, role or subject.
 * @throws FORBIDDEN
 */
function demandNotSelfByToken(viewer: Viewer, personId: number): void {
  if (viewer.means !== 'TOKEN' || viewer.personId !== personId) return;
  throw new ForbiddenError(
    'A token may not change the account that it belongs to; sign in, or let another administrator do it.',
    { reason: 'SELF' },
  );
}
