import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { UnauthenticatedError } from '../shared/errors.ts';
import { instant } from '../shared/instant.ts';
import { sessionEnded } from './identify.queries.ts';
import { isPassword } from './passwords.ts';
import { digestOf, newSecret } from './secrets.ts';
import { countAttempt, countersOf, forgetAttempt } from './throttle.queries.ts';

const LONGEST_AGENT = 200;

/** Where a request comes from. */
export interface Caller {
  /** IP address. */
  readonly address: string;
  /** What the browser calls itself. */
  readonly agent: string;
}

/** A session as its person sees it. */
export interface SessionRow {
  id: number;
  agent: string;
  createdAt: string;
  seenAt: string;
}

/**
 * Signs a person in by name and password: a session begins, and its secret is returned.
 * @throws UNAUTHENTICATED without telling which of both is wrong, TOO_MANY_ATTEMPTS
 */
export async function signIn(
  em: EntityManager,
  name: string,
  password: string,
  caller: Caller,
): Promise<string> {
  const counters = countersOf(name, caller.address);
  await countAttempt(em, counters);
  const { rows } = await sql<{ id: number; hash: string | null }>`
    SELECT id, password_hash AS hash FROM person WHERE name = ${name} AND active`.execute(
    em.getKysely(),
  );
  const [person] = rows;
  if (!(await isPassword(person?.hash ?? null, password)) || !person) {
    throw new UnauthenticatedError(
      'The name or the password is wrong. Whoever looks after the hub can give you a new link.',
      { reason: 'WRONG_PASSWORD' },
    );
  }
  return em.transactional(async (tx) => {
    await forgetAttempt(tx, counters);
    return beginSession(tx, person.id, caller);
  });
}

/** Begins a session of a person, and clears away those that have ended; gives its secret. */
export async function beginSession(
  tx: EntityManager,
  personId: number,
  { agent }: Caller,
): Promise<string> {
  const secret = newSecret();
  await sql`DELETE FROM session s WHERE person_id = ${personId} AND ${sessionEnded}`.execute(
    tx.getKysely(),
  );
  await sql`INSERT INTO session (digest, person_id, agent)
    VALUES (${digestOf(secret)}, ${personId}, ${agent.slice(0, LONGEST_AGENT)})`.execute(
    tx.getKysely(),
  );
  return secret;
}

/** Sessions of a person that have not ended, the last used first. */
export async function findSessions(em: EntityManager, personId: number): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    SELECT id, agent, ${instant('created_at')} AS "createdAt", ${instant('seen_at')} AS "seenAt"
    FROM session s WHERE person_id = ${personId} AND NOT ${sessionEnded}
    ORDER BY seen_at DESC, id DESC`.execute(em.getKysely());
  return rows;
}

/** Ends one session, or all sessions of a person but `except`. */
export async function endSessions(
  em: EntityManager,
  which: { id: number } | { personId: number; except?: number | undefined },
): Promise<void> {
  const where =
    'id' in which
      ? sql`id = ${which.id}`
      : sql`person_id = ${which.personId} AND id IS DISTINCT FROM ${which.except ?? null}::int`;
  await sql`DELETE FROM session WHERE ${where}`.execute(em.getKysely());
}
