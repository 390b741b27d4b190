import type { Map as MapLibreMap, PaddingOptions } from 'maplibre-gl';
import { useEffect } from 'react';
import { isPhone, sheetStore } from '../layout/sheet.ts';
import { onTravel, replaceView } from '../view/viewStore.ts';
import { type CameraTarget, cameraStore } from './camera.ts';

/** Keeps address bar and camera the same, and fulfils wishes to look somewhere. */
export function useCamera(map: MapLibreMap | null): void {
  useEffect(() => {
    if (!map) return;
    const write = () => {
      const { lng, lat } = map.getCenter();
      replaceView({ center: [lng, lat], zoom: map.getZoom() });
    };
    const follow = () => {
      const target = cameraStore.get();
      if (target) look(map, target);
      cameraStore.set(null);
    };
    follow();
    map.on('moveend', write);
    const stops = [
      cameraStore.subscribe(follow),
      onTravel(({ center, zoom }) => {
        if (center) map.jumpTo({ center, zoom: zoom ?? map.getZoom() });
      }),
      () => map.off('moveend', write),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [map]);
}

/** Room that panels take from the map, in pixels. */
export function mapPadding(): PaddingOptions {
  const margin = isPhone() ? 20 : 48;
  const bottom = isPhone() ? Math.min(sheetStore.get().height, innerHeight * 0.6) : 0;
  return { top: margin, left: margin, right: margin, bottom: bottom + margin };
}

function look(map: MapLibreMap, target: CameraTarget): void {
  const options = {
    padding: mapPadding(),
    animate: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    duration: 500,
    retainPadding: false,
  };
  if ('bbox' in target) map.fitBounds(target.bbox, { ...options, maxZoom: target.maxZoom });
  else {
    map.easeTo({
      ...options,
      center: target.position,
      zoom: Math.max(map.getZoom(), target.minZoom),
    });
  }
}
