import { type Exchange, makeOperation, type Operation, type OperationResult } from 'urql';
import { filter, pipe, tap } from 'wonka';

/** After so many empty answers in a row to the same query, the empty answer is shown. */
const MOST_EMPTY = 5;

/** Two exchanges that stand before and behind the cache. */
export interface FreshAnswers {
  readonly before: Exchange;
  readonly behind: Exchange;
}

/**
 * Makes sure that what is shown ends as what the hub has. The cache invalidates what a change has touched, and
 * refetches it; but when answers, changes and writes cross each other, it keeps an answer older than a change,
 * hides one behind what it has invalidated, or drops the query. So a query is in flight once at a time, is
 * refetched when it was sent before the last change, and an empty answer does not take the place of a full one.
 * @param isTouched says which root fields of queries a change makes outdated
 */
export function freshAnswers(isTouched: (rootField: string) => boolean): FreshAnswers {
  /** Queries that some component shows. */
  const active = new Map<number, Operation>();
  /** Counts changes and writes. */
  let changes = 0;
  /** How many there had been when a query was sent. */
  const sentAt = new Map<number, number>();
  const inFlight = new Set<number>();
  /** Queries to send again when their answer is there. */
  const sendAgain = new Set<number>();
  const emptyAnswers = new Map<number, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const drop = (key: number): void => {
    active.delete(key);
    sentAt.delete(key);
    inFlight.delete(key);
    sendAgain.delete(key);
    emptyAnswers.delete(key);
  };

  const before: Exchange = ({ client, forward }) => {
    const refetch = (operation: Operation): void => {
      const context = { ...operation.context, requestPolicy: 'network-only' } as const;
      client.reexecuteOperation(makeOperation(operation.kind, operation, context));
    };
    const refetchOutdated = (): void => {
      for (const [key, operation] of active) {
        if ((sentAt.get(key) ?? -1) >= changes || isUntouched(operation)) continue;
        if (inFlight.has(key)) sendAgain.add(key);
        else refetch(operation);
      }
    };
    return (operations$) =>
      pipe(
        operations$,
        tap((operation) => {
          if (operation.kind === 'query') active.set(operation.key, operation);
          if (operation.kind === 'teardown') drop(operation.key);
        }),
        forward,
        tap((result) => {
          if (!reportsChange(result)) return;
          changes++;
          clearTimeout(timer);
          // The cache comes first: what it has sent by then need not be sent again.
          timer = setTimeout(refetchOutdated);
        }),
        filter((result) => {
          const { key } = result.operation;
          if (sendAgain.has(key) && !inFlight.has(key)) {
            sendAgain.delete(key);
            refetch(result.operation);
          }
          const times = emptyAnswers.get(key) ?? 0;
          if (!isEmpty(result) || times >= MOST_EMPTY) {
            emptyAnswers.delete(key);
            return true;
          }
          emptyAnswers.set(key, times + 1);
          if (!inFlight.has(key)) refetch(result.operation);
          return false;
        }),
      );
  };

  const behind: Exchange =
    ({ forward }) =>
    (operations$) =>
      pipe(
        operations$,
        filter(({ kind, key }) => {
          if (kind !== 'query') return true;
          if (inFlight.has(key)) {
            sendAgain.add(key);
            return false;
          }
          inFlight.add(key);
          sentAt.set(key, changes);
          return true;
        }),
        forward,
        tap(({ operation, hasNext }) => {
          if (operation.kind === 'query' && !hasNext) inFlight.delete(operation.key);
        }),
      );

  function isUntouched({ query }: Operation): boolean {
    return query.definitions.every(
      (definition) =>
        definition.kind !== 'OperationDefinition' ||
        definition.selectionSet.selections.every(
          (selection) => selection.kind === 'Field' && !isTouched(selection.name.value),
        ),
    );
  }

  return { before, behind };
}

/** Whether a result says that data have changed: an event of the subscription, or the answer to a write. */
function reportsChange({ operation, data, error }: OperationResult): boolean {
  if (error || !data) return false;
  if (operation.kind === 'subscription') return true;
  if (operation.kind !== 'mutation') return false;
  return Object.values(data as Record<string, unknown>).some(
    (payload) => typeof (payload as { dataVersion?: unknown } | null)?.dataVersion === 'string',
  );
}

function isEmpty({ operation, data, error }: OperationResult): boolean {
  const { requestPolicy } = operation.context;
  return operation.kind === 'query' && requestPolicy !== 'cache-only' && data == null && !error;
}
