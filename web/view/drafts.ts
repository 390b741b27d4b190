import { useEffect, useRef } from 'react';
import { createStore } from '../shared/store.ts';

/** What somebody has begun and not saved: a form that is open, a pin on its way. */
export interface Draft {
  /** Whether going on would lose something. */
  isChanged(): boolean;
  /** Closes it; left out where it is part of a panel, and goes with the view. */
  close?(): void;
}

/** What is open, the last one on top. */
export const draftsStore = createStore<readonly Draft[]>([]);

/** What the person wants to do, and loses something by; null while nothing is to be asked. */
export const leavingStore = createStore<(() => void) | null>(null);

/** Notes that something is open. @returns a function for when it is not any more */
export function openDraft(draft: Draft): () => void {
  draftsStore.set([...draftsStore.get(), draft]);
  return () => drop([draft]);
}

/** Whether closing all that is open would lose something. */
export function hasChanges(): boolean {
  return draftsStore.get().some((draft) => draft.isChanged());
}

/** Closes what is open and goes on; where that would lose something, only when the person wants it so. */
export function leaveDrafts(go: () => void): void {
  leave(draftsStore.get(), go);
}

/** Closes what is on top, as Back and Escape do; where that would lose something, only when the person wants it so. */
export function closeTopDraft(): void {
  leave(draftsStore.get().slice(-1), () => {});
}

/**
 * Watches over a form or a pin for as long as it is shown.
 * @returns closes it, when the person wants that so
 */
export function useDraft(isChanged: boolean, close: () => void): () => void {
  const latest = useRef({ isChanged, close });
  latest.current = { isChanged, close };
  const draft = useRef<Draft>({
    isChanged: () => latest.current.isChanged,
    close: () => latest.current.close(),
  });
  useEffect(() => openDraft(draft.current), []);
  return () => leave([draft.current], () => {});
}

/** Watches over what is being filled in as part of a panel. */
export function useUnsaved(isChanged: boolean): void {
  useEffect(() => {
    if (isChanged) return openDraft({ isChanged: () => true });
  }, [isChanged]);
}

function leave(drafts: readonly Draft[], go: () => void): void {
  const close = (): void => {
    leavingStore.set(null);
    drop(drafts);
    for (const draft of [...drafts].reverse()) draft.close?.();
    go();
  };
  if (drafts.some((draft) => draft.isChanged())) leavingStore.set(close);
  else close();
}

function drop(drafts: readonly Draft[]): void {
  const left = draftsStore.get().filter((draft) => !drafts.includes(draft));
  if (left.length < draftsStore.get().length) draftsStore.set(left);
}
