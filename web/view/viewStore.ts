import { createStore, useStore } from '../shared/store.ts';
import { closeTopDraft, draftsStore, leaveDrafts } from './drafts.ts';
import { formatView, parseView, type View } from './view.ts';

/** The view that is shown; the address bar always says the same. */
export const viewStore = createStore<View>(parseView(location.search));

/** The view as it was when the page was opened. */
export const openedView: View = viewStore.get();

/** Changes the view without a new entry in the history: moving, typing, switching. */
export function replaceView(change: Partial<View>): void {
  write(change, 'replaceState');
}

/**
 * Changes the view as a step of its own, so that Back undoes it: selecting, checking a place. What is open and not
 * saved closes with it, which the person may refuse.
 */
export function pushView(change: Partial<View>): void {
  leaveDrafts(() => write(change, 'pushState'));
}

/** The selected part of the view. */
export function useView<S>(select: (view: View) => S): S {
  return useStore(viewStore, select);
}

/** Calls `listener` when Back or Forward has changed the view. @returns a function that stops it */
export function onTravel(listener: (view: View) => void): () => void {
  travellers.add(listener);
  return () => travellers.delete(listener);
}

const travellers = new Set<(view: View) => void>();

/** Where in the history of this tab the page is; each entry holds its own number. */
let entry = numberOf(history.state) ?? 0;
history.replaceState({ entry }, '');

/** The page is on its way back to the entry that it should not have left. */
let isReturning = false;

addEventListener('popstate', ({ state }) => {
  if (isReturning) {
    isReturning = false;
    // What was written meanwhile belongs here.
    history.replaceState({ entry }, '', addressOf(viewStore.get()));
    return;
  }
  // A link to a part of the page makes an entry without a number.
  const next = numberOf(state) ?? entry + 1;
  if (state === null) history.replaceState({ entry: next }, '');
  const steps = next - entry;
  const open = draftsStore.get();
  if (open.length > 0 && state !== null) {
    isReturning = true;
    history.go(-steps);
    // Back closes what is open; with what is part of a panel it goes on.
    if (open.at(-1)?.close) closeTopDraft();
    else leaveDrafts(() => history.go(steps));
    return;
  }
  entry = next;
  const view = parseView(location.search);
  viewStore.set(view);
  for (const listener of travellers) listener(view);
});

function write(change: Partial<View>, how: 'pushState' | 'replaceState'): void {
  const next = { ...viewStore.get(), ...change };
  const url = addressOf(next);
  if (!isReturning) {
    if (how === 'pushState' && url !== location.pathname + location.search) {
      entry += 1;
      history.pushState({ entry }, '', url);
    } else history.replaceState({ entry }, '', url);
  }
  viewStore.set(next);
}

function addressOf(view: View): string {
  return location.pathname + formatView(view);
}

function numberOf(state: unknown): number | null {
  return (state as { entry?: number } | null)?.entry ?? null;
}
