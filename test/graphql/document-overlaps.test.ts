import { readdirSync, readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import {
  countPairs,
  demandComparable,
  MOST_PAIRS,
} from '../../server/graphql/document-overlaps.ts';
import { createSchema } from '../../server/schema.ts';
import { refusal } from '../shared/refusal.ts';

describe('fields that are to become one', () => {
  test.each([
    ['{ a b c }', 0],
    ['{ a a a }', 3],
    ['{ x: a x: a y: a }', 1],
    ['{ a { b } a { b } }', 2],
    ['{ a { b } c { b } }', 0],
    ['{ a { b } ... on Q { a { b } } }', 2],
    ['{ ...F ...G a } fragment F on Q { a } fragment G on Q { a }', 4],
    ['{ a { ...F } } fragment F on Q { a { ...F } }', 0],
  ])('are counted in pairs: %s', (query, pairs) => {
    expect(countPairs(parse(query))).toBe(pairs);
  });

  test.each([
    ['fields', `{ ${'community(id: "a") { code } '.repeat(300)} }`],
    ['fields below', `{ hub { ${'attribution { name } '.repeat(300)} } }`],
    [
      'fragments',
      `{ ${Array.from({ length: 200 }, (_, i) => `...F${i}`).join(' ')} } ${Array.from({ length: 200 }, (_, i) => `fragment F${i} on Query { hub { cityName } }`).join(' ')}`,
    ],
    [
      'fragments that double each other',
      `{ ...F0 } ${Array.from({ length: 15 }, (_, i) => `fragment F${i} on Q { a { ...F${i + 1} } b { ...F${i + 1} } }`).join(' ')} fragment F15 on Q { ${'c '.repeat(500)} }`,
    ],
  ])('are refused before they are compared when there are many: %s', (_what, query) => {
    expect(refusal(() => demandComparable(query))).toMatchObject({
      code: 'TOO_EXPENSIVE',
      limit: MOST_PAIRS,
    });
  });

  test('are few in the examples, which are validated as ever', () => {
    const folder = new URL('../../web/graphiql/examples/', import.meta.url);
    for (const name of readdirSync(folder)) {
      const text = readFileSync(new URL(name, folder), 'utf8');
      expect(countPairs(parse(text))).toBeLessThan(MOST_PAIRS / 10);
      expect(() => demandComparable(text)).not.toThrow();
      expect(validate(createSchema(), parse(text))).toEqual([]);
    }
  });
});
