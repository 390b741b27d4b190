import { createStore } from '../shared/store.ts';
import { visibleHeight } from './visible.ts';

/** How far the bottom sheet of a phone is drawn up. */
export type SheetSnap = 'peek' | 'half' | 'full';

/** Height of the lowest snap in pixels, and the share of a low window that it takes at most. */
const PEEK = { height: 188, share: 0.3 };

/** The sheet's snap and its height in pixels. */
export const sheetStore = createStore<{ snap: SheetSnap; height: number }>({
  snap: 'peek',
  height: sheetHeight('peek'),
});

/** Draws the sheet up or down to a snap. */
export function setSheet(snap: SheetSnap): void {
  sheetStore.set({ snap, height: sheetHeight(snap) });
}

/** Height of a phone's header with the handle's upper half below it, in pixels. */
const PHONE_HEADER = 132;

/** Height of a snap in pixels, in what can be seen of the window now. */
export function sheetHeight(snap: SheetSnap): number {
  const height = visibleHeight();
  if (snap === 'peek') return Math.min(PEEK.height, Math.round(height * PEEK.share));
  return Math.round(snap === 'half' ? height * 0.52 : height - PHONE_HEADER);
}

/** The snap whose height is nearest to where the sheet was let go. */
export function nearestSnap(height: number): SheetSnap {
  const snaps: SheetSnap[] = ['peek', 'half', 'full'];
  return snaps.reduce((best, snap) =>
    Math.abs(sheetHeight(snap) - height) < Math.abs(sheetHeight(best) - height) ? snap : best,
  );
}

/** Whether the panel is a bottom sheet; the same width as in the style sheets. */
export function isPhone(): boolean {
  return matchMedia('(max-width: 720px)').matches;
}
