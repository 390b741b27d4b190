import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { SessionSecrets } from '../access/context.ts';
import { NotFoundError, UnauthenticatedError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import { instant } from '../shared/instant.ts';
import { findKnownDevice, rememberDevice } from './devices.queries.ts';
import { sessionEnded } from './identify.queries.ts';
import { isPassword } from './passwords.ts';
import { demandCode, getSecondFactor } from './second-factor.queries.ts';
import { digestOf, newSecret } from './secrets.ts';
import { countAttempt, forgetAttempt } from './throttle.queries.ts';
import { countersOf, delayOf, nameCounterOf } from './throttle.ts';

const LONGEST_AGENT = 200;

/** Where a request comes from. */
export interface Caller {
  /** IP address. */
  readonly address: string;
  /** What the browser calls itself. */
  readonly agent: string;
  /** Secret of the device, if it has one. */
  readonly device: string | undefined;
}

/** A code of the second factor. */
export interface CodeGiven {
  readonly code: string | null | undefined;
  /** What seals the secrets; null for the key that the database keeps. */
  readonly secretKey: string | null;
}

/** A session as its person sees it. */
export interface SessionRow {
  id: number;
  agent: string;
  createdAt: string;
  seenAt: string;
}

/**
 * Signs a person in by name and password: a session begins, and its secrets are returned.
 * @throws UNAUTHENTICATED without telling which of both is wrong, TOO_MANY_ATTEMPTS, BAD_USER_INPUT when both are right
 * and a code is missing or wrong
 */
export async function signIn(
  em: EntityManager,
  name: string,
  password: string,
  caller: Caller & CodeGiven,
): Promise<SessionSecrets> {
  const attempt = { name, address: caller.address, ...(await findKnownDevice(em, name, caller)) };
  const ofName = nameCounterOf(attempt);
  const counters = [...countersOf(attempt), ofName];
  const counted = await countAttempt(em, counters);
  const delayMs = delayOf(attempt, (counted.get(ofName.key) ?? 0) - 1);
  if (delayMs > 0) await sleep(delayMs);
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
  const { code, secretKey } = caller;
  const lacksCode = !code?.trim() && (await getSecondFactor(em, person.id)).isSet;
  // The password was right: to be asked for a code is no failure.
  if (lacksCode) await forgetAttempt(em, counters);
  await demandCode(em, person.id, code, secretKey);
  return em.transactional(async (tx) => {
    await forgetAttempt(tx, counters);
    return beginSession(tx, person.id, caller);
  });
}

/** Begins a session of a person on a device that is known from now on; clears away sessions that have ended. */
export async function beginSession(
  tx: EntityManager,
  personId: number,
  { agent, address, device = newSecret() }: Caller,
): Promise<SessionSecrets> {
  const secret = newSecret();
  await sql`DELETE FROM session s WHERE person_id = ${personId} AND ${sessionEnded}`.execute(
    tx.getKysely(),
  );
  await sql`INSERT INTO session (digest, person_id, agent)
    VALUES (${digestOf(secret)}, ${personId}, ${agent.slice(0, LONGEST_AGENT)})`.execute(
    tx.getKysely(),
  );
  await rememberDevice(tx, personId, { device, address });
  return { secret, device };
}

/** Gives a session a new secret; the old one is of no use any more. */
export async function renewSession(tx: EntityManager, id: number): Promise<string> {
  const secret = newSecret();
  await sql`UPDATE session SET digest = ${digestOf(secret)} WHERE id = ${id}`.execute(
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

/** Sessions of people that have not ended, the last used first, by person id. */
export async function sessionsOfPeople(
  em: EntityManager,
  personIds: readonly number[],
): Promise<Map<number, SessionRow[]>> {
  const { rows } = await sql<SessionRow & { personId: number }>`
    SELECT id, agent, ${instant('created_at')} AS "createdAt", ${instant('seen_at')} AS "seenAt",
      person_id AS "personId"
    FROM session s WHERE person_id = ANY(${[...personIds]}::int[]) AND NOT ${sessionEnded}
    ORDER BY seen_at DESC, id DESC`.execute(em.getKysely());
  return Map.groupBy(rows, ({ personId }) => personId);
}

/** Ends one session of a person. @throws NOT_FOUND */
export async function endSession(em: EntityManager, personId: number, id: number): Promise<void> {
  const { rows } = await sql`
    DELETE FROM session WHERE id = ${id} AND person_id = ${personId} RETURNING id`.execute(
    em.getKysely(),
  );
  if (rows.length > 0) return;
  throw new NotFoundError('id', `id: there is no such session ${globalId('session', id)}.`);
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
