import type { Map as MapLibreMap } from 'maplibre-gl';

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
