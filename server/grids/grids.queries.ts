import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Grid } from '../../db/entities/grid.ts';
import { rowColumns } from '../lists/columns.ts';
import {
  type Connection,
  findPage,
  findPages,
  type List,
  type Ordering,
} from '../lists/connection.ts';
import type { Page } from '../lists/page.ts';
import { columnsFor, type FieldNames, wantsCursors } from '../lists/selection.ts';
import { type JsonText, jsonText } from '../shared/json-text.ts';
import { polygonText } from '../shared/shapes.ts';
import { GRID_FIELDS } from './grid.fields.ts';

/** A grid as it is read. */
export type GridRow = Omit<Grid, 'community' | 'boundary'> & {
  communityId: number;
  /** GeoJSON text; undefined where it was not read along. */
  boundary?: string;
};

const GRID = rowColumns(GRID_FIELDS, sql`g.id`, {});

function listOf(
  condition: RawBuilder<unknown>,
  ordering: Ordering,
  fields: FieldNames | undefined,
): List {
  const columns = columnsFor(GRID, fields);
  const cursors = wantsCursors(fields);
  return { columns, cursors, from: sql`grid g`, id: sql`g.id`, where: [condition], ordering };
}

/** Grids that meet a condition over `grid g`, a page of them; of each row only the fields selected. */
export function findGrids(
  em: EntityManager,
  condition: RawBuilder<unknown>,
  ordering: Ordering,
  page: Page,
  fields?: FieldNames,
): Promise<Connection<GridRow>> {
  return findPage(em, listOf(condition, ordering, fields), page);
}

/** A page of such grids of each community, in one statement. */
export function findGridsOfCommunities(
  em: EntityManager,
  condition: RawBuilder<unknown>,
  ordering: Ordering,
  page: Page,
  communityIds: readonly number[],
  fields?: FieldNames,
): Promise<Map<number, Connection<GridRow>>> {
  return findPages(
    em,
    listOf(condition, ordering, fields),
    page,
    sql`g.community_id`,
    communityIds,
  );
}

/** Grids by id. */
export async function gridsById(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, GridRow>> {
  const { rows } = await sql<GridRow>`
    SELECT ${columnsFor(GRID)} FROM grid g WHERE g.id = ANY(${[...ids]}::int[])`.execute(
    em.getKysely(),
  );
  return new Map(rows.map((row) => [row.id, row]));
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
