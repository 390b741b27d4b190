import type { Map as MapLibreMap } from 'maplibre-gl';

declare global {
  interface Window {
    /** What the web exposes of its map; see `web/map/expose.ts`. */
    jinlin?: { map: MapLibreMap; idle(): Promise<void> };
  }
}
