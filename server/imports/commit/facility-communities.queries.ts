import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';

/**
 * Assigns each facility that an import wrote to the community in which it stands, the lowest id where boundaries
 * overlap. Returns the communities to which service stations were assigned.
 */
export async function assignCommunities(tx: EntityManager, id: number): Promise<number[]> {
  const { rows } = await sql<{ station: number | null }>`
    UPDATE facility SET community_id = home.id
    FROM (
      SELECT f.id AS facility_id, (
        SELECT c.id FROM community c WHERE ST_Covers(c.boundary, f.location) ORDER BY c.id LIMIT 1
      ) AS id
      FROM import_change change JOIN facility f ON f.id = change.feature_id
      WHERE change.import_id = ${id}
    ) home JOIN facility f ON f.id = home.facility_id JOIN facility_kind k ON k.id = f.kind_id
    WHERE facility.id = home.facility_id AND facility.community_id IS DISTINCT FROM home.id
    RETURNING CASE WHEN k.code = 'service-station' THEN home.id END AS station`.execute(
    tx.getKysely(),
  );
  return rows.flatMap(({ station }) => station ?? []);
}
