import { createStore, useStore } from '../shared/store.ts';
import { formatView, parseView, type View } from './view.ts';

/** The view that is shown; the address bar always says the same. */
export const viewStore = createStore<View>(parseView(location.search));

/** The view as it was when the page was opened. */
export const openedView: View = viewStore.get();

/** Changes the view without a new entry in the history: moving, typing, switching. */
export function replaceView(change: Partial<View>): void {
  write(change, 'replaceState');
}

/** Changes the view as a step of its own, so that Back undoes it: selecting, checking a place. */
export function pushView(change: Partial<View>): void {
  write(change, 'pushState');
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

addEventListener('popstate', () => {
  const view = parseView(location.search);
  viewStore.set(view);
  for (const listener of travellers) listener(view);
});

function write(change: Partial<View>, how: 'pushState' | 'replaceState'): void {
  const next = { ...viewStore.get(), ...change };
  const url = location.pathname + formatView(next);
  if (url === location.pathname + location.search) how = 'replaceState';
  history[how](null, '', url);
  viewStore.set(next);
}
