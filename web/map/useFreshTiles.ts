import type { Map as MapLibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import { whenOnline } from '../offline/online.ts';
import { whenFirstControlled } from '../offline/register.ts';
import { HUB_SOURCE } from './style.ts';

/** Asks again for the tiles that are shown: when the network is back, and when a service worker comes
 * that has not seen them pass. */
export function useFreshTiles(map: MapLibreMap | null): void {
  useEffect(() => {
    if (!map) return;
    const refresh = () => map.refreshTiles(HUB_SOURCE);
    const stops = [whenOnline(refresh), whenFirstControlled(refresh)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [map]);
}
