import { describe, expect, test } from 'vitest';
import { codesOf, missingDatabase, withHub } from '../setup/hub.ts';
import { signedIn } from '../setup/people.ts';

const hub = withHub({ writes: true });

const BOW_TIE = '{ type: "Polygon", coordinates: [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]] }';
const foreign = Buffer.from('["facility:CODE:ASC","a",1]').toString('base64url');
const unreadable = Buffer.from('["community:AREA:ASC","not a number",1]').toString('base64url');

describe.skipIf(missingDatabase)('a digest that does not fit its document', () => {
  test.each([
    [{ version: 1, sha256Hash: 'ab'.repeat(32) }],
    [{ version: 2, sha256Hash: 'ab'.repeat(32) }],
  ])('is the mistake of the client: %j', async (persistedQuery) => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }', extensions: { persistedQuery } }),
    });
    const { errors } = (await response.json()) as { errors: { extensions: object }[] };
    expect([response.status, errors[0]?.extensions]).toMatchObject([
      400,
      { code: 'BAD_USER_INPUT', field: 'extensions.persistedQuery' },
    ]);
  });
});

describe.skipIf(missingDatabase)('bad input', () => {
  test.each([
    ['an unknown rule', 'coverageSummary(rule: "nope") { total }', 'NOT_FOUND', 'rule'],
    [
      'an unknown rule of statuses',
      'coverageStatuses(rule: "nope") { passing }',
      'NOT_FOUND',
      'rule',
    ],
    [
      'an unknown rule in a filter',
      'communities(filter: { coverage: { rule: "nope", status: FAIL } }) { totalCount }',
      'NOT_FOUND',
      'filter.coverage.rule',
    ],
    [
      'an unknown rule in a nested field',
      'communities(first: 1) { edges { node { coverage(rule: "nope") { status } } } }',
      'NOT_FOUND',
      'rule',
    ],
    [
      'an unknown region',
      'communities(filter: { region: "999" }) { totalCount }',
      'NOT_FOUND',
      'filter.region',
    ],
    [
      'an unknown region of a summary',
      'coverageSummary(rule: "plaza-2km", region: "999") { total }',
      'NOT_FOUND',
      'region',
    ],
    [
      'an unknown kind',
      'facilities(filter: { kind: "castle" }) { totalCount }',
      'NOT_FOUND',
      'filter.kind',
    ],
    [
      'an unknown parent',
      'regions(filter: { parent: "999" }) { totalCount }',
      'NOT_FOUND',
      'filter.parent',
    ],
    [
      'NaN in a box',
      'communities(filter: { bbox: [121, 25, NaN, 26] }) { totalCount }',
      'BAD_USER_INPUT',
      'filter.bbox[2]',
    ],
    [
      'a box crossing itself',
      'facilities(filter: { bbox: [122, 25, 121, 26] }) { totalCount }',
      'BAD_USER_INPUT',
      'filter.bbox',
    ],
    [
      'a box out of range',
      'grids(filter: { bbox: [121, 25, 122, 95] }) { totalCount }',
      'BAD_USER_INPUT',
      'filter.bbox[3]',
    ],
    [
      'a polygon crossing itself',
      `communities(filter: { intersects: ${BOW_TIE} }) { totalCount }`,
      'BAD_USER_INPUT',
      'filter.intersects',
    ],
    [
      'a polygon crossing itself, for facilities',
      `facilities(filter: { intersects: ${BOW_TIE} }) { totalCount }`,
      'BAD_USER_INPUT',
      'filter.intersects',
    ],
    ['a page too large', 'communities(first: 100000) { totalCount }', 'BAD_USER_INPUT', 'first'],
    [
      'a nested page too large',
      'communities(first: 1) { edges { node { grids(first: 1001) { totalCount } } } }',
      'BAD_USER_INPUT',
      'first',
    ],
    ['a broken cursor', 'communities(after: "?") { totalCount }', 'BAD_USER_INPUT', 'after'],
    [
      'a cursor of another list',
      `communities(after: "${foreign}") { totalCount }`,
      'BAD_USER_INPUT',
      'after',
    ],
    [
      'a cursor with an unreadable key',
      `communities(orderBy: { field: AREA }, after: "${unreadable}") { totalCount edges { cursor } }`,
      'BAD_USER_INPUT',
      'after',
    ],
    [
      'coordinates out of range',
      'coverageAt(point: [200, 25]) { status }',
      'BAD_USER_INPUT',
      'point[0]',
    ],
    [
      'a distance of zero',
      'communities(filter: { withinDistance: { point: [121, 25], meters: 0 } }) { totalCount }',
      'BAD_USER_INPUT',
      'filter.withinDistance.meters',
    ],
    [
      'a distance order without point',
      'communities(orderBy: { field: DISTANCE }) { totalCount }',
      'BAD_USER_INPUT',
      'orderBy.field',
    ],
    [
      'a rule order without rule',
      'communities(orderBy: { field: RESIDENTS_COVERED_SHARE }) { totalCount }',
      'BAD_USER_INPUT',
      'orderBy.field',
    ],
    ['neither id nor code', 'community { id }', 'BAD_USER_INPUT', 'id'],
    ['an id of another type', 'facility(id: "community_1") { id }', 'BAD_USER_INPUT', 'id'],
    [
      'a text too long',
      `communities(filter: { text: "${'x'.repeat(201)}" }) { totalCount }`,
      'BAD_USER_INPUT',
      'filter.text',
    ],
    ['U+0000 in a code', 'community(code: "\\u0000") { id }', 'BAD_USER_INPUT', 'code'],
    [
      'U+0000 in a region',
      'communities(filter: { region: "\\u0000" }) { totalCount }',
      'NOT_FOUND',
      'filter.region',
    ],
  ])('is refused by name: %s', async (_name, field, code, path) => {
    const { data, errors } = await hub.send(`{ ${field} }`, {}, null);
    expect(errors?.[0]?.extensions).toMatchObject({ code, field: path });
    expect(errors?.[0]?.extensions?.['requestId']).toMatch(/^[0-9a-f-]{36}$/);
    expect(errors?.[0]?.message).not.toMatch(/stack|select |node_modules/i);
    // A field that may be null is null alone; any other takes the whole answer with it.
    expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
  });

  test('that asks for too much is refused before anything is read', async () => {
    const { data, errors } = await hub.send(
      `query ($n: Int) { communities(first: $n) { edges { node { facilities(first: $n) { edges { node {
        community { facilities(first: $n) { totalCount } } } } } } } } }`,
      { n: 1000 },
      null,
    );
    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'TOO_EXPENSIVE', limit: 200_000 });
  });

  test('that asks for more than everybody may is answered to analysts, up to five times as much', async () => {
    const trial = `evaluateScenario(rule: "plaza-2km", changes: [{ action: ADD, kind: "plaza",
      location: { type: "Point", coordinates: [121.5, 25] } }]) { dataVersion }`;
    const many = (count: number): string =>
      `{ ${Array.from({ length: count }, (_, i) => `a${i}: ${trial}`).join(' ')} }`;
    const analyst = await signedIn(hub, 'analyst', 'ANALYST');
    const viewer = await signedIn(hub, 'viewer', 'VIEWER');
    expect(codesOf(await hub.send(many(11), {}, analyst))).toEqual([]);
    const limits = [];
    for (const [who, count] of [
      [analyst, 51],
      [viewer, 11],
    ] as const) {
      const { errors } = await hub.send(many(count), {}, who);
      limits.push(errors?.[0]?.extensions);
    }
    expect(limits).toMatchObject([
      { code: 'TOO_EXPENSIVE', limit: 1_000_000 },
      { code: 'TOO_EXPENSIVE', limit: 200_000 },
    ]);
  });

  test('that asks for too much is the client’s fault in HTTP, too', async () => {
    const trial = 'evaluateScenario(rule: "plaza-2km", changes: []) { dataVersion }';
    const many = Array.from({ length: 11 }, (_, i) => `a${i}: ${trial}`).join(' ');
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ ${many} }` }),
    });
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as { errors: { extensions: object }[] };
    expect(errors[0]?.extensions).toMatchObject({
      code: 'TOO_EXPENSIVE',
      cost: expect.any(Number),
    });
    expect(errors[0]?.extensions).not.toHaveProperty('http');
  });

  test.each([
    [{ code: 'x', name: 'x', nameEn: 'x', facilityKinds: ['plaza'] }, 'input'],
    [
      { code: 'x', name: 'x', nameEn: 'x', facilityKinds: ['plaza'], radiusMeters: null },
      'input.radiusMeters',
    ],
    [{ code: 7, name: 'x', nameEn: 'x', facilityKinds: ['plaza'], radiusMeters: 1 }, 'input.code'],
    [
      { code: 'x', name: 'x', nameEn: 'x', facilityKinds: ['plaza', {}], radiusMeters: 1 },
      'input.facilityKinds[1]',
    ],
  ])('of a type that GraphQL refuses names the field: %j', async (input, field) => {
    const query =
      'mutation ($input: CreateRuleInput!) { createRule(input: $input) { dataVersion } }';
    const { errors } = await hub.send(query, { input });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  test('in variables is refused as in literals', async () => {
    const query = 'query ($b: BBox) { communities(filter: { bbox: $b }) { totalCount } }';
    const { errors } = await hub.send(query, { b: [121, null, 122, 26] }, null);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'filter.bbox[1]',
    });
  });

  test.each([
    ['no JSON', 'x', 'application/json'],
    ['no query', '{}', 'application/json'],
    ['a list', '[]', 'application/json'],
    ['a broken query', '{"query":"{"}', 'application/json'],
    ['an unknown field', '{"query":"{ nope }"}', 'application/json'],
    [
      'variables of a wrong type',
      '{"query":"query ($n: Int) { communities(first: $n) { totalCount } }","variables":{"n":"x"}}',
      'application/json',
    ],
    ['another media type', 'x', 'image/png'],
    ['too large a body', `{"query":"${' '.repeat(6_000_000)}"}`, 'application/json'],
  ])('outside of fields never ends in 500: %s', async (_name, body, type) => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(((await response.json()) as { errors: object[] }).errors).toHaveLength(1);
  });

  test.each([
    '/nothing',
    '/tiles/a/b/c.mvt',
    '/tiles/3/8/0.mvt',
    '/tiles/99/0/0.mvt',
    '/..%2f..%2fetc%2fpasswd',
    '/%',
  ])('in an address never ends in 500: %s', async (path) => {
    const response = await fetch(hub.url + path);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
  });
});

describe.skipIf(missingDatabase)('a failure of the hub itself', () => {
  test('is masked: the client gets a request id and nothing of the cause', async () => {
    const em = hub.database.orm.em.fork();
    await em.execute('ALTER TABLE hub RENAME COLUMN city_name TO city_name_lost');
    const { errors } = await hub.send('{ hub { cityName } }', {}, null);
    await em.execute('ALTER TABLE hub RENAME COLUMN city_name_lost TO city_name');
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    expect(JSON.stringify(errors)).not.toMatch(/city_name|relation|select/i);
    expect((await hub.send('{ hub { cityName } }', {}, null)).errors).toBeUndefined();
  });
});
