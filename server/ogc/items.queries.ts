import type { EntityManager } from '@mikro-orm/postgresql';
import type { MultiPolygon, Point, Position } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import { circleAround } from '../coverage/engine/index.ts';
import { globalId } from '../shared/ids.ts';
import { pointText, polygonText } from '../shared/shapes.ts';
import type { Collection } from './collection.ts';
import type { ItemsRequest } from './items.input.ts';
import type { Reference } from './reference.ts';

/** A feature as it is read. */
export interface Feature {
  readonly id: string;
  /** GeoJSON text in the system of the request; null where there is no geometry. */
  readonly shape: string | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A page of features. */
export interface Items {
  readonly features: Feature[];
  readonly matched: number;
  /** The key to go on after; undefined on the last page. */
  readonly next: number | undefined;
}

interface Row {
  __key: number;
  __shape: string | null;
  [property: string]: unknown;
}

/** The features of a request, by key. */
export async function findItems(
  em: EntityManager,
  collection: Collection,
  { limit, after, condition, reference }: ItemsRequest,
): Promise<Items> {
  const { key, from } = collection;
  const beyond = after === undefined ? sql`TRUE` : sql`${key} > ${after}::int`;
  const { rows } = await sql<Row>`SELECT ${columns(collection)} FROM ${from}
    WHERE ${condition} AND ${beyond} ORDER BY ${key} LIMIT ${limit + 1}`.execute(em.getKysely());
  const { rows: counts } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM ${from} WHERE ${condition}`.execute(em.getKysely());
  const kept = rows.slice(0, limit);
  return {
    features: kept.map((row) => featureOf(collection, row, reference)),
    matched: counts[0]?.count ?? 0,
    next: rows.length > limit ? kept.at(-1)?.__key : undefined,
  };
}

/** The feature with this id, or null. */
export async function findItem(
  em: EntityManager,
  collection: Collection,
  id: string,
  reference: Reference,
): Promise<Feature | null> {
  const { from, where, idPrefix } = collection;
  const key = new RegExp(`^${idPrefix}_([1-9]\\d{0,8})$`).exec(id)?.[1];
  if (key === undefined) return null;
  const { rows } = await sql<Row>`SELECT ${columns(collection)} FROM ${from}
    WHERE ${where} AND ${collection.key} = ${Number(key)}`.execute(em.getKysely());
  return rows[0] ? featureOf(collection, rows[0], reference) : null;
}

function columns(collection: Collection): RawBuilder<unknown> {
  const { key, geometry, geometryType, radiusMeters, properties } = collection;
  const isPoint = geometryType === 'Point' || radiusMeters !== undefined;
  const shape = isPoint ? pointText(geometry) : polygonText(geometry);
  return sql.join([
    sql`${key} AS "__key"`,
    sql`${shape} AS "__shape"`,
    ...Object.entries(properties).map(([name, { column }]) => sql`${column} AS ${sql.id(name)}`),
  ]);
}

function featureOf(
  { idPrefix, radiusMeters }: Collection,
  { __key, __shape, ...properties }: Row,
  reference: Reference,
): Feature {
  const shape = __shape && radiusMeters !== undefined ? circle(__shape, radiusMeters) : __shape;
  return {
    id: globalId(idPrefix, __key),
    shape: shape && inReference(shape, reference),
    properties,
  };
}

/** The text of a circle around a point, in degrees to seven decimals; null where it is no shape. */
function circle(center: string, radiusMeters: number): string | null {
  const [lon = 0, lat = 0] = (JSON.parse(center) as Point).coordinates;
  const coordinates = circleAround(lon, lat, radiusMeters)?.map((rings) =>
    rings.map((ring) => ring.map(([x, y]) => [sevenDecimals(x), sevenDecimals(y)])),
  );
  return coordinates ? JSON.stringify({ type: 'MultiPolygon', coordinates }) : null;
}

function sevenDecimals(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

/** The text of a geometry in a system; that of the hub's own stays as the database wrote it. */
function inReference(shape: string, { isStorage, fromHub }: Reference): string {
  if (isStorage) return shape;
  const { type, coordinates } = JSON.parse(shape) as Point | MultiPolygon;
  const convert = (value: readonly unknown[]): unknown[] =>
    typeof value[0] === 'number'
      ? fromHub(value as Position)
      : value.map((each) => convert(each as unknown[]));
  return JSON.stringify({ type, coordinates: convert(coordinates) });
}
