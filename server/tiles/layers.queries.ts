import type { EntityManager } from '@mikro-orm/postgresql';
import type { Geometry } from 'geojson';
import { sql } from 'kysely';
import type { Collection } from '../ogc/collections.queries.ts';
import { globalId } from '../shared/ids.ts';
import { clipped, type TileAddress, type TileRow, tileBounds, tileBox } from './tiles.queries.ts';

/** What a tile holds of one layer, with all properties. */
export async function findLayerRows(
  em: EntityManager,
  layer: Collection,
  tile: TileAddress,
): Promise<TileRow[]> {
  const { id: name, idPrefix, key, from, where, geometry, touches, properties } = layer;
  const columns = Object.entries(properties).map(
    ([property, { column }]) => sql`${column} AS ${sql.id(property)}`,
  );
  const { rows } = await sql<{ __key: number; __shape: Geometry | null }>`
    SELECT ${key} AS "__key", ${clipped(geometry, tileBox(tile))} AS "__shape", ${sql.join(columns)}
    FROM ${from} WHERE ${where} AND (${touches([tileBounds(tile)])}) ORDER BY ${key}`.execute(
    em.getKysely(),
  );
  return rows.flatMap(({ __key, __shape, ...rest }) => {
    if (!__shape) return [];
    const properties = { id: globalId(idPrefix, __key), ...rest };
    return [
      { layer: name, feature: { type: 'Feature', id: __key, properties, geometry: __shape } },
    ];
  });
}
