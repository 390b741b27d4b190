import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/orm.ts';

/** How large a synthetic province is. */
export interface WorldSize {
  /** Regions of level COUNTY, each with one city. */
  readonly counties: number;
  /** Communities of each city, of about 0.6 km². */
  readonly communitiesPerCounty: number;
  readonly plazas: number;
  readonly fitnessPaths: number;
  /** Resident cells of each community. */
  readonly cellsPerCommunity: number;
}

/** 20,000 communities, 200,000 facilities, 2,000,000 resident cells. */
export const PROVINCE: WorldSize = {
  counties: 100,
  communitiesPerCounty: 200,
  plazas: 60_000,
  fitnessPaths: 140_000,
  cellsPerCommunity: 100,
};

/** The province with this share (0–1) of its counties and facilities; the cities stay as dense as they are. */
export function provinceOf(share: number): WorldSize {
  const counties = Math.max(1, Math.round(PROVINCE.counties * share));
  const part = counties / PROVINCE.counties;
  return {
    ...PROVINCE,
    counties,
    plazas: Math.round(PROVINCE.plazas * part),
    fitnessPaths: Math.round(PROVINCE.fitnessPaths * part),
  };
}

/** Where the cities stand, in degrees: rows from the south-west corner, about 90 km apart. */
const SOUTH_WEST = [122, 43.5] as const;
const SPACING = [1.2, 0.8] as const;
/** Communities are about this wide and high: 775 m squared is 0.6 km². */
const COMMUNITY_METERS = 775;
const METERS_PER_DEGREE = 111_200;
/** Corners are moved by up to this share of a side; below a quarter, quadrilaterals stay convex. */
const CORNER_JITTER = 0.2;
/** Share of the facilities that lie in the country, up to so many kilometers from the city's middle. */
const RURAL_SHARE = 0.25;
const RURAL_METERS = 30_000;
/** Facilities of a city crowd around so many places, within some hundred meters. */
const HOTSPOTS = { plaza: 6, 'fitness-path': 16 };
const HOTSPOT_METERS = 450;
const MOST_RESIDENTS_PER_CELL = 30;

/**
 * Fills an empty, migrated database with a synthetic province: cities of quadrilateral communities in a
 * lattice with moved corners, whose service points lie on their surface; facilities that crowd in some
 * places and in some counties, so that a good share of the communities fails; resident cells all over
 * their communities. All positions are WGS 84.
 *
 * It is the same every time and everywhere: chance is a hash of what it is drawn for.
 */
export async function buildWorld({ orm }: Database, size: WorldSize): Promise<void> {
  await orm.em.fork().transactional(async (em) => {
    const indexes = await dropSpatialIndexes(em);
    await buildRegions(em, size);
    await buildCommunities(em, size);
    for (const { definition } of indexes.filter(({ table }) => table === 'community'))
      await sql.raw(definition).execute(em.getKysely());
    await buildFacilities(em, size, 'plaza', size.plazas);
    await buildFacilities(em, size, 'fitness-path', size.fitnessPaths);
    await buildCells(em, size);
    for (const { definition } of indexes.filter(({ table }) => table !== 'community'))
      await sql.raw(definition).execute(em.getKysely());
  });
  for (const table of ['region', 'community', 'facility', 'resident_cell'])
    await orm.em.getConnection().execute(`VACUUM ANALYZE ${table}`);
}

/** A number from 0 to 1 that depends on nothing but the key and the salt. */
function chance(key: string, salt: number): RawBuilder<number> {
  return sql.raw(
    `((hashint8extended((${key})::bigint, ${salt}) & 9007199254740991) / 9007199254740992.0::float8)`,
  );
}

/** Building an index at the end takes a fraction of the time that filling it row by row does. */
async function dropSpatialIndexes(
  em: EntityManager,
): Promise<{ name: string; table: string; definition: string }[]> {
  const db = em.getKysely();
  const { rows } = await sql<{ name: string; table: string; definition: string }>`
    SELECT indexname AS name, tablename AS table, indexdef AS definition FROM pg_indexes
    WHERE tablename IN ('community', 'facility', 'resident_cell') AND indexdef LIKE '%USING gist%'
    ORDER BY indexname`.execute(db);
  for (const { name } of rows) await sql`DROP INDEX ${sql.id(name)}`.execute(db);
  return rows;
}

/** Counties with the middle of their cities, in a square; the columns go on in the next row. */
async function buildRegions(em: EntityManager, { counties }: WorldSize): Promise<void> {
  const db = em.getKysely();
  const columns = sql.lit(Math.ceil(Math.sqrt(counties)));
  await sql`CREATE TEMP TABLE city ON COMMIT DROP AS
    SELECT county, 230000 + county AS code,
      ${sql.lit(SOUTH_WEST[0])} + (county % ${columns} + 0.4 * ${chance('county', 1)}) * ${sql.lit(SPACING[0])} AS lon,
      ${sql.lit(SOUTH_WEST[1])} + (county / ${columns} + 0.4 * ${chance('county', 2)}) * ${sql.lit(SPACING[1])} AS lat
    FROM generate_series(0, ${sql.lit(counties - 1)}) AS county`.execute(db);
  await sql`INSERT INTO region (code, level, name, name_en)
    SELECT code, 'COUNTY', '县' || county + 1, 'County ' || county + 1 FROM city ORDER BY county`.execute(
    db,
  );
}

async function buildCommunities(
  em: EntityManager,
  { communitiesPerCounty }: WorldSize,
): Promise<void> {
  const db = em.getKysely();
  const columns = Math.ceil(Math.sqrt(communitiesPerCounty));
  const side = sql.lit(COMMUNITY_METERS / METERS_PER_DEGREE);
  const moved = (salt: number): RawBuilder<unknown> =>
    sql`(${chance('(county * 1000 + i) * 1000 + j', salt)} * 2 - 1) * ${sql.lit(CORNER_JITTER)}`;
  await sql`CREATE TEMP TABLE corner ON COMMIT DROP AS
    SELECT county, i, j,
      lon + (i - ${sql.lit(columns / 2)} + ${moved(3)}) * ${side} / cos(radians(lat)) AS lon,
      lat + (j - ${sql.lit(columns / 2)} + ${moved(4)}) * ${side} AS lat
    FROM city, generate_series(0, ${sql.lit(columns)}) AS i, generate_series(0, ${sql.lit(columns)}) AS j`.execute(
    db,
  );
  // Corners are a = south-west, b = south-east, c = north-east, d = north-west.
  await sql`CREATE TEMP TABLE block ON COMMIT DROP AS
    SELECT city.county, n, city.code * 1000000::bigint + n / 50 * 1000 + n % 50 + 1001 AS code,
      a.lon AS ax, a.lat AS ay, b.lon AS bx, b.lat AS by, c.lon AS cx, c.lat AS cy, d.lon AS dx, d.lat AS dy
    FROM city CROSS JOIN generate_series(0, ${sql.lit(communitiesPerCounty - 1)}) AS n
    JOIN corner a ON (a.county, a.i, a.j) = (city.county, n % ${sql.lit(columns)}, n / ${sql.lit(columns)})
    JOIN corner b ON (b.county, b.i, b.j) = (a.county, a.i + 1, a.j)
    JOIN corner c ON (c.county, c.i, c.j) = (a.county, a.i + 1, a.j + 1)
    JOIN corner d ON (d.county, d.i, d.j) = (a.county, a.i, a.j + 1)`.execute(db);
  await sql`INSERT INTO community (code, name, region_id, boundary, service_point, service_point_origin)
    SELECT block.code, '社区' || block.code, region.id, shape, ST_PointOnSurface(shape), 'POLYGON'
    FROM block JOIN city USING (county) JOIN region ON region.code = city.code::text
    CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_Multi(ST_MakePolygon(ST_MakeLine(ARRAY[
      ST_MakePoint(ax, ay), ST_MakePoint(bx, by), ST_MakePoint(cx, cy), ST_MakePoint(dx, dy),
      ST_MakePoint(ax, ay)]))), 4326) AS shape) AS drawn
    ORDER BY block.code`.execute(db);
}

/** Counties in the south have more of everything; a city has most of it around a few places. */
async function buildFacilities(
  em: EntityManager,
  { counties, communitiesPerCounty }: WorldSize,
  kind: 'plaza' | 'fitness-path',
  count: number,
): Promise<void> {
  const salt = kind === 'plaza' ? 100 : 200;
  const extent = sql.lit(Math.sqrt(communitiesPerCounty) * COMMUNITY_METERS);
  const hotspot = 'county * 1000 + spot';
  const bell = sql`${sql.lit(HOTSPOT_METERS)} * sqrt(-2 * ln(1 - ${chance('n', salt + 1)}))`;
  const turn = sql`2 * pi() * ${chance('n', salt + 2)}`;
  const rural = (draw: number): RawBuilder<unknown> =>
    sql`(${chance('n', salt + draw)} * 2 - 1) * ${sql.lit(RURAL_METERS)}`;
  const urban = (draw: number): RawBuilder<unknown> =>
    sql`(${chance(hotspot, salt + draw)} - 0.5) * ${extent}`;
  await sql`INSERT INTO facility (code, name, kind_id, location, community_id)
    SELECT ${kind} || '-' || n, ${kind} || ' ' || n, kind.id, location,
      (SELECT c.id FROM community c WHERE ST_Covers(c.boundary, location) ORDER BY c.id LIMIT 1)
    FROM (
      SELECT n, floor(${sql.lit(counties)} * ${chance('n', salt + 3)} ^ 2)::integer AS county,
        floor(${sql.lit(HOTSPOTS[kind])} * ${chance('n', salt + 4)} ^ 1.5)::integer AS spot,
        ${chance('n', salt + 5)} < ${sql.lit(RURAL_SHARE)} AS is_rural
      FROM generate_series(1, ${sql.lit(count)}) AS n
    ) AS drawn
    JOIN city USING (county)
    CROSS JOIN LATERAL (SELECT
      CASE WHEN is_rural THEN ${rural(6)} ELSE ${urban(7)} + ${bell} * cos(${turn}) END AS east,
      CASE WHEN is_rural THEN ${rural(8)} ELSE ${urban(9)} + ${bell} * sin(${turn}) END AS north
    ) AS moved
    CROSS JOIN LATERAL (SELECT ST_SetSRID(ST_MakePoint(
      lon + east / ${sql.lit(METERS_PER_DEGREE)} / cos(radians(lat)),
      lat + north / ${sql.lit(METERS_PER_DEGREE)}), 4326) AS location) AS placed
    CROSS JOIN facility_kind AS kind WHERE kind.code = ${kind} ORDER BY n`.execute(em.getKysely());
}

/** Cells anywhere between the four corners of their community. */
async function buildCells(em: EntityManager, { cellsPerCommunity }: WorldSize): Promise<void> {
  const cell = 'c.id * 10000::bigint + k';
  const between = (a: string, b: string, c: string, d: string): RawBuilder<unknown> =>
    sql.raw(`(1 - u) * (1 - v) * ${a} + u * (1 - v) * ${b} + u * v * ${c} + (1 - u) * v * ${d}`);
  await sql`INSERT INTO resident_cell (code, community_id, location, residents, modelled)
    SELECT c.code || '-' || k, c.id,
      ST_SetSRID(ST_MakePoint(${between('ax', 'bx', 'cx', 'dx')}, ${between('ay', 'by', 'cy', 'dy')}), 4326),
      1 + floor(${chance(cell, 12)} * ${sql.lit(MOST_RESIDENTS_PER_CELL)}), true
    FROM block JOIN community c ON c.code = block.code::text
    CROSS JOIN generate_series(1, ${sql.lit(cellsPerCommunity)}) AS k
    CROSS JOIN LATERAL (SELECT ${chance(cell, 10)} AS u, ${chance(cell, 11)} AS v) AS inside
    ORDER BY c.id, k`.execute(em.getKysely());
}
