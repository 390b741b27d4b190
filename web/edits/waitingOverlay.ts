import { createOverlay } from '../stage/overlay.ts';

/** Where edits that are not confirmed yet will put facilities. */
export const waitingOverlay = createOverlay();
