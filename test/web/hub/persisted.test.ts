import { describe, expect, it } from 'vitest';
import { RuleCodesDocument } from '../../../web/generated/graphql.ts';
import known from '../../../web/generated/persisted-documents.json' with { type: 'json' };
import { documentIdOf, fetchByHash } from '../../../web/hub/persisted.ts';

const ANSWER = JSON.stringify({ data: {} });
const UNKNOWN = JSON.stringify({
  errors: [{ extensions: { code: 'PERSISTED_DOCUMENT_UNKNOWN' } }],
});

/** A hub that knows some documents, and what it was asked. */
function hub(knows: boolean) {
  const asked: string[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    asked.push(`${init?.method} ${input} ${init?.body ?? ''}`);
    const refuses = !knows && init?.method === 'GET';
    return new Response(refuses ? UNKNOWN : ANSWER, { status: refuses ? 400 : 200 });
  };
  return { asked, fetcher };
}

const post = (variables: object) => ({
  method: 'POST',
  headers: { accept: 'application/json' },
  body: JSON.stringify({ query: '{ hub { cityName } }', variables }),
});

describe('a query', () => {
  it('has a document that the hub is given the hash of', () => {
    const id = documentIdOf(RuleCodesDocument);
    expect(Object.keys(known)).toContain(id);
  });

  it('is asked by GET and hash', async () => {
    const { asked, fetcher } = hub(true);
    const response = await fetchByHash('sha256:a', fetcher)('/graphql', post({ n: 1 }));
    expect(await response.text()).toBe(ANSWER);
    expect(asked).toEqual(['GET /graphql?documentId=sha256%3Aa&variables=%7B%22n%22%3A1%7D ']);
  });

  it('is asked by POST from then on when the hub does not know it', async () => {
    const { asked, fetcher } = hub(false);
    for (let i = 0; i < 2; i++) {
      const response = await fetchByHash('sha256:b', fetcher)('/graphql', post({}));
      expect(await response.text()).toBe(ANSWER);
    }
    expect(asked.map((request) => request.split(' ')[0])).toEqual(['GET', 'POST', 'POST']);
  });

  it('is asked by POST when its variables are long', async () => {
    const { asked, fetcher } = hub(true);
    await fetchByHash('sha256:c', fetcher)('/graphql', post({ text: 'x'.repeat(5_000) }));
    expect(asked[0]).toMatch(/^POST /);
  });
});
