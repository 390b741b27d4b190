import { createHash } from 'node:crypto';
import type { GraphQLFormattedError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectTo } from '../live/listener.ts';
import { missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';

let hub: TestHub;

beforeAll(async () => {
  if (!missingDatabase) hub = await startTestHub();
});
afterAll(() => hub?.close());

/** What a client sends. */
interface Fields {
  query?: string;
  operationName?: string;
  variables?: object;
  extensions?: object;
  documentId?: string;
}

/** The errors of a refusal; the status where it came by HTTP. */
interface Refusal {
  status?: number;
  errors: GraphQLFormattedError[];
}

/** Extensions of the error, and the status by HTTP unless it is 400. */
interface Expected {
  code: string;
  field?: string;
  limit?: number;
  status?: number;
}

/** The ways that requests come by. */
const WAYS = {
  async POST(fields: Fields): Promise<Refusal> {
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
    return { status: response.status, ...(await response.json()) };
  },
  async GET(fields: Fields): Promise<Refusal> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      search.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    const response = await fetch(`${hub.url}/graphql?${search}`, {
      headers: { 'apollo-require-preflight': 'true' },
    });
    return { status: response.status, ...(await response.json()) };
  },
  async WebSocket(fields: Fields): Promise<Refusal> {
    const client = connectTo(hub.url);
    const outcome = await new Promise<unknown>((resolve) => {
      // The protocol demands a query, be it empty.
      client.subscribe({ query: '', ...fields } as SubscribePayload, {
        next: resolve,
        error: resolve,
        complete: () => resolve({}),
      });
    });
    await client.dispose();
    // It has a message of its own for what is refused before anything is executed.
    return Array.isArray(outcome) ? { errors: outcome } : (outcome as Refusal);
  },
} as const;
type Way = keyof typeof WAYS;
const ALL = Object.keys(WAYS) as Way[];

/** An operation that selects of communities: a query, or by WebSocket a subscription. */
function operation(way: Way, selection: string): string {
  const variables = selection.includes('$n') ? '($n: Int)' : '';
  return way === 'WebSocket'
    ? `subscription Some${variables} { hubChanged(bbox: [0, 0, 1, 1], since: "0") { coverage { community { ${selection} } } } }`
    : `query Some${variables} { communities(first: 1) { edges { node { ${selection} } } } }`;
}

const selecting =
  (selection: string, more: Fields = {}) =>
  (way: Way): Fields => ({ query: operation(way, selection), ...more });
const all =
  (fields: Fields) =>
  (_way: Way): Fields =>
    fields;
const facilities = 'facilities(first: 1000) { edges { node { community {';

describe.skipIf(missingDatabase)(
  'a request is refused alike by each way that it can come by:',
  () => {
    test.each<[string, (way: Way) => Fields, Expected, Way[]]>([
      [
        'too many characters',
        selecting(`name # ${'x'.repeat(50_000)}\n`),
        { code: 'TOO_EXPENSIVE', limit: 50_000 },
        // No address may be so long.
        ['POST', 'WebSocket'],
      ],
      [
        'too many tokens',
        selecting('a '.repeat(4_000)),
        { code: 'TOO_EXPENSIVE', limit: 4_000 },
        ALL,
      ],
      [
        'variables that nest too deeply',
        selecting('name', { variables: JSON.parse(`{"n":${'['.repeat(50)}${']'.repeat(50)}}`) }),
        { code: 'BAD_USER_INPUT', field: 'variables' },
        ALL,
      ],
      [
        'the id of no persisted document',
        all({ documentId: `sha256:${'0'.repeat(64)}` }),
        { code: 'PERSISTED_DOCUMENT_UNKNOWN', field: 'documentId' },
        ALL,
      ],
      [
        'the digest of a document that nobody sent',
        all({
          extensions: {
            persistedQuery: { version: 1, sha256Hash: createHash('sha256').digest('hex') },
          },
        }),
        // Not found is no fault of the client: it sends the text next.
        { code: 'PERSISTED_QUERY_NOT_FOUND', status: 200 },
        ALL,
      ],
      ['wrong syntax', selecting('name('), { code: 'GRAPHQL_PARSE_FAILED' }, ALL],
      ['an unknown field', selecting('name nonsense'), { code: 'GRAPHQL_VALIDATION_FAILED' }, ALL],
      [
        'no operation of that name',
        selecting('name', { operationName: 'Other' }),
        { code: 'OPERATION_RESOLUTION_FAILURE' },
        ALL,
      ],
      [
        'too many levels',
        selecting(`region { ${'parent { '.repeat(20)}name${' }'.repeat(20)} }`),
        { code: 'TOO_EXPENSIVE', limit: 20 },
        ALL,
      ],
      [
        'too many aliases',
        selecting(Array.from({ length: 101 }, (_, i) => `a${i}: name`).join(' ')),
        { code: 'TOO_EXPENSIVE', limit: 100 },
        ALL,
      ],
      [
        'too many rows',
        selecting(`${facilities} facilities(first: 1000) { totalCount } } } } }`),
        { code: 'TOO_EXPENSIVE', limit: 200_000 },
        ALL,
      ],
      [
        'too many rows by variables',
        selecting(`${facilities} facilities(first: $n) { totalCount } } } } }`, {
          variables: { n: 1_000 },
        }),
        { code: 'TOO_EXPENSIVE', limit: 200_000 },
        ALL,
      ],
      [
        'variables of a wrong type',
        selecting('facilities(first: $n) { totalCount }', { variables: { n: 'many' } }),
        { code: 'BAD_USER_INPUT', field: 'n' },
        ALL,
      ],
    ])('%s', async (_what, fieldsOf, { status: expected = 400, ...extensions }, ways) => {
      for (const way of ways) {
        // What is known after the first time must make no difference.
        for (const time of ['first', 'second']) {
          const { status = expected, errors } = await WAYS[way](fieldsOf(way));
          const found = { way, time, status, extensions: errors[0]?.extensions };
          expect(found).toMatchObject({ way, time, status: expected, extensions });
          expect(errors).toHaveLength(1);
          expect(errors[0]?.extensions?.['requestId']).toMatch(/^[0-9a-f-]{36}$/);
          expect(errors[0]?.extensions).not.toHaveProperty('http');
        }
      }
    });
  },
);

describe.skipIf(missingDatabase)('a document', () => {
  test('that was sent once with its digest can be had by the digest, by GET and WebSocket too', async () => {
    for (const way of ALL) {
      const query = `${operation(way, 'name')} # ${way}`;
      const sha256Hash = createHash('sha256').update(query).digest('hex');
      const extensions = { persistedQuery: { version: 1, sha256Hash } };
      const sent = await WAYS[way === 'WebSocket' ? way : 'POST']({ query, extensions });
      expect([way, sent.errors]).toEqual([way, undefined]);
      const again = await WAYS[way]({ extensions });
      expect([way, again.errors]).toEqual([way, undefined]);
    }
  });
});
