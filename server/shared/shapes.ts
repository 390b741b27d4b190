import type { EntityManager } from '@mikro-orm/postgresql';
import type { MultiPolygon, Position } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import { BadUserInputError } from './errors.ts';
import { type BBox, parsePolygonal } from './geo-input.ts';

/**
 * Coordinates are rounded to 9 decimals (a tenth of a millimeter) on their way out: what is judged is what is shown,
 * so that a distance worked out from an answer is the one in it, to the millimeter.
 */
const DECIMALS = 9;

/** A column of polygons as the text of GeoJSON, for `jsonText`. */
export function polygonText(column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`ST_AsGeoJSON(ST_ForcePolygonCCW(${column}), ${sql.lit(DECIMALS)})`;
}

/** A column of points as the text of GeoJSON, for `jsonText`. */
export function pointText(column: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`ST_AsGeoJSON(${column}, ${sql.lit(DECIMALS)})`;
}

/** The bounding box of a geometry column, as `[west, south, east, north]`; null of null. */
export function boxOf(column: RawBuilder<unknown>): RawBuilder<unknown> {
  const edges = ['ST_XMin', 'ST_YMin', 'ST_XMax', 'ST_YMax'].map(
    (edge) => sql`round(${sql.raw(edge)}(${column})::numeric, ${sql.lit(DECIMALS)})::float8`,
  );
  return sql`CASE WHEN ${column} IS NOT NULL THEN ARRAY[${sql.join(edges)}] END`;
}

/** A geometry column touches the box; a box without width or height is a line or a point. */
export function touchesBox(column: RawBuilder<unknown>, bbox: BBox): RawBuilder<unknown> {
  const [west, south, east, north] = bbox;
  const diagonal = sql`ST_MakeLine(${pointOf([west, south])}, ${pointOf([east, north])})`;
  return sql`ST_Intersects(${column}, ST_Envelope(${diagonal}))`;
}

/** A bounding box as a PostGIS geometry, for `&&`. */
export function envelopeOf(bbox: BBox): RawBuilder<unknown> {
  const [west, south, east, north] = bbox.map((degrees) => sql`${degrees}::float8`);
  return sql`ST_MakeEnvelope(${west}, ${south}, ${east}, ${north}, 4326)`;
}

/** A position as a PostGIS geometry. */
export function pointOf([longitude, latitude]: Position): RawBuilder<unknown> {
  return sql`ST_SetSRID(ST_MakePoint(${longitude}::float8, ${latitude}::float8), 4326)`;
}

/** A GeoJSON geometry, as text, as a PostGIS geometry. */
export function shapeOf(geojson: string): RawBuilder<unknown> {
  return sql`ST_SetSRID(ST_GeomFromGeoJSON(${geojson}), 4326)`;
}

/** Checks a GeoJSON (multi)polygon in form and, by PostGIS, in topology. @throws BAD_USER_INPUT naming `field` */
export async function parseShape(
  em: EntityManager,
  value: unknown,
  field: string,
): Promise<MultiPolygon | undefined> {
  if (value == null) return undefined;
  const shape = parsePolygonal(value, field);
  const text = JSON.stringify(shape);
  const reason = (await validityOf(em, [text])).get(text);
  if (reason !== 'Valid Geometry') {
    throw new BadUserInputError(field, `is not a valid polygon: ${reason} (longitude latitude).`);
  }
  return shape;
}

/** What PostGIS says of the topology of GeoJSON geometries: `Valid Geometry`, or what is wrong and where. */
export async function validityOf(
  em: EntityManager,
  geojsons: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ geojson: string; reason: string }>`
    SELECT geojson, ST_IsValidReason(ST_GeomFromGeoJSON(geojson)) AS reason
    FROM unnest(${[...geojsons]}::text[]) AS geojson`.execute(em.getKysely());
  return new Map(rows.map(({ geojson, reason }) => [geojson, reason]));
}
