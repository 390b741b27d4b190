import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../context.ts';
import { BadUserInputError, NotFoundError } from '../errors.ts';
import { parseBBox, parseMeters, parsePolygonal, parsePosition } from '../geo-input.ts';
import { localId } from '../ids.ts';
import { load } from '../loader.ts';
import { pointOf, shapeOf, touchesBox, validityOf } from '../shapes.ts';
import { type DistanceFilter, FARTHEST_METERS } from './distance.input.ts';

type Sql = RawBuilder<unknown>;

/** What a filter may ask of where something lies. */
export interface SpatialFilter {
  bbox?: unknown;
  intersects?: unknown;
  within?: unknown;
  contains?: unknown;
  withinDistance?: DistanceFilter | null;
}

/** The columns that are asked: the shape, and what distances are measured from. */
export interface SpatialColumns {
  readonly shape: Sql;
  readonly measured: Sql;
}

/** The spatial conditions of a filter. @throws BAD_USER_INPUT, NOT_FOUND naming what is wrong */
export async function spatialConditions(
  context: Context,
  { shape, measured }: SpatialColumns,
  filter: SpatialFilter,
  path: string,
): Promise<Sql[]> {
  const { bbox, contains, withinDistance } = filter;
  const where: Sql[] = [];
  if (bbox != null) where.push(touchesBox(shape, parseBBox(bbox, `${path}.bbox`)));
  if (contains != null) {
    where.push(sql`ST_Covers(${shape}, ${pointOf(parsePosition(contains, `${path}.contains`))})`);
  }
  const [intersects, within, distance] = await Promise.all([
    parseShape(context, filter.intersects, `${path}.intersects`),
    parseShape(context, filter.within, `${path}.within`),
    withinDistance ? isWithin(context, measured, withinDistance, `${path}.withinDistance`) : null,
  ]);
  if (intersects) where.push(sql`ST_Intersects(${shape}, ${intersects})`);
  if (within) where.push(sql`ST_CoveredBy(${shape}, ${within})`);
  if (distance) where.push(distance);
  return where;
}

/** A GeoJSON (multi)polygon as a geometry, checked in form and topology. */
async function parseShape(context: Context, value: unknown, path: string): Promise<Sql | null> {
  if (value == null) return null;
  const text = JSON.stringify(parsePolygonal(value, path));
  const reason = await load(context, validityOf, text);
  if (reason !== 'Valid Geometry') {
    throw new BadUserInputError(path, `is not a valid polygon: ${reason} (longitude latitude).`);
  }
  return shapeOf(text);
}

async function isWithin(
  context: Context,
  column: Sql,
  { point, facility, community, meters }: DistanceFilter,
  path: string,
): Promise<Sql> {
  const given = [point, facility, community].filter((origin) => origin != null);
  if (given.length !== 1) {
    throw new BadUserInputError(path, 'give one of `point`, `facility` and `community`.');
  }
  const most = parseMeters(meters, `${path}.meters`, FARTHEST_METERS);
  const reaches = (origin: Sql): Sql =>
    sql`ST_DWithin(${column}::geography, ${origin}::geography, ${most})`;
  if (facility != null) {
    const id = await demand(context, 'facility', facility, `${path}.facility`);
    return reaches(sql`(SELECT location FROM facility WHERE id = ${id})`);
  }
  if (community != null) {
    const id = await demand(context, 'community', community, `${path}.community`);
    return reaches(sql`(SELECT boundary FROM community WHERE id = ${id})`);
  }
  return reaches(pointOf(parsePosition(point, `${path}.point`)));
}

const KNOWN = {
  facility: (em: EntityManager, ids: readonly number[]) => known(em, sql`facility`, ids),
  community: (em: EntityManager, ids: readonly number[]) => known(em, sql`community`, ids),
};

/** The database id of something that exists. @throws BAD_USER_INPUT, NOT_FOUND naming it */
async function demand(
  context: Context,
  type: 'facility' | 'community',
  globalId: string,
  path: string,
): Promise<number> {
  const id = localId(type, globalId, path);
  if (await load(context, KNOWN[type], id)) return id;
  throw new NotFoundError(path, `${path}: there is no ${type} with the id ${globalId}.`);
}

async function known(
  em: EntityManager,
  table: Sql,
  ids: readonly number[],
): Promise<Map<number, true>> {
  const { rows } = await sql<{
    id: number;
  }>`SELECT id FROM ${table} WHERE id = ANY(${[...ids]}::int[])`.execute(em.getKysely());
  return new Map(rows.map(({ id }) => [id, true]));
}
