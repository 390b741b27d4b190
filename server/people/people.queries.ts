import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Person } from '../../db/entities/person.ts';
import type { Areas } from '../access/viewer.ts';
import { forgetDevices } from '../auth/devices.queries.ts';
import { hashPassword, isPassword, parsePassword } from '../auth/passwords.ts';
import { demandCode } from '../auth/second-factor.queries.ts';
import { digestOf, newSecret } from '../auth/secrets.ts';
import { type CodeGiven, endSessions, renewSession } from '../auth/sessions.queries.ts';
import { countAttempt, forgetAttempt } from '../auth/throttle.queries.ts';
import type { Counter } from '../auth/throttle.ts';
import { revokeTokens } from '../auth/tokens.queries.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import { instant } from '../shared/instant.ts';

/** A one-time link is good for so long. */
const LINK_DAYS = 7;
/** Wrong present passwords within a quarter of an hour. */
const PASSWORD_FAILURES = 10;
/** PostgreSQL's code of the error. */
const UNIQUE_VIOLATION = '23505';

/** What a new password may come with. */
interface PasswordOptions extends Partial<CodeGiven> {
  /** Whether API tokens stay valid. */
  readonly keepsTokens?: boolean;
}

/** A person as they are read; digests and hashes never are. */
export type PersonRow = Omit<Person, 'createdAt' | 'updatedAt'> &
  Areas & {
    createdAt: string;
    hasPassword: boolean;
    hasSecondFactor: boolean;
    lastSeenAt: string | null;
  };

const COLUMNS = sql`p.id, p.name, p.display_name AS "displayName", p.role, p.active, p.version,
  p.subject,  ${instant('p.created_at')} AS "createdAt", p.password_hash IS NOT NULL AS "hasPassword",
  EXISTS (SELECT 1 FROM second_factor f WHERE f.person_id = p.id AND f.confirmed_at IS NOT NULL)
    AS "hasSecondFactor",
  ARRAY(SELECT region_id FROM person_area a WHERE a.person_id = p.id AND region_id IS NOT NULL
    ORDER BY 1) AS "regionIds",
  ARRAY(SELECT community_id FROM person_area a WHERE a.person_id = p.id
    AND community_id IS NOT NULL ORDER BY 1) AS "communityIds",
  (SELECT ${instant('s.seen_at')} FROM session s WHERE s.person_id = p.id
    ORDER BY seen_at DESC LIMIT 1) AS "lastSeenAt"`;

/** Everybody, by name. */
export async function findPeople(em: EntityManager): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`SELECT ${COLUMNS} FROM person p ORDER BY p.name`.execute(
    em.getKysely(),
  );
  return rows;
}

/** Whether anybody can sign in. */
export async function hasPeople(em: EntityManager): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM person LIMIT 1`.execute(em.getKysely());
  return rows.length > 0;
}

/** The person with this id. @throws NOT_FOUND */
export async function getPerson(em: EntityManager, id: number): Promise<PersonRow> {
  const { rows } = await sql<PersonRow>`SELECT ${COLUMNS} FROM person p WHERE p.id = ${id}`.execute(
    em.getKysely(),
  );
  if (rows[0]) return rows[0];
  throw new NotFoundError('input.id', `input.id: there is no person ${globalId('person', id)}.`);
}

/** The person who signs in by this name. @throws NOT_FOUND */
export async function getPersonByName(em: EntityManager, name: string): Promise<PersonRow> {
  const { rows } =
    await sql<PersonRow>`SELECT ${COLUMNS} FROM person p WHERE p.name = ${name}`.execute(
      em.getKysely(),
    );
  if (rows[0]) return rows[0];
  throw new NotFoundError('name', `Nobody signs in as ${JSON.stringify(name)}; enter them first.`);
}

/** What a person is to be. */
export interface PersonFields extends Areas {
  readonly displayName: string;
  readonly role: Person['role'];
  /** As of `subjectAt`; null when they cannot sign in by a provider. */
  readonly subject?: string | null;
}

/**
 * Creates a person, who cannot sign in before they have set a password unless they have a subject.
 * @throws CONFLICT for a name or subject that is taken
 */
export function createPerson(
  em: EntityManager,
  { name, displayName, role, subject = null, ...areas }: PersonFields & { name: string },
): Promise<PersonRow> {
  return withFreeSubject(em, async (tx) => {
    const { rows } = await sql<{ id: number }>`
      INSERT INTO person (name, display_name, role, subject)
      VALUES (${name}, ${displayName}, ${role}, ${subject})
      ON CONFLICT (name) DO NOTHING RETURNING id`.execute(tx.getKysely());
    if (!rows[0]) {
      throw new ConflictError(
        'input.name',
        `input.name: somebody signs in as ${JSON.stringify(name)} already; choose another name.`,
      );
    }
    await writeAreas(tx, rows[0].id, areas);
    return getPerson(tx, rows[0].id);
  });
}

/**
 * Changes a person. Whoever is set inactive, or loses their subject, is signed out everywhere.
 * @throws NOT_FOUND, CONFLICT when the version is stale or the subject is taken, BAD_USER_INPUT when no administrator would be left
 */
export function updatePerson(
  em: EntityManager,
  { id, version }: { id: number; version: number },
  changes: Partial<PersonFields & { active: boolean }>,
): Promise<PersonRow> {
  return withFreeSubject(em, async (tx) => {
    // All of them: two administrators must not take each other's place at the same time.
    await sql`SELECT 1 FROM person WHERE id = ${id} OR role = 'ADMIN' ORDER BY id FOR UPDATE`.execute(
      tx.getKysely(),
    );
    const before = await getPerson(tx, id);
    if (before.version !== version) {
      throw new ConflictError(
        'input.version',
        `input.version: the person was changed since version ${version}; read version ${before.version} and decide again.`,
        { currentVersion: before.version },
      );
    }
    const after = { ...before, ...changes };
    await sql`UPDATE person SET display_name = ${after.displayName}, role = ${after.role},
      active = ${after.active}, subject = ${after.subject}, version = version + 1, updated_at = now()
      WHERE id = ${id}`.execute(tx.getKysely());
    await demandAdministrator(tx, before);
    await writeAreas(tx, id, after);
    const isLost = before.subject !== null && after.subject !== before.subject;
    if (!after.active || isLost) await endSessions(tx, { personId: id });
    return getPerson(tx, id);
  });
}

/** A transaction in which a subject may turn out to be taken: only the database can tell for sure. */
async function withFreeSubject<T>(
  em: EntityManager,
  write: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  try {
    return await em.transactional(write);
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    if (code !== UNIQUE_VIOLATION || constraint !== 'person_subject_key') throw error;
    throw new ConflictError(
      'input.subject',
      'input.subject: somebody else signs in by it already; take it away from them first.',
    );
  }
}

async function demandAdministrator(tx: EntityManager, before: PersonRow): Promise<void> {
  if (before.role !== 'ADMIN' || !before.active) return;
  const { rows } = await sql`SELECT 1 FROM person WHERE role = 'ADMIN' AND active LIMIT 1`.execute(
    tx.getKysely(),
  );
  if (rows.length > 0) return;
  throw new BadUserInputError(
    'input.id',
    'is the last administrator; make somebody else one first.',
  );
}

async function writeAreas(
  tx: EntityManager,
  personId: number,
  { regionIds, communityIds }: Areas,
): Promise<void> {
  await sql`DELETE FROM person_area WHERE person_id = ${personId}`.execute(tx.getKysely());
  await sql`INSERT INTO person_area (person_id, region_id, community_id)
    SELECT ${personId}::int, id, NULL::int FROM unnest(${[...new Set(regionIds)]}::int[]) AS id
    UNION ALL SELECT ${personId}::int, NULL, id
      FROM unnest(${[...new Set(communityIds)]}::int[]) AS id`.execute(tx.getKysely());
}

/** Makes a one-time link by which a person sets a password; an earlier one ends. Gives its secret. */
export async function createPasswordLink(em: EntityManager, id: number): Promise<string> {
  await getPerson(em, id);
  const secret = newSecret();
  await sql`INSERT INTO password_link (digest, person_id, expires_at)
    VALUES (${digestOf(secret)}, ${id}, now() + make_interval(days => ${sql.lit(LINK_DAYS)}))
    ON CONFLICT (person_id) DO UPDATE SET digest = excluded.digest,
      expires_at = excluded.expires_at`.execute(em.getKysely());
  return secret;
}

/** The person whom a one-time link is for, or undefined. */
export async function personOfLink(
  em: EntityManager,
  secret: string,
): Promise<{ id: number; name: string } | undefined> {
  const { rows } = await sql<{ id: number; name: string }>`
    SELECT p.id, p.name FROM password_link l JOIN person p ON p.id = l.person_id
    WHERE l.digest = ${digestOf(secret)} AND l.expires_at > now() AND p.active`.execute(
    em.getKysely(),
  );
  return rows[0];
}

/**
 * Sets the password of whoever was given a one-time link, which is used up. Sessions that there were end, and
 * tokens unless they are to stay; all devices are unknown again.
 * @throws NOT_FOUND for a link that is used up or too old, BAD_USER_INPUT for a poor password, or a code that is missing or
 * wrong
 */
export async function setPassword(
  em: EntityManager,
  link: string,
  password: string,
  { keepsTokens = false, code = null, secretKey = null }: PasswordOptions = {},
): Promise<{ id: number }> {
  const unknown = new NotFoundError(
    'input.link',
    'input.link: the link has been used or is too old; ask for a new one.',
  );
  const known = await personOfLink(em, link);
  if (!known) throw unknown;
  const parsed = await parsePassword(password, known.name, 'input.password');
  // A link alone does not get around the second factor.
  await demandCode(em, known.id, code, secretKey);
  const hash = await hashPassword(parsed);
  return em.transactional(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      WITH used AS (DELETE FROM password_link WHERE digest = ${digestOf(link)} RETURNING person_id)
      UPDATE person SET password_hash = ${hash}, updated_at = now() FROM used
      WHERE person.id = used.person_id RETURNING id`.execute(tx.getKysely());
    const [person] = rows;
    if (!person) throw unknown;
    await endSessions(tx, { personId: person.id });
    await forgetDevices(tx, person.id);
    if (!keepsTokens) await revokeTokens(tx, person.id);
    return person;
  });
}

/**
 * Changes one's own password. All other sessions end, and tokens unless they are to stay; this session gets the
 * new secret that is returned.
 * @throws BAD_USER_INPUT when the old one is wrong or the new one poor, TOO_MANY_ATTEMPTS
 */
export async function changePassword(
  em: EntityManager,
  who: { personId: number; name: string; id: number },
  old: string,
  password: string,
  { keepsTokens = false, code = null, secretKey = null }: PasswordOptions = {},
): Promise<string> {
  const counters = await demandOwnPassword(em, who.personId, old, 'input.old');
  const parsed = await parsePassword(password, who.name, 'input.password');
  await demandCode(em, who.personId, code, secretKey);
  const hash = await hashPassword(parsed);
  return em.transactional(async (tx) => {
    await sql`UPDATE person SET password_hash = ${hash}, updated_at = now()
      WHERE id = ${who.personId}`.execute(tx.getKysely());
    await forgetAttempt(tx, counters);
    await endSessions(tx, { personId: who.personId, except: who.id });
    if (!keepsTokens) await revokeTokens(tx, who.personId);
    return renewSession(tx, who.id);
  });
}

/**
 * Asks somebody who is signed in for their password. Gives the counters of the attempt, to be forgotten.
 * @throws BAD_USER_INPUT naming `field`, TOO_MANY_ATTEMPTS
 */
export async function demandOwnPassword(
  em: EntityManager,
  personId: number,
  password: string,
  field: string,
): Promise<Counter[]> {
  const counters = [{ key: `password ${personId}`, limit: PASSWORD_FAILURES }];
  await countAttempt(em, counters);
  const { rows } = await sql<{ hash: string | null }>`
    SELECT password_hash AS hash FROM person WHERE id = ${personId}`.execute(em.getKysely());
  if (await isPassword(rows[0]?.hash ?? null, password)) return counters;
  throw new BadUserInputError(field, 'is not your present password.', { reason: 'OLD_PASSWORD' });
}

/** Ends everything by which a person is signed in or programs act for them: sessions, tokens, devices. */
export async function revokeAccess(em: EntityManager, id: number): Promise<PersonRow> {
  return em.transactional(async (tx) => {
    const person = await getPerson(tx, id);
    await endSessions(tx, { personId: id });
    await revokeTokens(tx, id);
    await forgetDevices(tx, id);
    return person;
  });
}
