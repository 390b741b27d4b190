import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../access/context.ts';
import { and } from '../lists/connection.ts';
import { compileFilter } from '../lists/filter/combine.ts';
import { fieldConditions } from '../lists/filter/fields.ts';
import { rangeConditions } from '../lists/filter/scalar.ts';
import { spatialConditions } from '../lists/filter/spatial.ts';
import { regionAndBelow, requireRegion } from '../regions/regions.queries.ts';
import { getRule } from '../rules/rules.queries.ts';
import { parseSearchText, textMatches } from '../shared/text.ts';
import { COMMUNITY_FIELDS } from './community.fields.ts';
import type { CommunityFilter, CoverageFilter } from './community.input.ts';

type Sql = RawBuilder<unknown>;

const SPATIAL = { shape: sql`c.boundary`, measured: sql`c.service_point` };

/**
 * The condition of a filter, over the table `community c`. @throws NOT_FOUND for an unknown region, rule,
 * facility or community, BAD_USER_INPUT for a bad shape or value; `path` leads to the filter
 */
export function communityCondition(
  context: Context,
  filter: CommunityFilter | null | undefined,
  path = 'filter',
): Promise<Sql> {
  return compileFilter(filter, path, (each, at) => conditionsOf(context, each, at));
}

async function conditionsOf(
  context: Context,
  filter: CommunityFilter,
  path: string,
): Promise<Sql[]> {
  const { region, coverage } = filter;
  const text = parseSearchText(filter.text, `${path}.text`);
  const [regionId, covered, spatial] = await Promise.all([
    region == null ? null : requireRegion(context, region, `${path}.region`),
    coverage ? coverageCondition(context, coverage, `${path}.coverage`) : null,
    spatialConditions(context, SPATIAL, filter, path),
  ]);
  return [
    ...(regionId === null ? [] : [sql`c.region_id IN ${regionAndBelow(regionId)}`]),
    ...(text ? [textMatches(text, sql`c.name, c.name_simplified, c.name_en, c.code`)] : []),
    ...fieldConditions(COMMUNITY_FIELDS, filter, path),
    ...spatial,
    ...(covered ? [covered] : []),
  ];
}

/** Figures of `coverage v`, by the names that filters have for them. */
const FIGURES = {
  nearestDistanceMeters: [sql`v.nearest_distance_meters`, 'float8'],
  facilitiesWithin: [sql`v.facilities_within`, 'int4'],
  residentsCovered: [sql`v.residents_covered`, 'int4'],
  residentsUncovered: [sql`(v.residents_total - v.residents_covered)`, 'int4'],
  residentsTotal: [sql`v.residents_total`, 'int4'],
  residentsCoveredShare: [
    sql`(v.residents_covered::float8 / nullif(v.residents_total, 0))`,
    'float8',
  ],
  areaCoveredShare: [sql`v.area_covered_share`, 'float8'],
} as const satisfies Record<string, readonly [Sql, 'float8' | 'int4']>;

async function coverageCondition(
  context: Context,
  filter: CoverageFilter,
  path: string,
): Promise<Sql> {
  const rule = await getRule(context, filter.rule, `${path}.rule`);
  const figures = Object.entries(FIGURES).flatMap(([name, [column, type]]) =>
    rangeConditions(column, type, filter[name as keyof typeof FIGURES], `${path}.${name}`),
  );
  const where = [
    sql`v.community_id = c.id AND v.rule_id = ${rule.id}`,
    ...(filter.status ? [sql`v.status = ${filter.status}`] : []),
    ...figures,
  ];
  return sql`EXISTS (SELECT 1 FROM coverage v WHERE ${and(where)})`;
}
