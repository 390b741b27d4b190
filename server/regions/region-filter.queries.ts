import { type RawBuilder, sql } from 'kysely';
import type { Ordering } from '../shared/connection.ts';
import type { Context } from '../shared/context.ts';
import { compileFilter } from '../shared/filter/combine.ts';
import { textConditions } from '../shared/filter/scalar.ts';
import { spatialConditions } from '../shared/filter/spatial.ts';
import { direction, orderingBy, type SortKey } from '../shared/order.ts';
import { parseSearchText, textMatches } from '../shared/text.ts';
import type { RegionFilter, RegionOrder, RegionOrderField } from './region.input.ts';
import { regionAndBelow, requireRegion } from './regions.queries.ts';

type Sql = RawBuilder<unknown>;

const SPATIAL = { shape: sql`r.boundary`, measured: sql`r.boundary` };

/** Sort keys of the table `region r`. */
const KEYS: Record<RegionOrderField, SortKey> = {
  CODE: [sql`r.code`, 'text', 'known'],
  NAME: [sql`r.name`, 'text', 'known'],
  NAME_SIMPLIFIED: [sql`r.name_simplified`, 'text'],
  NAME_EN: [sql`r.name_en`, 'text'],
  LEVEL: [sql`CASE r.level WHEN 'CITY' THEN 0 WHEN 'COUNTY' THEN 1 ELSE 2 END`, 'float8'],
};

/** The ordering that an input asks for; by code unless given. */
export function regionOrdering(order: RegionOrder | null | undefined): Ordering {
  const field = order?.field ?? 'CODE';
  return orderingBy(`region:${field}`, KEYS[field], direction(order));
}

/**
 * The condition of a filter, over the table `region r`. @throws NOT_FOUND for an unknown region, facility or
 * community, BAD_USER_INPUT for a bad shape or value; `path` leads to the filter
 */
export function regionCondition(
  context: Context,
  filter: RegionFilter | null | undefined,
  path = 'filter',
): Promise<Sql> {
  return compileFilter(filter, path, (each, at) => conditionsOf(context, each, at));
}

async function conditionsOf(context: Context, filter: RegionFilter, path: string): Promise<Sql[]> {
  const { level, parent, region } = filter;
  const text = parseSearchText(filter.text, `${path}.text`);
  const [parentId, regionId, spatial] = await Promise.all([
    parent == null ? null : requireRegion(context, parent, `${path}.parent`),
    region == null ? null : requireRegion(context, region, `${path}.region`),
    spatialConditions(context, SPATIAL, filter, path),
  ]);
  return [
    ...(level ? [sql`r.level = ${level}`] : []),
    ...(parentId === null ? [] : [sql`r.parent_id = ${parentId}`]),
    ...(regionId === null ? [] : [sql`r.id IN ${regionAndBelow(regionId)}`]),
    ...(text ? [textMatches(text, sql`r.name, r.name_simplified, r.name_en, r.code`)] : []),
    ...textConditions(sql`r.code`, filter.code, `${path}.code`),
    ...textConditions(sql`r.name`, filter.name, `${path}.name`),
    ...textConditions(sql`r.name_simplified`, filter.nameSimplified, `${path}.nameSimplified`),
    ...textConditions(sql`r.name_en`, filter.nameEn, `${path}.nameEn`),
    ...spatial,
  ];
}
