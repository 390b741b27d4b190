import {
  type AnyVariables,
  makeOperation,
  mapExchange,
  type Operation,
  type OperationResult,
  type TypedDocumentNode,
} from 'urql';
import { isHubAway } from './away.ts';
import {
  onlineStore,
  reportNetworkFailure,
  reportNetworkSuccess,
  reportStoredAnswer,
} from './online.ts';
import { answerKey, documentKey, isStorable } from './storable.ts';
import { findNewestKey, findStoredAnswer, storeAnswer } from './storedAnswers.ts';

/** How long the hub may take to begin its answer before the last known one is given instead. */
const TIMEOUT_MS = 6_000;
/** The same once the network is known to be away. */
const TIMEOUT_OFFLINE_MS = 1_500;

/**
 * Stores the answers to queries of open data, and gives the last known one when the network is away.
 * With a network every answer comes from there. Stands behind the cache, before the fetch.
 */
export const lastKnownExchange = mapExchange({
  onOperation(operation) {
    if (!isStorableQuery(operation)) return operation;
    const key = answerKey(operation.query, operation.variables);
    const fetcher = operation.context.fetch ?? fetch;
    return makeOperation(operation.kind, operation, {
      ...operation.context,
      fetch: (input, init) => fetchWithTimeout(fetcher, key, input, init),
    });
  },
  onResult(result) {
    const { operation, error, data } = result;
    if (operation.kind === 'teardown') return result;
    if (error && isHubAway(error)) {
      reportNetworkFailure();
      return isStorableQuery(operation) ? withLastKnown(result) : result;
    }
    reportNetworkSuccess();
    if (!error && data && isStorableQuery(operation)) {
      void storeAnswer(answerKey(operation.query, operation.variables), data);
    }
    return result;
  },
});

/** When the answer was stored that stands in for one of the hub; undefined for one of the hub itself. */
export function lastKnownAt(result: Pick<OperationResult, 'extensions'>): number | undefined {
  return result.extensions?.['lastKnownAt'];
}

/** Variables of the newest stored answer to a document. */
export async function newestVariables<Variables extends AnyVariables>(
  document: TypedDocumentNode<unknown, Variables>,
): Promise<Variables | undefined> {
  const beginning = documentKey(document);
  const key = await findNewestKey(beginning);
  return key === undefined ? undefined : (JSON.parse(key.slice(beginning.length)) as Variables);
}

function isStorableQuery({ kind, query }: Operation): boolean {
  return kind === 'query' && isStorable(query);
}

async function withLastKnown(result: OperationResult): Promise<OperationResult> {
  const { query, variables } = result.operation;
  const known = await findStoredAnswer(answerKey(query, variables));
  if (!known) return result;
  reportStoredAnswer(known.at);
  const { error: _, ...rest } = result;
  return { ...rest, data: known.data, extensions: { lastKnownAt: known.at } };
}

/** A fetch that gives up when the answer does not begin and a stored one can take its place. */
async function fetchWithTimeout(
  fetcher: typeof fetch,
  key: string,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): Promise<Response> {
  const timeout = new AbortController();
  const giveUp = async () => {
    if (await findStoredAnswer(key)) timeout.abort(new TypeError('The hub takes too long.'));
  };
  const limitMs = onlineStore.get().online ? TIMEOUT_MS : TIMEOUT_OFFLINE_MS;
  const timer = setTimeout(() => void giveUp(), limitMs);
  const signals = [timeout.signal, ...(init?.signal ? [init.signal] : [])];
  try {
    return await fetcher(input, { ...init, signal: AbortSignal.any(signals) });
  } finally {
    clearTimeout(timer);
  }
}
