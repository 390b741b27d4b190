import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../access/context.ts';
import { compileFilter } from '../lists/filter/combine.ts';
import { fieldConditions } from '../lists/filter/fields.ts';
import { spatialConditions } from '../lists/filter/spatial.ts';
import { regionAndBelow, requireRegion } from '../regions/regions.queries.ts';
import { requireKind } from '../rules/kinds.queries.ts';
import { localId } from '../shared/ids.ts';
import { parseSearchText, textMatches } from '../shared/text.ts';
import { FACILITY_FIELDS } from './facility.fields.ts';
import type { FacilityFilter } from './facility.input.ts';

type Sql = RawBuilder<unknown>;

const SPATIAL = { shape: sql`f.location`, measured: sql`f.location` };

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
  const where: Sql[] = [];
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
  return [...where, ...fieldConditions(FACILITY_FIELDS, filter, path), ...spatial];
}
