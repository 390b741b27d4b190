import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import { PALETTE } from '../stage/palette.ts';

export const LAND_SOURCE = 'land';

/** Below this zoom the land behind the city shows. */
const LAND_ZOOM = 9;

/** The world's land, for views from afar. */
export function landLayer(): LayerSpecification {
  return {
    id: 'land',
    type: 'fill',
    source: LAND_SOURCE,
    maxzoom: LAND_ZOOM,
    paint: { 'fill-color': PALETTE.paper, 'fill-antialias': true },
  };
}

/** Loads the land when it is first seen. */
export function useLand(map: MapLibreMap | null): void {
  useEffect(() => {
    if (!map) return;
    const show = () => {
      if (map.getZoom() >= LAND_ZOOM) return;
      map.off('zoomend', show);
      void import('./land.ts')
        .then((land) => land.loadLand())
        .then((data) => map.getSource<GeoJSONSource>(LAND_SOURCE)?.setData(data));
    };
    map.on('zoomend', show);
    show();
    return () => void map.off('zoomend', show);
  }, [map]);
}
