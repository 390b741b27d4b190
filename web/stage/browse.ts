import { clearSelection } from '../view/selection.ts';
import { chooseAmong } from './chooser.ts';
import type { Mode } from './mode.ts';
import { checkPlace, selectCommunity, selectFacility } from './select.ts';

/** Looking around: a tap selects what lies there, the context menu checks the place. */
export const browseMode = {
  name: 'browse',
  tap({ over, facilities }) {
    if (facilities.length > 0) {
      chooseAmong(facilities, ({ id, name }) => selectFacility(id, undefined, name));
    } else if (over) selectCommunity(over.id, over.name);
  },
  menu: checkPlace,
  enter: checkPlace,
  escape: clearSelection,
} satisfies Mode;
