import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../access/context.ts';
import type { Ordering } from '../lists/connection.ts';
import { direction, orderingBy, originOf, type SortKey, sortKeys } from '../lists/order.ts';
import { getRule } from '../rules/rules.queries.ts';
import { BadUserInputError } from '../shared/errors.ts';
import { COMMUNITY_FIELDS } from './community.fields.ts';
import type { COVERAGE_ORDERS, CommunityFilter, CommunityOrder } from './community.input.ts';

/** Sort keys of the table `community c`. */
const KEYS = sortKeys(COMMUNITY_FIELDS);

/** Sort keys of the coverage by a rule. */
const FIGURES = {
  NEAREST_FACILITY_DISTANCE: sql`v.nearest_distance_meters`,
  FACILITIES_WITHIN: sql`v.facilities_within`,
  RESIDENTS_COVERED: sql`v.residents_covered`,
  RESIDENTS_UNCOVERED: sql`v.residents_total - v.residents_covered`,
  RESIDENTS_COVERED_SHARE: sql`v.residents_covered::float8 / nullif(v.residents_total, 0)`,
  AREA_COVERED_SHARE: sql`v.area_covered_share`,
} as const satisfies Record<(typeof COVERAGE_ORDERS)[number], RawBuilder<unknown>>;

/** An ordering of communities, and the table that its key needs besides `community c`, if any. */
export interface CommunityOrdering {
  readonly ordering: Ordering;
  readonly join: RawBuilder<unknown>;
}

/** The ordering that an input asks for; by code unless given. @throws BAD_USER_INPUT, NOT_FOUND naming it */
export async function communityOrdering(
  context: Context,
  order: CommunityOrder | null | undefined,
  filter: CommunityFilter | null | undefined,
): Promise<CommunityOrdering> {
  const field = order?.field ?? 'CODE';
  const towards = direction(order);
  const name = `community:${field}`;
  if (field === 'DISTANCE') {
    const key = sql`ST_Distance(c.service_point::geography, ${originOf(order, filter)}::geography)`;
    return { ordering: orderingBy(name, [key, 'float8'], towards), join: sql`` };
  }
  if (!(field in FIGURES)) {
    return { ordering: orderingBy(name, KEYS[field] as SortKey, towards), join: sql`` };
  }
  const [code, path] =
    order?.rule != null
      ? [order.rule, 'orderBy.rule']
      : [filter?.coverage?.rule, 'filter.coverage.rule'];
  if (code == null) {
    throw new BadUserInputError(
      'orderBy.field',
      `${field} needs \`orderBy.rule\`; give it as well.`,
    );
  }
  const rule = await getRule(context, code, path);
  const key = FIGURES[field as keyof typeof FIGURES];
  return {
    ordering: orderingBy(`${name}:${rule.code}`, [key, 'float8'], towards),
    join: sql`LEFT JOIN coverage v ON v.community_id = c.id AND v.rule_id = ${rule.id}`,
  };
}
