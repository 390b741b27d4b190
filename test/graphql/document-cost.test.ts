import { type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { costOf, demandAffordable, MAX_COST } from '../../server/graphql/document-cost.ts';
import { readPersistedDocuments } from '../../server/graphql/persisted-documents.ts';
import { WEIGHTS } from '../../server/lists/weights.ts';
import { createSchema } from '../../server/schema.ts';
import { refusal } from '../shared/refusal.ts';
import { polygonAround } from './costly-document.ts';
import { CITY, PROVINCE } from './sizes.ts';

const schema = createSchema();

function cost(query: string, variables: Record<string, unknown> = {}, sizes = CITY): number {
  const document = parse(query);
  const operation = document.definitions[0] as OperationDefinitionNode;
  return costOf(schema, document, operation, variables, sizes);
}

/** What a filter adds to a page of nothing. */
function ofFilter(type: string, list: string, filter: object, sizes = CITY): number {
  const query = `query ($filter: ${type}) { ${list}(first: 0, filter: $filter) { pageInfo { hasNextPage } } }`;
  return cost(query, { filter }, sizes) - cost(query, {}, sizes);
}
const ofGrids = (filter: object, sizes = CITY) => ofFilter('GridFilter', 'grids', filter, sizes);

const ROOT_FIELDS = Object.values(schema.getQueryType()?.getFields() ?? {});

describe('the cost of a request', () => {
  test('has a floor for every field at the root, however little it gives', () => {
    for (const { name } of ROOT_FIELDS) {
      const once = cost(`{ ${name} { __typename } }`);
      expect([name, once]).toEqual([name, expect.any(Number)]);
      expect(once).toBeGreaterThanOrEqual(WEIGHTS.request + WEIGHTS.statement);
      const twice = cost(`{ a: ${name} { __typename } b: ${name} { __typename } }`);
      expect(twice - once).toBeGreaterThanOrEqual(WEIGHTS.statement);
    }
    const empty = (n: number) =>
      cost(
        `{ ${Array.from({ length: n }, (_, i) => `a${i}: grids(first: 0) { totalCount }`).join(' ')} }`,
      );
    expect(empty(50)).toBeGreaterThan(40 * empty(1) - 40 * WEIGHTS.request);
  });

  test('grows with rows, values, shapes and pages in pages', () => {
    const page = (first: number, of: string) =>
      cost(`{ communities(first: ${first}) { edges { node { ${of} } } } }`);
    expect(page(100, 'code')).toBeGreaterThan(page(10, 'code'));
    expect(page(100, 'code name')).toBeGreaterThan(page(100, 'code'));
    expect(page(100, 'boundary')).toBeGreaterThan(page(100, 'code') + 100 * WEIGHTS.shape - 100);
    const nested = (outer: number, inner: number) =>
      page(outer, `grids(first: ${inner}) { edges { node { code } } }`);
    expect(nested(100, 100)).toBeGreaterThan(9 * nested(10, 100) - 9 * nested(0, 0));
    // No more rows than there are.
    expect(page(1_000, 'code')).toBe(page(CITY.communities.rows, 'code'));
  });

  test.each([
    ['facilityPositions', 'facilityPositions { ids }'],
    ['coverageStatuses', 'coverageStatuses(rule: "x") { failing }'],
    ['coverageAt', 'coverageAt(point: [121, 25]) { status }'],
    ['coverageBasis', 'coverageBasis { dataVersion }'],
    ['facilityAggregates', 'facilityAggregates { count }'],
  ])('of %s grows with the data', (_what, field) => {
    expect(cost(`{ ${field} }`, {}, PROVINCE)).toBeGreaterThan(5 * cost(`{ ${field} }`));
  });

  test('of what the schema tells of itself grows with what is told', () => {
    const few = cost('{ __type(name: "Grid") { name } }');
    const all = cost('{ __schema { types { fields { name args { name } } } } }');
    expect(few).toBeGreaterThan(WEIGHTS.request);
    expect(all).toBeGreaterThan(few + 200);
    const many = Array.from(
      { length: 100 },
      (_, i) => `a${i}: __schema { types { fields { name args { name type { name } } } } }`,
    );
    expect(cost(`{ ${many.join(' ')} }`)).toBeGreaterThan(MAX_COST / 4);
  });

  test('of a filter counts each condition, wherever it stands', () => {
    const one = { name: { contains: '里' } };
    const each = ofGrids(one);
    expect(each).toBeGreaterThan(0);
    for (const filter of [{ and: [one, one] }, { or: [one, one] }, { and: [{ not: one }, one] }]) {
      expect(ofGrids(filter)).toBeCloseTo(2 * each, -1);
    }
    // GraphQL takes one for a list of one.
    expect(ofGrids({ and: one })).toBe(each);
  });

  test.each([
    [
      'more positions of a shape',
      { intersects: polygonAround([121, 25], 1, 1_000) },
      { intersects: polygonAround([121, 25], 1, 10) },
    ],
    [
      'a shape instead of a box',
      { within: polygonAround([121, 25], 1, 5_000) },
      { bbox: [120, 24, 122, 26] },
    ],
    [
      'a community instead of a point',
      { withinDistance: { community: 'community_1', meters: 2_000 } },
      { withinDistance: { point: [121, 25], meters: 2_000 } },
    ],
    [
      'a farther distance',
      { withinDistance: { community: 'community_1', meters: 2_000 } },
      { withinDistance: { community: 'community_1', meters: 99 } },
    ],
  ])('of a filter is higher for %s', (_what, dear, cheap) => {
    expect(ofGrids(dear)).toBeGreaterThan(ofGrids(cheap));
    expect(ofGrids(dear, { ...CITY, grids: { ...CITY.grids, rows: 50_000 } })).toBeGreaterThan(
      ofGrids(dear),
    );
  });

  test('of an order by distance is higher than by name', () => {
    const by = (field: string) =>
      cost(`{ grids(first: 1, orderBy: { field: ${field}, point: [121, 25] }) { totalCount } }`);
    expect(by('DISTANCE')).toBeGreaterThan(
      by('NAME') + CITY.grids.rows * CITY.grids.positions * 0.1,
    );
  });

  test('is counted by variables as by literals', () => {
    const query = 'query ($n: Int = 50) { communities(first: $n) { edges { node { code } } } }';
    expect(cost(query, { n: 400 })).toBe(
      cost('{ communities(first: 400) { edges { node { code } } } }'),
    );
    expect(cost(query)).toBe(cost('{ communities(first: 50) { edges { node { code } } } }'));
  });

  test('beyond the limit is refused, with what to change', () => {
    const nested =
      'communities(first: 1000) { edges { node { facilities(first: 1000) { edges { node { code } } } } } }';
    const told = cost(`{ ${nested} }`);
    expect(told).toBeGreaterThan(MAX_COST);
    expect(refusal(() => demandAffordable(told))).toMatchObject({
      code: 'TOO_EXPENSIVE',
      cost: told,
      limit: MAX_COST,
    });
    expect(() => demandAffordable(MAX_COST)).not.toThrow();
  });

  test('of fragments that double each other is counted in no time', () => {
    const levels = Array.from(
      { length: 40 },
      (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`,
    );
    const query = `query { ...F0 } ${levels.join(' ')} fragment F40 on Query { communities(first: 1000) { edges { node { code } } } }`;
    expect(cost(query)).toBeGreaterThan(MAX_COST);
  });

  test.each([
    ['nothing', null],
    ['a list', []],
    ['a text', 'x'],
    ['lists of nothing', { and: [null, 3], or: null, not: 'x' }],
    ['values of other types', { withinDistance: 7, intersects: 'x', bbox: {}, text: {} }],
    ['distances that are none', { withinDistance: { meters: Number.NaN, community: {} } }],
  ])('is a number also for a filter that GraphQL will refuse: %s', (_what, filter) => {
    expect(ofGrids(filter as object)).toBeGreaterThanOrEqual(0);
  });
});

describe('what the web pages ask for', () => {
  const documents = readPersistedDocuments(
    new URL('../../web/generated/persisted-documents.json', import.meta.url).pathname,
  );

  test.each(
    [...documents.values()].map((text) => [
      /(?:query|mutation|subscription) (\w+)/.exec(text)?.[1],
      text,
    ]),
  )('may be asked of a province: %s', (_name, text) => {
    // Pages of lists as large as the web asks for.
    expect(cost(text as string, { first: 100 }, PROVINCE)).toBeLessThanOrEqual(MAX_COST);
  });
});
