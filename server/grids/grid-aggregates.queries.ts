import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { GroupRow } from '../lists/aggregate/group.ts';
import { demandFewGroups, type GroupKey, groupedStatement } from '../lists/aggregate/grouping.ts';
import { sumColumns } from '../lists/aggregate/sums.ts';
import { levelKey, regionLevels } from '../regions/region-levels.queries.ts';
import { GRID_FIELDS } from './grid.fields.ts';
import type { GridGrouping } from './grid-aggregate.types.ts';

const KEYS: Record<GridGrouping, GroupKey> = {
  CITY: levelKey('CITY'),
  COUNTY: levelKey('COUNTY'),
  STREET: levelKey('STREET'),
  COMMUNITY: { name: 'communityId', value: sql`g.community_id`, sortedBy: sql`c.code` },
  STATUS: { name: 'status', value: sql`g.status`, sortedBy: sql`g.status` },
};

type Row = GroupRow & { count: number };

/** Grids that meet a condition over `grid g`, summed up. @throws BAD_USER_INPUT for too many groups */
export async function aggregateGrids(
  em: EntityManager,
  condition: RawBuilder<unknown>,
  groupBy: readonly GridGrouping[],
): Promise<Row[]> {
  const from = sql`grid g JOIN community c ON c.id = g.community_id
    LEFT JOIN ${regionLevels()} l ON l.region_id = c.region_id`;
  const keys = groupBy.map((group) => KEYS[group]);
  const statement = groupedStatement(keys, sumColumns(GRID_FIELDS), from, condition);
  const { rows } = await statement.execute(em.getKysely());
  demandFewGroups(rows);
  return rows as Row[];
}
