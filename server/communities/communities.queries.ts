import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Community } from '../../db/entities/community.ts';
import { rowColumns } from '../lists/columns.ts';
import { type Connection, findPage } from '../lists/connection.ts';
import type { Page } from '../lists/page.ts';
import { columnsFor, type FieldNames, wantsCursors } from '../lists/selection.ts';
import { type JsonText, jsonText } from '../shared/json-text.ts';
import { pointText, polygonText } from '../shared/shapes.ts';
import { COMMUNITY_FIELDS } from './community.fields.ts';
import type { CommunityOrdering } from './community-order.queries.ts';

/** A community as it is read. */
export type CommunityRow = Omit<Community, 'region' | 'boundary' | 'servicePoint'> & {
  regionId: number;
  /** GeoJSON text; undefined where it was not read along. */
  boundary?: string | null;
  /** GeoJSON text; undefined where it was not read along. */
  servicePoint?: string | null;
};

const COMMUNITY = rowColumns(COMMUNITY_FIELDS, sql`c.id`, {
  bbox: [],
  coverage: [],
  coverages: [],
  facilities: [],
  grids: [],
  access: [],
});
const COLUMNS = columnsFor(COMMUNITY);

/** Communities that meet a condition over `community c`, a page of them; of each row only the fields selected. */
export function findCommunities(
  em: EntityManager,
  condition: RawBuilder<unknown>,
  { ordering, join }: CommunityOrdering,
  page: Page,
  fields?: FieldNames,
): Promise<Connection<CommunityRow>> {
  const from = sql`community c ${join}`;
  const columns = columnsFor(COMMUNITY, fields);
  const cursors = wantsCursors(fields);
  const list = { columns, cursors, from, id: sql`c.id`, where: [condition], ordering };
  return findPage(em, list, page);
}

/** The community with this id or code, or null. */
export async function findCommunity(
  em: EntityManager,
  key: { id: number } | { code: string },
): Promise<CommunityRow | null> {
  const where = 'id' in key ? sql`c.id = ${key.id}` : sql`c.code = ${key.code}`;
  const { rows } =
    await sql<CommunityRow>`SELECT ${COLUMNS} FROM community c WHERE ${where}`.execute(
      em.getKysely(),
    );
  return rows[0] ?? null;
}

/** Communities by id. */
export async function communitiesById(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, CommunityRow>> {
  const { rows } = await sql<CommunityRow>`
    SELECT ${COLUMNS} FROM community c WHERE c.id = ANY(${[...ids]}::int[])`.execute(
    em.getKysely(),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Boundaries as GeoJSON by community id. */
export async function boundariesOf(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, JsonText | null>> {
  const { rows } = await sql<{ id: number; shape: string }>`
    SELECT id, ${polygonText(sql`boundary`)} AS shape FROM community
    WHERE id = ANY(${[...ids]}::int[]) AND boundary IS NOT NULL`.execute(em.getKysely());
  return new Map(rows.map(({ id, shape }) => [id, jsonText(shape)]));
}

/** Service points as GeoJSON by community id. */
export async function servicePointsOf(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, JsonText | null>> {
  const { rows } = await sql<{ id: number; point: string }>`
    SELECT id, ${pointText(sql`service_point`)} AS point FROM community
    WHERE id = ANY(${[...ids]}::int[]) AND service_point IS NOT NULL`.execute(em.getKysely());
  return new Map(rows.map(({ id, point }) => [id, jsonText(point)]));
}

/** The community whose boundary holds the point; the lowest id where boundaries overlap; or null. */
export async function communityAt(
  em: EntityManager,
  point: RawBuilder<unknown>,
): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    SELECT id FROM community WHERE ST_Covers(boundary, ${point}) ORDER BY id LIMIT 1`.execute(
    em.getKysely(),
  );
  return rows[0]?.id ?? null;
}
