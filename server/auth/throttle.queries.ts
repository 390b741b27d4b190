import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { TooManyAttemptsError } from '../shared/errors.ts';

/** Attempts are forgotten after so long. */
const MINUTES = 15;

/** What is counted, and how many attempts it has. */
interface Counter {
  readonly key: string;
  readonly limit: number;
}

/**
 * One address may try a name five times; all addresses together fifty times, so that nobody is locked out
 * easily by others; and one address, behind which an office may sit, fifty times whatever the names.
 */
export function countersOf(name: string, address: string): Counter[] {
  return [
    { key: `both ${name} ${address}`, limit: 5 },
    { key: `name ${name}`, limit: 50 },
    { key: `address ${address}`, limit: 50 },
  ];
}

/**
 * Counts an attempt before it is made, so that many at the same time do not slip through; it stays counted
 * whatever comes of the request, unless {@link forgetAttempt} takes it back.
 * @throws TOO_MANY_ATTEMPTS saying when to try again
 */
export async function countAttempt(em: EntityManager, counters: readonly Counter[]): Promise<void> {
  const keys = counters.map(({ key }) => key).sort();
  const { rows } = await sql<{ key: string; attempts: number; seconds: number }>`
    WITH gone AS (DELETE FROM sign_in_attempt WHERE forgotten_at <= now()
      AND NOT key = ANY(${keys}::text[]))
    INSERT INTO sign_in_attempt AS a (key, attempts, forgotten_at)
    SELECT key, 1, now() + make_interval(mins => ${sql.lit(MINUTES)}) FROM unnest(${keys}::text[]) AS key
    ON CONFLICT (key) DO UPDATE SET
      attempts = CASE WHEN a.forgotten_at <= now() THEN 1 ELSE a.attempts + 1 END,
      forgotten_at = CASE WHEN a.forgotten_at <= now() THEN excluded.forgotten_at
        ELSE a.forgotten_at END
    RETURNING key, attempts, ceil(extract(epoch FROM forgotten_at - now()))::int AS seconds`.execute(
    em.getKysely(),
  );
  const limits = new Map(counters.map(({ key, limit }) => [key, limit]));
  const full = rows.filter(({ key, attempts }) => attempts > (limits.get(key) ?? 0));
  if (full.length === 0) return;
  const seconds = Math.max(...full.map((row) => row.seconds));
  throw new TooManyAttemptsError(
    `Too many attempts to sign in failed. Try again in ${Math.ceil(seconds / 60)} minutes.`,
    seconds,
  );
}

/** Takes back the attempt of whoever has signed in, and forgets their own failures. */
export async function forgetAttempt(
  em: EntityManager,
  counters: readonly Counter[],
): Promise<void> {
  const keys = counters.map(({ key }) => key).sort();
  await sql`UPDATE sign_in_attempt SET attempts = CASE WHEN key LIKE 'both %' THEN 0
      ELSE greatest(attempts - 1, 0) END
    WHERE key = ANY(${keys}::text[])`.execute(em.getKysely());
}
