import { type RawBuilder, sql } from 'kysely';
import { regionAndBelow, requireRegion } from '../regions/regions.queries.ts';
import type { Context } from '../shared/context.ts';
import { compileFilter } from '../shared/filter/combine.ts';
import { booleanConditions, rangeConditions, textConditions } from '../shared/filter/scalar.ts';
import { spatialConditions } from '../shared/filter/spatial.ts';
import { localId } from '../shared/ids.ts';
import { parseSearchText, textMatches } from '../shared/text.ts';
import type { FacilityFilter } from './facility.input.ts';
import { requireKind } from './kinds.queries.ts';

type Sql = RawBuilder<unknown>;

const SPATIAL = { shape: sql`f.location`, measured: sql`f.location` };

/** Text columns of `facility f`, by the names that filters have for them. */
const TEXTS = {
  code: sql`f.code`,
  name: sql`f.name`,
  nameSimplified: sql`f.name_simplified`,
  address: sql`f.address`,
  opening: sql`f.opening`,
  note: sql`f.note`,
  source: sql`f.source`,
} as const satisfies Partial<Record<keyof FacilityFilter, Sql>>;

/**
 * The condition of a filter, over the table `facility f`: of active ones unless the filter itself says
 * which. @throws NOT_FOUND for an unknown region, kind, facility or community, BAD_USER_INPUT for a bad
 * shape or value; `path` leads to the filter
 */
export async function facilityCondition(
  context: Context,
  filter: FacilityFilter | null | undefined,
  path = 'filter',
): Promise<Sql> {
  const condition = await compileFilter(filter, path, (each, at) =>
    conditionsOf(context, each, at),
  );
  return filter?.active === undefined ? sql`f.active AND ${condition}` : condition;
}

async function conditionsOf(
  context: Context,
  filter: FacilityFilter,
  path: string,
): Promise<Sql[]> {
  const { region, community, inCommunity, kind } = filter;
  const text = parseSearchText(filter.text, `${path}.text`);
  const [regionId, kindId, spatial] = await Promise.all([
    region == null ? null : requireRegion(context, region, `${path}.region`),
    kind == null ? null : requireKind(context, kind, `${path}.kind`),
    spatialConditions(context, SPATIAL, filter, path),
  ]);
  const where = booleanConditions(sql`f.active`, filter.active);
  if (regionId !== null) {
    where.push(sql`f.community_id IN (SELECT id FROM community
      WHERE region_id IN ${regionAndBelow(regionId)})`);
  }
  if (community != null) {
    where.push(sql`f.community_id = ${localId('community', community, `${path}.community`)}`);
  }
  if (inCommunity != null) where.push(sql`(f.community_id IS NOT NULL) = ${inCommunity}`);
  if (kindId !== null) where.push(sql`f.kind_id = ${kindId}`);
  if (text) where.push(textMatches(text, sql`f.name, f.name_simplified, f.address, f.code`));
  for (const [name, column] of Object.entries(TEXTS)) {
    where.push(...textConditions(column, filter[name as keyof typeof TEXTS], `${path}.${name}`));
  }
  where.push(
    ...rangeConditions(sql`f.version`, 'int4', filter.version, `${path}.version`),
    ...rangeConditions(sql`f.updated_at`, 'timestamptz', filter.updatedAt, `${path}.updatedAt`),
    ...spatial,
  );
  return where;
}
