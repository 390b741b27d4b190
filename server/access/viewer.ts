import { registerEnumType } from 'type-graphql';
import type { Scope } from '../../db/entities/api-token.ts';
import type { Role } from '../../db/entities/person.ts';

/** How a viewer showed who they are. */
export const Means = {
  NONE: 'NONE',
  SESSION: 'SESSION',
  TOKEN: 'TOKEN',
  OPERATOR: 'OPERATOR',
} as const;
export type Means = keyof typeof Means;
registerEnumType(Means, {
  name: 'Means',
  description: 'How a viewer showed who they are.',
  valuesConfig: {
    NONE: { description: 'Not at all.' },
    SESSION: { description: 'By the cookie of a session.' },
    TOKEN: { description: 'By an API token.' },
    OPERATOR: { description: "By the operator's token, `JINLIN_ADMIN_TOKEN`." },
  },
});

/** Regions (with everything below them) and communities, by database id. */
export interface Areas {
  readonly regionIds: readonly number[];
  readonly communityIds: readonly number[];
}

/** A person who signed in, or whose token was sent. */
export interface SignedIn {
  readonly means: 'SESSION' | 'TOKEN';
  readonly personId: number;
  readonly name: string;
  readonly displayName: string;
  readonly role: Role;
  /** Where a cadre may edit. */
  readonly areas: Areas;
  /** What the token is for; null for a session, which is for everything. */
  readonly scopes: readonly Scope[] | null;
  /** The session's or the token's own id. */
  readonly id: number;
  /** Whether they have a second factor. */
  readonly hasSecondFactor: boolean;
  /**
   * Set in a session of somebody who must have a second factor and has none: they may set it up, and else what strangers
   * may.
   */
  readonly setUpOnly?: { readonly mayRead: boolean } | undefined;
}

/** Whoever holds the operator's token: no person, and may do everything but what needs an account. */
export interface Operator {
  readonly means: 'OPERATOR';
}

/** Somebody unknown. */
export interface Anonymous {
  readonly means: 'NONE';
  /** Whether reading is public. */
  readonly mayRead: boolean;
  /** Why what was sent did not help: no such token or session, or one that has ended. */
  readonly refused: 'UNKNOWN' | 'ENDED' | null;
  /** Whether it was a token: who sends one is somebody, and shall not be answered as nobody. */
  readonly isTokenRefused?: boolean;
}

/** Who sent a request. */
export type Viewer = SignedIn | Operator | Anonymous;

/** A community that an operation concerns: its id (null outside of all) and those of the regions above it. */
export interface CommunityPath {
  readonly communityId: number | null;
  readonly regionIds: readonly number[];
}

/** The person behind a request, or null. */
export function personOf(viewer: Viewer): SignedIn | null {
  return viewer.means === 'SESSION' || viewer.means === 'TOKEN' ? viewer : null;
}

/** Where what lies outside of all communities lies. */
export const OUTSIDE: CommunityPath = { communityId: null, regionIds: [] };
