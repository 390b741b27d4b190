import { sql } from 'kysely';
import type { TestHub } from './hub.ts';

/** Empties a hub of its own as if no sample had been loaded: rules and kinds are there, and nothing else. */
export async function emptyCity({ database }: TestHub): Promise<void> {
  const db = database.orm.em.fork().getKysely();
  await sql`TRUNCATE region, community, facility, grid, resident_cell CASCADE`.execute(db);
  await sql`UPDATE hub SET revision = revision + 1, city_name = '', city_name_en = '',
    attribution = '[]'`.execute(db);
}
