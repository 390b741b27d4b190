import { createStore } from '../shared/store.ts';
import type { Position } from '../view/view.ts';

/** Where the map is asked to look: at a box (no closer than maxZoom), or at a position (at least as
 * close as minZoom). */
export type CameraTarget =
  | { bbox: [west: number, south: number, east: number, north: number]; maxZoom: number }
  | { position: Position; minZoom: number };

/** The latest wish; the map fulfils it as soon as it can and follows later ones. */
export const cameraStore = createStore<CameraTarget | null>(null);

/** Asks the map to look somewhere. Works before the map has loaded. */
export function focusMap(target: CameraTarget): void {
  cameraStore.set(target);
}
