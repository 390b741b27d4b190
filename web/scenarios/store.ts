import { createStore } from '../shared/store.ts';
import { createOverlay } from '../stage/overlay.ts';
import { leaveDrafts } from '../view/drafts.ts';
import type { Position } from '../view/view.ts';
import { onTravel, openedView, pushView, replaceView, viewStore } from '../view/viewStore.ts';
import { type Change, formatChanges, MOST_IN_LINK, parseChanges } from './changes.ts';
import type { TrialOutcome } from './trial.ts';

/** A scenario that is kept on the server. */
export interface KeptScenario {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  /** As they are kept, as text, so that edits since show. */
  readonly changes: string;
}

/** An existing facility that is about to be moved or closed. */
export interface Picked {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly at: Position;
}

/** What the sites on trial have put on the map; it stays when panels come and go. */
export const trialOverlay = createOverlay();

/** Where changes that no link can hold outlive a reload. */
const STORAGE_KEY = 'jinlin.scenario';

/** What is tried; the last entry of the history. */
export const changesStore = createStore<readonly Change[]>(opened());
/** A pin on its way: not yet a change. */
export const dragStore = createStore<Change | null>(null);
export const pickedStore = createStore<Picked | null>(null);
/** What the changes do; null until it is known. */
export const outcomeStore = createStore<TrialOutcome | null>(null);
/** Whether today's verdicts are shown in place of those with the changes. */
export const comparingStore = createStore(false);
export const keptStore = createStore<KeptScenario | null>(null);
export const historyStore = createStore<{
  readonly past: readonly (readonly Change[])[];
  readonly future: readonly (readonly Change[])[];
}>({ past: [], future: [] });

/** Whether sites are being tried. */
export function isTrying(view: {
  trial?: string | undefined;
  scenario?: string | undefined;
}): boolean {
  return view.trial !== undefined || view.scenario !== undefined;
}

/** Opens the trial, maybe with a first change. */
export function openTrial(first?: Change): void {
  leaveDrafts(() => {
    const { trial, scenario } = viewStore.get();
    if (trial === undefined && scenario === undefined) {
      reset([]);
      pushView({ trial: '', selected: undefined, at: undefined });
    } else pushView({ selected: undefined, at: undefined });
    if (first) commit([...changesStore.get(), first]);
  });
}

/** Leaves the trial; what was tried is forgotten. */
export function closeTrial(): void {
  reset([]);
  sessionStorage.removeItem(STORAGE_KEY);
  pushView({ trial: undefined, scenario: undefined });
}

/** Makes these the changes, as a step that can be undone. */
export function commit(changes: readonly Change[]): void {
  const { past } = historyStore.get();
  historyStore.set({ past: [...past, changesStore.get()], future: [] });
  put(changes);
}

export function undo(): void {
  const { past, future } = historyStore.get();
  const before = past.at(-1);
  if (!before) return;
  historyStore.set({ past: past.slice(0, -1), future: [changesStore.get(), ...future] });
  put(before);
}

export function redo(): void {
  const { past, future } = historyStore.get();
  const [next, ...later] = future;
  if (!next) return;
  historyStore.set({ past: [...past, changesStore.get()], future: later });
  put(next);
}

/** Shows a kept scenario as it is kept, or with the edits that the link holds. */
export function showKept(kept: KeptScenario, changes: readonly Change[]): void {
  keptStore.set(kept);
  if (viewStore.get().trial === undefined) reset(changes);
  keptStore.set(kept);
}

/** Whether there is something that leaving would lose. */
export function hasUnkept(): boolean {
  const kept = keptStore.get();
  const now = formatChanges(changesStore.get());
  return kept ? now !== kept.changes : now !== '';
}

function put(changes: readonly Change[]): void {
  dragStore.set(null);
  changesStore.set(changes);
  const inLink = changes.length <= MOST_IN_LINK;
  replaceView({ trial: inLink ? formatChanges(changes) : 'session' });
  if (inLink) sessionStorage.removeItem(STORAGE_KEY);
  else sessionStorage.setItem(STORAGE_KEY, JSON.stringify(changes));
}

function reset(changes: readonly Change[]): void {
  historyStore.set({ past: [], future: [] });
  keptStore.set(null);
  pickedStore.set(null);
  dragStore.set(null);
  outcomeStore.set(null);
  comparingStore.set(false);
  changesStore.set(changes);
}

function opened(): readonly Change[] {
  return read(openedView.trial);
}

function read(trial: string | undefined): readonly Change[] {
  if (trial === 'session') return JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '[]');
  return parseChanges(trial ?? '');
}

onTravel(({ trial }) => {
  if (formatChanges(changesStore.get()) !== trial) reset(read(trial));
});
