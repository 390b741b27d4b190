import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { TooManyAttemptsError } from '../shared/errors.ts';
import { type Counter, WINDOW_MINUTES } from './throttle.ts';

interface Row {
  key: string;
  attempts: number;
  seconds: number;
}

/**
 * Counts an attempt before it is made, so that many at the same time do not slip through; it stays counted
 * whatever comes of the request, unless {@link forgetAttempt} takes it back. What is refused counts nowhere.
 * Gives the attempts by key, this one included.
 * @throws TOO_MANY_ATTEMPTS saying when to try again
 */
export function countAttempt(
  em: EntityManager,
  counters: readonly Counter[],
): Promise<Map<string, number>> {
  const keys = counters.map(({ key }) => key).sort();
  return em.transactional(async (tx) => {
    const before = await lockCounters(tx, keys);
    demandRoom(counters, before);
    await sql`UPDATE sign_in_attempt SET attempts = attempts + 1
      WHERE key = ANY(${keys}::text[])`.execute(tx.getKysely());
    return new Map(before.map(({ key, attempts }) => [key, attempts + 1]));
  });
}

/** The counters, made where they are missing and begun anew where their time is over; held to the end of `tx`. */
async function lockCounters(tx: EntityManager, keys: readonly string[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    WITH gone AS (DELETE FROM sign_in_attempt WHERE forgotten_at <= now()
      AND NOT key = ANY(${[...keys]}::text[]))
    INSERT INTO sign_in_attempt AS a (key, attempts, forgotten_at)
    SELECT key, 0, now() + make_interval(mins => ${sql.lit(WINDOW_MINUTES)})
      FROM unnest(${[...keys]}::text[]) AS key
    ON CONFLICT (key) DO UPDATE SET
      attempts = CASE WHEN a.forgotten_at <= now() THEN 0 ELSE a.attempts END,
      forgotten_at = CASE WHEN a.forgotten_at <= now() THEN excluded.forgotten_at
        ELSE a.forgotten_at END
    RETURNING key, attempts, ceil(extract(epoch FROM forgotten_at - now()))::int AS seconds`.execute(
    tx.getKysely(),
  );
  return rows;
}

function demandRoom(counters: readonly Counter[], rows: readonly Row[]): void {
  const limits = new Map(counters.map(({ key, limit }) => [key, limit]));
  const full = rows.filter(({ key, attempts }) => attempts >= (limits.get(key) ?? 0));
  if (full.length === 0) return;
  const seconds = Math.max(...full.map((row) => row.seconds));
  throw new TooManyAttemptsError(
    `Too many attempts to sign in failed here. Try again in ${Math.ceil(seconds / 60)} minutes.`,
    seconds,
  );
}

/** Takes back the attempt of whoever has signed in, and forgets their own failures. */
export async function forgetAttempt(
  em: EntityManager,
  counters: readonly Counter[],
): Promise<void> {
  const keys = counters.map(({ key }) => key).sort();
  await sql`UPDATE sign_in_attempt SET attempts = CASE WHEN key LIKE 'address %' OR key LIKE 'name %'
      THEN greatest(attempts - 1, 0) ELSE 0 END
    WHERE key = ANY(${keys}::text[])`.execute(em.getKysely());
}
