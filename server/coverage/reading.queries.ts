import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { and } from '../lists/connection.ts';
import type { Box, Circle } from './engine/index.ts';
import { type FacilityTrial, facilityTable } from './facility-trial.ts';
import { packPoints, unpackPoints } from './packed.ts';
import type { ServicePoints } from './service-points.queries.ts';

/** Some communities with their resident cells, as they are judged together. */
export interface Part {
  /** Database ids, ascending; the other arrays go by them. */
  readonly ids: readonly number[];
  /** Service points in degrees; NaN where there is none. */
  readonly originLon: Float64Array;
  readonly originLat: Float64Array;
  /** Boundaries as GeoJSON text; null where there is none. */
  readonly boundaries: readonly (string | null)[];
  readonly cells: {
    readonly lon: Float64Array;
    readonly lat: Float64Array;
    readonly weight: Float64Array;
    /** Index in `ids`. */
    readonly community: Int32Array;
  };
  /** Each holds all that there is of a community, in degrees; without those that are nowhere. */
  readonly boxes: readonly Box[];
}

/** Active facilities in the order of their ids, which settles ties of distance. */
export interface Facilities {
  readonly id: Int32Array;
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  readonly kind: Int32Array;
}

interface CommunityRow {
  id: number;
  lon: number | null;
  lat: number | null;
  boundary: string | null;
  west: number | null;
  south: number | null;
  east: number | null;
  north: number | null;
}

/** Communities per part, at most: some megabytes at a time, however large the city. */
const MOST_PER_PART = 1_000;

/** Communities that are judged together. */
export interface PartIds {
  /** Code of their county. */
  readonly county: string;
  readonly ids: readonly number[];
}

/**
 * All communities, or those of some counties, in parts: by county, and no more than 1,000. A county is the
 * region of level COUNTY that a community lies in, else the topmost one.
 */
export async function findCountyParts(
  em: EntityManager,
  { ids, counties }: { ids?: readonly number[]; counties?: readonly string[] } = {},
): Promise<PartIds[]> {
  const where = [only(sql`c.id`, ids)];
  if (counties) where.push(sql`county.code = ANY(${[...counties]}::text[])`);
  const { rows } = await sql<{ county: string; ids: number[] }>`
    WITH RECURSIVE home (region_id, county_id) AS (
      SELECT id, id FROM region WHERE level = 'COUNTY' OR parent_id IS NULL
      UNION
      SELECT r.id, home.county_id FROM region r JOIN home ON r.parent_id = home.region_id
      WHERE r.level <> 'COUNTY'
    )
    SELECT county.code AS county, array_agg(c.id ORDER BY c.id) AS ids
    FROM community c JOIN home USING (region_id) JOIN region county ON county.id = home.county_id
    WHERE ${and(where)} GROUP BY county.code ORDER BY county.code`.execute(em.getKysely());
  return rows.flatMap(({ county, ids: all }) =>
    chunks(all, MOST_PER_PART).map((part) => ({ county, ids: part })),
  );
}

/** All communities, or some, in parts that are judged one by one. */
export async function findParts(
  em: EntityManager,
  ids: readonly number[] | undefined,
): Promise<(readonly number[])[]> {
  if (!ids) return (await findCountyParts(em)).map((part) => part.ids);
  if (ids.length <= MOST_PER_PART) return ids.length > 0 ? [ids] : [];
  return (await findCountyParts(em, { ids })).map((part) => part.ids);
}

/** Reads communities and their resident cells; service points of `moved` take the place of stored ones. */
export async function readPart(
  em: EntityManager,
  ids: readonly number[],
  moved?: ServicePoints,
): Promise<Part> {
  const { rows: stored } = await sql<CommunityRow>`
    SELECT id, ST_X(service_point) AS lon, ST_Y(service_point) AS lat,
      ST_AsGeoJSON(boundary, 15) AS boundary, ST_XMin(boundary) AS west,
      ST_YMin(boundary) AS south, ST_XMax(boundary) AS east, ST_YMax(boundary) AS north
    FROM community WHERE ${only(sql`id`, ids)} ORDER BY id`.execute(em.getKysely());
  const rows = stored.map((row) => ({ ...row, ...moved?.get(row.id) }));
  const cells = await readCells(em, ids);
  const index = new Map(rows.map(({ id }, i) => [id, i]));
  const community = cells.second.map((id) => index.get(id) as number);
  return {
    ids: rows.map(({ id }) => id),
    originLon: Float64Array.from(rows, ({ lon }) => lon ?? Number.NaN),
    originLat: Float64Array.from(rows, ({ lat }) => lat ?? Number.NaN),
    boundaries: rows.map(({ boundary }) => boundary),
    cells: {
      lon: cells.lon,
      lat: cells.lat,
      weight: Float64Array.from(cells.first),
      community,
    },
    boxes: boxesOf(rows, cells.lon, cells.lat, community),
  };
}

/** Resident cells of communities, with residents (`first`) and community id (`second`). */
async function readCells(
  em: EntityManager,
  ids: readonly number[],
): Promise<ReturnType<typeof unpackPoints>> {
  const packed = packPoints(sql`location`, sql`residents`, sql`community_id`, sql`id`);
  const { rows } = await sql<{ cells: Buffer | null }>`
    SELECT ${packed} AS cells FROM resident_cell WHERE ${only(sql`community_id`, ids)}`.execute(
    em.getKysely(),
  );
  return unpackPoints(rows[0]?.cells ?? null);
}

/** Active facilities of some kinds, as they are or on trial: those in a circle, and maybe a few around it; or all. */
export async function readFacilities(
  em: EntityManager,
  kindIds: readonly number[],
  circle: Circle | null,
  trial?: FacilityTrial,
): Promise<Facilities> {
  const packed = packPoints(sql`location`, sql`id`, sql`kind_id`, sql`id`);
  const { rows } = await sql<{ facilities: Buffer | null }>`
    SELECT ${packed} AS facilities FROM ${facilityTable(trial)}
    WHERE active AND kind_id = ANY(${[...kindIds]}::int[])
      AND ${circle ? isAround(sql`location`, circle) : sql`true`}`.execute(em.getKysely());
  const { lon, lat, first, second } = unpackPoints(rows[0]?.facilities ?? null);
  return { id: first, lon, lat, kind: second };
}

/** PostGIS's sphere and the spheroid differ by less than this share of a distance. */
export const SPHERE_ERROR = 0.01;

/** A geometry column surely lies in the circle, or may lie a little outside: fast, by the sphere. */
function isAround(column: RawBuilder<unknown>, { lon, lat, meters }: Circle): RawBuilder<unknown> {
  return sql`ST_DWithin(${column}::geography,
    ST_SetSRID(ST_MakePoint(${lon}::float8, ${lat}::float8), 4326)::geography,
    ${meters * (1 + SPHERE_ERROR)}::float8, false)`;
}

function boxesOf(
  rows: readonly CommunityRow[],
  cellLon: Float64Array,
  cellLat: Float64Array,
  cellCommunity: Int32Array,
): Box[] {
  const boxes = rows.map(({ lon, lat, west, south, east, north }) => [
    Math.min(lon ?? Infinity, west ?? Infinity),
    Math.min(lat ?? Infinity, south ?? Infinity),
    Math.max(lon ?? -Infinity, east ?? -Infinity),
    Math.max(lat ?? -Infinity, north ?? -Infinity),
  ]) as [number, number, number, number][];
  for (let i = 0; i < cellLon.length; i++) {
    const box = boxes[cellCommunity[i] as number] as (typeof boxes)[number];
    const [lon, lat] = [cellLon[i] as number, cellLat[i] as number];
    if (lon < box[0]) box[0] = lon;
    if (lat < box[1]) box[1] = lat;
    if (lon > box[2]) box[2] = lon;
    if (lat > box[3]) box[3] = lat;
  }
  return boxes.filter(([west, , east]) => west <= east);
}

function only(
  column: RawBuilder<unknown>,
  ids: readonly number[] | undefined,
): RawBuilder<unknown> {
  return ids ? sql`${column} = ANY(${[...ids]}::int[])` : and([]);
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}
