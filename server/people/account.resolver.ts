import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ApiToken } from '../../db/entities/api-token.ts';
import type { Context, SessionSecrets } from '../access/context.ts';
import { Allow, demand } from '../access/policy.ts';
import { type Anonymous, personOf, type SignedIn } from '../access/viewer.ts';
import { rememberDevice } from '../auth/devices.queries.ts';
import { identify } from '../auth/identify.queries.ts';
import { demandCode } from '../auth/second-factor.queries.ts';
import { newSecret } from '../auth/secrets.ts';
import {
  beginSession,
  endSessions,
  findSessions,
  type SessionRow,
  signIn,
} from '../auth/sessions.queries.ts';
import { createToken, findTokens, revokeToken, type TokenRow } from '../auth/tokens.queries.ts';
import { globalId, localId } from '../shared/ids.ts';
import { AccountPayload, ApiTokenPayload, Session, ViewerInfo } from './account.types.ts';
import { changePassword, personOfLink, setPassword } from './people.queries.ts';
import {
  ChangePasswordInput,
  CreateApiTokenInput,
  parseGivenName,
  parseToken,
  SetPasswordInput,
  SignInInput,
} from './person.input.ts';
import { scopesOf, viewerInfo } from './viewer-info.ts';

/** The person behind the request; the policy `account` has seen to it that there is one. */
function self({ viewer }: Context): SignedIn {
  return personOf(viewer) as SignedIn;
}

@Resolver(() => ViewerInfo)
export class AccountResolver {
  @Allow('open')
  @Query(() => ViewerInfo, { description: 'Who asks, and what they may do.' })
  viewer(@Ctx() { viewer, hub }: Context): ViewerInfo {
    return viewerInfo(viewer, hub);
  }

  @Allow('open')
  @Mutation(() => AccountPayload, {
    description:
      'Signs in: the answer sets the cookie of a session, which ends after 7 days without use and after 30 in any case. @throws UNAUTHENTICATED, TOO_MANY_ATTEMPTS, BAD_USER_INPUT with the reason SECOND_FACTOR when a code is asked for, WRONG_CODE when it is not good.',
  })
  async signIn(
    @Ctx() context: Context,
    @Arg('input', () => SignInInput, { description: 'Whom.' }) {
      name,
      password,
      code,
    }: SignInInput,
  ): Promise<AccountPayload> {
    const { em, caller, cookie, hub } = context;
    const from = { ...caller, device: cookie.device, code, secretKey: hub.secretKey };
    return begun(context, await signIn(em, parseGivenName(name), password, from));
  }

  @Allow('open')
  @Mutation(() => AccountPayload, {
    description: 'Ends the session of this browser, if there is one.',
  })
  async signOut(@Ctx() { em, viewer, cookie, hub }: Context): Promise<AccountPayload> {
    if (viewer.means === 'SESSION') await endSessions(em, { id: viewer.id });
    cookie.clear();
    return { viewer: viewerInfo(nobody(hub.publicReading), hub) };
  }

  @Allow('account')
  @Mutation(() => AccountPayload, {
    description: 'Ends all sessions of whoever asks, this one too. Tokens stay.',
  })
  async signOutEverywhere(@Ctx() context: Context): Promise<AccountPayload> {
    const { em, cookie, hub } = context;
    await endSessions(em, { personId: self(context).personId });
    cookie.clear();
    return { viewer: viewerInfo(nobody(hub.publicReading), hub) };
  }

  @Allow('open')
  @Query(() => String, {
    nullable: true,
    description: 'The name that a one-time link is for; null when it is used up or too old.',
  })
  async passwordLinkName(
    @Ctx() { em }: Context,
    @Arg('link', () => String, { description: 'The secret of the link.' }) link: string,
  ): Promise<string | null> {
    return (await personOfLink(em, link))?.name ?? null;
  }

  @Allow('open')
  @Mutation(() => AccountPayload, {
    description:
      'Sets the password of whoever was given a one-time link, and signs them in. Sessions that there were end, and API tokens are revoked unless they are to stay. @throws NOT_FOUND for a link that is used up or too old, BAD_USER_INPUT for a poor password, or a code that is missing or wrong.',
  })
  async setPassword(
    @Ctx() context: Context,
    @Arg('input', () => SetPasswordInput, { description: 'Which.' }) input: SetPasswordInput,
  ): Promise<AccountPayload> {
    const { em, caller, cookie, hub } = context;
    const { id } = await setPassword(em, input.link, input.password, {
      ...input,
      secretKey: hub.secretKey,
    });
    return begun(context, await beginSession(em, id, { ...caller, device: cookie.device }));
  }

  @Allow('account')
  @Mutation(() => AccountPayload, {
    description:
      'Changes one’s own password. All other sessions end, this one gets a new cookie, and API tokens are revoked unless they are to stay. @throws BAD_USER_INPUT when the old one is wrong, the new one poor, or a code missing or wrong, TOO_MANY_ATTEMPTS.',
  })
  async changePassword(
    @Ctx() context: Context,
    @Arg('input', () => ChangePasswordInput, { description: 'Which.' }) input: ChangePasswordInput,
  ): Promise<AccountPayload> {
    const { em, caller, cookie, hub } = context;
    const who = self(context);
    const secret = await changePassword(em, who, input.old, input.password, {
      ...input,
      secretKey: hub.secretKey,
    });
    const device = cookie.device ?? newSecret();
    await rememberDevice(em, who.personId, { device, address: caller.address });
    cookie.set({ secret, device });
    return { viewer: viewerInfo(context.viewer, context.hub) };
  }

  @Allow('account')
  @Query(() => [Session], { description: 'Where one is signed in, the last used first.' })
  sessions(@Ctx() context: Context): Promise<SessionRow[]> {
    return findSessions(context.em, self(context).personId);
  }

  @Allow('account')
  @Query(() => [ApiToken], { description: 'One’s own tokens, the newest first.' })
  apiTokens(@Ctx() context: Context): Promise<TokenRow[]> {
    return findTokens(context.em, self(context).personId);
  }

  @Allow('account')
  @Mutation(() => ApiTokenPayload, {
    description:
      'Makes a token for a program of one’s own: for nothing that one may not do oneself, and 20 at the most. @throws BAD_USER_INPUT, also for a code that is missing or wrong, FORBIDDEN for whoever must set up a second factor first.',
  })
  async createApiToken(
    @Ctx() context: Context,
    @Arg('input', () => CreateApiTokenInput, { description: 'Which.' }) input: CreateApiTokenInput,
  ): Promise<{ token: TokenRow; secret: string }> {
    const { em, viewer, hub } = context;
    const { personId, setUpOnly } = self(context);
    // Tokens go on without a second factor: they must not be a way around it.
    if (setUpOnly) demand(viewer, 'administer', 'Making a token');
    const token = parseToken(input, scopesOf(viewer));
    await demandCode(em, personId, input.code, hub.secretKey);
    return createToken(em, personId, token);
  }

  @Allow('account')
  @Mutation(() => [ApiToken], {
    description: 'Revokes one’s own token at once; gives those that are left. @throws NOT_FOUND.',
  })
  async revokeApiToken(
    @Ctx() context: Context,
    @Arg('id', () => ID, { description: 'The token.' }) id: string,
  ): Promise<TokenRow[]> {
    const { personId } = self(context);
    await revokeToken(context.em, personId, localId('token', id, 'id'));
    return findTokens(context.em, personId);
  }
}

/** Fields of tokens and sessions are open: whoever was given one by a field above has met its policy. */
@Resolver(() => ApiToken)
export class ApiTokenResolver {
  @Allow('open')
  @FieldResolver(() => ID, { description: 'Global id.' })
  id(@Root() { id }: TokenRow): string {
    return globalId('token', id);
  }
}

@Resolver(() => Session)
export class SessionResolver {
  @Allow('open')
  @FieldResolver(() => ID, { description: 'Global id.' })
  id(@Root() { id }: SessionRow): string {
    return globalId('session', id);
  }

  @Allow('open')
  @FieldResolver(() => Boolean, { description: 'Whether it is the session of this request.' })
  isThis(@Root() { id }: SessionRow, @Ctx() { viewer }: Context): boolean {
    return viewer.means === 'SESSION' && viewer.id === id;
  }
}

function nobody(mayRead: boolean): Anonymous {
  return { means: 'NONE', mayRead, refused: null };
}

/** The answer to whoever has just signed in. */
async function begun(context: Context, secrets: SessionSecrets): Promise<AccountPayload> {
  const { em, cookie, hub } = context;
  cookie.set(secrets);
  const gate = { adminToken: undefined, ...hub };
  const credentials = { authorization: undefined, session: secrets.secret };
  const viewer = await identify(() => em, credentials, gate);
  return { viewer: viewerInfo(viewer, hub) };
}
