import { createStore } from '../../shared/store.ts';

/** Whether changes arrive: `lost` from the moment on in which the connection broke. */
export const connectionStore = createStore<'waiting' | 'live' | 'lost'>('waiting');
