import { announce } from '../layout/announcer.ts';
import { focusMap } from '../map/camera.ts';
import type { Position, View } from './view.ts';
import { openedView, pushView } from './viewStore.ts';

const NOTHING: Partial<View> = {
  selected: undefined,
  at: undefined,
  page: undefined,
  file: undefined,
  tab: 'coverage',
};

/** Selects a community; its panel brings it into view with what explains its verdict. */
export function selectCommunity(id: string, name?: string): void {
  unseen = id;
  pushView({ ...NOTHING, selected: id });
  if (name) announce('announce.selected', { name });
}

/**
 * Whether a community or facility, or a place by its coordinates, still has to be brought into view; true
 * once. Not after Back, nor for a link that says itself where to look.
 */
export function takeUnseen(id: string): boolean {
  const found = unseen === id;
  if (found) unseen = undefined;
  return found;
}

let unseen: string | undefined = openedView.center
  ? undefined
  : (openedView.selected ?? openedView.at?.join());

/** Selects a facility and brings it into view. */
export function selectFacility(id: string, position?: Position, name?: string): void {
  pushView({ ...NOTHING, selected: id });
  if (position) focusMap({ position, minZoom: 14 });
  if (name) announce('announce.selected', { name });
}

/** Checks what lies within reach of a place. */
export function checkPlace(at: Position): void {
  unseen = at.join();
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
