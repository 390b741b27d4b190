import type { Map as MapLibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import { whenOnline } from '../hub/offline/online.ts';
import { registerWorker, whenControlled, whenFirstControlled } from '../hub/offline/register.ts';
import { DEEPEST_TILES, HUB_SOURCE, tileUrls } from '../stage/sources.ts';
import type { BBox } from '../view/view.ts';
import { cityTiles, type TileAddress } from './cityTiles.ts';

/** So many tiles of the whole city are kept in any case: where closer ones are missing, the map
 * enlarges them. */
const CITY_TILES = 9;

/** Asks again for the tiles that are shown when the network is back, and sees to it that they and the
 * whole city are kept for when it is away. */
export function useFreshTiles(map: MapLibreMap | null, city: BBox | null | undefined): void {
  useEffect(() => {
    if (!map) return;
    // Only now, lest keeping everything delays the first view.
    const register = () => void registerWorker();
    void map.once('idle', register);
    const kept = new Set<string>();
    const keep = () => keepShownTiles(map, kept);
    const stops = [
      whenOnline(() => map.refreshTiles(HUB_SOURCE)),
      whenFirstControlled(() => {
        keep();
        map.on('idle', keep);
      }),
      () => map.off('idle', keep),
      () => map.off('idle', register),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [map]);

  useEffect(() => {
    if (!map || !city) return;
    let stop = () => {};
    const keep = () => {
      stop = whenControlled(() => keepTiles(cityTiles(city, CITY_TILES, DEEPEST_TILES), new Set()));
    };
    void map.once('idle', keep);
    return () => {
      map.off('idle', keep);
      stop();
    };
  }, [map, city]);
}

/** Asks for the tiles from the page, so that the service worker sees them: not every browser lets it
 * take charge of the map's worker, which was there before it. */
function keepShownTiles(map: MapLibreMap, kept: Set<string>): void {
  const shown = map.coveringTiles({ tileSize: 512, maxzoom: DEEPEST_TILES });
  keepTiles(
    shown.map(({ canonical }) => canonical),
    kept,
  );
}

function keepTiles(tiles: readonly TileAddress[], kept: Set<string>): void {
  const [template = ''] = tileUrls();
  for (const { z, x, y } of tiles) {
    const url = template.replace('{z}', `${z}`).replace('{x}', `${x}`).replace('{y}', `${y}`);
    if (kept.has(url)) continue;
    kept.add(url);
    void fetch(url).catch(() => kept.delete(url));
  }
}
