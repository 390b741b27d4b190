import { viewerStore } from '../account/viewer.ts';
import type { EditAction, EditedState, EditFields, QueuedEdit } from './edit.ts';
import { enqueue, queueStore } from './queue.ts';
import { sendQueue } from './sender.ts';

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
function isWaiting(id: string): boolean {
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
