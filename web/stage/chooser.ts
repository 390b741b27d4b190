import { createStore } from '../shared/store.ts';
import type { Hit } from './hit.ts';

/** Several facilities at one spot of the map, of which one is meant. */
export interface Choice {
  /** The nearest to the tap first. */
  readonly hits: readonly Hit[];
  choose(hit: Hit): void;
}

/** What the person is to choose from; null while nothing is open. */
export const choiceStore = createStore<Choice | null>(null);

/** Chooses the only facility at a spot at once, and lets the person choose where there are several. */
export function chooseAmong(hits: readonly Hit[], choose: (hit: Hit) => void): void {
  const [first] = hits;
  if (hits.length > 1) choiceStore.set({ hits, choose });
  else if (first) choose(first);
}
