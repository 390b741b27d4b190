import { type CombinedError, useQuery } from 'urql';
import { client } from './client.ts';
import { StartDocument, type StartQuery } from './generated/graphql.ts';
import { openedView } from './view/viewStore.ts';

const variables = { rule: openedView.rule, region: openedView.district ?? null };

export type District = StartQuery['regions']['edges'][number]['node'];

/** Sends the one request of the start before React renders; `useStart` meets its answer. */
export function requestStart(): void {
  void client.query(StartDocument, variables).toPromise();
}

/** What the first request brought: city, rules, kinds and districts, or why it failed. */
export function useStart(): {
  data: StartQuery | undefined;
  error: CombinedError | undefined;
  retry: () => void;
} {
  const [{ data, error }, execute] = useQuery({ query: StartDocument, variables });
  return { data, error, retry: () => execute({ requestPolicy: 'network-only' }) };
}
