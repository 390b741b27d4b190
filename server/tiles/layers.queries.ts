import type { EntityManager } from '@mikro-orm/postgresql';
import type { Geometry, MultiPolygon } from 'geojson';
import { sql } from 'kysely';
import { circleAround } from '../coverage/engine/index.ts';
import type { Collection } from '../ogc/collections.queries.ts';
import { globalId } from '../shared/ids.ts';
import { clipped, type TileAddress, type TileRow, tileBounds, tileBox } from './tiles.queries.ts';

/** What a tile holds of one layer, with all properties. */
export async function findLayerRows(
  em: EntityManager,
  layer: Collection,
  tile: TileAddress,
): Promise<TileRow[]> {
  const { id: name, idPrefix, key, from, where, geometry, radiusMeters, properties } = layer;
  const columns = Object.entries(properties).map(
    ([property, { column }]) => sql`${column} AS ${sql.id(property)}`,
  );
  const shape =
    radiusMeters === undefined
      ? clipped(geometry, tileBox(tile))
      : sql`ST_AsGeoJSON(${geometry}, 7)::jsonb`;
  const { rows } = await sql<{ __key: number; __shape: Geometry | null }>`
    SELECT ${key} AS "__key", ${shape} AS "__shape", ${sql.join(columns)}
    FROM ${from} WHERE ${where} AND ${layer.isNear(tileBounds(tile))} ORDER BY ${key}`.execute(
    em.getKysely(),
  );
  return rows.flatMap(({ __key, __shape, ...rest }) => {
    const geometry = radiusMeters === undefined ? __shape : circle(__shape, radiusMeters);
    if (!geometry) return [];
    const properties = { id: globalId(idPrefix, __key), ...rest };
    return [{ layer: name, feature: { type: 'Feature', id: __key, properties, geometry } }];
  });
}

function circle(center: Geometry | null, radiusMeters: number): MultiPolygon | null {
  if (center?.type !== 'Point') return null;
  const [lon = 0, lat = 0] = center.coordinates;
  const coordinates = circleAround(lon, lat, radiusMeters);
  return coordinates && { type: 'MultiPolygon', coordinates };
}
