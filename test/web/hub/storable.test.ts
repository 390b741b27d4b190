import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isLeafType, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { describe, expect, test } from 'vitest';
import * as documents from '../../../web/generated/graphql.ts';
import {
  answerKey,
  documentKey,
  isStorable,
  withEntry,
} from '../../../web/hub/offline/storable.ts';

const schema = buildSchema(
  readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'),
);
const all = Object.entries(documents).filter(([name]) => name.endsWith('Document')) as [
  string,
  typeof documents.StartDocument,
][];
const kept = all.filter(([, document]) => isStorable(document));

/** Types of open data. Whoever adds one here vouches that it says nothing of accounts or people. */
const OPEN_DATA = [
  'Attribution',
  'Community',
  'CommunityConnection',
  'CommunityEdge',
  'Coverage',
  'CoverageBasis',
  'CoverageRule',
  'CoverageStatuses',
  'CoverageSummary',
  'Facility',
  'FacilityConnection',
  'FacilityEdge',
  'FacilityKind',
  'FacilityPositions',
  'FacilityWorth',
  'Grid',
  'GridConnection',
  'GridEdge',
  'Hub',
  'NearestFacility',
  'PageInfo',
  'Query',
  'Region',
  'RegionConnection',
  'RegionEdge',
];

describe('the queries whose answers are stored', () => {
  test('are there, and change nothing', () => {
    expect(kept.map(([name]) => name)).toContain('StartDocument');
    for (const [name, { definitions }] of kept) {
      const operations = definitions.filter(({ kind }) => kind === 'OperationDefinition');
      expect(operations, name).toMatchObject([{ operation: 'query' }]);
    }
  });

  test('reach open data only', () => {
    const reached = new Set<string>();
    for (const [, document] of kept) {
      const info = new TypeInfo(schema);
      const note = {
        Field() {
          const type = getNamedType(info.getType());
          const parent = info.getParentType();
          if (parent) reached.add(parent.name);
          if (type && !isLeafType(type)) reached.add(type.name);
        },
      };
      visit(document, visitWithTypeInfo(info, note));
    }
    expect([...reached].sort().filter((type) => !OPEN_DATA.includes(type))).toEqual([]);
  });

  test('do not include scenarios, which somebody has made', () => {
    expect(isStorable(documents.ScenarioDocument)).toBe(false);
    expect(isStorable(documents.CreateScenarioDocument)).toBe(false);
  });
});

describe('the key of an answer', () => {
  test('tells documents and variables apart, and not the order of variables', () => {
    const { StartDocument, SummaryDocument } = documents;
    const key = answerKey(StartDocument, { rule: 'a', region: 'b' });
    expect(answerKey(StartDocument, { region: 'b', rule: 'a' })).toBe(key);
    expect(answerKey(StartDocument, { rule: 'a', region: 'c' })).not.toBe(key);
    expect(answerKey(SummaryDocument, { rule: 'a', region: 'b' })).not.toBe(key);
    expect(key.startsWith(documentKey(StartDocument))).toBe(true);
    expect(JSON.parse(key.slice(documentKey(StartDocument).length))).toEqual({
      region: 'b',
      rule: 'a',
    });
  });
});

describe('the list of stored answers', () => {
  const entry = (key: string, size: number, at = 0) => ({ key, size, at });
  const list = [entry('a', 40), entry('b', 30), entry('c', 20)];

  test('takes a new one at its end, and an old one only once', () => {
    const limits = { count: 9, size: 999 };
    expect(withEntry(list, entry('d', 1), limits)).toEqual({
      entries: [...list, entry('d', 1)],
      gone: [],
    });
    expect(withEntry(list, entry('a', 41, 7), limits).entries).toEqual([
      entry('b', 30),
      entry('c', 20),
      entry('a', 41, 7),
    ]);
  });

  test('lets the oldest go when there are too many, or when they are too large', () => {
    expect(withEntry(list, entry('d', 1), { count: 3, size: 999 }).gone).toEqual(['a']);
    // 40 + 30 + 20 + 15 = 105; without a 65, without b 35.
    expect(withEntry(list, entry('d', 15), { count: 9, size: 100 }).gone).toEqual(['a']);
    expect(withEntry(list, entry('d', 15), { count: 9, size: 64 }).gone).toEqual(['a', 'b']);
  });

  test('an answer in a new version counts with its new size only', () => {
    expect(withEntry(list, entry('a', 50), { count: 9, size: 100 }).gone).toEqual([]);
  });

  test('never lets the newest go', () => {
    expect(withEntry(list, entry('d', 500), { count: 9, size: 100 })).toEqual({
      entries: [entry('d', 500)],
      gone: ['a', 'b', 'c'],
    });
  });
});
