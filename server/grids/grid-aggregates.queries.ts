import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { levelKey, regionLevels } from '../regions/region-levels.queries.ts';
import { type Figures, figuresOf } from '../shared/aggregate/figures.ts';
import type { GroupRow } from '../shared/aggregate/group.ts';
import { demandFewGroups, type GroupKey, groupedStatement } from '../shared/aggregate/grouping.ts';
import type { GridGrouping } from './grid-aggregate.types.ts';

const KEYS: Record<GridGrouping, GroupKey> = {
  CITY: levelKey('CITY'),
  COUNTY: levelKey('COUNTY'),
  STREET: levelKey('STREET'),
  COMMUNITY: { name: 'communityId', value: sql`g.community_id`, sortedBy: sql`c.code` },
  STATUS: { name: 'status', value: sql`g.status`, sortedBy: sql`g.status` },
};

type Row = GroupRow & { count: number; households: Figures; residents: Figures };

/** Grids that meet a condition over `grid g`, summed up. @throws BAD_USER_INPUT for too many groups */
export async function aggregateGrids(
  em: EntityManager,
  condition: RawBuilder<unknown>,
  groupBy: readonly GridGrouping[],
): Promise<Row[]> {
  const figures = sql`count(*)::int AS count, ${figuresOf(sql`g.households`)} AS households,
    ${figuresOf(sql`g.residents`)} AS residents`;
  const from = sql`grid g JOIN community c ON c.id = g.community_id
    LEFT JOIN ${regionLevels()} l ON l.region_id = c.region_id`;
  const keys = groupBy.map((group) => KEYS[group]);
  const { rows } = await groupedStatement(keys, figures, from, condition).execute(em.getKysely());
  demandFewGroups(rows);
  return rows as Row[];
}
