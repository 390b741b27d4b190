import { viewerStore } from '../account/viewer.ts';
import { createStore } from '../shared/store.ts';
import type { Position } from '../view/view.ts';
import type { EditAction, EditedState, EditFields, QueuedEdit } from './edit.ts';
import { enqueue, queueStore } from './queue.ts';
import { sendQueue } from './sender.ts';

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
  /** How well the device knows where it is, in meters; null when it was not asked. */
  readonly accuracyMeters: number | null;
}

/** The pin that is being put, or null. */
export const placingStore = createStore<Placing | null>(null);

/** The community that lies under the pin by the map's own tiles; null while none is known. */
export const groundStore = createStore<{ id: string; name: string; nameEn?: string } | null>(null);

/** Puts the pin somewhere else. */
export function placeAt(at: Position, accuracyMeters: number | null = null): void {
  const placing = placingStore.get();
  if (!placing) return;
  placingStore.set({ ...placing, at: rounded(at), accuracyMeters });
}

/** Keeps a place to 1e-7°, about 1 cm, as the hub does. */
export function rounded([lon, lat]: readonly number[]): Position {
  return [Number((lon as number).toFixed(7)), Number((lat as number).toFixed(7))];
}

/**
 * Makes an edit: it is kept on this device first, then sent. Resolves when it is kept.
 */
export async function makeEdit(
  action: EditAction,
  before: EditedState | null,
  fields: EditFields,
  more: { reason?: string; change?: string } = {},
): Promise<void> {
  const edit: QueuedEdit = {
    key: newKey(),
    action,
    before,
    fields,
    reason: more.reason?.trim() ?? '',
    version: before && !isWaiting(before.id) ? before.version : null,
    author: viewerStore.get()?.name ?? '',
    madeAt: new Date().toISOString(),
    ...(more.change && { change: more.change }),
  };
  await enqueue(edit);
  void sendQueue();
}

/** Whether an edit of a facility has not been confirmed yet. */
export function isWaiting(id: string): boolean {
  return queueStore.get().some(({ before }) => before?.id === id);
}

/** A facility with the edits that wait for it. */
export function withWaiting(state: EditedState, queue: readonly QueuedEdit[]): EditedState {
  const waiting = queue.filter(({ before, trouble }) => before?.id === state.id && !trouble);
  return Object.assign({}, state, ...waiting.map(({ fields }) => fields));
}

/** A UUID, also where the page was not reached by HTTPS, and `randomUUID` is withheld. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
