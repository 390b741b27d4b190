import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { instant } from '../shared/instant.ts';
import { type ReferenceSystem, statedErrorMeters } from '../systems/reference-system.ts';
import type { DataOrigin } from './origin.types.ts';

type Origins = (em: EntityManager, ids: readonly number[]) => Promise<Map<number, DataOrigin>>;

/** The imports that rows come from, by the id of the row. */
function originsIn(table: 'facility' | 'community' | 'grid' | 'facility_change'): Origins {
  return async (em, ids) => {
    const { rows } = await sql<{
      id: number;
      fileName: string;
      system: ReferenceSystem;
      importedAt: string;
    }>`
      SELECT t.id::int AS id, i.file_name AS "fileName", i.settings->>'system' AS system,
        ${instant('i.committed_at')} AS "importedAt"
      FROM ${sql.table(table)} t JOIN import i ON i.id = t.import_id
      WHERE t.id = ANY(${[...ids]}::int[])`.execute(em.getKysely());
    return new Map(
      rows.map(({ id, ...origin }) => [
        id,
        { ...origin, statedErrorMeters: statedErrorMeters(origin.system) },
      ]),
    );
  };
}

export const facilityOrigins = originsIn('facility');
export const communityOrigins = originsIn('community');
export const gridOrigins = originsIn('grid');
export const changeOrigins = originsIn('facility_change');
