import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Facility } from '../../db/entities/facility.ts';
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
import { pointText } from '../shared/shapes.ts';
import { FACILITY_FIELDS } from './facility.fields.ts';

/** A facility as it is read. */
export type FacilityRow = Omit<Facility, 'kind' | 'community' | 'location' | 'updatedAt'> & {
  kindId: number;
  /** RFC 3339, UTC. */
  updatedAt: string;
  communityId: number | null;
  /** GeoJSON text; undefined where it was not read along. */
  location?: string;
};

const FACILITY = rowColumns(FACILITY_FIELDS, sql`f.id`, {
  access: ['communityId'],
  history: [],
  worth: ['kindId', 'active'],
});
const COLUMNS = columnsFor(FACILITY);

function listOf(
  condition: RawBuilder<unknown>,
  ordering: Ordering,
  fields: FieldNames | undefined,
): List {
  return {
    columns: columnsFor(FACILITY, fields),
    cursors: wantsCursors(fields),
    from: sql`facility f`,
    id: sql`f.id`,
    where: [condition],
    ordering,
  };
}

/** Facilities that meet a condition over `facility f`, a page of them; of each row only the fields selected. */
export function findFacilities(
  em: EntityManager,
  condition: RawBuilder<unknown>,
  ordering: Ordering,
  page: Page,
  fields?: FieldNames,
): Promise<Connection<FacilityRow>> {
  return findPage(em, listOf(condition, ordering, fields), page);
}

/** A page of such facilities of each community, in one statement. */
export function findFacilitiesOfCommunities(
  em: EntityManager,
  condition: RawBuilder<unknown>,
  ordering: Ordering,
  page: Page,
  communityIds: readonly number[],
  fields?: FieldNames,
): Promise<Map<number, Connection<FacilityRow>>> {
  return findPages(
    em,
    listOf(condition, ordering, fields),
    page,
    sql`f.community_id`,
    communityIds,
  );
}

/** Facilities by id, retired ones too. */
export async function facilitiesById(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, FacilityRow>> {
  const { rows } = await sql<FacilityRow>`
    SELECT ${COLUMNS} FROM facility f WHERE f.id = ANY(${[...ids]}::int[])`.execute(em.getKysely());
  return new Map(rows.map((row) => [row.id, row]));
}

/** Locations as GeoJSON by facility id. */
export async function locationsOf(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, JsonText | null>> {
  const { rows } = await sql<{ id: number; point: string }>`
    SELECT id, ${pointText(sql`location`)} AS point FROM facility
    WHERE id = ANY(${[...ids]}::int[])`.execute(em.getKysely());
  return new Map(rows.map(({ id, point }) => [id, jsonText(point)]));
}

/** All active facilities in the order of their ids, for judging in the browser. */
export async function findPositions(
  em: EntityManager,
): Promise<{ id: number; name: string; kind: string; lon: number; lat: number }[]> {
  const { rows } = await sql<{ id: number; name: string; kind: string; lon: number; lat: number }>`
    SELECT f.id, f.name, k.code AS kind, ST_X(f.location) AS lon, ST_Y(f.location) AS lat
    FROM facility f JOIN facility_kind k ON k.id = f.kind_id
    WHERE f.active ORDER BY f.id`.execute(em.getKysely());
  return rows;
}

/** Number of active facilities of each kind. */
export async function facilityCounts(em: EntityManager): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; count: number }>`
    SELECT kind_id AS id, count(*)::int AS count FROM facility WHERE active GROUP BY kind_id`.execute(
    em.getKysely(),
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}
