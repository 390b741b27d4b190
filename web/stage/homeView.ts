import type { Map as MapLibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import type { BBox, Position } from '../view/view.ts';
import { viewStore } from '../view/viewStore.ts';
import { homePadding } from './padding.ts';

interface Camera {
  readonly center: Position;
  readonly zoom: number;
}

/** What two cameras may differ by and are still the same: degrees, and levels of zoom. */
const SAME = 1e-6;

/** The camera that the map was opened with or fitted to; null before. */
let home: Camera | null = null;
let isFitting = false;

/** Fits the map to the box that a view without a place stands for. */
export function fitHome(map: MapLibreMap, box: BBox): void {
  const camera = map.cameraForBounds(box, { padding: homePadding() });
  if (!camera) return;
  isFitting = true;
  map.jumpTo(camera);
  isFitting = false;
  home = cameraOf(map);
}

/** Whether the map is where it was opened or fitted, so that its place need not be part of the view. */
export function isAtHome(map: MapLibreMap): boolean {
  if (isFitting || !home) return isFitting;
  const { center, zoom } = cameraOf(map);
  const differences = [center[0] - home.center[0], center[1] - home.center[1], zoom - home.zoom];
  return differences.every((difference) => Math.abs(difference) < SAME);
}

/**
 * Keeps a map that nobody has moved fitted to a box, whatever size its frame takes: fonts that come late change it,
 * and so does a phone that is turned.
 */
export function useHomeView(map: MapLibreMap | null, box: BBox | null | undefined): void {
  useEffect(() => {
    if (map && !viewStore.get().center) home = cameraOf(map);
  }, [map]);

  useEffect(() => {
    if (!map || !box) return;
    const refit = () => {
      if (!viewStore.get().center) fitHome(map, box);
    };
    refit();
    map.on('resize', refit);
    return () => void map.off('resize', refit);
  }, [map, box]);
}

/** The map's camera. */
export function cameraOf(map: MapLibreMap): Camera {
  return { center: map.getCenter().toArray() as Position, zoom: map.getZoom() };
}
