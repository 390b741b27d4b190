import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { GroupRow } from '../lists/aggregate/group.ts';
import { demandFewGroups, type GroupKey, groupedStatement } from '../lists/aggregate/grouping.ts';
import { levelKey, regionLevels } from '../regions/region-levels.queries.ts';
import { instant } from '../shared/instant.ts';
import type { FacilityGrouping } from './facility-aggregate.types.ts';

const KEYS: Record<FacilityGrouping, GroupKey> = {
  KIND: { name: 'kindId', value: sql`f.kind_id`, sortedBy: sql`k.code` },
  CITY: levelKey('CITY'),
  COUNTY: levelKey('COUNTY'),
  STREET: levelKey('STREET'),
  COMMUNITY: { name: 'communityId', value: sql`f.community_id`, sortedBy: sql`c.code` },
  ACTIVE: { name: 'active', value: sql`f.active`, sortedBy: sql`f.active` },
};

type Row = GroupRow & { count: number; communityCount: number; updatedAt: string | null };

/** Facilities that meet a condition over `facility f`, summed up. @throws BAD_USER_INPUT for too many groups */
export async function aggregateFacilities(
  em: EntityManager,
  condition: RawBuilder<unknown>,
  groupBy: readonly FacilityGrouping[],
): Promise<Row[]> {
  const figures = sql`count(*)::int AS count,
    count(DISTINCT f.community_id)::int AS "communityCount",
    ${instant(sql`max(f.updated_at)`)} AS "updatedAt"`;
  const from = sql`facility f JOIN facility_kind k ON k.id = f.kind_id
    LEFT JOIN community c ON c.id = f.community_id
    LEFT JOIN ${regionLevels()} l ON l.region_id = c.region_id`;
  const keys = groupBy.map((group) => KEYS[group]);
  const { rows } = await groupedStatement(keys, figures, from, condition).execute(em.getKysely());
  demandFewGroups(rows);
  return rows as Row[];
}
