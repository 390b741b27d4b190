import type { EntityManager } from '@mikro-orm/postgresql';
import type { Geometry, Position } from 'geojson';
import { sql } from 'kysely';
import { circleAround } from '../coverage/engine/index.ts';
import { type Collection, findCollections } from '../ogc/collections.queries.ts';
import { NotFoundError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import { clipped, type TileAddress, type TileRow, tileBox } from './tiles.queries.ts';

/** The layer with this id: they are the collections of OGC API – Features. @throws NOT_FOUND */
export async function getLayer(em: EntityManager, id: string): Promise<Collection> {
  const layers = await findCollections(em);
  const found = layers.find((layer) => layer.id === id);
  if (found) return found;
  const known = layers.map((layer) => layer.id).join(', ');
  throw new NotFoundError('layer', `There is no layer ${id.slice(0, 40)}; there are: ${known}.`);
}

/** What a tile holds of one layer, with all properties. */
export async function findLayerRows(
  em: EntityManager,
  layer: Collection,
  tile: TileAddress,
): Promise<TileRow[]> {
  const { id: name, idPrefix, key, from, where, geometry, radiusMeters, properties } = layer;
  const box = tileBox(tile);
  const isInTile =
    radiusMeters === undefined
      ? sql`${geometry} && ${box}`
      : sql`ST_DWithin(${geometry}::geography, ${box}::geography, ${radiusMeters}::float8)`;
  const shape =
    radiusMeters === undefined ? clipped(geometry, box) : sql`ST_AsGeoJSON(${geometry}, 7)::jsonb`;
  const columns = Object.entries(properties).map(
    ([property, { column }]) => sql`${column} AS ${sql.id(property)}`,
  );
  const { rows } = await sql<{ __key: number; __shape: Geometry | null }>`
    SELECT ${key} AS "__key", ${shape} AS "__shape", ${sql.join(columns)}
    FROM ${from} WHERE ${where} AND ${isInTile} ORDER BY ${key}`.execute(em.getKysely());
  return rows.flatMap(({ __key, __shape, ...rest }) => {
    const id = globalId(idPrefix, __key);
    const drawn = radiusMeters === undefined ? __shape : circle(__shape, radiusMeters);
    if (!drawn) return [];
    return [
      {
        layer: name,
        feature: { type: 'Feature', id: __key, properties: { id, ...rest }, geometry: drawn },
      },
    ];
  });
}

function circle(center: Geometry | null, radiusMeters: number): Geometry | null {
  if (center?.type !== 'Point') return null;
  const [lon, lat] = center.coordinates as Position;
  return {
    type: 'Polygon',
    coordinates: [circleAround(lon as number, lat as number, radiusMeters)],
  };
}
