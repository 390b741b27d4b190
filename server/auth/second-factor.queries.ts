import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { BadUserInputError, ConflictError } from '../shared/errors.ts';
import {
  appUri,
  isAppCode,
  newAppSecret,
  newRecoveryCodes,
  plainCode,
  recoveryDigest,
  stepOf,
} from './one-time-codes.ts';
import { seal, unseal } from './seal.ts';
import { newSecret } from './secrets.ts';
import { countAttempt, forgetAttempt } from './throttle.queries.ts';

/** Wrong codes within a quarter of an hour. */
const CODE_FAILURES = 10;
/** What is sealed here does not end by itself: a hundred years. */
const FOR_EVER_MS = 100 * 365 * 86_400_000;
const FIELD = 'input.code';

/** How a person's second factor stands. */
export interface SecondFactorState {
  readonly isSet: boolean;
  readonly recoveryCodesLeft: number;
}

/** What is sealed: with the person, so that a row cannot be put in the place of another's. */
interface Kept {
  readonly personId: number;
  readonly secret: string;
}

interface Row {
  secret: string;
  confirmed: boolean;
}

/** How a person's second factor stands. */
export async function getSecondFactor(
  em: EntityManager,
  personId: number,
): Promise<SecondFactorState> {
  const { rows } = await sql<{ isSet: boolean; left: number }>`SELECT
    EXISTS (SELECT 1 FROM second_factor WHERE person_id = ${personId} AND confirmed_at IS NOT NULL) AS "isSet",
    (SELECT count(*)::int FROM recovery_code WHERE person_id = ${personId}) AS left`.execute(
    em.getKysely(),
  );
  return { isSet: rows[0]?.isSet ?? false, recoveryCodesLeft: rows[0]?.left ?? 0 };
}

/**
 * Begins to set up a second factor, which counts once it is confirmed; what was begun before is dropped.
 * @throws CONFLICT when there is one
 */
export async function beginSecondFactor(
  em: EntityManager,
  who: { personId: number; name: string },
  { key, issuer }: { key: string | null; issuer: string },
): Promise<{ secret: string; uri: string }> {
  const secret = newAppSecret();
  const kept: Kept = { personId: who.personId, secret };
  const sealed = seal(kept, key ?? (await hubSecret(em)), FOR_EVER_MS);
  const { rows } = await sql`INSERT INTO second_factor AS f (person_id, secret)
    VALUES (${who.personId}, ${sealed})
    ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, last_step = 0
      WHERE f.confirmed_at IS NULL RETURNING person_id`.execute(em.getKysely());
  if (rows.length === 0) {
    throw new ConflictError(
      'secondFactor',
      'There is a second factor already; remove it first, by a code of it.',
      { reason: 'SECOND_FACTOR_SET' },
    );
  }
  return { secret, uri: appUri(secret, who.name, issuer) };
}

/**
 * Confirms by a first code that the app has the secret: from now on codes are asked for. Gives recovery codes.
 * @throws BAD_USER_INPUT, TOO_MANY_ATTEMPTS
 */
export async function confirmSecondFactor(
  em: EntityManager,
  personId: number,
  code: string,
  key: string | null,
): Promise<string[]> {
  const row = await readRow(em, personId);
  if (!row || row.confirmed) {
    throw new BadUserInputError(FIELD, 'nothing waits to be confirmed; begin to set it up anew.');
  }
  await demandGood(em, personId, code, key, { takesRecovery: false });
  return em.transactional(async (tx) => {
    await sql`UPDATE second_factor SET confirmed_at = now() WHERE person_id = ${personId}`.execute(
      tx.getKysely(),
    );
    return renewRecoveryCodes(tx, personId);
  });
}

/** New recovery codes in the place of all that there were. */
export async function renewRecoveryCodes(tx: EntityManager, personId: number): Promise<string[]> {
  const codes = newRecoveryCodes();
  await sql`DELETE FROM recovery_code WHERE person_id = ${personId}`.execute(tx.getKysely());
  for (const code of codes) {
    await sql`INSERT INTO recovery_code (person_id, digest)
      VALUES (${personId}, ${recoveryDigest(code)})`.execute(tx.getKysely());
  }
  return codes;
}

/** Removes a person's second factor, and what was begun of one. */
export async function removeSecondFactor(em: EntityManager, personId: number): Promise<void> {
  await sql`DELETE FROM second_factor WHERE person_id = ${personId}`.execute(em.getKysely());
}

/**
 * Asks whoever has a second factor for a code of it, and uses it up.
 * @throws BAD_USER_INPUT with the reason SECOND_FACTOR (none was given) or WRONG_CODE, TOO_MANY_ATTEMPTS
 */
export async function demandCode(
  em: EntityManager,
  personId: number,
  code: string | null | undefined,
  key: string | null,
): Promise<void> {
  const row = await readRow(em, personId);
  if (!row?.confirmed) return;
  if (!code?.trim()) {
    const message = 'is missing: give the code that your app shows, or a recovery code.';
    throw new BadUserInputError(FIELD, message, { reason: 'SECOND_FACTOR' });
  }
  await demandGood(em, personId, code, key, { takesRecovery: true });
}

async function demandGood(
  em: EntityManager,
  personId: number,
  typed: string,
  key: string | null,
  { takesRecovery }: { takesRecovery: boolean },
): Promise<void> {
  const counters = [{ key: `code ${personId}`, limit: CODE_FAILURES }];
  await countAttempt(em, counters);
  const code = plainCode(typed);
  const isGood = isAppCode(code)
    ? await takeAppCode(em, personId, code, key)
    : takesRecovery && (await takeRecoveryCode(em, personId, code));
  if (!isGood) {
    const message = 'is wrong, too old, or was used before; wait for the next one your app shows.';
    throw new BadUserInputError(FIELD, message, { reason: 'WRONG_CODE' });
  }
  await forgetAttempt(em, counters);
}

/** Whether a code of the app is good; no code of its period or an earlier one is good afterwards. */
async function takeAppCode(
  em: EntityManager,
  personId: number,
  code: string,
  key: string | null,
): Promise<boolean> {
  const row = await readRow(em, personId);
  const kept = row && unseal<Kept>(row.secret, key ?? (await hubSecret(em)));
  if (kept?.personId !== personId) return false;
  const step = stepOf(kept.secret, code);
  if (step === undefined) return false;
  const { rows } = await sql`UPDATE second_factor SET last_step = ${step}
    WHERE person_id = ${personId} AND last_step < ${step} RETURNING person_id`.execute(
    em.getKysely(),
  );
  return rows.length > 0;
}

async function takeRecoveryCode(
  em: EntityManager,
  personId: number,
  code: string,
): Promise<boolean> {
  const { rows } = await sql`DELETE FROM recovery_code
    WHERE person_id = ${personId} AND digest = ${recoveryDigest(code)} RETURNING person_id`.execute(
    em.getKysely(),
  );
  return rows.length > 0;
}

async function readRow(em: EntityManager, personId: number): Promise<Row | undefined> {
  const { rows } = await sql<Row>`SELECT secret, confirmed_at IS NOT NULL AS confirmed
    FROM second_factor WHERE person_id = ${personId}`.execute(em.getKysely());
  return rows[0];
}

/** The key of the seal where the operator gives none: made once, and the same for all processes of the hub. */
async function hubSecret(em: EntityManager): Promise<string> {
  await sql`INSERT INTO hub_secret (secret) VALUES (${newSecret()}) ON CONFLICT DO NOTHING`.execute(
    em.getKysely(),
  );
  const { rows } = await sql<{ secret: string }>`SELECT secret FROM hub_secret`.execute(
    em.getKysely(),
  );
  return rows[0]?.secret as string;
}
