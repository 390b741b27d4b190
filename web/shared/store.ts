import { useSyncExternalStore } from 'react';

/** A value outside React that components and the map can read, set and follow. */
export interface Store<T> {
  get(): T;
  set(next: T): void;
  /** Calls `listener` after every change. @returns a function that stops it */
  subscribe(listener: () => void): () => void;
}

/** Creates a store; setting the same value again notifies no listener. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The selected part of a store; the component renders again only when that part changes. */
export function useStore<T, S>(store: Store<T>, select: (value: T) => S): S {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
