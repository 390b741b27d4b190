import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import * as documents from '../../../web/generated/graphql.ts';
import { isTouched, KEYS, TOUCHED_BY } from '../../../web/hub/cachePolicy.ts';

const schema = buildSchema(
  readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'),
);
const all = Object.entries(documents)
  .filter(([name]) => name.endsWith('Document'))
  .map(([, document]) => document as typeof documents.StartDocument);

/** Root fields of the page's queries. */
function rootFields(): string[] {
  const found = new Set<string>();
  for (const { definitions } of all) {
    for (const definition of definitions) {
      if (definition.kind !== 'OperationDefinition' || definition.operation !== 'query') continue;
      for (const selection of definition.selectionSet.selections) {
        if (selection.kind === 'Field') found.add(selection.name.value);
      }
    }
  }
  return [...found].sort();
}

/** Types without an id of their own that some document asks for. */
function typesWithoutId(): string[] {
  const found = new Set<string>();
  for (const document of all) {
    const info = new TypeInfo(schema);
    visit(
      document,
      visitWithTypeInfo(info, {
        Field() {
          const type = getNamedType(info.getType());
          const isRelay = /(Connection|Edge|PageInfo)$/.test(type?.name ?? '');
          if (isObjectType(type) && !isRelay && !type.getFields()['id']) found.add(type.name);
        },
      }),
    );
  }
  return [...found].sort();
}

describe('the cache policy', () => {
  test('says of every root field that the page asks for, and of no other, what touches it', () => {
    expect(Object.keys(TOUCHED_BY).sort()).toEqual(rootFields());
  });

  test.each([
    ['communities', 'edit', true],
    ['community', 'edit', false],
    ['community', 'change', true],
    ['coverageStatuses', 'change', false],
    ['coverageBasis', 'change', false],
    ['coverageBasis', 'stations', true],
    ['viewer', 'change', false],
    ['a field of tomorrow', 'change', true],
  ] as const)('%s is touched by %s: %s', (field, touch, is) => {
    expect(isTouched(field, touch)).toBe(is);
  });

  test('knows how to keep every type without an id', () => {
    const unknown = typesWithoutId().filter((type) => !(type in KEYS));
    expect(unknown).toEqual([]);
  });
});
