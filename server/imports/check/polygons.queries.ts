import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';

/**
 * Stores an error for each invalid polygon. With `repair`, those that can be repaired are, with a warning that
 * says by how many square meters the area changes.
 */
export async function checkPolygons(em: EntityManager, id: number, repair: boolean): Promise<void> {
  const db = em.getKysely();
  if (repair) {
    await sql`
      WITH found AS MATERIALIZED (
        SELECT row, geometry, ST_IsValidReason(geometry) AS reason,
          ST_Multi(ST_CollectionExtract(ST_MakeValid(geometry), 3)) AS repaired
        FROM import_feature WHERE import_id = ${id} AND NOT ST_IsValid(geometry)
      ), kept AS (
        UPDATE import_feature s SET geometry = found.repaired FROM found
        WHERE s.import_id = ${id} AND s.row = found.row AND NOT ST_IsEmpty(found.repaired)
        RETURNING s.row
      )
      INSERT INTO import_issue (import_id, row, code, severity, field, detail, figure)
      SELECT ${id}::int, row, 'INVALID_POLYGON', 'WARNING', 'GEOMETRY', reason,
        abs(ST_Area(repaired::geography) - abs(ST_Area(geometry::geography)))
      FROM found JOIN kept USING (row) ORDER BY row`.execute(db);
  }
  await sql`
    INSERT INTO import_issue (import_id, row, code, severity, field, detail)
    SELECT ${id}::int, row, 'INVALID_POLYGON', 'ERROR', 'GEOMETRY', ST_IsValidReason(geometry)
    FROM import_feature WHERE import_id = ${id} AND NOT ST_IsValid(geometry)
    ORDER BY row`.execute(db);
}
