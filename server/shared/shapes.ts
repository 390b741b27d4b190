import type { EntityManager } from '@mikro-orm/postgresql';
import type { MultiPolygon } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import { BadUserInputError } from './errors.ts';
import { type BBox, parsePolygonal } from './geo-input.ts';
import { pointOf } from './near.input.ts';

/** Coordinates are rounded to 7 decimals (a centimeter) on their way out. */
const DECIMALS = 7;

/** A column of polygons as the text of GeoJSON, for `jsonText`. */
export function polygonText(column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`ST_AsGeoJSON(ST_ForcePolygonCCW(${column}), ${sql.lit(DECIMALS)})`;
}

/** A column of points as the text of GeoJSON, for `jsonText`. */
export function pointText(column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`ST_AsGeoJSON(${column}, ${sql.lit(DECIMALS)})`;
}

/** A geometry column touches the box; a box without width or height is a line or a point. */
export function touchesBox(column: RawBuilder<unknown>, bbox: BBox): RawBuilder<unknown> {
  const [west, south, east, north] = bbox;
  const diagonal = sql`ST_MakeLine(${pointOf([west, south])}, ${pointOf([east, north])})`;
  return sql`ST_Intersects(${column}, ST_Envelope(${diagonal}))`;
}

/** A geometry column touches the shape. */
export function touchesShape(
  column: RawBuilder<unknown>,
  shape: MultiPolygon,
): RawBuilder<unknown> {
  return sql`ST_Intersects(${column}, ${shapeOf(shape)})`;
}

/** Checks a GeoJSON (multi)polygon in form and, by PostGIS, in topology. @throws BAD_USER_INPUT naming `field` */
export async function parseShape(
  em: EntityManager,
  value: unknown,
  field: string,
): Promise<MultiPolygon | undefined> {
  if (value == null) return undefined;
  const shape = parsePolygonal(value, field);
  const { rows } = await sql<{ reason: string }>`
    SELECT ST_IsValidReason(${shapeOf(shape)}) AS reason`.execute(em.getKysely());
  const reason = rows[0]?.reason ?? 'unknown';
  if (reason !== 'Valid Geometry') {
    throw new BadUserInputError(field, `is not a valid polygon: ${reason} (longitude latitude).`);
  }
  return shape;
}

function shapeOf(shape: MultiPolygon): RawBuilder<unknown> {
  return sql`ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(shape)}), 4326)`;
}
