import type { EntityManager } from '@mikro-orm/postgresql';
import type { Position } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import { boxesAround } from '../../shared/boxes-around.ts';
import { BadUserInputError, NotFoundError } from '../../shared/errors.ts';
import {
  type BBox,
  parseBBox,
  parseMeters,
  parsePolygonal,
  parsePosition,
} from '../../shared/geo-input.ts';
import { localId } from '../../shared/ids.ts';
import {
  boxOf,
  envelopeOf,
  pointOf,
  shapeOf,
  touchesBox,
  validityOf,
} from '../../shared/shapes.ts';
import { type LoaderContext, load } from '../loader.ts';
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

/** The columns that are compared: the shape, and what distances are measured from. */
export interface SpatialColumns {
  readonly shape: Sql;
  readonly measured: Sql;
  /** Whether distances are measured from polygons; from points unless given. */
  readonly isPolygonal?: true;
}

/** The spatial conditions of a filter. @throws BAD_USER_INPUT, NOT_FOUND naming what is wrong */
export async function spatialConditions(
  context: LoaderContext,
  columns: SpatialColumns,
  filter: SpatialFilter,
  path: string,
): Promise<Sql[]> {
  const { shape } = columns;
  const { bbox, contains, withinDistance } = filter;
  const where: Sql[] = [];
  if (bbox != null) where.push(touchesBox(shape, parseBBox(bbox, `${path}.bbox`)));
  if (contains != null) {
    where.push(sql`ST_Covers(${shape}, ${pointOf(parsePosition(contains, `${path}.contains`))})`);
  }
  const [intersects, within, distance] = await Promise.all([
    parseShape(context, filter.intersects, `${path}.intersects`),
    parseShape(context, filter.within, `${path}.within`),
    withinDistance ? isWithin(context, columns, withinDistance, `${path}.withinDistance`) : null,
  ]);
  if (intersects) where.push(sql`ST_Intersects(${shape}, ${intersects})`);
  if (within) where.push(sql`ST_CoveredBy(${shape}, ${within})`);
  if (distance) where.push(distance);
  return where;
}

/**
 * A GeoJSON (multi)polygon as a geometry, checked in form and topology. As a subquery it is read once for a
 * statement; a prepared statement would read its text again for each row.
 */
async function parseShape(
  context: LoaderContext,
  value: unknown,
  path: string,
): Promise<Sql | null> {
  if (value == null) return null;
  const text = JSON.stringify(parsePolygonal(value, path));
  const reason = await load(context, validityOf, text);
  if (reason !== 'Valid Geometry') {
    throw new BadUserInputError(path, `is not a valid polygon: ${reason} (longitude latitude).`);
  }
  return sql`(SELECT ${shapeOf(text)})`;
}

/** Wider than needed: PostGIS draws edges as geodesics, which leave the box of a shape by some meters. */
const BOX_MARGIN_METERS = 100;

/** What distances are measured from. */
interface Origin {
  readonly geometry: Sql;
  /** Null for a community without a boundary: nothing is within any distance of it. */
  readonly box: BBox | null;
  /** A position of it, to find out quickly what surely is near. */
  readonly vertex: Position | null;
}

/**
 * Whether what is measured lies within a distance. A box leaves out what is far, by index; polygons whose first
 * vertex is near are in; only what remains is measured from shape to shape. @source PostGIS ST_DWithin (geography)
 */
async function isWithin(
  context: LoaderContext,
  { measured, isPolygonal }: SpatialColumns,
  filter: DistanceFilter,
  path: string,
): Promise<Sql> {
  const meters = parseMeters(filter.meters, `${path}.meters`, FARTHEST_METERS);
  const { geometry, box, vertex } = await originOf(context, filter, path);
  if (!box || !vertex) return sql`FALSE`;
  const near = boxesAround(box, meters + BOX_MARGIN_METERS).map(
    (around) => sql`${measured} && ${envelopeOf(around)}`,
  );
  const within = (from: Sql, to: Sql): Sql =>
    sql`ST_DWithin((${from})::geography, (${to})::geography, ${meters})`;
  const exactly = within(measured, geometry);
  const surely = within(firstVertex(measured), pointOf(vertex));
  const close = isPolygonal ? sql`(${surely} OR ${exactly})` : exactly;
  return sql`((${sql.join(near, sql` OR `)}) AND ${close})`;
}

/** @throws BAD_USER_INPUT, NOT_FOUND naming what is wrong */
async function originOf(
  context: LoaderContext,
  { point, facility, community }: DistanceFilter,
  path: string,
): Promise<Origin> {
  const given = [point, facility, community].filter((origin) => origin != null);
  if (given.length !== 1) {
    throw new BadUserInputError(path, 'give one of `point`, `facility` and `community`.');
  }
  if (facility != null) return findOrigin(context, 'facility', facility, `${path}.facility`);
  if (community != null) return findOrigin(context, 'community', community, `${path}.community`);
  const position = parsePosition(point, `${path}.point`);
  const [lon = 0, lat = 0] = position;
  return { geometry: pointOf(position), box: [lon, lat, lon, lat], vertex: position };
}

const SHAPES = { facility: sql`location`, community: sql`boundary` };
const VERTICES = {
  facility: sql`location`,
  community: firstVertex(sql`boundary`),
};
const FINDERS = {
  facility: (em: EntityManager, ids: readonly number[]) => findOrigins(em, 'facility', ids),
  community: (em: EntityManager, ids: readonly number[]) => findOrigins(em, 'community', ids),
};

/** The place of a facility, or the boundary of a community. @throws BAD_USER_INPUT, NOT_FOUND naming it */
async function findOrigin(
  context: LoaderContext,
  type: 'facility' | 'community',
  globalId: string,
  path: string,
): Promise<Origin> {
  const id = localId(type, globalId, path);
  const found = await load(context, FINDERS[type], id);
  if (!found)
    throw new NotFoundError(path, `${path}: there is no ${type} with the id ${globalId}.`);
  return {
    ...found,
    geometry: sql`(SELECT ${SHAPES[type]} FROM ${sql.table(type)} WHERE id = ${id})`,
  };
}

async function findOrigins(
  em: EntityManager,
  type: 'facility' | 'community',
  ids: readonly number[],
): Promise<Map<number, Pick<Origin, 'box' | 'vertex'>>> {
  const shape = SHAPES[type];
  const { rows } = await sql<{ id: number; box: BBox | null; vertex: Position | null }>`
    SELECT id, ${boxOf(shape)} AS box,
      CASE WHEN vertex IS NOT NULL THEN ARRAY[ST_X(vertex), ST_Y(vertex)] END AS vertex
    FROM ${sql.table(type)}, LATERAL (SELECT ${VERTICES[type]} AS vertex) first WHERE id = ANY(${[...ids]}::int[])`.execute(
    em.getKysely(),
  );
  return new Map(rows.map(({ id, ...origin }) => [id, origin]));
}

/** The first position of a multipolygon's outline. */
function firstVertex(multipolygon: Sql): Sql {
  return sql`ST_PointN(ST_ExteriorRing(ST_GeometryN(${multipolygon}, 1)), 1)`;
}
