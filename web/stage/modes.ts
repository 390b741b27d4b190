import { browseMode } from './browse.ts';
import { createModes } from './mode.ts';

/** The modes of the page's map. Features enter and leave their own. */
export const modes = createModes(browseMode);
