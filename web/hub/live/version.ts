import { createStore } from '../../shared/store.ts';

/** The newest data version that this page has in full, as far as its map goes; undefined until it is known. */
export const liveVersionStore = createStore<string | undefined>(undefined);
