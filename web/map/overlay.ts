import type { Feature, Geometry } from 'geojson';
import { useEffect } from 'react';
import { createStore } from '../shared/store.ts';
import type { Position } from '../view/view.ts';

/** What a feature of the overlay is, which decides how it is drawn. */
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
  | 'lost'
  | 'import-CREATE'
  | 'import-UPDATE'
  | 'import-SAME'
  | 'import-SKIP'
  | 'import-issue';

export type OverlayFeature = Feature<Geometry, { role: OverlayRole; label?: string }>;

/** What the open panel has put on the map. */
export const overlayStore = createStore<readonly OverlayFeature[]>([]);

/** What the sites on trial have put on the map; it stays when panels come and go. */
export const trialOverlayStore = createStore<readonly OverlayFeature[]>([]);

/** What edits that are not confirmed yet have put on the map. */
export const waitingOverlayStore = createStore<readonly OverlayFeature[]>([]);

const NOTHING: readonly OverlayFeature[] = [];

/** Shows features on the map for as long as the calling component is mounted. Pass a memoized
 * array: a new one is drawn anew. */
export function useOverlay(features: readonly OverlayFeature[]): void {
  useEffect(() => {
    overlayStore.set(features);
    return () => {
      if (overlayStore.get() === features) overlayStore.set(NOTHING);
    };
  }, [features]);
}

/** A feature of the overlay. */
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

/** The line from a place to the facility nearest to it, with its length written at the middle. */
export function reachFeatures(from: Position, to: Position, label: string): OverlayFeature[] {
  const middle: Position = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  return [
    overlayFeature('reach', { type: 'LineString', coordinates: [from, to] }),
    overlayFeature('target', { type: 'Point', coordinates: to }),
    overlayFeature('label', { type: 'Point', coordinates: middle }, label),
  ];
}
