import { type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../server/schema.ts';
import { countRows, demandAffordable, MAX_ROWS } from '../../server/shared/cost.ts';
import { refusal } from './refusal.ts';

const schema = createSchema();

function count(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query);
  return countRows(schema, document, document.definitions[0] as OperationDefinitionNode, variables);
}

describe('the rows of a request', () => {
  test.each([
    ['{ hub { dataVersion } }', 0],
    ['{ communities(first: 7) { totalCount } }', 7],
    ['{ communities { totalCount } }', 100],
    ['{ communities(last: 3) { edges { node { code } } } }', 3],
    [
      '{ communities(first: 10) { edges { node { grids(first: 20) { edges { node { code } } } } } } }',
      210,
    ],
    ['{ a: communities(first: 5) { totalCount } b: communities(first: 5) { totalCount } }', 10],
    ['{ communities(first: 10) { edges { node { coverages { status } } } } }', 60],
    ['{ coverageBasis { dataVersion } }', 50_000],
    [
      '{ a: evaluateScenario(rule: "x", changes: []) { dataVersion } b: evaluateScenario(rule: "x", changes: []) { changed { today } } }',
      40_005,
    ],
    ['{ scenario(id: "x") { outcome(rule: "x") { dataVersion } } }', 20_000],
    [
      '{ ...F } fragment F on Query { communities(first: 4) { ...G } } fragment G on CommunityConnection { totalCount }',
      4,
    ],
  ])('are counted: %s', (query, rows) => {
    expect(count(query)).toBe(rows);
  });

  test('are counted by variables as by literals', () => {
    const query = 'query ($n: Int) { communities(first: $n) { totalCount } }';
    expect(count(query, { n: 500 })).toBe(500);
    expect(count(query)).toBe(100);
  });

  test('beyond the limit are refused, with what to change', () => {
    const nested =
      'communities(first: 1000) { edges { node { facilities(first: 1000) { totalCount } } } }';
    const rows = count(`{ ${nested} }`);
    expect(rows).toBeGreaterThan(MAX_ROWS);
    expect(refusal(() => demandAffordable(rows))).toMatchObject({
      code: 'TOO_EXPENSIVE',
      cost: rows,
      limit: MAX_ROWS,
    });
    expect(() => demandAffordable(MAX_ROWS)).not.toThrow();
  });

  test('of fragments that double each other are counted in no time', () => {
    const levels = Array.from(
      { length: 40 },
      (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`,
    );
    const query = `query { ...F0 } ${levels.join(' ')} fragment F40 on Query { communities(first: 1000) { totalCount } }`;
    expect(count(query)).toBeGreaterThan(MAX_ROWS);
    expect(
      count(query.replace('communities(first: 1000) { totalCount }', 'hub { cityName }')),
    ).toBe(0);
  });
});
