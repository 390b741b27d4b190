import { createStore } from '../shared/store.ts';

/** How far the bottom sheet of a phone is drawn up. */
export type SheetSnap = 'peek' | 'half' | 'full';

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

/** Height of a snap in pixels, in the window as it is now. */
export function sheetHeight(snap: SheetSnap): number {
  if (snap === 'peek') return 188;
  return Math.round(snap === 'half' ? innerHeight * 0.52 : innerHeight - PHONE_HEADER);
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
