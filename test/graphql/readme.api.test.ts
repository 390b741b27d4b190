import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';

let hub: TestHub;

beforeAll(async () => {
  if (!missingDatabase) hub = await startTestHub();
});
afterAll(() => hub?.close());

describe.skipIf(missingDatabase)('the first query of the README', () => {
  test('is answered with the worst communities', async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const body = /<<'JSON'\n(.*?)\nJSON/s.exec(readme)?.[1] as string;
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const { data } = (await response.json()) as { data: { communities: { edges: object[] } } };
    expect(data.communities.edges).toHaveLength(5);
  });
});

describe.skipIf(missingDatabase)('the operations of the README', () => {
  test('do what it says: a rule of a kind of its own, and a site tried out', async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const operations = [...readme.matchAll(/```graphql\n(.*?)\n```/gs)].map(([, text]) => text);
    expect(operations).toHaveLength(2);
    const answers: object[] = [];
    for (const operation of operations) {
      const { data, errors } = await hub.send(operation as string);
      expect(errors).toBeUndefined();
      answers.push(data as object);
    }
    const answer = Object.assign({}, ...answers);
    expect(answer.createRule.rule.version).toBe(1);
    expect(answer.evaluateScenario.changed).toContainEqual(
      expect.objectContaining({ today: 'FAIL', proposed: 'PASS' }),
    );
  });
});
