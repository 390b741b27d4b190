import { type Map as MapLibreMap, MercatorCoordinate, type PaddingOptions } from 'maplibre-gl';
import { useEffect } from 'react';
import { isPhone, sheetStore } from '../layout/sheet.ts';
import type { BBox, Position } from '../view/view.ts';
import { onTravel, replaceView } from '../view/viewStore.ts';
import { type CameraTarget, cameraStore } from './camera.ts';

/** Height of the row of buttons above a phone's sheet, in pixels. */
const PHONE_BUTTONS = 60;

/** Width of a vector tile at its own zoom, in pixels. */
const TILE_PIXELS = 512;

/** What is asked for should take up this much of the free map in one direction. */
const LEAST_SHARE = 0.3;

/** Keeps address bar and camera the same, and fulfils wishes to look somewhere. A view without a
 * place is the whole city, `home`. */
export function useCamera(map: MapLibreMap | null, home: BBox | null | undefined): void {
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
        else if (home) look(map, { bbox: home, maxZoom: 16 });
      }),
      () => map.off('moveend', write),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [map, home]);
}

/** Room that panels take from the map, in pixels. */
export function mapPadding(): PaddingOptions {
  const margin = isPhone() ? 20 : 48;
  const sheet = isPhone()
    ? Math.min(sheetStore.get().height, innerHeight * 0.55) + PHONE_BUTTONS
    : 0;
  return { top: margin, left: margin, right: margin, bottom: sheet + margin };
}

function look(map: MapLibreMap, target: CameraTarget): void {
  const options = {
    padding: mapPadding(),
    animate: mayMove(),
    duration: 500,
  };
  if ('bbox' in target) {
    if (target.gentle && isWellInView(map, target.bbox, options.padding)) return;
    map.fitBounds(target.bbox, { ...options, maxZoom: target.maxZoom });
  } else centreOn(map, target.position, target.minZoom);
}

/** The middle of what the panels leave free of the map, in pixels. */
export function freeMiddle(map: MapLibreMap): [x: number, y: number] {
  const { clientWidth, clientHeight } = map.getContainer();
  const { top = 0, right = 0, bottom = 0, left = 0 } = mapPadding();
  return [(left + clientWidth - right) / 2, (top + clientHeight - bottom) / 2];
}

/**
 * Brings a place to the middle of what is free, at least as close as `minZoom`. Not by the map's own
 * padding: that stays, moves whatever comes later, and leaves tiles out at the edge.
 */
export function centreOn(map: MapLibreMap, at: Position, minZoom: number): void {
  const zoom = Math.max(map.getZoom(), minZoom);
  const { clientWidth, clientHeight } = map.getContainer();
  const [x, y] = freeMiddle(map);
  const worldPixels = TILE_PIXELS * 2 ** zoom;
  const place = MercatorCoordinate.fromLngLat(at);
  const middle = new MercatorCoordinate(
    place.x + (clientWidth / 2 - x) / worldPixels,
    place.y + (clientHeight / 2 - y) / worldPixels,
  );
  map.easeTo({ center: middle.toLngLat(), zoom, animate: mayMove(), duration: 500 });
}

function mayMove(): boolean {
  return !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Whether a box lies inside what the panels leave free, and is not tiny there. */
function isWellInView(map: MapLibreMap, [west, south, east, north]: BBox, padding: PaddingOptions) {
  const { clientWidth, clientHeight } = map.getContainer();
  const { top = 0, right = 0, bottom = 0, left = 0 } = padding;
  const northWest = map.project([west, north]);
  const southEast = map.project([east, south]);
  const inside =
    northWest.x >= left / 2 &&
    northWest.y >= top / 2 &&
    southEast.x <= clientWidth - right / 2 &&
    southEast.y <= clientHeight - bottom;
  const share = Math.max(
    (southEast.x - northWest.x) / (clientWidth - left - right),
    (southEast.y - northWest.y) / (clientHeight - top - bottom),
  );
  return inside && share > LEAST_SHARE;
}
