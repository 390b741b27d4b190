import type { EntityManager } from '@mikro-orm/postgresql';
import type { MultiPolygon } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import type { Grid } from '../../db/entities/grid.ts';
import {
  type Connection,
  findPage,
  findPages,
  type List,
  type Ordering,
} from '../shared/connection.ts';
import type { Page } from '../shared/page.ts';
import { asGeoJSON } from '../shared/shapes.ts';

/** A grid as it is read, without its geometry, which is read only when asked for. */
export type GridRow = Omit<Grid, 'community' | 'boundary'> & { communityId: number };

const COLUMNS = sql`g.id, g.code, g.name, g.name_en AS "nameEn", g.community_id AS "communityId",
  g.households, g.residents, g.status`;

function listOf(condition: RawBuilder<unknown>, ordering: Ordering): List {
  return { columns: COLUMNS, from: sql`grid g`, id: sql`g.id`, where: [condition], ordering };
}

/** Grids that meet a condition over `grid g`, a page of them. */
export function findGrids(
  em: EntityManager,
  condition: RawBuilder<unknown>,
  ordering: Ordering,
  page: Page,
): Promise<Connection<GridRow>> {
  return findPage(em, listOf(condition, ordering), page);
}

/** A page of such grids of each community, in one statement. */
export function findGridsOfCommunities(
  em: EntityManager,
  condition: RawBuilder<unknown>,
  ordering: Ordering,
  page: Page,
  communityIds: readonly number[],
): Promise<Map<number, Connection<GridRow>>> {
  return findPages(em, listOf(condition, ordering), page, sql`g.community_id`, communityIds);
}

/** Grids by id. */
export async function gridsById(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, GridRow>> {
  const { rows } = await sql<GridRow>`
    SELECT ${COLUMNS} FROM grid g WHERE g.id = ANY(${[...ids]}::int[])`.execute(em.getKysely());
  return new Map(rows.map((row) => [row.id, row]));
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
