import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';

/**
 * Gives regions without a boundary on record that of the communities in them, as these are now. Call it in the
 * transaction of a write that changes boundaries of communities, or which regions they lie in.
 */
export async function refreshRegionBoundaries(tx: EntityManager): Promise<void> {
  await sql`
    WITH RECURSIVE within AS (
      SELECT r.id AS top, r.id FROM region r WHERE r.boundary IS NULL OR r.boundary_derived
      UNION SELECT within.top, r.id FROM region r JOIN within ON r.parent_id = within.id
    ), whole AS (
      SELECT within.top,
        ST_Multi(ST_CollectionExtract(ST_Union(c.boundary, ${GRID_DEGREES}), 3)) AS boundary
      FROM within LEFT JOIN community c ON c.region_id = within.id AND c.boundary IS NOT NULL
      GROUP BY within.top
    )
    UPDATE region r SET boundary = whole.boundary, boundary_derived = whole.boundary IS NOT NULL
    FROM whole WHERE r.id = whole.top AND r.boundary IS DISTINCT FROM whole.boundary`.execute(
    tx.getKysely(),
  );
}

/** Unions on a grid of 1e-9° (0.1 mm) never fail for topological reasons. */
const GRID_DEGREES = sql.lit(1e-9);
