import { announce } from '../layout/announcer.ts';
import { focusMap } from '../map/camera.ts';
import type { Position, View } from './view.ts';
import { pushView } from './viewStore.ts';

/** West, south, east, north in degrees. */
export type BBox = [west: number, south: number, east: number, north: number];

const NOTHING: Partial<View> = { selected: undefined, at: undefined, tab: 'coverage' };

/** Selects a community and brings it into view. */
export function selectCommunity(id: string, bbox?: BBox | null, name?: string): void {
  pushView({ ...NOTHING, selected: id });
  if (bbox) focusMap({ bbox, maxZoom: 15 });
  if (name) announce('announce.selected', { name });
}

/** Selects a facility and brings it into view. */
export function selectFacility(id: string, position?: Position, name?: string): void {
  pushView({ ...NOTHING, selected: id });
  if (position) focusMap({ position, minZoom: 14 });
  if (name) announce('announce.selected', { name });
}

/** Checks what lies within reach of a place. */
export function checkPlace(at: Position): void {
  pushView({ ...NOTHING, at });
}

/** Back to the whole city. */
export function clearSelection(): void {
  pushView(NOTHING);
}

/** Whether an id names a community (else a facility). */
export function isCommunityId(id: string): boolean {
  return id.startsWith('community_');
}
