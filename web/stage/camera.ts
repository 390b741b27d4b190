import { createStore } from '../shared/store.ts';
import type { BBox, Position } from '../view/view.ts';

/** Where the map shall look: at a box (no closer than maxZoom; when `gentle`, only if it is
 * not well in view already), or at a position (at least as close as minZoom). */
export type CameraTarget =
  | { bbox: BBox; maxZoom: number; gentle?: boolean }
  | { position: Position; minZoom: number };

/** The latest target; the map goes there as soon as it can. */
export const cameraStore = createStore<CameraTarget | null>(null);

/** Moves the camera somewhere. Works before the map has loaded. */
export function focusMap(target: CameraTarget): void {
  cameraStore.set(target);
}

/** A box that holds what the map shows; null until it is known. */
export const viewBoxStore = createStore<BBox | null>(null);
