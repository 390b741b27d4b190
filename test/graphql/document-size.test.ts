import { type OperationDefinitionNode, parse, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import { demandModest, demandReadable, MOST, measure } from '../../server/graphql/document-size.ts';
import { withTypenames } from '../../server/graphql/persisted-documents.ts';
import { refusal } from '../shared/refusal.ts';

function measured(query: string) {
  const document = parse(query);
  return measure(document, document.definitions[0] as OperationDefinitionNode);
}

describe('a document', () => {
  test.each([
    ['{ a }', { depth: 1, rootFields: 1, aliases: 0, fields: 1 }],
    ['{ a { b { c } d } e }', { depth: 3, rootFields: 2, aliases: 0, fields: 5 }],
    [
      '{ x: a ... on Q { y: b } ...F } fragment F on Q { c { z: d } }',
      { depth: 2, rootFields: 3, aliases: 3, fields: 4 },
    ],
    [
      '{ ...F ...F } fragment F on Q { a { b } }',
      { depth: 2, rootFields: 2, aliases: 0, fields: 4 },
    ],
  ])('is measured: %s', (query, expected) => {
    expect(measured(query)).toEqual(expected);
  });

  test('whose fragments double each other is measured in no time, and refused', () => {
    const levels = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on Q { a { ...F${i + 1} } b { ...F${i + 1} } }`,
    );
    const document = parse(`query { ...F0 } ${levels.join(' ')} fragment F60 on Q { c }`);
    const operation = document.definitions[0] as OperationDefinitionNode;
    expect(measure(document, operation).fields).toBeGreaterThan(2 ** 60);
    expect(refusal(() => demandModest(document, operation))).toMatchObject({
      code: 'TOO_EXPENSIVE',
      cost: 61,
      limit: MOST.depth,
    });
  });

  test('is refused by its length before it is parsed', () => {
    expect(refusal(() => demandReadable('x'.repeat(50_001)))).toMatchObject({
      cost: 50_001,
      limit: 50_000,
    });
    expect(() => demandReadable('x'.repeat(50_000))).not.toThrow();
  });
});

describe('a persisted document', () => {
  test('asks for the type of everything below the root', () => {
    const document = parse('query { a { b { c } __typename } ...F } fragment F on Q { d }');
    expect(print(withTypenames(document)).replace(/\s+/g, ' ')).toBe(
      '{ a { b { c __typename } __typename } ...F } fragment F on Q { d __typename }',
    );
  });
});
