import { type Map as MapLibreMap, MercatorCoordinate, type PaddingOptions } from 'maplibre-gl';
import { useEffect } from 'react';
import type { BBox, Position } from '../view/view.ts';
import { onTravel, replaceView, viewStore } from '../view/viewStore.ts';
import { type CameraTarget, cameraStore } from './camera.ts';
import { cameraOf, fitHome, isAtHome } from './homeView.ts';
import { freeMiddle, mapPadding } from './padding.ts';

/** Width of a vector tile at its own zoom, in pixels. */
const TILE_PIXELS = 512;

/** A target should take up this much of the free map in one direction. */
const LEAST_SHARE = 0.3;

/** Keeps address bar and camera the same, and moves the camera to its targets. A view without a
 * place is the box `home`. */
export function useCamera(map: MapLibreMap | null, home: BBox | null | undefined): void {
  useEffect(() => {
    if (!map) return;
    const record = () => replaceView(cameraOf(map));
    const recordMove = () => {
      if (viewStore.get().center || !isAtHome(map)) record();
    };
    const follow = () => {
      const target = cameraStore.get();
      // A link to what is in view already shall show it in the same place.
      if (target && isShown(map, target)) record();
      else if (target) moveCamera(map, target);
      cameraStore.set(null);
    };
    map.on('moveend', recordMove);
    // A panel may have been there before the map.
    follow();
    const stops = [
      cameraStore.subscribe(follow),
      onTravel(({ center, zoom }) => {
        if (center) map.jumpTo({ center, zoom: zoom ?? map.getZoom() });
        else if (home) fitHome(map, home);
      }),
      () => map.off('moveend', recordMove),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [map, home]);
}

/** Whether a target wants no move: a box that is well in view already. */
function isShown(map: MapLibreMap, target: CameraTarget): boolean {
  return 'bbox' in target && target.gentle === true && isWellInView(map, target.bbox, mapPadding());
}

function moveCamera(map: MapLibreMap, target: CameraTarget): void {
  const options = {
    padding: mapPadding(),
    animate: mayMove(),
    duration: 500,
  };
  if ('bbox' in target) {
    map.fitBounds(target.bbox, { ...options, maxZoom: target.maxZoom });
  } else centreOn(map, target.position, target.minZoom);
}

/**
 * Brings a place to the middle of what is free, at least as close as `minZoom`. Not by the map's own
 * padding: that stays, moves whatever comes later, and leaves tiles out at the edge.
 */
function centreOn(map: MapLibreMap, at: Position, minZoom: number): void {
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
