import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { SignedIn, Viewer } from '../access/viewer.ts';
import type { SecondFactorDemand } from '../shared/config.ts';
import { digestOf, sameSecret } from './secrets.ts';

/** A session ends when it was not used for so long, … */
const IDLE_DAYS = 7;
/** … and in any case after so long. */
export const LONGEST_DAYS = 30;

/** What a request shows of who sent it. */
export interface Credentials {
  /** The header `Authorization`. */
  readonly authorization: string | undefined;
  /** The cookie of the session. */
  readonly session: string | undefined;
}

/** What the operator decided. */
export interface Gate {
  /** `JINLIN_ADMIN_TOKEN`. */
  readonly adminToken: string | undefined;
  readonly publicReading: boolean;
  readonly secondFactor: SecondFactorDemand;
}

interface Row extends Omit<SignedIn, 'areas' | 'setUpOnly'> {
  hasPassword: boolean;
  regionIds: number[];
  communityIds: number[];
  active: boolean;
  ended: boolean;
}

const PERSON = sql`p.id AS "personId", p.name, p.display_name AS "displayName", p.role, p.active,
  ARRAY(SELECT region_id FROM person_area a WHERE a.person_id = p.id AND region_id IS NOT NULL) AS "regionIds",
  ARRAY(SELECT community_id FROM person_area a WHERE a.person_id = p.id AND community_id IS NOT NULL)
    AS "communityIds",
  p.password_hash IS NOT NULL AS "hasPassword",
  EXISTS (SELECT 1 FROM second_factor f WHERE f.person_id = p.id AND f.confirmed_at IS NOT NULL)
    AS "hasSecondFactor"`;

/** Whether a session has ended. */
export const sessionEnded: RawBuilder<unknown> = sql`(s.seen_at < now() - make_interval(days => ${sql.lit(IDLE_DAYS)})
  OR s.created_at < now() - make_interval(days => ${sql.lit(LONGEST_DAYS)}))`;

/**
 * The viewer of a request. A token in the header goes before the cookie. The database is asked by what `fork` makes,
 * if it has to be.
 */
export async function identify(
  fork: () => EntityManager,
  { authorization, session }: Credentials,
  { adminToken, publicReading, secondFactor }: Gate,
): Promise<Viewer> {
  const isTokenRefused = authorization !== undefined;
  const nobody = { means: 'NONE', mayRead: publicReading, isTokenRefused } as const;
  if (authorization === undefined && session === undefined) return { ...nobody, refused: null };
  const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token && adminToken && sameSecret(token, adminToken)) return { means: 'OPERATOR' };
  const row =
    authorization === undefined
      ? await readSession(fork(), session as string)
      : token && (await readToken(fork(), token));
  if (!row) return { ...nobody, refused: 'UNKNOWN' };
  if (row.ended || !row.active) return { ...nobody, refused: 'ENDED' };
  const { active: _, ended: __, hasPassword, regionIds, communityIds, ...known } = row;
  const lacksFactor = hasPassword && !known.hasSecondFactor && known.means === 'SESSION';
  const setUpOnly =
    lacksFactor && mustHaveFactor(known.role, secondFactor)
      ? { mayRead: publicReading }
      : undefined;
  return { ...known, areas: { regionIds, communityIds }, setUpOnly };
}

/** Whether a person who signs in by a password must have a second factor. */
function mustHaveFactor(role: SignedIn['role'], demanded: SecondFactorDemand): boolean {
  return demanded === 'everybody' || (demanded === 'administrators' && role === 'ADMIN');
}

/** The person of a token, and that the token is in use, told once an hour. */
async function readToken(em: EntityManager, token: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    WITH found AS (SELECT * FROM api_token WHERE digest = ${digestOf(token)}),
    used AS (UPDATE api_token SET used_at = now() WHERE id IN (SELECT id FROM found
      WHERE coalesce(used_at < now() - interval '1 hour', true)))
    SELECT 'TOKEN' AS means, t.id, t.scopes, t.expires_at <= now() AS ended, ${PERSON}
    FROM found t JOIN person p ON p.id = t.person_id`.execute(em.getKysely());
  return rows[0];
}

/** The person of a session, and that the session is in use, told once an hour. */
async function readSession(em: EntityManager, secret: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    WITH found AS (SELECT * FROM session s WHERE digest = ${digestOf(secret)}),
    used AS (UPDATE session SET seen_at = now() WHERE id IN (SELECT id FROM found s
      WHERE seen_at < now() - interval '1 hour' AND NOT ${sessionEnded}))
    SELECT 'SESSION' AS means, s.id, NULL AS scopes, ${sessionEnded} AS ended, ${PERSON}
    FROM found s JOIN person p ON p.id = s.person_id`.execute(em.getKysely());
  return rows[0];
}
