import type { Client, Exchange, Operation } from 'urql';
import { pipe, tap } from 'wonka';
import { lastKnownAt } from './lastKnown.ts';

/** Queries that somebody looks at. */
const active = new Map<number, Operation>();
/** Queries that were answered from storage. */
const outdated = new Map<number, Operation>();

/** Notes which queries are looked at, and which were answered from storage. Stands before the cache. */
export const askAgainExchange: Exchange =
  ({ forward }) =>
  (operations$) =>
    pipe(
      operations$,
      tap((operation) => {
        if (operation.kind === 'query') active.set(operation.key, operation);
        if (operation.kind === 'teardown') active.delete(operation.key);
      }),
      forward,
      tap((result) => {
        if (lastKnownAt(result) !== undefined) outdated.set(result.operation.key, result.operation);
      }),
    );

/** Asks the hub for everything that is shown, or that was answered from storage and may be shown again. */
export function askEverythingAgain(client: Client): void {
  const again = new Map([...outdated, ...active]);
  outdated.clear();
  for (const { query, variables } of again.values()) {
    void client.query(query, variables, { requestPolicy: 'network-only' }).toPromise();
  }
}
