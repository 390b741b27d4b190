import { type GraphQLSchema, isIntrospectionType, isObjectType } from 'graphql';
import { Extensions, getMetadataStorage } from 'type-graphql';
import type { Scope } from '../../db/entities/api-token.ts';
import type { Role } from '../../db/entities/person.ts';
import { ForbiddenError, UnauthenticatedError } from '../shared/errors.ts';
import type { Context } from './context.ts';
import type { CommunityPath, SignedIn, Viewer } from './viewer.ts';

const STAFF: readonly Role[] = ['ANALYST', 'CADRE', 'PLANNER', 'ADMIN'];
const ALL: readonly Role[] = ['VIEWER', ...STAFF];

/** Who meets each policy: people of these roles, and their tokens of this scope (null: no token). */
const POLICIES = {
  /** Everybody, always: signing in, health, the pages themselves. */
  open: { roles: ALL, scope: 'READ' },
  /** Everybody while reading is public, else whoever has signed in. */
  read: { roles: ALL, scope: 'READ' },
  /** Names of people who change things. */
  staff: { roles: STAFF, scope: 'READ' },
  /** Facilities: cadres in their area, planners everywhere. */
  edit: { roles: ['CADRE', 'PLANNER', 'ADMIN'], scope: 'EDIT' },
  /** Rules, scenarios, communities, proposals. */
  plan: { roles: ['PLANNER', 'ADMIN'], scope: 'PLAN' },
  /** People. */
  administer: { roles: ['ADMIN'], scope: 'ADMINISTER' },
  /** One's own account: by signing in only, so that a token can neither renew nor widen itself. */
  account: { roles: ALL, scope: null },
} as const satisfies Record<string, { roles: readonly Role[]; scope: Scope | null }>;

/** What an operation demands of its viewer. Every field with a resolver and every route names one. */
export type Policy = keyof typeof POLICIES;

/** Names of all policies. */
export const POLICY_NAMES = Object.keys(POLICIES) as Policy[];

/** Why a viewer may not. */
export interface Refusal {
  readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN';
  /** Stable, for programs. */
  readonly reason:
    | 'SIGN_IN'
    | 'TOKEN_UNKNOWN'
    | 'ENDED'
    | 'ROLE'
    | 'SCOPE'
    | 'AREA'
    | 'SECOND_FACTOR'
    | 'NO_POLICY';
  readonly message: string;
}

/**
 * Decides everything: whether a viewer may do what the policy stands for, in all of the communities concerned
 * (where there are any). Pure; null means yes. Without a policy nobody may.
 */
export function decide(
  viewer: Viewer,
  policy: Policy | undefined,
  communities: readonly CommunityPath[] = [],
): Refusal | null {
  if (!policy) return forbid('NO_POLICY', 'is not open to anybody');
  if (policy === 'open') return null;
  if (viewer.means === 'NONE') {
    if (policy === 'read' && viewer.mayRead && !viewer.isTokenRefused) return null;
    return unauthenticated(viewer.refused);
  }
  if (viewer.means === 'OPERATOR') {
    return policy === 'account'
      ? forbid('SCOPE', "belongs to a person's account, which the operator's token has not")
      : null;
  }
  const { setUpOnly } = viewer;
  if (setUpOnly && policy !== 'account' && !(policy === 'read' && setUpOnly.mayRead)) {
    return forbid(
      'SECOND_FACTOR',
      'needs a second factor, which this hub asks of you: set it up in your account',
    );
  }
  const { roles, scope } = POLICIES[policy];
  if (!(roles as readonly Role[]).includes(viewer.role)) {
    return forbid('ROLE', `is not open to you: it takes the role ${roles.join(' or ')}`);
  }
  if (viewer.scopes && !(scope && viewer.scopes.includes(scope))) {
    return forbid(
      'SCOPE',
      scope
        ? `needs a token with the scope ${scope}`
        : 'needs signing in with name and password; tokens may not use it',
    );
  }
  if (
    policy === 'edit' &&
    viewer.role === 'CADRE' &&
    !communities.every((path) => isOwn(viewer, path))
  ) {
    return forbid('AREA', 'lies outside the area given to you; ask a planner to do it');
  }
  return null;
}

function isOwn({ areas }: SignedIn, { communityId, regionIds }: CommunityPath): boolean {
  if (communityId === null) return false;
  return (
    areas.communityIds.includes(communityId) || regionIds.some((id) => areas.regionIds.includes(id))
  );
}

function forbid(reason: Refusal['reason'], message: string): Refusal {
  return { code: 'FORBIDDEN', reason, message };
}

function unauthenticated(refused: 'UNKNOWN' | 'ENDED' | null): Refusal {
  const code = 'UNAUTHENTICATED';
  if (refused === 'ENDED') {
    const message = 'needs signing in again: the session or token that was sent has ended';
    return { code, reason: 'ENDED', message };
  }
  if (refused === 'UNKNOWN') {
    const message =
      'needs signing in: the session or token that was sent is not known; send one that is, or none';
    return { code, reason: 'TOKEN_UNKNOWN', message };
  }
  const message = 'needs signing in, or a token in the header "Authorization: Bearer …"';
  return { code, reason: 'SIGN_IN', message };
}

/** @throws UNAUTHENTICATED or FORBIDDEN with the reason, unless {@link decide} says yes */
export function demand(
  viewer: Viewer,
  policy: Policy | undefined,
  what: string,
  communities?: readonly CommunityPath[],
): void {
  const refusal = decide(viewer, policy, communities);
  if (!refusal) return;
  const message = `${what} ${refusal.message}.`;
  const { reason } = refusal;
  if (refusal.code === 'FORBIDDEN') throw new ForbiddenError(message, { reason });
  throw new UnauthenticatedError(message, { reason });
}

/** Decides who may use a query, mutation, subscription or field; without it nobody may. */
export function Allow(policy: Policy): MethodDecorator {
  return Extensions({ policy }) as MethodDecorator;
}

/**
 * Refuses root fields, and all fields that name a policy, to viewers who do not meet it. All other fields are
 * properties of what a resolver gave: nothing stands between them and the answer.
 */
export function enforcePolicies(schema: GraphQLSchema): GraphQLSchema {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const policy = field.extensions['policy'] as Policy | undefined;
      const { resolve } = field;
      if (!policy && !roots.includes(type)) {
        delete field.resolve;
      } else if (resolve) {
        const what = `The field ${type.name}.${field.name}`;
        field.resolve = (source, args, context: Context, info) => {
          const { sharing } = context;
          const { isShared } = sharing;
          demand(context.viewer, policy, what);
          // An answer of what all may read who read at all is given to nobody else.
          if (policy === 'read') sharing.restore(isShared);
          return resolve(source, args, context, info);
        };
      }
    }
  }
  return schema;
}

/**
 * Refuses subscriptions whose policy the viewer does not meet when they begin. Resolvers run at events
 * only: without this, everybody could hold a subscription open, and see when something happens.
 */
export function enforceAtSubscribe(schema: GraphQLSchema): GraphQLSchema {
  const type = schema.getSubscriptionType();
  for (const field of Object.values(type?.getFields() ?? {})) {
    const { subscribe, name, extensions } = field;
    field.subscribe = (source, args, context: Context, info) => {
      const policy = extensions['policy'] as Policy | undefined;
      demand(context.viewer, policy, `The field ${type?.name}.${name}`);
      return subscribe?.(source, args, context, info);
    };
  }
  return schema;
}

/** Keeps the hub from starting when a field with a resolver names no policy. */
export function demandPolicies(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const open = roots.flatMap((type) =>
    Object.values(type?.getFields() ?? {})
      .filter(({ extensions }) => !extensions['policy'])
      .map(({ name }) => `${type?.name}.${name}`),
  );
  for (const { target, methodName, extensions } of getMetadataStorage().fieldResolvers) {
    if (!extensions?.['policy']) open.push(`${target.name}.${methodName}`);
  }
  if (open.length > 0) throw new Error(`Fields without a policy: ${open.join(', ')}`);
}
