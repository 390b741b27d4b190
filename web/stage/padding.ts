import type { Map as MapLibreMap, PaddingOptions } from 'maplibre-gl';
import { isPhone, sheetHeight, sheetStore } from '../ui/sheet.ts';
import { LOW_WINDOW, visibleHeight } from '../ui/visible.ts';
import { PIN_HEIGHT, PIN_MARGIN, tipBetween } from './pinSpot.ts';

/** Height of the row of buttons above a phone's sheet, in pixels; in a low window the map goes on between them. */
const PHONE_BUTTONS = 60;

/** Share of a phone's window that the map leaves to sheet and buttons at most: MapLibre fits nothing into no room. */
const MOST_SHEET = 0.5;

/** Room that panels take from the map as they are now, in pixels. */
export function mapPadding(): PaddingOptions {
  return paddingBeside(sheetStore.get().height);
}

/** Room that panels take from the map when the page opens, in pixels. */
export function homePadding(): PaddingOptions {
  return paddingBeside(sheetHeight('peek'));
}

/** The middle of what the panels leave free of the map, in pixels; a pin that stands there can be seen. */
export function freeMiddle(map: MapLibreMap): [x: number, y: number] {
  const { clientWidth, clientHeight } = map.getContainer();
  const { top = 0, right = 0, bottom = 0, left = 0 } = mapPadding();
  const middle = (top + clientHeight - bottom) / 2;
  return [(left + clientWidth - right) / 2, tipBetween(middle, clientHeight - coveredBySheet())];
}

/** Whether a pin whose tip stands at a point of the map can be seen as a whole. */
export function isPinShown(map: MapLibreMap, { x, y }: { x: number; y: number }): boolean {
  const { clientWidth, clientHeight } = map.getContainer();
  const side = PIN_HEIGHT / 2;
  const free = clientHeight - coveredBySheet();
  return x >= side && x <= clientWidth - side && y >= tipBetween(0, free) && y <= free - PIN_MARGIN;
}

function coveredBySheet(): number {
  return isPhone() ? sheetStore.get().height : 0;
}

function paddingBeside(sheetPixels: number): PaddingOptions {
  const margin = isPhone() ? 20 : 48;
  const height = visibleHeight();
  const buttons = height < LOW_WINDOW ? 0 : PHONE_BUTTONS;
  const sheet = isPhone() ? Math.min(sheetPixels + buttons, height * MOST_SHEET) : 0;
  return { top: margin, left: margin, right: margin, bottom: sheet + margin };
}
