import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { LEVELS_UPWARD } from '../regions/region-code.ts';

/** Unions on a grid of 1e-9° (0.1 mm) never fail for topological reasons. */
const GRID_DEGREES = sql.lit(1e-9);

/**
 * Gives regions without a boundary on record that of what lies in them, as it is now: streets that of their communities,
 * what is above that of the regions below and of communities of its own. Call it in the transaction of a write that
 * changes boundaries of communities, or which regions they lie in.
 * @param communityIds where only their boundaries were changed: then only the regions above them are looked at
 */
export async function refreshRegionBoundaries(
  tx: EntityManager,
  communityIds?: readonly number[],
): Promise<void> {
  const concerned = communityIds ? sql`r.id IN ${regionsAbove(communityIds)}` : sql`true`;
  for (const level of LEVELS_UPWARD) {
    await sql`
      WITH joined AS (
        SELECT r.id, ST_Multi(ST_CollectionExtract(ST_MakeValid(
          ST_Union(part.boundary, ${GRID_DEGREES})), 3)) AS boundary
        FROM region r LEFT JOIN LATERAL (
          SELECT c.boundary FROM community c WHERE c.region_id = r.id AND c.boundary IS NOT NULL
          UNION ALL
          SELECT b.boundary FROM region b WHERE b.parent_id = r.id AND b.boundary IS NOT NULL
        ) part ON true
        WHERE r.level = ${level} AND (r.boundary IS NULL OR r.boundary_derived) AND ${concerned}
        GROUP BY r.id
      ), whole AS (
        -- A grid may round across the edges of the earth, and away what is smaller than it.
        SELECT id, CASE WHEN NOT ST_IsEmpty(boundary) AND ST_IsValid(boundary)
          AND ST_XMin(boundary) >= -180 AND ST_XMax(boundary) <= 180
          AND ST_YMin(boundary) >= -90 AND ST_YMax(boundary) <= 90 THEN boundary END AS boundary
        FROM joined
      )
      UPDATE region r SET boundary = whole.boundary, boundary_derived = whole.boundary IS NOT NULL
      FROM whole WHERE r.id = whole.id AND r.boundary IS DISTINCT FROM whole.boundary`.execute(
      tx.getKysely(),
    );
  }
}

/** The regions in which communities lie, as a subquery. */
function regionsAbove(communityIds: readonly number[]): RawBuilder<unknown> {
  return sql`(WITH RECURSIVE above AS (
      SELECT r.id, r.parent_id FROM region r
      JOIN community c ON c.region_id = r.id WHERE c.id = ANY(${[...communityIds]}::int[])
      UNION SELECT r.id, r.parent_id FROM region r JOIN above ON r.id = above.parent_id
    ) SELECT id FROM above)`;
}
