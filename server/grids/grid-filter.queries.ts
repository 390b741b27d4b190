import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../access/context.ts';
import { compileFilter } from '../lists/filter/combine.ts';
import { fieldConditions } from '../lists/filter/fields.ts';
import { spatialConditions } from '../lists/filter/spatial.ts';
import { regionAndBelow, requireRegion } from '../regions/regions.queries.ts';
import { localId } from '../shared/ids.ts';
import { parseSearchText, textMatches } from '../shared/text.ts';
import { GRID_FIELDS } from './grid.fields.ts';
import type { GridFilter } from './grid.input.ts';

type Sql = RawBuilder<unknown>;

const SPATIAL = { shape: sql`g.boundary`, measured: sql`g.boundary`, isPolygonal: true } as const;

/**
 * The condition of a filter, over the table `grid g`. @throws NOT_FOUND for an unknown region, facility or
 * community, BAD_USER_INPUT for a bad shape or value; `path` leads to the filter
 */
export function gridCondition(
  context: Context,
  filter: GridFilter | null | undefined,
  path = 'filter',
): Promise<Sql> {
  return compileFilter(filter, path, (each, at) => conditionsOf(context, each, at));
}

async function conditionsOf(context: Context, filter: GridFilter, path: string): Promise<Sql[]> {
  const { region, community } = filter;
  const text = parseSearchText(filter.text, `${path}.text`);
  const [regionId, spatial] = await Promise.all([
    region == null ? null : requireRegion(context, region, `${path}.region`),
    spatialConditions(context, SPATIAL, filter, path),
  ]);
  const where: Sql[] = [];
  if (regionId !== null) {
    where.push(sql`g.community_id IN (SELECT id FROM community
      WHERE region_id IN ${regionAndBelow(regionId)})`);
  }
  if (community != null) {
    where.push(sql`g.community_id = ${localId('community', community, `${path}.community`)}`);
  }
  if (text) where.push(textMatches(text, sql`g.name, g.name_en, g.code`));
  return [...where, ...fieldConditions(GRID_FIELDS, filter, path), ...spatial];
}
