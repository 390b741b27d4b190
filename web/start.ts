import type { CombinedError } from 'urql';
import { client } from './client.ts';
import { StartDocument, type StartQuery } from './generated/graphql.ts';
import { createStore, useStore } from './shared/store.ts';
import { openedView } from './view/viewStore.ts';

export type District = StartQuery['regions']['edges'][number]['node'];

/** The answer to the first request: both empty while it is under way. */
interface Start {
  data?: StartQuery | undefined;
  error?: CombinedError | undefined;
}

const startStore = createStore<Start>({});

/** Sends the one request of the start, before React renders, and again after a failure. Its parts go
 * into the client's cache, where later and smaller queries find them. */
export async function requestStart(): Promise<void> {
  const variables = { rule: openedView.rule, region: openedView.district ?? null };
  startStore.set(await client.query(StartDocument, variables).toPromise());
}

/** What the first request brought (city, rules, kinds, districts), or why it failed. */
export function useStart(): Start {
  return useStore(startStore, (start) => start);
}
