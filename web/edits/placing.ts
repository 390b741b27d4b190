import { createStore } from '../shared/store.ts';
import { focusMap } from '../stage/camera.ts';
import type { Mode } from '../stage/mode.ts';
import { modes } from '../stage/modes.ts';
import { isPhone, setSheet } from '../ui/sheet.ts';
import { closeTopDraft } from '../view/drafts.ts';
import type { Position } from '../view/view.ts';
import type { EditedState } from './edit.ts';

/** How the pin is put: it is dragged, or stays in the middle while the map is dragged under it. */
export type Handling = 'pin' | 'map';

/** A pin that is being put: of a facility that moves, or of one that is to be created. */
export interface Placing {
  /** Null for one that is to be created. */
  readonly before: EditedState | null;
  readonly kind: string;
  readonly name: string;
  readonly at: Position;
  readonly handling: Handling;
  /** How well the device knows where it is, in meters; null when the place is not from the device. */
  readonly accuracyMeters: number | null;
}

/** Putting a pin takes at least this zoom. */
export const CLOSE_ZOOM = 16;

/** The pin that is being put, or null. */
export const placingStore = createStore<Placing | null>(null);

/** The community that lies under the pin by the map's own tiles; null while none is known. */
export const communityUnderPinStore = createStore<{
  id: string;
  name: string;
  nameEn?: string;
} | null>(null);

/** Putting a pin: a tap puts it there, Escape takes it away; what was begun with it is not lost unasked. */
const placeMode: Mode = {
  name: 'place',
  tap: ({ at }) => dropAt(at),
  escape: closeTopDraft,
};

/** Begins to put a pin: under the thumb the map is dragged, at a desk the pin. */
export function startPlacing(pin: Pick<Placing, 'before' | 'kind' | 'name' | 'at'>): void {
  if (isPhone()) setSheet('half');
  placingStore.set({
    ...pin,
    at: pin.before ? pin.at : roundedAsHub(pin.at),
    handling: isPhone() ? 'map' : 'pin',
    accuracyMeters: null,
  });
  modes.enter(placeMode);
}

/** Takes the pin away; what was open before is as it was. */
export function stopPlacing(): void {
  placingStore.set(null);
  modes.leave(placeMode);
}

/** Puts the pin somewhere else. */
export function placeAt(at: Position, accuracyMeters: number | null = null): void {
  const placing = placingStore.get();
  if (placing) placingStore.set({ ...placing, at: roundedAsHub(at), accuracyMeters });
}

/** Puts the pin somewhere and leaves it there; a map that is dragged under it follows. */
export function dropAt(at: Position): void {
  placeAt(at);
  if (placingStore.get()?.handling === 'map') focusMap({ position: at, minZoom: CLOSE_ZOOM });
}

/** Puts the pin somewhere else, and brings that into view. */
export function goTo(at: Position, accuracyMeters: number | null = null): void {
  placeAt(at, accuracyMeters);
  focusMap({ position: at, minZoom: CLOSE_ZOOM });
}

/** Keeps a place to 1e-7°, about 1 cm, as the hub does. */
function roundedAsHub([lon, lat]: Position): Position {
  return [Number(lon.toFixed(7)), Number(lat.toFixed(7))];
}
