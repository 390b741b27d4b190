import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { CommunityPath } from '../access/viewer.ts';

/** A community as policies see it, and whether changes by cadres wait there for a planner. */
export interface EditedCommunity extends CommunityPath {
  readonly communityId: number;
  readonly reviewed: boolean;
}

/** Communities with the regions above them, from the street to the city, by community id. */
export async function editedCommunitiesById(
  em: EntityManager,
  communityIds: readonly number[],
): Promise<Map<number, EditedCommunity>> {
  const { rows } = await sql<EditedCommunity>`
    WITH RECURSIVE above AS (
      SELECT c.id AS community_id, c.region_id FROM community c
        WHERE c.id = ANY(${[...communityIds]}::int[])
      UNION SELECT above.community_id, r.parent_id FROM above JOIN region r ON r.id = above.region_id
        WHERE r.parent_id IS NOT NULL
    )
    SELECT c.id AS "communityId", c.reviewed, array_agg(above.region_id) AS "regionIds"
    FROM above JOIN community c ON c.id = above.community_id GROUP BY c.id`.execute(em.getKysely());
  return new Map(rows.map((row) => [row.communityId, row]));
}
