import { GraphQLObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../server/schema.ts';
import { ADMIN_TOKEN, missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';

let hub: TestHub;

beforeAll(async () => {
  if (!missingDatabase) hub = await startTestHub();
});
afterAll(() => hub?.close());

/** Every root field of the schema with the policy it names. */
function rootFields(): [operation: string, name: string, policy: unknown][] {
  const schema = createSchema();
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
    .filter((type): type is GraphQLObjectType => type instanceof GraphQLObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).map((field): [string, string, unknown] => [
        type.name.toLowerCase(),
        field.name,
        field.extensions['policy'],
      ]),
    );
}

/** A call of each field that gets as far as its policy. */
const CALLS: Record<string, string> = {
  community: 'community(code: "1") { id }',
  communities: 'communities(first: 1) { totalCount }',
  facility: 'facility(id: "facility_1") { id }',
  facilities: 'facilities(first: 1) { totalCount }',
  facilityKinds: 'facilityKinds { code }',
  grids: 'grids(first: 1) { totalCount }',
  regions: 'regions(first: 1) { totalCount }',
  coverageRules: 'coverageRules { code }',
  coverageSummary: 'coverageSummary(rule: "plaza-2km") { total }',
  coverageStatuses: 'coverageStatuses(rule: "plaza-2km") { dataVersion }',
  coverageAt: 'coverageAt(point: [121.5, 25]) { status }',
  facilityPositions: 'facilityPositions { dataVersion }',
  hub: 'hub { dataVersion }',
  hubChanged: 'hubChanged(bbox: [121, 25, 122, 26]) { dataVersion }',
  coverageRecompute: 'coverageRecompute { state }',
  startCoverageRecompute: 'startCoverageRecompute(counties: ["999999"]) { state }',
  cancelCoverageRecompute: 'cancelCoverageRecompute { state }',
  updateFacility: 'updateFacility(input: { id: "facility_999999", version: 1 }) { dataVersion }',
  updateCommunity: 'updateCommunity(input: { id: "community_999999", version: 1 }) { dataVersion }',
  importResidentCells:
    'importResidentCells(input: { cells: [{ code: "x", community: "none", location: { type: "Point", coordinates: [1, 1] }, residents: 1 }] }) { dataVersion }',
  coverageBasis: 'coverageBasis { dataVersion }',
  scenario: 'scenario(id: "00000000-0000-0000-0000-000000000000") { id }',
  scenarios: 'scenarios { id }',
  evaluateScenario:
    'evaluateScenario(rule: "plaza-2km", changes: [{ action: ADD, kind: "plaza", location: { type: "Point", coordinates: [1, 1] } }]) { dataVersion }',
  createScenario:
    'createScenario(input: { name: "x", changes: [{ action: REMOVE, facility: "facility_999999" }] }) { scenario { id } }',
  updateScenario:
    'updateScenario(input: { id: "00000000-0000-0000-0000-000000000000", version: 1 }) { scenario { id } }',
  discardScenario:
    'discardScenario(input: { id: "00000000-0000-0000-0000-000000000000", version: 1 }) { id }',
  createFacility:
    'createFacility(input: { kind: "none", name: "x", location: { type: "Point", coordinates: [1, 1] } }) { dataVersion }',
  moveFacility:
    'moveFacility(input: { id: "facility_999999", version: 1, location: { type: "Point", coordinates: [1, 1] } }) { dataVersion }',
  retireFacility: 'retireFacility(input: { id: "facility_999999", version: 1 }) { dataVersion }',
  createFacilityKind:
    'createFacilityKind(input: { code: "plaza", name: "x", nameEn: "x" }) { dataVersion }',
  createRule:
    'createRule(input: { code: "none", name: "x", nameEn: "x", radiusMeters: 1, facilityKinds: ["none"] }) { dataVersion }',
  updateRule: 'updateRule(input: { code: "none", version: 1, name: "x" }) { dataVersion }',
  retireRule: 'retireRule(input: { code: "none", version: 1 }) { dataVersion }',
};

/**
 * What those who are let in get, where it is not the usual: nothing to complain of for what is public, and
 * NOT_FOUND for the administrator, whose calls name things that are not there.
 */
const ANSWERS: Record<string, string[]> = {
  createFacilityKind: ['CONFLICT'],
  scenario: ['NOT_FOUND'],
  scenarios: [],
  coverageRecompute: [],
  cancelCoverageRecompute: [],
  // By POST; what the WebSocket lets in is told in ../live/live.api.test.ts.
  hubChanged: ['BAD_USER_INPUT'],
};

describe('every field of a query or mutation', () => {
  test.each(rootFields())('names its policy: %s %s', (_operation, _name, policy) => {
    expect(policy).toMatch(/^(public|admin)$/);
  });

  test('that writes is for the administrator', () => {
    const open = rootFields().filter(
      ([operation, , policy]) => operation === 'mutation' && policy !== 'admin',
    );
    expect(open).toEqual([]);
  });

  test('is in the matrix', () => {
    expect(Object.keys(CALLS).sort()).toEqual(
      rootFields()
        .map(([, name]) => name)
        .sort(),
    );
  });
});

const VIEWERS = [
  ['nobody', null, 'anonymous'],
  ['a wrong token', 'wrong-token-of-some-length', 'anonymous'],
  ['a token that begins alike', ADMIN_TOKEN.slice(0, -1), 'anonymous'],
  ['the administrator', ADMIN_TOKEN, 'admin'],
] as const;

describe.skipIf(missingDatabase).each(VIEWERS)('%s', (_name, token, role) => {
  test.each(rootFields())('may or may not use %s %s', async (operation, name, policy) => {
    const answer = await hub.send(`${operation} { ${CALLS[name]} }`, {}, token);
    const codes = answer.errors?.map(({ extensions }) => extensions?.['code']) ?? [];
    const isLetIn = policy === 'public' || role === 'admin';
    const usual = policy === 'public' ? [] : ['NOT_FOUND'];
    expect(codes).toEqual(isLetIn ? (ANSWERS[name] ?? usual) : ['UNAUTHENTICATED']);
  });
});

describe.skipIf(missingDatabase)('the way in', () => {
  test('is closed for mutations by GET', async () => {
    const query = encodeURIComponent(`mutation { ${CALLS['retireFacility']} }`);
    const response = await fetch(`${hub.url}/graphql?query=${query}`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'apollo-require-preflight': '1' },
    });
    expect(response.status).toBe(405);
  });

  test('is closed for simple requests that another site could make a browser send', async () => {
    const response = await fetch(`${hub.url}/graphql?query={hub{dataVersion}}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/CSRF/);
    const form = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ query: '{ hub { dataVersion } }' }),
    });
    expect(form.status).toBeGreaterThanOrEqual(400);
    expect(form.status).toBeLessThan(500);
  });

  test('shows a mutation and its aliases to the policy one by one', async () => {
    const call = CALLS['createFacility'];
    const { errors } = await hub.send(`mutation { a: ${call} b: ${call} }`, {}, null);
    expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  });
});
