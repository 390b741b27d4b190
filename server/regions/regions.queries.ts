import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Region } from '../../db/entities/region.ts';
import type { Context } from '../access/context.ts';
import { rowColumns } from '../lists/columns.ts';
import { type Connection, findPage, type Ordering } from '../lists/connection.ts';
import { load } from '../lists/loader.ts';
import type { Page } from '../lists/page.ts';
import { columnsFor } from '../lists/selection.ts';
import { NotFoundError } from '../shared/errors.ts';
import type { BBox } from '../shared/geo-input.ts';
import { boxOf } from '../shared/shapes.ts';
import { REGION_FIELDS } from './region.fields.ts';

/** A region as it is read, with the id of its parent. */
export type RegionRow = Omit<Region, 'parent' | 'boundary'> & { parentId: number | null };

const COLUMNS = columnsFor(rowColumns(REGION_FIELDS, sql`r.id`, {}));

/** Regions that meet a condition over `region r`, a page of them. */
export function findRegions(
  em: EntityManager,
  condition: RawBuilder<unknown>,
  ordering: Ordering,
  page: Page,
): Promise<Connection<RegionRow>> {
  const from = sql`region r`;
  return findPage(
    em,
    { columns: COLUMNS, from, id: sql`r.id`, where: [condition], ordering },
    page,
  );
}

/** The id of a region by its code, looked up with all others of the request. @throws NOT_FOUND naming `field` */
export async function requireRegion(
  context: Context,
  code: string,
  field: string,
): Promise<number> {
  const id = await load(context, regionIds, code.replaceAll('\0', ''));
  if (id !== null) return id;
  throw new NotFoundError(
    field,
    `${field}: there is no region with the code ${JSON.stringify(code.slice(0, 40))}; the query \`regions\` lists them.`,
  );
}

async function regionIds(
  em: EntityManager,
  codes: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: number; code: string }>`
    SELECT id, code FROM region WHERE code = ANY(${[...codes]}::text[])`.execute(em.getKysely());
  return new Map(rows.map(({ id, code }) => [code, id]));
}

/** The ids of a region and of everything below it, as a subquery. */
export function regionAndBelow(regionId: number): RawBuilder<unknown> {
  return sql`(WITH RECURSIVE below AS (
      SELECT id FROM region WHERE id = ${regionId}
      UNION SELECT child.id FROM region child JOIN below ON child.parent_id = below.id
    ) SELECT id FROM below)`;
}

/** Regions by id. */
export async function regionsById(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, RegionRow>> {
  const { rows } = await sql<RegionRow>`
    SELECT ${COLUMNS} FROM region r WHERE r.id = ANY(${[...ids]}::int[])`.execute(em.getKysely());
  return new Map(rows.map((row) => [row.id, row]));
}

/** Number of communities in each region and below it. */
export async function communityCounts(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; count: number }>`
    WITH RECURSIVE below AS (
      SELECT id AS top, id FROM region WHERE id = ANY(${[...ids]}::int[])
      UNION SELECT below.top, child.id FROM region child JOIN below ON child.parent_id = below.id
    )
    SELECT below.top AS id, count(c.id)::int AS count
    FROM below LEFT JOIN community c ON c.region_id = below.id GROUP BY below.top`.execute(
    em.getKysely(),
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Bounding boxes of regions that have a boundary. */
export async function regionBoxes(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, BBox>> {
  const { rows } = await sql<{ id: number; bbox: BBox }>`
    SELECT id, ${boxOf(sql`boundary`)} AS bbox
    FROM region WHERE id = ANY(${[...ids]}::int[]) AND boundary IS NOT NULL`.execute(
    em.getKysely(),
  );
  return new Map(rows.map(({ id, bbox }) => [id, bbox]));
}
