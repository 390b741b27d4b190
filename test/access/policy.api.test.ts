import { GraphQLObjectType } from 'graphql';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Policy } from '../../server/access/policy.ts';
import { createSchema } from '../../server/schema.ts';
import { ADMIN_TOKEN, codesOf, missingDatabase, type Who, withHub } from '../setup/hub.ts';
import { signedIn, tokenOf } from '../setup/people.ts';

const hub = withHub({ writes: true });

beforeAll(async () => {
  if (missingDatabase) return;
  await enterEverybody();
});

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

/** Who each field is for, decided here once more: all others are for everybody who may read. */
const DECIDED: Partial<Record<Policy, string[]>> = {
  open: ['viewer', 'signIn', 'signOut', 'passwordLinkName', 'setPassword'],
  edit: [
    'createFacility',
    'moveFacility',
    'updateFacility',
    'retireFacility',
    'restoreFacility',
    'undoChange',
    'previewEdit',
    'facilityProposals',
    'withdrawProposal',
  ],
  plan: [
    'scenarios',
    'createScenario',
    'updateScenario',
    'discardScenario',
    'coverageRecompute',
    'startCoverageRecompute',
    'cancelCoverageRecompute',
    'updateCommunity',
    'createRegion',
    'updateRegion',
    'importResidentCells',
    'createFacilityKind',
    'createRule',
    'updateRule',
    'retireRule',
    'acceptProposal',
    'rejectProposal',
    'import',
    'imports',
    'configureImport',
    'commitImport',
    'undoImport',
    'discardImport',
  ],
  administer: [
    'people',
    'createPerson',
    'updatePerson',
    'createPasswordLink',
    'revokeAccess',
    'updateHub',
    'resetSecondFactor',
  ],
  account: [
    'sessions',
    'apiTokens',
    'createApiToken',
    'revokeApiToken',
    'changePassword',
    'signOutEverywhere',
    'secondFactor',
    'beginSecondFactor',
    'confirmSecondFactor',
    'renewRecoveryCodes',
    'removeSecondFactor',
  ],
};

function decided(name: string): Policy {
  const found = Object.entries(DECIDED).find(([, names]) => names.includes(name));
  return (found?.[0] ?? 'read') as Policy;
}

/** A call of each field that gets as far as its policy. */
const CALLS: Record<string, string> = {
  community: 'community(code: "1") { id }',
  communities: 'communities(first: 1) { totalCount }',
  facility: 'facility(id: "facility_1") { id }',
  facilities: 'facilities(first: 1) { totalCount }',
  facilityKinds: 'facilityKinds { code }',
  grids: 'grids(first: 1) { totalCount }',
  node: 'node(id: "community_1") { id }',
  nodes: 'nodes(ids: ["facility_1"]) { id }',
  communityAggregates: 'communityAggregates { count }',
  facilityAggregates: 'facilityAggregates { count }',
  gridAggregates: 'gridAggregates { count }',
  regions: 'regions(first: 1) { totalCount }',
  coverageRules: 'coverageRules { code }',
  coverageSummary: 'coverageSummary(rule: "plaza-2km") { total }',
  coverageStatuses: 'coverageStatuses(rule: "plaza-2km") { dataVersion }',
  coverageAt: 'coverageAt(point: [121.5, 25]) { status }',
  facilityPositions: 'facilityPositions { dataVersion }',
  hub: 'hub { dataVersion }',
  referenceSystems: 'referenceSystems(text: "3826") { id }',
  hubChanged: 'hubChanged(bbox: [121, 25, 122, 26]) { dataVersion }',
  coverageRecompute: 'coverageRecompute { state }',
  startCoverageRecompute: 'startCoverageRecompute(counties: ["999999"]) { state }',
  cancelCoverageRecompute: 'cancelCoverageRecompute { state }',
  updateFacility: 'updateFacility(input: { id: "facility_999999", version: 1 }) { dataVersion }',
  updateHub: 'updateHub(input: { cityName: " " }) { dataVersion }',
  createRegion: 'createRegion(input: { code: "230102", name: "x", parent: "99" }) { dataVersion }',
  updateRegion: 'updateRegion(input: { id: "region_999999" }) { dataVersion }',
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
  restoreFacility: 'restoreFacility(input: { id: "facility_999999", version: 1 }) { dataVersion }',
  undoChange: 'undoChange(input: { id: "change_999999", version: 1 }) { dataVersion }',
  previewEdit: 'previewEdit(input: { id: "facility_999999", version: 1 }) { isProposal }',
  facilityProposals: 'facilityProposals { totalCount }',
  withdrawProposal: 'withdrawProposal(id: "proposal_999999") { id }',
  acceptProposal: 'acceptProposal(input: { id: "proposal_999999" }) { dataVersion }',
  rejectProposal: 'rejectProposal(input: { id: "proposal_999999", answer: "no" }) { id }',
  import: 'import(id: "import_999999") { id }',
  imports: 'imports { totalCount }',
  configureImport: 'configureImport(input: { id: "import_999999", version: 1 }) { id }',
  commitImport:
    'commitImport(input: { id: "import_999999", version: 1, system: "WGS84" }) { dataVersion }',
  undoImport: 'undoImport(input: { id: "import_999999" }) { dataVersion }',
  discardImport: 'discardImport(id: "import_999999") { id }',
  createFacilityKind:
    'createFacilityKind(input: { code: "plaza", name: "x", nameEn: "x" }) { dataVersion }',
  createRule:
    'createRule(input: { code: "none", name: "x", nameEn: "x", radiusMeters: 1, facilityKinds: ["none"] }) { dataVersion }',
  updateRule: 'updateRule(input: { code: "none", version: 1, name: "x" }) { dataVersion }',
  retireRule: 'retireRule(input: { code: "none", version: 1 }) { dataVersion }',
  viewer: 'viewer { means }',
  signIn: 'signIn(input: { name: "nobody", password: "none" }) { viewer { means } }',
  signOut: 'signOut { viewer { means } }',
  signOutEverywhere: 'signOutEverywhere { viewer { means } }',
  passwordLinkName: 'passwordLinkName(link: "none")',
  setPassword: 'setPassword(input: { link: "none", password: "none" }) { viewer { means } }',
  changePassword: 'changePassword(input: { old: "none", password: "none" }) { viewer { means } }',
  sessions: 'sessions { id }',
  apiTokens: 'apiTokens { id }',
  createApiToken: 'createApiToken(input: { name: "x", scopes: [] }) { secret }',
  revokeApiToken: 'revokeApiToken(id: "token_999999") { id }',
  revokeAccess: 'revokeAccess(person: "person_999999") { id }',
  secondFactor: 'secondFactor { isSet }',
  beginSecondFactor: 'beginSecondFactor(input: { password: "none" }) { uri }',
  confirmSecondFactor: 'confirmSecondFactor(input: { code: "none" }) { codes }',
  renewRecoveryCodes: 'renewRecoveryCodes(input: { code: "none" }) { codes }',
  removeSecondFactor: 'removeSecondFactor(input: { code: "none" }) { isSet }',
  resetSecondFactor: 'resetSecondFactor(person: "person_999999") { id }',
  people: 'people { id }',
  createPerson: 'createPerson(input: { name: "x", role: CADRE }) { id }',
  updatePerson: 'updatePerson(input: { id: "person_999999", version: 1 }) { id }',
  createPasswordLink: 'createPasswordLink(person: "person_999999") { path }',
};

/** What those who are let in get, where it is not the usual: nothing to complain of for what is read. */
const ANSWERS: Record<string, string[]> = {
  import: ['NOT_FOUND'],
  configureImport: ['NOT_FOUND'],
  commitImport: ['NOT_FOUND'],
  undoImport: ['NOT_FOUND'],
  discardImport: ['NOT_FOUND'],
  createFacilityKind: ['CONFLICT'],
  scenario: ['NOT_FOUND'],
  startCoverageRecompute: ['NOT_FOUND'],
  updateHub: ['BAD_USER_INPUT'],
  createRegion: ['NOT_FOUND'],
  updateRegion: ['NOT_FOUND'],
  updateCommunity: ['NOT_FOUND'],
  importResidentCells: ['NOT_FOUND'],
  createScenario: ['NOT_FOUND'],
  updateScenario: ['NOT_FOUND'],
  discardScenario: ['NOT_FOUND'],
  createFacility: ['NOT_FOUND'],
  moveFacility: ['NOT_FOUND'],
  updateFacility: ['NOT_FOUND'],
  retireFacility: ['NOT_FOUND'],
  restoreFacility: ['NOT_FOUND'],
  undoChange: ['NOT_FOUND'],
  previewEdit: ['NOT_FOUND'],
  withdrawProposal: ['NOT_FOUND'],
  acceptProposal: ['NOT_FOUND'],
  rejectProposal: ['NOT_FOUND'],
  createRule: ['NOT_FOUND'],
  updateRule: ['NOT_FOUND'],
  retireRule: ['NOT_FOUND'],
  signIn: ['UNAUTHENTICATED'],
  setPassword: ['NOT_FOUND'],
  changePassword: ['BAD_USER_INPUT'],
  createApiToken: ['BAD_USER_INPUT'],
  revokeApiToken: ['NOT_FOUND'],
  revokeAccess: ['NOT_FOUND'],
  beginSecondFactor: ['BAD_USER_INPUT'],
  confirmSecondFactor: ['BAD_USER_INPUT'],
  renewRecoveryCodes: ['BAD_USER_INPUT'],
  removeSecondFactor: ['BAD_USER_INPUT'],
  resetSecondFactor: ['NOT_FOUND'],
  createPerson: ['BAD_USER_INPUT'],
  updatePerson: ['NOT_FOUND'],
  createPasswordLink: ['NOT_FOUND'],
};
/** What refuses an attempt to sign in, or a subscription by POST, is no policy. */
const OWN_CODE = new Set(['signIn', 'hubChanged']);

describe('every field of a query, mutation or subscription', () => {
  test.each(rootFields())('names the policy decided for it: %s %s', (_operation, name, policy) => {
    expect(policy).toBe(decided(name));
  });

  test('that writes is not for everybody', () => {
    const open = rootFields().filter(
      ([operation, , policy]) => operation === 'mutation' && policy === 'read',
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

/** What each viewer sends; entered before the tests. */
const SENT = new Map<string, Who>();
const READ: Policy[] = ['open', 'read'];

/** Which policies each viewer meets, and the code that refuses the others. */
const VIEWERS: [viewer: string, policies: Policy[], refused: string][] = [
  ['nobody', READ, 'UNAUTHENTICATED'],
  // Whoever sends a token is not answered as nobody.
  ['an unknown token', ['open'], 'UNAUTHENTICATED'],
  ['a token that begins alike', ['open'], 'UNAUTHENTICATED'],
  ['a forged cookie', READ, 'UNAUTHENTICATED'],
  ['an expired token', ['open'], 'UNAUTHENTICATED'],
  ['a revoked session', READ, 'UNAUTHENTICATED'],
  ['a viewer', [...READ, 'account'], 'FORBIDDEN'],
  ['an analyst', [...READ, 'account', 'staff'], 'FORBIDDEN'],
  ['a cadre', [...READ, 'account', 'staff', 'edit'], 'FORBIDDEN'],
  ['a planner', [...READ, 'account', 'staff', 'edit', 'plan'], 'FORBIDDEN'],
  ['an admin', [...READ, 'account', 'staff', 'edit', 'plan', 'administer'], 'FORBIDDEN'],
  ['a token for reading', [...READ, 'staff'], 'FORBIDDEN'],
  ['a token for editing', ['open', 'edit'], 'FORBIDDEN'],
  ['a token for planning', ['open', 'plan'], 'FORBIDDEN'],
  ['a token for people', ['open', 'administer'], 'FORBIDDEN'],
  ["a cadre's token for all", [...READ, 'staff', 'edit'], 'FORBIDDEN'],
  ['the operator', [...READ, 'staff', 'edit', 'plan', 'administer'], 'FORBIDDEN'],
];

async function enterEverybody(): Promise<void> {
  const admin = await signedIn(hub, 'admin', 'ADMIN');
  const cadre = await signedIn(hub, 'cadre', 'CADRE');
  SENT.set('nobody', null)
    .set('an unknown token', 'jinlin_of-some-length-but-unknown')
    .set('a token that begins alike', ADMIN_TOKEN.slice(0, -1))
    .set('a forged cookie', { cookie: `jinlin_session=${'x'.repeat(43)}` })
    .set('a viewer', await signedIn(hub, 'viewer', 'VIEWER'))
    .set('an analyst', await signedIn(hub, 'analyst', 'ANALYST'))
    .set('a cadre', cadre)
    .set('a planner', await signedIn(hub, 'planner', 'PLANNER'))
    .set('an admin', admin)
    .set('a token for reading', await tokenOf(hub, admin, ['READ']))
    .set('a token for editing', await tokenOf(hub, admin, ['EDIT']))
    .set('a token for planning', await tokenOf(hub, admin, ['PLAN']))
    .set('a token for people', await tokenOf(hub, admin, ['ADMINISTER']))
    .set("a cadre's token for all", await tokenOf(hub, cadre, ['READ', 'EDIT']))
    .set('the operator', ADMIN_TOKEN);
  // As if it had been made when they were an administrator still.
  await sql`UPDATE api_token SET scopes = ARRAY['READ', 'EDIT', 'PLAN', 'ADMINISTER'] WHERE person_id =
    (SELECT id FROM person WHERE name = 'cadre')`.execute(hub.database.orm.em.fork().getKysely());
  const gone = await signedIn(hub, 'gone', 'ADMIN');
  SENT.set('an expired token', await tokenOf(hub, gone, ['READ', 'EDIT', 'PLAN', 'ADMINISTER']));
  await sql`UPDATE api_token SET expires_at = now() - interval '1 second' WHERE person_id =
    (SELECT id FROM person WHERE name = 'gone')`.execute(hub.database.orm.em.fork().getKysely());
  SENT.set('a revoked session', gone);
  await hub.send('mutation { signOutEverywhere { viewer { means } } }', {}, gone);
}

/** Everything that a write could have changed, but for the marks of use and of attempts. */
async function state(): Promise<string> {
  const { rows } = await sql<{ state: string }>`SELECT concat_ws(' ', (SELECT revision FROM hub),
      (SELECT count(*) || max(updated_at)::text FROM facility), (SELECT count(*) FROM scenario),
      (SELECT count(*) FROM facility_kind), (SELECT count(*) FROM region), (SELECT count(*) FROM coverage_rule),
      (SELECT count(*) || max(updated_at)::text FROM person), (SELECT count(*) FROM api_token),
      (SELECT count(*) FROM facility_change), (SELECT count(*) FROM facility_proposal),
      (SELECT count(*) FROM resident_cell)) AS state`.execute(
    hub.database.orm.em.fork().getKysely(),
  );
  return rows[0]?.state ?? '';
}

describe.skipIf(missingDatabase).each(VIEWERS)('%s', (viewer, policies, refused) => {
  // What ends the session comes last.
  const fields = rootFields().sort(([, a], [, b]) => endsSession(a) - endsSession(b));

  test.each(fields)('may or may not use %s %s', async (operation, name) => {
    const before = await state();
    const answer = await hub.send(`${operation} { ${CALLS[name]} }`, {}, SENT.get(viewer));
    const isLetIn = policies.includes(decided(name));
    if (OWN_CODE.has(name)) expect(codesOf(answer)).not.toEqual([]);
    else expect(codesOf(answer)).toEqual(isLetIn ? (ANSWERS[name] ?? []) : [refused]);
    expect(await state()).toBe(before);
  });
});

function endsSession(name: string): number {
  return ['signOutEverywhere', 'signOut'].indexOf(name) + 1;
}

describe.skipIf(missingDatabase)('the way in', () => {
  test('is closed for mutations by GET', async () => {
    const query = encodeURIComponent(`mutation { ${CALLS['retireFacility']} }`);
    const response = await fetch(`${hub.url}/graphql?query=${query}`, {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'apollo-require-preflight': '1' },
    });
    expect(response.status).toBe(405);
  });

  test('takes simple requests, which another site could make a browser send, for those of strangers', async () => {
    const { cookie } = (await signedIn(hub, 'simple', 'PLANNER')) as { cookie: string };
    const nameSeen = async (headers: Record<string, string>): Promise<unknown> => {
      const response = await fetch(`${hub.url}/graphql?query={viewer{name}}`, {
        headers: { cookie, ...headers },
      });
      expect(response.status).toBe(200);
      return ((await response.json()) as { data: { viewer: { name: string } | null } }).data.viewer
        ?.name;
    };
    expect(await nameSeen({})).not.toBe('simple');
    expect(await nameSeen({ 'sec-fetch-site': 'cross-site' })).not.toBe('simple');
    expect(await nameSeen({ 'sec-fetch-site': 'same-origin' })).toBe('simple');
    expect(await nameSeen({ 'apollo-require-preflight': '1' })).toBe('simple');
    expect(await nameSeen({ 'content-type': 'application/json' })).toBe('simple');
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
    const answer = await hub.send(`mutation { a: ${call} b: ${call} }`, {}, null);
    expect(codesOf(answer)[0]).toBe('UNAUTHENTICATED');
  });
});
