import { type Exchange, makeOperation, type Operation, type OperationResult } from 'urql';
import { filter, pipe, tap } from 'wonka';

/** The same query is asked so many times in a row for nothing, then its empty answer is shown. */
const MOST_EMPTY = 5;

/** Two exchanges that stand before and behind the cache. */
export interface FreshAnswers {
  readonly before: Exchange;
  readonly behind: Exchange;
}

/**
 * Sees to it that what is shown ends as what the hub has. The cache forgets what a change has touched, and asks
 * for it again; but when answers, changes and writes cross each other, it keeps an answer older than a change,
 * hides one behind what it has forgotten, or drops the question. So a query is on its way once at a time, is
 * asked again when it was asked before the last change, and an empty answer does not take the place of a full one.
 * @param isKept tells the root fields of queries that changes leave as they are
 */
export function freshAnswers(isKept: (rootField: string) => boolean): FreshAnswers {
  /** Queries that somebody looks at. */
  const active = new Map<number, Operation>();
  /** Counts changes and writes. */
  let changes = 0;
  /** How many there had been when a query was asked. */
  const askedAt = new Map<number, number>();
  const onTheWay = new Set<number>();
  /** Queries to ask again when their answer is there. */
  const again = new Set<number>();
  const empty = new Map<number, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const forget = (key: number): void => {
    active.delete(key);
    askedAt.delete(key);
    onTheWay.delete(key);
    again.delete(key);
    empty.delete(key);
  };

  const before: Exchange = ({ client, forward }) => {
    const ask = (operation: Operation): void => {
      const context = { ...operation.context, requestPolicy: 'network-only' } as const;
      client.reexecuteOperation(makeOperation(operation.kind, operation, context));
    };
    const askOutdated = (): void => {
      for (const [key, operation] of active) {
        if ((askedAt.get(key) ?? -1) >= changes || isUntouched(operation)) continue;
        if (onTheWay.has(key)) again.add(key);
        else ask(operation);
      }
    };
    return (operations$) =>
      pipe(
        operations$,
        tap((operation) => {
          if (operation.kind === 'query') active.set(operation.key, operation);
          if (operation.kind === 'teardown') forget(operation.key);
        }),
        forward,
        tap((result) => {
          if (!tellsChange(result)) return;
          changes++;
          clearTimeout(timer);
          // The cache comes first: what it has asked by then need not be asked again.
          timer = setTimeout(askOutdated);
        }),
        filter((result) => {
          const { key } = result.operation;
          if (again.has(key) && !onTheWay.has(key)) {
            again.delete(key);
            ask(result.operation);
          }
          const times = empty.get(key) ?? 0;
          if (!isEmpty(result) || times >= MOST_EMPTY) {
            empty.delete(key);
            return true;
          }
          empty.set(key, times + 1);
          if (!onTheWay.has(key)) ask(result.operation);
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
          if (onTheWay.has(key)) {
            again.add(key);
            return false;
          }
          onTheWay.add(key);
          askedAt.set(key, changes);
          return true;
        }),
        forward,
        tap(({ operation, hasNext }) => {
          if (operation.kind === 'query' && !hasNext) onTheWay.delete(operation.key);
        }),
      );

  function isUntouched({ query }: Operation): boolean {
    return query.definitions.every(
      (definition) =>
        definition.kind !== 'OperationDefinition' ||
        definition.selectionSet.selections.every(
          (selection) => selection.kind === 'Field' && isKept(selection.name.value),
        ),
    );
  }

  return { before, behind };
}

/** Whether a result says that data have changed: what is told of them, or the answer to a write. */
function tellsChange({ operation, data, error }: OperationResult): boolean {
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
