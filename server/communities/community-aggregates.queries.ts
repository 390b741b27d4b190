import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { type Figures, figuresOf } from '../lists/aggregate/figures.ts';
import type { GroupRow } from '../lists/aggregate/group.ts';
import { demandFewGroups, groupedStatement } from '../lists/aggregate/grouping.ts';
import { sumColumns } from '../lists/aggregate/sums.ts';
import { levelKey, regionLevels } from '../regions/region-levels.queries.ts';
import { COMMUNITY_FIELDS } from './community.fields.ts';
import type { CommunityGrouping } from './community-aggregate.types.ts';

/** Which communities, and what they are grouped by. */
export interface CommunityGroups {
  /** Over `community c`. */
  readonly condition: RawBuilder<unknown>;
  readonly groupBy: readonly CommunityGrouping[];
}

type Row = GroupRow & { count: number };

/** Communities summed up by group, in the order of the groups' codes. @throws BAD_USER_INPUT for too many */
export async function aggregateCommunities(
  em: EntityManager,
  groups: CommunityGroups,
): Promise<Row[]> {
  return run<Row>(em, groups, sumColumns(COMMUNITY_FIELDS), sql`community c`);
}

/** The coverage of communities by a rule, summed up. */
export interface CoverageSums {
  passing: number;
  failing: number;
  unknown: number;
  residentsCovered: number | null;
  residentsTotal: number | null;
  residentsCoveredShare: number | null;
  nearestDistanceMeters: Figures;
  facilitiesWithin: Figures;
  areaCoveredShare: Figures;
}

/** The coverage by a rule of all groups, by {@link groupName}. */
export async function aggregateCoverage(
  em: EntityManager,
  groups: CommunityGroups,
  ruleId: number,
): Promise<Map<string, CoverageSums>> {
  const having = (status: string) =>
    sql`(count(*) FILTER (WHERE v.status = ${sql.lit(status)}))::int`;
  const figures = sql`${having('PASS')} AS passing, ${having('FAIL')} AS failing,
    ${having('UNKNOWN')} AS unknown,
    sum(v.residents_covered)::int AS "residentsCovered",
    sum(v.residents_total)::int AS "residentsTotal",
    sum(v.residents_covered)::float8 / nullif(sum(v.residents_total), 0) AS "residentsCoveredShare",
    ${figuresOf(sql`v.nearest_distance_meters`)} AS "nearestDistanceMeters",
    ${figuresOf(sql`v.facilities_within`)} AS "facilitiesWithin",
    ${figuresOf(sql`v.area_covered_share`)} AS "areaCoveredShare"`;
  const from = sql`community c JOIN coverage v ON v.community_id = c.id AND v.rule_id = ${ruleId}`;
  const rows = await run<GroupRow & CoverageSums>(em, groups, figures, from);
  return new Map(rows.map((row) => [groupName(row), row]));
}

/** What tells one group of communities from another. */
export function groupName({ cityId, countyId, streetId }: GroupRow): string {
  return JSON.stringify([cityId ?? null, countyId ?? null, streetId ?? null]);
}

async function run<T>(
  em: EntityManager,
  { condition, groupBy }: CommunityGroups,
  figures: RawBuilder<unknown>,
  from: RawBuilder<unknown>,
): Promise<T[]> {
  const levels =
    groupBy.length === 0 ? sql`` : sql`LEFT JOIN ${regionLevels()} l ON l.region_id = c.region_id`;
  const statement = groupedStatement(
    groupBy.map(levelKey),
    figures,
    sql`${from} ${levels}`,
    condition,
  );
  const { rows } = await statement.execute(em.getKysely());
  demandFewGroups(rows);
  return rows as T[];
}
