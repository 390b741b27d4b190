import { describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub();
const NAMES = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString'];

/** Sends a body as it is: an object literal in JavaScript would lose `__proto__`. */
async function post(body: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
    body,
  });
  return { status: response.status, text: await response.text() };
}

describe.skipIf(missingDatabase)('a name that every object of JavaScript has', () => {
  test.each(NAMES)('is no more than a name: %s', async (name) => {
    const query = `query ($first: Int) { communities(first: $first) { totalCount } }`;
    const bodies = [
      `{"query":${JSON.stringify(query)},"variables":{"${name}":{"first":1}}}`,
      `{"query":${JSON.stringify(query)},"extensions":{"${name}":{"x":1}}}`,
      `{"query":${JSON.stringify(query)},"${name}":{"polluted":true}}`,
      `{"query":"{ communities(filter: {${name}: 1}) { totalCount } }"}`,
      `{"query":"query ($f: CommunityFilter) { communities(filter: $f) { totalCount } }","variables":{"f":{"${name}":{}}}}`,
      `{"query":"query ${name} { ${name} }"}`,
      `{"query":"{ ${name}: communities(first: 1) { totalCount } }","operationName":null}`,
    ];
    for (const body of bodies) {
      const { status, text } = await post(body);
      expect([body, status < 500]).toEqual([body, true]);
      expect(text).not.toContain('INTERNAL_SERVER_ERROR');
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['first']).toBeUndefined();
  });

  test.each(NAMES)('is not found where there is nothing of it: %s', async (name) => {
    for (const path of [
      `/ogc/collections/${name}`,
      `/ogc/collections/communities/items/${name}`,
      `/ogc/collections/communities/items?${name}=1`,
      `/tiles/${name}.json`,
      `/tiles/${name}/12/3430/1752.mvt`,
      `/export/communities.${name}`,
      `/export/communities.csv?${name}=1`,
      `/export/communities.csv?system=${name}`,
      `/export/coverage.csv?rule=${name}`,
    ]) {
      const { status } = await fetch(`${hub.url}${path}`);
      expect([path, status === 400 || status === 404]).toEqual([path, true]);
    }
  });
});
