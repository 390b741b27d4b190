import { createStore as createDatabase, get, set } from 'idb-keyval';
import { createStore } from '../shared/store.ts';
import type { QueuedEdit } from './edit.ts';

const KEY = 'edits';
const database = createDatabase('jinlin-edits', 'queue');

/** Edits that the hub has not confirmed yet, in the order in which they were made. */
export const queueStore = createStore<readonly QueuedEdit[]>([]);

/** Whether the queue can be stored on this device; where it cannot, edits live as long as the page. */
export const storableStore = createStore(true);

let ready: Promise<void> | undefined;
let writing: Promise<void> = Promise.resolve();

/** Reads what an earlier visit has left. */
export function openQueue(): Promise<void> {
  ready ??= get<QueuedEdit[]>(KEY, database)
    .then((edits) => {
      if (edits?.length) queueStore.set([...edits.map(asSentAnew), ...queueStore.get()]);
    })
    .catch(() => storableStore.set(false));
  return ready;
}

/**
 * Earlier builds did not store why the hub refused an edit, or took the end of a session for a refusal: such an
 * edit is sent once more.
 */
function asSentAnew(edit: QueuedEdit): QueuedEdit {
  const { trouble, ...rest } = edit;
  const isKnown = trouble?.type === 'conflict' || (trouble?.type === 'refused' && trouble.why);
  return isKnown ? edit : rest;
}

/** Adds an edit; resolves when it is safe on this device. */
export async function enqueue(edit: QueuedEdit): Promise<void> {
  await openQueue();
  await put([...queueStore.get(), edit]);
}

/** Puts something in place of an edit, or takes it out of the queue (null). */
export function replace(key: string, next: QueuedEdit | null): Promise<void> {
  return put(queueStore.get().flatMap((edit) => (edit.key !== key ? [edit] : next ? [next] : [])));
}

/** Sets the version that the first edit is based on which waits for one of a facility. */
export function setVersion(facility: string, version: number | null): Promise<void> {
  const edits = queueStore.get();
  const next = edits.find(
    ({ before, version: known }) => before?.id === facility && known === null,
  );
  return put(edits.map((edit) => (edit === next ? { ...edit, version } : edit)));
}

/** One after the other, so that the last state is the one that stays. */
function put(edits: readonly QueuedEdit[]): Promise<void> {
  queueStore.set(edits);
  writing = writing.then(() =>
    set(KEY, queueStore.get(), database).catch(() => storableStore.set(false)),
  );
  return writing;
}
