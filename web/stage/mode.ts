import { createStore, type Store, useStore } from '../shared/store.ts';
import type { Position } from '../view/view.ts';
import type { Hit } from './hit.ts';

/** A click or tap on the map. */
export interface Tap {
  readonly at: Position;
  /** The facility or community under it, if any. */
  readonly over: Hit | null;
  /** All facilities that may be meant, the nearest first: some stand at one point. */
  readonly facilities: readonly Hit[];
}

/**
 * What the map does with taps and keys. Exactly one mode is active at a time, and only that one hears them;
 * what a mode leaves out does nothing while it is active.
 */
export interface Mode {
  readonly name: string;
  /** The pointer over the map, as CSS names it; by default it shows what can be selected. */
  readonly cursor?: string;
  /** The map was clicked or tapped. */
  tap?(tap: Tap): void;
  /** The context menu was asked for: right click, or a long press. */
  menu?(at: Position): void;
  /** Enter was pressed on the map, whose centre is given. */
  enter?(centre: Position): void;
  /** Escape was pressed, wherever the focus is. */
  escape?(): void;
  /** Any other key was pressed, wherever the focus is. */
  key?(event: KeyboardEvent): void;
}

/** The modes of one map. */
export interface Modes {
  /** The active mode. */
  readonly active: Store<Mode>;
  /** Makes a mode the active one; one that has been entered already stays where it is. */
  enter(mode: Mode): void;
  /** Leaves a mode: if it was active, the one entered before it becomes active again. */
  leave(mode: Mode): void;
}

/** @param base the mode that is active while no other is; it is never left */
export function createModes(base: Mode): Modes {
  const active = createStore(base);
  let entered: readonly Mode[] = [base];
  const put = (next: readonly Mode[]): void => {
    entered = next;
    active.set(next.at(-1) ?? base);
  };
  return {
    active,
    enter(mode) {
      if (!entered.includes(mode)) put([...entered, mode]);
    },
    leave(mode) {
      if (mode !== base) put(entered.filter((each) => each !== mode));
    },
  };
}

/** Part of the active mode; the component renders again when that part changes. */
export function useMode<S>(modes: Modes, select: (mode: Mode) => S): S {
  return useStore(modes.active, select);
}
