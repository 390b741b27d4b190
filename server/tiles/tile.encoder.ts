import { type GeoJSONVTTile, geoJSONToTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { TileAddress, TileRow } from './tiles.queries.ts';

const EXTENT = 4096;
/** Lines are thinned by at most this many units of the extent: not to be seen on a screen. */
const TOLERANCE = 2;

/** Encodes a tile as MVT 2 with one layer for each layer name; null when nothing is in it. */
export function encodeTile(rows: readonly TileRow[], { z, x, y }: TileAddress): Uint8Array | null {
  const layers: Record<string, GeoJSONVTTile> = {};
  for (const [name, members] of Map.groupBy(rows, ({ layer }) => layer)) {
    const features = members.map(({ feature }) => feature);
    const tile = geoJSONToTile({ type: 'FeatureCollection', features }, z, x, y, {
      extent: EXTENT,
      buffer: 64,
      tolerance: TOLERANCE,
      clip: true,
    });
    if (tile && tile.features.length > 0) layers[name] = tile;
  }
  return Object.keys(layers).length === 0
    ? null
    : fromGeojsonVt(layers, { version: 2, extent: EXTENT });
}
