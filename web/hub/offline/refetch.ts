import type { Client, Exchange, Operation } from 'urql';
import { pipe, tap } from 'wonka';
import { lastKnownAt } from './lastKnown.ts';

/** Queries that some component shows. */
const active = new Map<number, Operation>();
/** Queries that were answered from storage. */
const answeredFromStorage = new Map<number, Operation>();

/** Notes which queries are shown, and which were answered from storage. Stands before the cache. */
export const refetchExchange: Exchange =
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
        if (lastKnownAt(result) === undefined) return;
        answeredFromStorage.set(result.operation.key, result.operation);
      }),
    );

/** Sends every query again that is shown, or that was answered from storage and may be shown again. */
export function refetchAll(client: Client): void {
  const operations = new Map([...answeredFromStorage, ...active]);
  answeredFromStorage.clear();
  for (const { query, variables } of operations.values()) {
    void client.query(query, variables, { requestPolicy: 'network-only' }).toPromise();
  }
}
