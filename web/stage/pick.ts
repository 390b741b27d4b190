import type { Position } from '../view/view.ts';
import type { Mode } from './mode.ts';
import { modes } from './modes.ts';
import { checkPlace } from './select.ts';

/** Picking a place: the next tap, or Enter for the centre of the map, checks it. */
export const pickMode = {
  name: 'pick',
  cursor: 'crosshair',
  tap: ({ at }) => check(at),
  menu: check,
  enter: check,
  escape: () => modes.leave(pickMode),
} satisfies Mode;

function check(at: Position): void {
  modes.leave(pickMode);
  checkPlace(at);
}
