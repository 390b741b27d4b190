import { makeOperation, mapExchange } from 'urql';

/** Longer addresses are not taken everywhere; a query that would make one is sent by POST. */
const LONGEST_URL = 4_000;

/** The hash under which the hub knows a document, as the code generator wrote it into it. */
export function documentIdOf(document: object): string | undefined {
  return (document as { __meta__?: { hash?: string } }).__meta__?.hash;
}

/**
 * Sends queries as persisted documents, by GET and the hash of the document, so that browsers and proxies can
 * cache the answers and revalidate them. A document that the hub does not know (it is newer or older than the
 * page) is sent by POST from then on. Stands before the cache, which makes documents of its own.
 */
export const persistedExchange = mapExchange({
  onOperation(operation) {
    const id = operation.kind === 'query' ? documentIdOf(operation.query) : undefined;
    if (!id) return operation;
    const fetcher = operation.context.fetch ?? fetch;
    return makeOperation(operation.kind, operation, {
      ...operation.context,
      fetch: fetchByHash(id, fetcher),
    });
  },
});

const unknown = new Set<string>();

/** A fetch of GraphQL that turns a POST of the document into a GET of its hash. */
export function fetchByHash(id: string, fetcher: typeof fetch): typeof fetch {
  return async (input, init) => {
    const url =
      typeof init?.body === 'string' ? addressOf(id, String(input), init.body) : undefined;
    if (!url || unknown.has(id)) return fetcher(input, init);
    const { body: _, ...rest } = init ?? {};
    // A page of another site could not send this header without a preflight.
    const headers = { ...(init?.headers as object), 'apollo-require-preflight': 'true' };
    const response = await fetcher(url, { ...rest, headers, method: 'GET' });
    if (!(await isUnknown(response))) return response;
    unknown.add(id);
    return fetcher(input, init);
  };
}

function addressOf(documentId: string, url: string, body: string): string | undefined {
  const { variables = {} } = JSON.parse(body) as { variables?: object };
  const search = new URLSearchParams({ documentId, variables: JSON.stringify(variables) });
  const address = `${url}?${search}`;
  return address.length > LONGEST_URL ? undefined : address;
}

async function isUnknown(response: Response): Promise<boolean> {
  if (response.status !== 400) return false;
  const text = await response.clone().text();
  return text.includes('PERSISTED_DOCUMENT_UNKNOWN');
}
