import type { CombinedError, OperationResult, RequestPolicy } from 'urql';
import { RuleCodesDocument, StartDocument, type StartQuery } from '../generated/graphql.ts';
import { createStore, useStore } from '../shared/store.ts';
import { DEFAULT_RULE } from '../view/view.ts';
import { openedView, replaceView, viewStore } from '../view/viewStore.ts';
import { client } from './client.ts';
import { newestVariables } from './offline/lastKnown.ts';
import { whenOnline } from './offline/online.ts';
import { troubleOf } from './trouble.ts';

export type District = StartQuery['regions']['edges'][number]['node'];

/** The answer to the first request: both empty while it is under way. */
interface Start {
  data?: StartQuery | undefined;
  error?: CombinedError | undefined;
}

const startStore = createStore<Start>({});

/** Sends the one request of the start, before React renders, and again after a failure. Its parts go
 * into the client's cache, where later and smaller queries find them. */
export async function requestStart(requestPolicy?: RequestPolicy): Promise<void> {
  const region = openedView.district ?? null;
  const request = (rule: string) =>
    client.query(StartDocument, { rule, region }, requestPolicy && { requestPolicy }).toPromise();
  let answer: OperationResult<StartQuery> = await request(openedView.rule);
  const kind = () => answer.error && troubleOf(answer.error).kind;
  if (kind() === 'input' && openedView.rule === DEFAULT_RULE) {
    const rule = await insteadOfDefault();
    if (rule) {
      answer = await request(rule);
      if (answer.data) replaceView({ rule });
    }
  }
  if (!answer.data && kind() === 'away') {
    // City, rules and kinds are the same whatever rule the page was last opened with.
    const known = await newestVariables(StartDocument);
    if (known) answer = await client.query(StartDocument, known).toPromise();
  }
  // What is shown stays when it cannot be requested again.
  if (answer.data || !startStore.get().data) startStore.set(answer);
}

/** Requests all of it again, after rules, kinds or districts may have changed; what there is stays until then. */
export async function requestStartAgain(): Promise<void> {
  const { rule, district = null } = viewStore.get();
  const answer = await client
    .query(StartDocument, { rule, region: district }, { requestPolicy: 'network-only' })
    .toPromise();
  if (answer.data) startStore.set(answer);
}

whenOnline(() => void requestStart('network-only'));

/** The first rule of a city that has retired the one which pages open with otherwise. */
async function insteadOfDefault(): Promise<string | undefined> {
  const { data } = await client.query(RuleCodesDocument, {}).toPromise();
  const codes = data?.coverageRules.map(({ code }) => code) ?? [];
  return codes.includes(DEFAULT_RULE) ? undefined : codes[0];
}

/** What the first request brought (city, rules, kinds, districts), or why it failed. */
export function useStart(): Start {
  return useStore(startStore, (start) => start);
}
