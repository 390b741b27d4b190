import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';

/** The person of a subject (as of `subjectAt`), or undefined. */
export async function personOfSubject(
  em: EntityManager,
  subject: string,
): Promise<{ id: number; active: boolean } | undefined> {
  const { rows } = await sql<{ id: number; active: boolean }>`
    SELECT id, active FROM person WHERE subject = ${subject}`.execute(em.getKysely());
  return rows[0];
}

/**
 * Enters a person who may only look, under the first of the names that is free; nobody when the subject is
 * entered by now, which a second window of the same person can bring about.
 */
export async function enterViewer(
  em: EntityManager,
  subject: string,
  { names, displayName }: { names: readonly string[]; displayName: string },
): Promise<void> {
  for (const name of names) {
    const { rows } = await sql`
      INSERT INTO person (name, display_name, role, subject)
      VALUES (${name}, ${displayName}, 'VIEWER', ${subject})
      ON CONFLICT DO NOTHING RETURNING id`.execute(em.getKysely());
    if (rows.length > 0) return;
  }
}
