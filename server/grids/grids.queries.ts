import type { EntityManager } from '@mikro-orm/postgresql';
import type { MultiPolygon } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import type { Grid } from '../../db/entities/grid.ts';
import { regionAndBelow } from '../regions/regions.queries.ts';
import { type Connection, findPage, findPages, type List } from '../shared/connection.ts';
import type { Page } from '../shared/page.ts';
import { asGeoJSON, touchesBox } from '../shared/shapes.ts';
import { textMatches } from '../shared/text.ts';
import type { GridCriteria } from './grid.input.ts';

/** A grid as it is read, without its geometry, which is read only when asked for. */
export type GridRow = Omit<Grid, 'community' | 'boundary'> & { communityId: number };

const COLUMNS = sql`g.id, g.code, g.name, g.name_en AS "nameEn", g.community_id AS "communityId",
  g.households, g.residents, g.status`;

function listOf({ regionId, communityId, text, bbox, ordering }: GridCriteria): List {
  const where: RawBuilder<unknown>[] = [];
  if (regionId !== undefined) where.push(sql`c.region_id IN ${regionAndBelow(regionId)}`);
  if (communityId !== undefined) where.push(sql`g.community_id = ${communityId}`);
  if (text) where.push(textMatches(text, sql`g.name, g.name_en, g.code`));
  if (bbox) where.push(touchesBox(sql`g.boundary`, bbox));
  const from = sql`grid g JOIN community c ON c.id = g.community_id`;
  return { columns: COLUMNS, from, id: sql`g.id`, where, ordering };
}

/** Grids of a filter, a page of them. */
export function findGrids(
  em: EntityManager,
  criteria: GridCriteria,
  page: Page,
): Promise<Connection<GridRow>> {
  return findPage(em, listOf(criteria), page);
}

/** A page of the grids of each community, in one statement. */
export function findGridsOfCommunities(
  em: EntityManager,
  criteria: GridCriteria,
  page: Page,
  communityIds: readonly number[],
): Promise<Map<number, Connection<GridRow>>> {
  return findPages(em, listOf(criteria), page, sql`g.community_id`, communityIds);
}

/** Boundaries as GeoJSON by grid id. */
export async function gridBoundaries(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, MultiPolygon>> {
  const { rows } = await sql<{ id: number; shape: MultiPolygon }>`
    SELECT id, ${asGeoJSON(sql`boundary`)} AS shape FROM grid
    WHERE id = ANY(${[...ids]}::int[])`.execute(em.getKysely());
  return new Map(rows.map(({ id, shape }) => [id, shape]));
}
