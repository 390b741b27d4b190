import { type EntityManager, IsolationLevel } from '@mikro-orm/postgresql';
import type { Geometry, Position } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import { circleAround } from '../coverage/engine/index.ts';
import { getDataVersion } from '../hub/hub.queries.ts';
import { globalId } from '../shared/ids.ts';
import { boxOf, pointText, polygonText } from '../shared/shapes.ts';
import type { Collection } from './collections.queries.ts';
import type { ItemsRequest } from './items.input.ts';
import type { Reference } from './reference.ts';

/** A feature, with its key in the order of its collection. */
export interface Feature {
  type: 'Feature';
  id: string;
  geometry: Geometry | null;
  properties: Record<string, unknown>;
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

/**
 * Does all reading of an answer on one state of the data, and says which that is: its data version.
 */
export async function onOneState<T>(
  em: EntityManager,
  read: (tx: EntityManager) => Promise<T>,
): Promise<T & { dataVersion: string }> {
  return em.transactional(
    async (tx) => {
      const dataVersion = await getDataVersion(tx);
      return { ...(await read(tx)), dataVersion };
    },
    { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
  );
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

/** One feature by its key, or null. */
export async function findItem(
  em: EntityManager,
  collection: Collection,
  key: number,
  reference: Reference,
): Promise<Feature | null> {
  const { from, where } = collection;
  const { rows } = await sql<Row>`SELECT ${columns(collection)} FROM ${from}
    WHERE ${where} AND ${collection.key} = ${key}`.execute(em.getKysely());
  return rows[0] ? featureOf(collection, rows[0], reference) : null;
}

/** Where a collection lies and when it changed. */
export interface Extent {
  readonly bbox: number[] | null;
  readonly interval: [string, string] | null;
}

/** The extents of collections, in one statement. Circles reach beyond their centres; theirs are not counted. */
export async function findExtents(
  em: EntityManager,
  collections: readonly Collection[],
): Promise<Map<string, Extent>> {
  const each = collections.map(({ id, from, where, geometry, time }) => {
    const at = (end: RawBuilder<unknown>) =>
      time ? sql`to_char(${end} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')` : sql`NULL`;
    return sql`SELECT ${id}::text AS id, ${boxOf(sql`extent`)} AS bbox, earliest, latest FROM (
      SELECT ST_Extent(${geometry}) AS extent, ${at(sql`min(${time ?? sql`NULL`})`)} AS earliest,
        ${at(sql`max(${time ?? sql`NULL`})`)} AS latest
      FROM ${from} WHERE ${where}) whole`;
  });
  const { rows } = await sql<{
    id: string;
    bbox: number[] | null;
    earliest: string | null;
    latest: string | null;
  }>`${sql.join(each, sql` UNION ALL `)}`.execute(em.getKysely());
  return new Map(
    rows.map(({ id, bbox, earliest, latest }) => [
      id,
      { bbox, interval: earliest && latest ? [earliest, latest] : null },
    ]),
  );
}

function columns({
  key,
  geometry,
  geometryType,
  radiusMeters,
  properties,
}: Collection): RawBuilder<unknown> {
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
  const stored: Geometry | null = __shape === null ? null : JSON.parse(__shape);
  const geometry =
    stored?.type === 'Point' && radiusMeters !== undefined
      ? circle(stored.coordinates, radiusMeters)
      : stored;
  return {
    type: 'Feature',
    id: globalId(idPrefix, __key),
    geometry: geometry && inReference(geometry, reference),
    properties,
  };
}

/** The circle of a geodesic radius, in degrees to seven decimals. */
function circle([lon, lat]: Position, radiusMeters: number): Geometry {
  const ring = circleAround(lon as number, lat as number, radiusMeters);
  const rounded = ring.map((position) =>
    position.map((degrees) => Math.round(degrees * 1e7) / 1e7),
  );
  return { type: 'Polygon', coordinates: [rounded] };
}

function inReference(geometry: Geometry, { fromHub }: Reference): Geometry {
  const convert = (value: unknown[]): unknown[] =>
    typeof value[0] === 'number'
      ? fromHub(value as Position)
      : value.map((each) => convert(each as unknown[]));
  if (!('coordinates' in geometry)) return geometry;
  return { ...geometry, coordinates: convert(geometry.coordinates) } as Geometry;
}
