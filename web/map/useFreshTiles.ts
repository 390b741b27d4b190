import type { Map as MapLibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import { whenOnline } from '../offline/online.ts';
import { registerWorker, whenFirstControlled } from '../offline/register.ts';
import { DEEPEST_TILES, HUB_SOURCE, tileUrls } from './style.ts';

/** Asks again for the tiles that are shown when the network is back, and sees to it that they are kept
 * for when it is away. */
export function useFreshTiles(map: MapLibreMap | null): void {
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
}

/** Asks for the tiles from the page, so that the service worker sees them: not every browser lets it
 * take charge of the map's worker, which was there before it. */
function keepShownTiles(map: MapLibreMap, kept: Set<string>): void {
  const [template = ''] = tileUrls();
  for (const { canonical } of map.coveringTiles({ tileSize: 512, maxzoom: DEEPEST_TILES })) {
    const { z, x, y } = canonical;
    const url = template.replace('{z}', `${z}`).replace('{x}', `${x}`).replace('{y}', `${y}`);
    if (kept.has(url)) continue;
    kept.add(url);
    void fetch(url).catch(() => kept.delete(url));
  }
}
