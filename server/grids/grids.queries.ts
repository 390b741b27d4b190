import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Grid } from '../../db/entities/grid.ts';
import { regionAndBelow } from '../regions/regions.queries.ts';
import { type Connection, findPage, findPages, type List } from '../shared/connection.ts';
import { type JsonText, jsonText } from '../shared/json-text.ts';
import type { Page } from '../shared/page.ts';
import { columnsFor, type FieldNames, type RowColumns, wantsCursors } from '../shared/selection.ts';
import { polygonText, touchesBox } from '../shared/shapes.ts';
import { textMatches } from '../shared/text.ts';
import type { GridCriteria } from './grid.input.ts';

/** A grid as it is read. */
export type GridRow = Omit<Grid, 'community' | 'boundary'> & {
  communityId: number;
  /** GeoJSON text; undefined where it was not read along. */
  boundary?: string;
};

const GRID: RowColumns = {
  keys: { id: sql`g.id` },
  fields: {
    communityId: sql`g.community_id`,
    code: sql`g.code`,
    name: sql`g.name`,
    nameEn: sql`g.name_en`,
    households: sql`g.households`,
    residents: sql`g.residents`,
    status: sql`g.status`,
  },
  shapes: { boundary: polygonText(sql`g.boundary`) },
  needs: { community: ['communityId'] },
};

function listOf(
  { regionId, communityId, text, bbox, ordering }: GridCriteria,
  fields?: FieldNames,
): List {
  const where: RawBuilder<unknown>[] = [];
  if (regionId !== undefined) where.push(sql`c.region_id IN ${regionAndBelow(regionId)}`);
  if (communityId !== undefined) where.push(sql`g.community_id = ${communityId}`);
  if (text) where.push(textMatches(text, sql`g.name, g.name_en, g.code`));
  if (bbox) where.push(touchesBox(sql`g.boundary`, bbox));
  const from = sql`grid g JOIN community c ON c.id = g.community_id`;
  const columns = columnsFor(GRID, fields);
  const cursors = wantsCursors(fields);
  return { columns, from, id: sql`g.id`, where, ordering, cursors };
}

/** Grids of a filter, a page of them; of each row only what is asked for. */
export function findGrids(
  em: EntityManager,
  criteria: GridCriteria,
  page: Page,
  fields?: FieldNames,
): Promise<Connection<GridRow>> {
  return findPage(em, listOf(criteria, fields), page);
}

/** A page of the grids of each community, in one statement. */
export function findGridsOfCommunities(
  em: EntityManager,
  criteria: GridCriteria,
  page: Page,
  communityIds: readonly number[],
  fields?: FieldNames,
): Promise<Map<number, Connection<GridRow>>> {
  return findPages(em, listOf(criteria, fields), page, sql`g.community_id`, communityIds);
}

/** Boundaries as GeoJSON by grid id. */
export async function gridBoundaries(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, JsonText | null>> {
  const { rows } = await sql<{ id: number; shape: string }>`
    SELECT id, ${polygonText(sql`boundary`)} AS shape FROM grid
    WHERE id = ANY(${[...ids]}::int[])`.execute(em.getKysely());
  return new Map(rows.map(({ id, shape }) => [id, jsonText(shape)]));
}
