import type { Map as MapLibreMap } from 'maplibre-gl';
import { createStore } from '../shared/store.ts';

declare global {
  interface Window {
    /**
     * The map, for tests and for pages that embed this one. `idle()` resolves when everything asked
     * for has been drawn.
     */
    jinlin?: { map: MapLibreMap; idle(): Promise<void> };
  }
}

/** Puts the map at `window.jinlin`. */
export function exposeMap(map: MapLibreMap): void {
  const idle = () =>
    new Promise<void>((resolve) => {
      void map.once('idle', () => resolve());
      map.triggerRepaint();
    });
  window.jinlin = { map, idle };
}

/** The map once its style has loaded, for the hooks of this folder that panels use. */
export const mapStore = createStore<MapLibreMap | null>(null);
