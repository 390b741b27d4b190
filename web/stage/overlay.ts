import type { Position as Coordinates, Feature, FeatureCollection, Geometry } from 'geojson';
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import { createStore, type Store } from '../shared/store.ts';
import type { Position } from '../view/view.ts';
import { OVERLAY_SOURCE } from './sources.ts';

/** What a feature of an overlay is, which decides how the stage draws it. */
export type OverlayRole =
  | 'radius'
  | 'reach'
  | 'origin'
  | 'target'
  | 'label'
  | 'grid'
  | 'grid-active'
  | 'accuracy'
  | 'waiting'
  | 'gained'
  | 'lost';

/** A feature of an overlay; one with another role is drawn by layers of its own. */
export type OverlayFeature = Feature<Geometry, { role: string; label?: string }>;

/** Features that one part of the page has put on the map. */
export type Overlay = Store<readonly OverlayFeature[]>;

const NOTHING: readonly OverlayFeature[] = [];

/** An empty overlay; `useOverlays` draws it. */
export function createOverlay(): Overlay {
  return createStore(NOTHING);
}

/** What the open panel has put on the map. */
export const panelOverlay = createOverlay();

/** Shows features on the map for as long as the calling panel is mounted. Pass a memoized array: a new
 * one is drawn anew. */
export function useOverlay(features: readonly OverlayFeature[]): void {
  useEffect(() => {
    panelOverlay.set(features);
    return () => {
      if (panelOverlay.get() === features) panelOverlay.set(NOTHING);
    };
  }, [features]);
}

/** Draws overlays on the map, the later ones above. Pass the same array each time. */
export function useOverlays(map: MapLibreMap | null, overlays: readonly Overlay[]): void {
  useEffect(() => {
    if (!map) return;
    const draw = () => {
      const features = overlays.flatMap((overlay) => overlay.get());
      const data: FeatureCollection = { type: 'FeatureCollection', features };
      void map.getSource<GeoJSONSource>(OVERLAY_SOURCE)?.setData(data);
    };
    draw();
    const stops = overlays.map((overlay) => overlay.subscribe(draw));
    return () => {
      for (const stop of stops) stop();
    };
  }, [map, overlays]);
}

/** A feature of an overlay that the stage draws. */
export function overlayFeature(
  role: OverlayRole,
  geometry: Geometry,
  label?: string,
): OverlayFeature {
  return {
    type: 'Feature',
    properties: label === undefined ? { role } : { role, label },
    geometry,
  };
}

/** A point of an overlay. */
export function overlayPoint(role: OverlayRole, at: Coordinates, label?: string): OverlayFeature {
  return overlayFeature(role, { type: 'Point', coordinates: at }, label);
}

/** The line from a place to the facility nearest to it, with its length written at the middle. */
export function reachFeatures(from: Position, to: Position, label: string): OverlayFeature[] {
  const middle: Position = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  return [
    overlayFeature('reach', { type: 'LineString', coordinates: [from, to] }),
    overlayPoint('target', to),
    overlayPoint('label', middle, label),
  ];
}
