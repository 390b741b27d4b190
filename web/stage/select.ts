import { announce } from '../ui/announcer.ts';
import { leaveDrafts } from '../view/drafts.ts';
import { NO_DETAIL } from '../view/selection.ts';
import type { Position } from '../view/view.ts';
import { openedView, pushView } from '../view/viewStore.ts';
import { focusMap } from './camera.ts';

/** Selects a community; its panel brings it into view with what explains its verdict. */
export function selectCommunity(id: string, name?: string): void {
  leaveDrafts(() => {
    unseen = id;
    pushView({ ...NO_DETAIL, selected: id });
    if (name) announce('announce.selected', { name });
  });
}

/** Selects a facility and brings it into view. */
export function selectFacility(id: string, position?: Position, name?: string): void {
  leaveDrafts(() => {
    pushView({ ...NO_DETAIL, selected: id });
    if (position) focusMap({ position, minZoom: 14 });
    if (name) announce('announce.selected', { name });
  });
}

/** Checks what lies within reach of a place. */
export function checkPlace(at: Position): void {
  leaveDrafts(() => {
    unseen = at.join();
    pushView({ ...NO_DETAIL, at });
  });
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
