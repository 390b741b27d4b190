import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../access/context.ts';
import type { Ordering } from '../lists/connection.ts';
import { compileFilter } from '../lists/filter/combine.ts';
import { fieldConditions } from '../lists/filter/fields.ts';
import { spatialConditions } from '../lists/filter/spatial.ts';
import { direction, orderingBy, type SortKey, sortKeys } from '../lists/order.ts';
import { parseSearchText, textMatches } from '../shared/text.ts';
import { REGION_FIELDS } from './region.fields.ts';
import type { RegionFilter, RegionOrder } from './region.input.ts';
import { regionAndBelow, requireRegion } from './regions.queries.ts';

type Sql = RawBuilder<unknown>;

const SPATIAL = { shape: sql`r.boundary`, measured: sql`r.boundary`, isPolygonal: true } as const;

/** Sort keys of the table `region r`. */
const KEYS = sortKeys(REGION_FIELDS);

/** The ordering that an input asks for; by code unless given. */
export function regionOrdering(order: RegionOrder | null | undefined): Ordering {
  const field = order?.field ?? 'CODE';
  return orderingBy(`region:${field}`, KEYS[field] as SortKey, direction(order));
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
    ...fieldConditions(REGION_FIELDS, filter, path),
    ...spatial,
  ];
}
