import type { Map as MapLibreMap } from 'maplibre-gl';

declare global {
  interface Window {
    /** What the web exposes of its map; see `web/stage/expose.ts`. */
    jinlin?: { map: MapLibreMap; idle(): Promise<void> };
  }
}
