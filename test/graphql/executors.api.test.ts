import { readdirSync, readFileSync } from 'node:fs';
import { type DocumentNode, execute, type GraphQLError, getOperationAST, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../server/access/context.ts';
import { Sharing } from '../../server/access/sharing.ts';
import type { Viewer } from '../../server/access/viewer.ts';
import { createExecutor, TIME_LIMITS } from '../../server/graphql/execution.ts';
import { createSchema } from '../../server/schema.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const folder = new URL('../../web/graphiql/examples/', import.meta.url);
const EXAMPLES = readdirSync(folder)
  .map((name) => readFileSync(new URL(name, folder), 'utf8'))
  .filter((text) => !/^\s*mutation/m.test(text));

const DEEP = `{ communities(first: 3, orderBy: { field: POPULATION, direction: DESC }) { totalCount
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node {
    __typename id code name nameEn population boundary bbox servicePoint areaSquareMeters
    region { name parent { name parent { name } } }
    coverages { status marginMeters rule { code facilityKinds { code facilityCount } }
      nearest { distanceMeters facility { id name location community { name } } } }
    grids(first: 2) { totalCount edges { cursor node { code boundary households } } }
    facilities(first: 2) { totalCount pageInfo { endCursor } edges { node {
      id name attributes updatedAt kind { code name } community { code } location access { mayEdit } } } }
  } } } }`;

/** What goes wrong, each somewhere else. */
const FAILING = [
  '{ coverageSummary(rule: "nope") { total } hub { dataVersion } }',
  '{ communities(first: 2) { edges { node { code coverage(rule: "nope") { status } } } } }',
  '{ communities(first: 2000) { totalCount } ok: communities(first: 1) { totalCount } }',
  '{ communities(first: 1, after: "x") { totalCount } }',
  '{ communities(filter: { bbox: [1, 2, 3] }) { totalCount } }',
  '{ a: facility(id: "facility_1") { name } b: facility(id: "grid_1") { name } }',
  '{ people { name } hub { cityName } }',
  '{ facilities(first: 1) { edges { node { history(first: 1) { totalCount } } } } }',
  '{ node(id: "community_1") { id ... on Community { name } } nodes(ids: ["facility_1", "region_9999"]) { __typename id } }',
  'query ($n: Int!) { communities(first: $n) { totalCount } }',
  'mutation { a: retireFacility(input: { id: "facility_1", version: 1 }) { facility { id } } }',
  '{ __schema { types { name kind } } }',
];

const hub = withHub();
const schema = createSchema();
const run = createExecutor(schema, TIME_LIMITS);

function contextOf(viewer: Viewer): Context {
  return {
    viewer,
    sharing: new Sharing(),
    em: hub.database.orm.em.fork({ useContext: true }) as Context['em'],
    loaders: new Map(),
    hub: {
      publicReading: true,
      organisation: null,
      issuer: null,
      secretKey: null,
      secondFactor: 'optional',
    },
    requestId: 'test',
  } as unknown as Context;
}

const told = (errors: readonly GraphQLError[] = []) =>
  errors.map((error) => JSON.stringify(error.toJSON())).sort();

async function byBoth(text: string, viewer: Viewer) {
  const document: DocumentNode = parse(text);
  const plain = await execute({ schema, document, contextValue: contextOf(viewer) });
  const operation = getOperationAST(document) ?? undefined;
  const planned = await run({ document, operation, variables: {}, context: contextOf(viewer) });
  return {
    plain: { data: JSON.parse(JSON.stringify(plain.data ?? null)), errors: told(plain.errors) },
    planned:
      'body' in planned
        ? { ...JSON.parse(planned.body.toString()), errors: [] }
        : { data: JSON.parse(planned.data?.text ?? 'null'), errors: told(planned.errors) },
  };
}

describe.skipIf(missingDatabase)('the planned execution', () => {
  test.each([
    ['examples', EXAMPLES],
    ['documents that go deep', [DEEP]],
    ['documents that go wrong', FAILING],
  ])('answers all %s as GraphQL itself does', async (_what, documents) => {
    expect(documents.length).toBeGreaterThan(0);
    for (const text of documents) {
      for (const viewer of [{ means: 'NONE', mayRead: true, refused: null }] as Viewer[]) {
        const { plain, planned } = await byBoth(text, viewer);
        expect({ text, ...planned }).toEqual({ text, ...plain });
      }
    }
  });

  test('writes down whether an answer may be given to others', async () => {
    const isShared = async (text: string): Promise<boolean> => {
      const context = contextOf({ means: 'NONE', mayRead: true, refused: null });
      const document = parse(text);
      await run({
        document,
        operation: getOperationAST(document) ?? undefined,
        variables: {},
        context,
      });
      return context.sharing.isShared;
    };
    expect(
      await isShared('{ hub { dataVersion } communities(first: 1) { totalCount } __typename }'),
    ).toBe(true);
    expect(await isShared('{ hub { dataVersion } viewer { means } }')).toBe(false);
    expect(
      await isShared('{ scenario(id: "5f0c1e8a-0000-4000-8000-000000000000") { name } }'),
    ).toBe(false);
  });
});
