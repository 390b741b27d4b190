import { describe, expect, test } from 'vitest';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub();
/** More than enough to validate and refuse; a document that gets through would take far longer. */
const PROMPT_MS = 5_000;

/** The status of a body sent by a stranger, and the codes of its errors. */
function post(body: unknown): Promise<{ status: number; codes: unknown[] }> {
  return postText(JSON.stringify(body));
}

async function postText(body: string): Promise<{ status: number; codes: unknown[] }> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const { errors = [] } = (await response.json()) as {
    errors?: { extensions?: { code?: string } }[];
  };
  return { status: response.status, codes: errors.map(({ extensions }) => extensions?.code) };
}

/** The JSON of a filter that holds another, and so on; too deep for `JSON.stringify`. */
const deepFilter = (levels: number): string => `${'{"not":'.repeat(levels)}{}${'}'.repeat(levels)}`;

const nested = (depth: number): string =>
  `{ communities(first: 1) { edges { node ${'{ region { communities(first: 1) { edges { node '.repeat(depth)}{ id }${' } } } }'.repeat(depth)} } } }`;

describe.skipIf(missingDatabase)('a document that was made to be costly', () => {
  test.each<[string, string]>([
    [
      'aliases',
      `{ ${Array.from({ length: 2_000 }, (_, n) => `a${n}: communities(first: 100) { edges { node { boundary } } }`).join(' ')} }`,
    ],
    ['nesting', nested(200)],
    ['nesting without end', `${'{ a '.repeat(20_000)}${'}'.repeat(20_000)}`],
    ['a fragment that names itself', '{ ...A } fragment A on Query { ...A }'],
    ['fragments in a circle', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
    [
      'fragments that double',
      `{ ...F0 } ${Array.from({ length: 40 }, (_, n) => `fragment F${n} on Query { ${n < 39 ? `a${n}: communities(first: 1) { totalCount } ...F${n + 1} ... on Query { ...F${n + 1} }` : '__typename'} }`).join(' ')}`,
    ],
    ['directives', `{ __typename ${'@skip(if: false) '.repeat(5_000)} }`],
    [
      'introspection in itself',
      `{ __schema { types { ${'fields { type { '.repeat(30)}name${' } }'.repeat(30)} } } }`,
    ],
  ])('is refused at once: %s', async (_what, query) => {
    const begin = performance.now();
    const { status, codes } = await post({ query });
    expect([status >= 400 && status < 500, codes.length > 0]).toEqual([true, true]);
    expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
    expect(performance.now() - begin).toBeLessThan(PROMPT_MS);
  });

  test('is not taken in a batch', async () => {
    const batch = Array.from({ length: 100 }, () => ({ query: '{ __typename }' }));
    const { status, codes } = await post(batch);
    expect([status, codes]).toEqual([400, ['BAD_REQUEST']]);
  });

  test('does not hide in its variables', async () => {
    const query = 'query ($f: CommunityFilter) { communities(filter: $f) { totalCount } }';
    for (const levels of [30, 3_000, 100_000]) {
      const body = `{"query":${JSON.stringify(query)},"variables":{"f":${deepFilter(levels)}}}`;
      const { status, codes } = await postText(body);
      expect([levels, codes]).toEqual([levels, ['BAD_USER_INPUT']]);
      expect(status).toBeLessThan(500);
    }
  });

  test('does not hide in the address of a file', async () => {
    for (const levels of [30, 300, 1_000]) {
      const filter = encodeURIComponent(deepFilter(levels));
      const response = await fetch(`${hub.url}/export/communities.csv?filter=${filter}`);
      await response.arrayBuffer();
      expect([levels, response.status >= 400 && response.status < 500]).toEqual([levels, true]);
    }
  });
});
