import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Community } from '../../db/entities/community.ts';
import { type Connection, findPage } from '../shared/connection.ts';
import type { BBox } from '../shared/geo-input.ts';
import { type JsonText, jsonText } from '../shared/json-text.ts';
import type { Page } from '../shared/page.ts';
import { columnsFor, type FieldNames, type RowColumns, wantsCursors } from '../shared/selection.ts';
import { boxOf, pointText, polygonText } from '../shared/shapes.ts';
import type { CommunityOrdering } from './community-order.queries.ts';

/** A community as it is read. */
export type CommunityRow = Omit<Community, 'region' | 'boundary' | 'servicePoint'> & {
  regionId: number;
  /** GeoJSON text; undefined where it was not read along. */
  boundary?: string | null;
  /** GeoJSON text; undefined where it was not read along. */
  servicePoint?: string | null;
};

const COMMUNITY: RowColumns = {
  keys: { id: sql`c.id` },
  fields: {
    regionId: sql`c.region_id`,
    code: sql`c.code`,
    name: sql`c.name`,
    nameSimplified: sql`c.name_simplified`,
    nameEn: sql`c.name_en`,
    population: sql`c.population`,
    households: sql`c.households`,
    populationDate: sql`c.population_date`,
    servicePointOrigin: sql`c.service_point_origin`,
    version: sql`c.version`,
    reviewed: sql`c.reviewed`,
    areaSquareMeters: sql`c.area_square_meters`,
  },
  shapes: {
    boundary: polygonText(sql`c.boundary`),
    servicePoint: pointText(sql`c.service_point`),
  },
  needs: {
    region: ['regionId'],
    bbox: [],
    coverage: [],
    coverages: [],
    facilities: [],
    grids: [],
    access: [],
  },
};
const COLUMNS = columnsFor(COMMUNITY);

/** Communities that meet a condition over `community c`, a page of them; of each row only what is asked for. */
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

/** Bounding boxes by community id. */
export async function communityBoxes(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, BBox>> {
  const { rows } = await sql<{ id: number; bbox: BBox }>`
    SELECT id, ${boxOf(sql`boundary`)} AS bbox
    FROM community WHERE id = ANY(${[...ids]}::int[]) AND boundary IS NOT NULL`.execute(
    em.getKysely(),
  );
  return new Map(rows.map(({ id, bbox }) => [id, bbox]));
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

/**
 * Stores the service points of communities: where their active service station stands (the lowest id
 * of several), else a point on the surface of the boundary, else none. All communities unless `ids`.
 */
export async function refreshServicePoints(
  em: EntityManager,
  ids?: readonly number[],
): Promise<void> {
  const only = ids ? sql`WHERE c.id = ANY(${[...ids]}::int[])` : sql``;
  await sql`
    UPDATE community SET service_point = found.point, service_point_origin = found.origin
    FROM (
      SELECT c.id, coalesce(station.location, ST_PointOnSurface(c.boundary)) AS point,
        CASE WHEN station.location IS NOT NULL THEN 'SERVICE_STATION'
             WHEN c.boundary IS NOT NULL THEN 'POLYGON' END AS origin
      FROM community c LEFT JOIN LATERAL (
        SELECT f.location FROM facility f JOIN facility_kind k ON k.id = f.kind_id
        WHERE f.community_id = c.id AND f.active AND k.code = 'service-station'
        ORDER BY f.id LIMIT 1
      ) station ON true ${only}
    ) found
    WHERE community.id = found.id`.execute(em.getKysely());
}
