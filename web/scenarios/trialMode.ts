import { useEffect } from 'react';
import { browseMode } from '../stage/browse.ts';
import { chooseAmong } from '../stage/chooser.ts';
import type { Hit } from '../stage/hit.ts';
import { type Mode, useMode } from '../stage/mode.ts';
import { modes } from '../stage/modes.ts';
import type { Position } from '../view/view.ts';
import { onTravel, useView } from '../view/viewStore.ts';
import { freshKey, roundedForLink } from './changes.ts';
import { changesStore, commit, isTrying, pickedStore, redo, undo } from './store.ts';

/** Trying sites: a facility that is tapped can be moved or closed, and the last steps undone by key. */
const trialMode = {
  ...browseMode,
  name: 'trial',
  tap(tap) {
    const { facilities } = tap;
    if (facilities.length > 0) chooseAmong(facilities, pick);
    else browseMode.tap(tap);
  },
  escape() {
    if (pickedStore.get()) pickedStore.set(null);
    else browseMode.escape();
  },
  key: pressUndo,
} satisfies Mode;

function pick({ id: key, name, kind, at }: Hit): void {
  if (kind && at) pickedStore.set({ key, name, kind, at });
}

/** Adding a facility: the next tap, or Enter for the centre of the map, puts it. */
interface AddMode extends Mode {
  readonly name: 'add';
  /** Code of the kind that is added. */
  readonly kind: string;
}

let adding: AddMode | null = null;

/** From now on the next tap adds a facility of a kind. */
export function startAdding(kind: string): void {
  stopAdding();
  const put = (at: Position): void => {
    stopAdding();
    const changes = changesStore.get();
    commit([...changes, { action: 'ADD', key: freshKey(changes), kind, at: roundedForLink(at) }]);
  };
  adding = {
    ...trialMode,
    name: 'add',
    kind,
    cursor: 'crosshair',
    tap: ({ at }) => put(at),
    enter: put,
    escape: stopAdding,
  };
  modes.enter(adding);
}

/** A tap adds nothing any more. */
export function stopAdding(): void {
  if (adding) modes.leave(adding);
  adding = null;
}

/** Code of the kind that the next tap adds; null while it adds nothing. */
export function useAdding(): string | null {
  return useMode(modes, (mode) => (mode.name === 'add' ? (mode as AddMode).kind : null));
}

/** Enters the mode of the trial for as long as sites are being tried. */
export function useTrialMode(): void {
  const trying = useView(isTrying);
  useEffect(() => {
    if (!trying) return;
    modes.enter(trialMode);
    const stop = onTravel(stopAdding);
    return () => {
      stop();
      stopAdding();
      modes.leave(trialMode);
    };
  }, [trying]);
}

/** Ctrl+Z and Ctrl+Shift+Z (⌘ on a Mac), wherever the focus is but in a text field. */
function pressUndo(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
  if (event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  if (event.shiftKey) redo();
  else undo();
}
