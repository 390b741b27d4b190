import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import persisted from '../../web/generated/persisted-documents.json' with { type: 'json' };
import { ADMIN_TOKEN, missingDatabase, withHub } from '../setup/hub.ts';
import { signedIn } from '../setup/people.ts';

const hub = withHub({ writes: true });

const PAGE = '{ facilities(first: 2) { edges { node { id name version } } } }';
const headers = { 'content-type': 'application/json' };

async function post(query: string, more: Record<string, string> = {}, variables = {}) {
  const body = JSON.stringify({ query, variables });
  return fetch(`${hub.url}/graphql`, { method: 'POST', headers: { ...headers, ...more }, body });
}

/** The SQL of a request, as the database was sent it. */
async function sqlOf(ask: () => Promise<unknown>): Promise<string[]> {
  hub.statements.length = 0;
  await ask();
  return hub.statements.slice();
}

describe.skipIf(missingDatabase)('an answer that all may have', () => {
  test('is kept: the second time costs one look at the data version', async () => {
    const first = await post(PAGE);
    expect(first.headers.get('cache-control')).toBe('public, no-cache');
    const text = await first.text();
    const sql = await sqlOf(async () => {
      const again = await post(PAGE);
      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
      expect(await again.text()).toBe(text);
    });
    expect(sql).toHaveLength(1);
    expect(sql[0]).toMatch(/revision/);
  });

  test('differs by variables and operation', async () => {
    const query =
      'query A($n: Int) { hub { cityName } communities(first: $n) { totalCount edges { node { id } } } }';
    const ids = async (n: number) =>
      (await (await post(query, {}, { n })).json()).data.communities.edges.length;
    expect([await ids(1), await ids(2), await ids(1)]).toEqual([1, 2, 1]);
  });

  test('is never older than a change that was answered', async () => {
    for (let i = 0; i < 5; i++) {
      const before = (await (await post(PAGE)).json()).data.facilities.edges[0].node;
      const name = `廣場 ${randomUUID()}`;
      const { data, errors } = await hub.send(
        `mutation ($input: UpdateFacilityInput!) { updateFacility(input: $input) { facility { version } } }`,
        { input: { id: before.id, version: before.version, name } },
      );
      expect(errors).toBeUndefined();
      const after = (await (await post(PAGE)).json()).data.facilities.edges[0].node;
      expect(after).toEqual({ id: before.id, name, version: data.updateFacility.facility.version });
    }
  });

  test('is worked out once for all who ask at the same time', async () => {
    const query = '{ grids(first: 3) { edges { node { id name } } } }';
    const texts = new Set<string>();
    const sql = await sqlOf(async () => {
      const responses = await Promise.all(Array.from({ length: 12 }, () => post(query)));
      for (const response of responses) texts.add(await response.text());
    });
    expect(texts.size).toBe(1);
    expect(sql.filter((statement) => /FROM grid/.test(statement))).toHaveLength(1);
  });

  test('and is refused is refused all who ask at the same time, each by the id of their request', async () => {
    const query = '{ communities(filter: { region: "none" }) { totalCount } }';
    const responses = await Promise.all(Array.from({ length: 5 }, () => post(query)));
    const errors = await Promise.all(
      responses.map(async (response) => (await response.json()).errors[0].extensions),
    );
    for (const { code, field } of errors)
      expect([code, field]).toEqual(['NOT_FOUND', 'filter.region']);
    expect(new Set(errors.map(({ requestId }) => requestId)).size).toBe(5);
  });

  test('can be had compressed, and anew', async () => {
    const query = '{ communities(first: 20) { edges { node { name boundary } } } }';
    await post(query);
    for (const encoding of ['br', 'gzip']) {
      const answer = await post(query, { 'accept-encoding': encoding });
      expect(answer.headers.get('content-encoding')).toBe(encoding);
      expect((await answer.json()).data.communities.edges).toHaveLength(20);
    }
    const sql = await sqlOf(() => post(query, { 'cache-control': 'no-store' }));
    expect(sql.join()).toMatch(/FROM community/);
  });
});

describe.skipIf(missingDatabase)('an answer that depends on who asks', () => {
  test.each([
    ['{ viewer { means } }', 'means'],
    ['{ facilities(first: 1) { edges { node { access } } } }', 'access'],
  ])('%s is not kept', async (query, field) => {
    const planner = await signedIn(hub, field.toLowerCase(), 'PLANNER');
    const one = await post(query, { cookie: planner.cookie });
    const other = await post(query);
    expect(other.headers.get('cache-control')).toBe('no-store');
    expect(other.headers.get('etag')).toBeNull();
    const [theirs, ours] = [await one.text(), await other.text()];
    expect(theirs).toContain(field);
    expect(theirs).not.toBe(ours);
  });

  test('is that of each who asks, also of those who ask at the same time', async () => {
    const people = await Promise.all([
      signedIn(hub, 'one', 'PLANNER'),
      signedIn(hub, 'two', 'PLANNER'),
      signedIn(hub, 'three', 'VIEWER'),
    ]);
    const names = async () => {
      const responses = await Promise.all(
        people.map(({ cookie }) => post('{ hub { cityName } viewer { name } }', { cookie })),
      );
      return Promise.all(
        responses.map(async (response) => (await response.json()).data.viewer.name),
      );
    };
    expect(await names()).toEqual(['one', 'two', 'three']);
    expect(await names()).toEqual(['one', 'two', 'three']);
  });

  test('errors are not kept', async () => {
    const query = '{ coverageSummary(rule: "nope") { total } }';
    const one = (await (await post(query)).json()).errors[0].extensions.requestId;
    const two = (await (await post(query)).json()).errors[0].extensions.requestId;
    expect(one).not.toBe(two);
  });
});

describe.skipIf(missingDatabase)('documents known by hash', () => {
  const idOf = (operation: string): string =>
    Object.entries(persisted).find(([, text]) => text.includes(operation))?.[0] ?? '';
  const id = idOf('query RuleCodes');
  const preflight = { 'apollo-require-preflight': 'true' };
  const get = (query: string, more: Record<string, string> = {}) =>
    fetch(`${hub.url}/graphql?${query}`, { headers: { ...preflight, ...more } });

  test('are asked by GET, with types for caches, and need not be sent again', async () => {
    const answer = await get(`documentId=${encodeURIComponent(id)}`);
    const { data, errors } = (await answer.json()) as { data: object; errors?: object };
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toContain('__typename');
    const etag = answer.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"/);
    const again = await get(`documentId=${encodeURIComponent(id)}`, { 'if-none-match': etag });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  test('that are not known are told as such', async () => {
    for (const query of [
      'documentId=sha256:0',
      'documentId=constructor',
      'documentId=a&documentId=b',
    ]) {
      const answer = await get(query);
      expect(answer.status).toBe(400);
      expect((await answer.json()).errors[0].extensions).toMatchObject({
        code: 'PERSISTED_DOCUMENT_UNKNOWN',
        field: 'documentId',
      });
    }
  });

  test('cannot be read by a page of another site', async () => {
    const answer = await fetch(`${hub.url}/graphql?documentId=${encodeURIComponent(id)}`, {
      headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  test('are not for changes by GET', async () => {
    const mutation = encodeURIComponent(idOf('mutation SignOut {'));
    expect((await get(`documentId=${mutation}`)).status).toBe(405);
  });
});

describe.skipIf(missingDatabase)('a request that asks for too much', () => {
  const levels = (n: number) => `region { ${'parent { '.repeat(n)}name${' }'.repeat(n)} }`;
  test.each([
    ['levels', `{ communities(first: 1) { edges { node { ${levels(20)} } } } }`],
    [
      'aliases',
      `{ hub { ${Array.from({ length: 101 }, (_, i) => `a${i}: cityName`).join(' ')} } }`,
    ],
    [
      'root',
      `{ hub { dataVersion } ${Array.from({ length: 101 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
    ],
    ['tokens', `{ ${'__typename '.repeat(4_100)} }`],
    ['characters', `{ hub { cityName } } # ${'x'.repeat(50_000)}`],
    [
      'costs',
      `query ($n: Int = 1000) { communities(first: $n) { edges { node { facilities(first: $n) { totalCount } } } } }`,
    ],
    [
      'costs',
      `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: grids(first: 9, filter: { withinDistance: { community: "community_1", meters: 2000 } }) { totalCount }`).join(' ')} }`,
    ],
  ])('is refused: %s', async (what, query) => {
    for (const who of [null, ADMIN_TOKEN]) {
      if (who && what === 'costs') continue;
      const { status, errors } = await hub.send(query, {}, who);
      expect([status, errors?.[0]?.extensions?.['code']]).toEqual([400, 'TOO_EXPENSIVE']);
      const { cost, limit } = { cost: 0, limit: 0, ...errors?.[0]?.extensions };
      expect(cost).toBeGreaterThan(limit);
      expect(errors?.[0]?.message).toContain(what);
    }
  });

  test('of variables is refused before anything looks into them', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const answer = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers,
      body: `{"query":"{ hub { cityName } }","variables":{"deep":${deep}}}`,
    });
    expect(answer.status).toBe(400);
    expect((await answer.json()).errors[0].extensions).toMatchObject({ field: 'variables' });
  });
});
