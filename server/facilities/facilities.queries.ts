import type { EntityManager } from '@mikro-orm/postgresql';
import type { Point } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import type { Facility } from '../../db/entities/facility.ts';
import {
  type Connection,
  findPage,
  findPages,
  type List,
  type Ordering,
} from '../shared/connection.ts';
import { instant } from '../shared/instant.ts';
import type { Page } from '../shared/page.ts';
import { asGeoJSON } from '../shared/shapes.ts';

/** A facility as it is read. */
export type FacilityRow = Omit<Facility, 'kind' | 'community' | 'location' | 'updatedAt'> & {
  kindId: number;
  /** RFC 3339, UTC. */
  updatedAt: string;
  communityId: number | null;
};

const COLUMNS = sql`f.id, f.code, f.name, f.name_simplified AS "nameSimplified",
  f.kind_id AS "kindId", f.community_id AS "communityId", f.active, f.version, f.address,
  f.opening, f.note, f.attributes, f.source,
  ${instant('f.updated_at')} AS "updatedAt"`;

function listOf(condition: RawBuilder<unknown>, ordering: Ordering): List {
  return {
    columns: COLUMNS,
    from: sql`facility f`,
    id: sql`f.id`,
    where: [condition],
    ordering,
  };
}

/** Facilities that meet a condition over `facility f`, a page of them. */
export function findFacilities(
  em: EntityManager,
  condition: RawBuilder<unknown>,
  ordering: Ordering,
  page: Page,
): Promise<Connection<FacilityRow>> {
  return findPage(em, listOf(condition, ordering), page);
}

/** A page of such facilities of each community, in one statement. */
export function findFacilitiesOfCommunities(
  em: EntityManager,
  condition: RawBuilder<unknown>,
  ordering: Ordering,
  page: Page,
  communityIds: readonly number[],
): Promise<Map<number, Connection<FacilityRow>>> {
  return findPages(em, listOf(condition, ordering), page, sql`f.community_id`, communityIds);
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
): Promise<Map<number, Point>> {
  const { rows } = await sql<{ id: number; point: Point }>`
    SELECT id, ${asGeoJSON(sql`location`)} AS point FROM facility
    WHERE id = ANY(${[...ids]}::int[])`.execute(em.getKysely());
  return new Map(rows.map(({ id, point }) => [id, point]));
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
