import {
  type AnyVariables,
  type CombinedError,
  makeOperation,
  mapExchange,
  type Operation,
  type OperationResult,
  type TypedDocumentNode,
} from 'urql';
import { findAnswer, findNewestKey, keepAnswer } from './answers.ts';
import { answerKey, documentKey, isKept } from './kept.ts';
import {
  onlineStore,
  reportNetworkFailure,
  reportNetworkSuccess,
  reportStateOf,
} from './online.ts';

/** How long the hub may take to begin its answer before the last known one is given instead. */
const PATIENCE_MS = 6_000;
/** The same once the network is known to be away. */
const PATIENCE_OFFLINE_MS = 1_500;

/**
 * Stores the answers to queries of open data, and gives the last known one when the network is away.
 * With a network every answer comes from there. Stands behind the cache, before the fetch.
 */
export const lastKnownExchange = mapExchange({
  onOperation(operation) {
    if (!mayBeKept(operation)) return operation;
    const key = answerKey(operation.query, operation.variables);
    const fetcher = operation.context.fetch ?? fetch;
    return makeOperation(operation.kind, operation, {
      ...operation.context,
      fetch: (input, init) => patientFetch(fetcher, key, input, init),
    });
  },
  onResult(result) {
    const { operation, error, data } = result;
    if (operation.kind === 'teardown') return result;
    if (isNetworkAway(error)) {
      reportNetworkFailure();
      return mayBeKept(operation) ? withLastKnown(result) : result;
    }
    reportNetworkSuccess();
    if (!error && data && mayBeKept(operation)) {
      void keepAnswer(answerKey(operation.query, operation.variables), data);
    }
    return result;
  },
});

/** Whether no answer came from the hub: none at all, or one broken off or of somebody else. */
export function isNetworkAway(error: CombinedError | undefined): boolean {
  const response = error?.response as Response | undefined;
  return error?.networkError !== undefined && (!response || response.ok);
}

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

function mayBeKept({ kind, query }: Operation): boolean {
  return kind === 'query' && isKept(query);
}

async function withLastKnown(result: OperationResult): Promise<OperationResult> {
  const { query, variables } = result.operation;
  const known = await findAnswer(answerKey(query, variables));
  if (!known) return result;
  reportStateOf(known.at);
  const { error: _, ...rest } = result;
  return { ...rest, data: known.data, extensions: { lastKnownAt: known.at } };
}

/** A fetch that gives up when the answer does not begin and a stored one can take its place. */
async function patientFetch(
  fetcher: typeof fetch,
  key: string,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): Promise<Response> {
  const impatience = new AbortController();
  const giveUp = async () => {
    if (await findAnswer(key)) impatience.abort(new TypeError('The hub takes too long.'));
  };
  const patience = onlineStore.get().online ? PATIENCE_MS : PATIENCE_OFFLINE_MS;
  const timer = setTimeout(() => void giveUp(), patience);
  const signals = [impatience.signal, ...(init?.signal ? [init.signal] : [])];
  try {
    return await fetcher(input, { ...init, signal: AbortSignal.any(signals) });
  } finally {
    clearTimeout(timer);
  }
}
