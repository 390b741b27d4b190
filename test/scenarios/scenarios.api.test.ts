import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });

interface Change {
  action: string;
  facility?: string;
  kind?: string;
  location?: object;
}

const point = (lon: number, lat: number): object => ({ type: 'Point', coordinates: [lon, lat] });

const OUTCOME = `dataVersion communitiesGained communitiesLost residentsGained residentsLost
  today { passing failing unknown residentsCovered residentsTotal }
  proposed { passing failing unknown residentsCovered residentsTotal }
  changed { community { id } today proposed }`;

const EVALUATE = `query ($rule: String!, $changes: [ScenarioChangeInput!]!) {
  evaluateScenario(rule: $rule, changes: $changes) { ${OUTCOME} } }`;
const CREATE = `mutation ($input: CreateScenarioInput!) { createScenario(input: $input) {
  scenario { id name note version changes { action facility { id } kind { code } location }
    outcome(rule: "plaza-2km") { ${OUTCOME} } } } }`;

async function evaluate(rule: string, changes: Change[]): Promise<Record<string, never>> {
  const { data } = await hub.ask(EVALUATE, { rule, changes });
  return (data as { evaluateScenario: never }).evaluateScenario;
}

/** What PostGIS says of verdicts and covered residents when a rule is judged on changed facilities. */
async function byPostgis(
  kind: string,
  meters: number,
  gone: number[],
  places: [number, number][],
): Promise<{ passing: Set<number>; covered: number }> {
  const standing = sql`standing AS (
    SELECT f.location::geography AS at FROM facility f JOIN facility_kind k ON k.id = f.kind_id
    WHERE f.active AND k.code = ${kind} AND f.id <> ALL(${gone}::int[])
    UNION ALL
    SELECT ST_SetSRID(ST_MakePoint((p->>0)::float8, (p->>1)::float8), 4326)::geography
    FROM json_array_elements(${JSON.stringify(places)}::json) p)`;
  const em = hub.database.orm.em.fork().getKysely();
  const { rows } = await sql<{ id: number }>`WITH ${standing} SELECT id FROM community c
    WHERE EXISTS (SELECT 1 FROM standing WHERE ST_DWithin(at, c.service_point::geography, ${meters}))`.execute(
    em,
  );
  const { rows: sums } = await sql<{ covered: number }>`WITH ${standing}
    SELECT sum(residents)::int AS covered FROM resident_cell c
    WHERE EXISTS (SELECT 1 FROM standing WHERE ST_DWithin(at, c.location::geography, ${meters}))`.execute(
    em,
  );
  return { passing: new Set(rows.map(({ id }) => id)), covered: sums[0]?.covered ?? 0 };
}

async function plazas(): Promise<{ id: number; location: { coordinates: [number, number] } }[]> {
  const { data } = await hub.ask(
    '{ facilities(first: 100, filter: { kind: "plaza" }) { edges { node { id location } } } }',
  );
  return (
    data as { facilities: { edges: { node: { id: string; location: never } }[] } }
  ).facilities.edges.map(({ node }) => ({
    id: Number(node.id.slice('facility_'.length)),
    location: node.location,
  }));
}

describe.skipIf(missingDatabase)('a scenario', () => {
  test('is worked out as PostGIS would, with facilities added, moved and removed', async () => {
    const all = await plazas();
    const [first, second, third] = all as [(typeof all)[0], (typeof all)[0], (typeof all)[0]];
    const before = await byPostgis('plaza', 2_000, [], []);
    const after = await byPostgis(
      'plaza',
      2_000,
      [first.id, second.id, third.id],
      [
        [121.55, 25.1],
        [121.6, 25.03],
      ],
    );
    const outcome = await evaluate('plaza-2km', [
      { action: 'REMOVE', facility: `facility_${first.id}` },
      { action: 'REMOVE', facility: `facility_${second.id}` },
      { action: 'MOVE', facility: `facility_${third.id}`, location: point(121.55, 25.1) },
      { action: 'ADD', kind: 'plaza', location: point(121.6, 25.03) },
      { action: 'ADD', kind: 'fitness-path', location: point(121.61, 25.03) },
    ]);
    const gained = [...after.passing].filter((id) => !before.passing.has(id));
    const lost = [...before.passing].filter((id) => !after.passing.has(id));
    expect(gained.length + lost.length).toBeGreaterThan(3);
    expect(outcome['communitiesGained']).toBe(gained.length);
    expect(outcome['communitiesLost']).toBe(lost.length);
    const changed = outcome['changed'] as unknown as { community: { id: string } }[];
    expect(changed.map(({ community }) => community.id).sort()).toEqual(
      [...gained, ...lost].map((id) => `community_${id}`).sort(),
    );
    const { today, proposed, residentsGained, residentsLost } = outcome as unknown as Record<
      string,
      { passing: number; residentsCovered: number } & number
    >;
    expect(today?.passing).toBe(before.passing.size);
    expect(proposed?.passing).toBe(after.passing.size);
    expect(today?.residentsCovered).toBe(before.covered);
    expect(proposed?.residentsCovered).toBe(after.covered);
    expect(Number(residentsGained) - Number(residentsLost)).toBe(after.covered - before.covered);
    expect(Number(residentsLost)).toBeGreaterThan(0);
  });

  test('says what would become so, and is what becomes so when it is carried out', async () => {
    const at = point(121.5, 25.13);
    const outcome = await evaluate('plaza-2km', [{ action: 'ADD', kind: 'plaza', location: at }]);
    const { data } = await hub.send(
      'mutation ($input: CreateFacilityInput!) { createFacility(input: $input) { facility { id version } } }',
      { input: { kind: 'plaza', name: '新广场', location: at } },
    );
    const { id, version } = (data as { createFacility: { facility: never } }).createFacility
      .facility as { id: string; version: number };
    const { data: now } = await hub.ask(
      '{ coverageSummary(rule: "plaza-2km") { passing failing unknown residentsCovered residentsTotal } }',
    );
    expect((now as { coverageSummary: object }).coverageSummary).toEqual(outcome['proposed']);
    // And undone by a scenario, and by retiring it.
    const undone = await evaluate('plaza-2km', [{ action: 'REMOVE', facility: id }]);
    expect(undone['communitiesLost']).toBe(outcome['communitiesGained']);
    expect(undone['residentsLost']).toBe(outcome['residentsGained']);
    expect(undone['proposed']).toEqual(outcome['today']);
    await hub.send(
      'mutation ($input: RetireFacilityInput!) { retireFacility(input: $input) { dataVersion } }',
      { input: { id, version } },
    );
  });

  test('is read from the residents or from the area where the rule says so', async () => {
    for (const [code, reading] of [
      ['plaza-residents', 'RESIDENTS'],
      ['plaza-area', 'AREA'],
    ]) {
      await hub.send(
        'mutation ($input: CreateRuleInput!) { createRule(input: $input) { dataVersion } }',
        {
          input: {
            code,
            name: code,
            nameEn: code,
            clause: '11.3',
            radiusMeters: 1_500,
            facilityKinds: ['plaza'],
            reading,
            minimumShare: 0.8,
          },
        },
      );
      const at = point(121.55, 25.1);
      const outcome = await evaluate(code as string, [
        { action: 'ADD', kind: 'plaza', location: at },
      ]);
      expect(Number(outcome['residentsGained'])).toBeGreaterThan(0);
      const { data } = await hub.send(
        'mutation ($input: CreateFacilityInput!) { createFacility(input: $input) { facility { id version } } }',
        { input: { kind: 'plaza', name: '新广场', location: at } },
      );
      const { data: now } = await hub.ask(
        `query ($rule: String!) { coverageSummary(rule: $rule) { passing failing unknown residentsCovered residentsTotal } }`,
        { rule: code },
      );
      expect((now as { coverageSummary: object }).coverageSummary).toEqual(outcome['proposed']);
      const { id, version } = (data as { createFacility: { facility: never } }).createFacility
        .facility as { id: string; version: number };
      await hub.send(
        'mutation ($input: RetireFacilityInput!) { retireFacility(input: $input) { dataVersion } }',
        { input: { id, version } },
      );
    }
  });

  test('is kept, reopened by its id by anybody, changed and discarded', async () => {
    const [plaza] = await plazas();
    const changes: Change[] = [
      { action: 'ADD', kind: 'plaza', location: point(121.55, 25.1) },
      { action: 'MOVE', facility: `facility_${plaza?.id}`, location: point(121.5, 25) },
    ];
    const { data, errors } = await hub.send(CREATE, { input: { name: '北投方案', changes } });
    expect(errors).toBeUndefined();
    const { scenario } = (data as { createScenario: { scenario: never } }).createScenario as {
      scenario: { id: string; version: number; outcome: object; changes: object[] };
    };
    expect(scenario.changes).toEqual([
      {
        action: 'ADD',
        facility: null,
        kind: { code: 'plaza' },
        location: point(121.55, 25.1),
      },
      {
        action: 'MOVE',
        facility: { id: `facility_${plaza?.id}` },
        kind: { code: 'plaza' },
        location: point(121.5, 25),
      },
    ]);
    expect(scenario.outcome).toEqual(await evaluate('plaza-2km', changes));

    const { data: opened } = await hub.ask(
      `query ($id: ID!) { scenario(id: $id) { name version note outcome(rule: "plaza-2km") { ${OUTCOME} } } }`,
      { id: scenario.id },
    );
    expect(opened).toEqual({
      scenario: { name: '北投方案', version: 1, note: null, outcome: scenario.outcome },
    });

    const update = `mutation ($input: UpdateScenarioInput!) { updateScenario(input: $input) {
      scenario { name note version changes { action } } } }`;
    const { data: updated } = await hub.send(update, {
      input: { id: scenario.id, version: 1, note: '先看广场', changes: changes.slice(0, 1) },
    });
    expect(updated).toEqual({
      updateScenario: {
        scenario: {
          name: '北投方案',
          note: '先看广场',
          version: 2,
          changes: [{ action: 'ADD' }],
        },
      },
    });
    const stale = await hub.send(update, {
      input: { id: scenario.id, version: 1, name: 'zu spät' },
    });
    expect(stale.errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', currentVersion: 2 });

    const discard = `mutation ($input: DiscardScenarioInput!) { discardScenario(input: $input) { id } }`;
    const gone = await hub.send(discard, { input: { id: scenario.id, version: 2 } });
    expect(gone.errors).toBeUndefined();
    const again = await hub.send('query ($id: ID!) { scenario(id: $id) { name } }', {
      id: scenario.id,
    });
    expect(again.errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
  });

  test('outlives the facilities that it speaks of', async () => {
    const { data } = await hub.send(
      'mutation ($input: CreateFacilityInput!) { createFacility(input: $input) { facility { id version } } }',
      { input: { kind: 'plaza', name: '旧广场', location: point(121.55, 25.1) } },
    );
    const { id, version } = (data as { createFacility: { facility: never } }).createFacility
      .facility as { id: string; version: number };
    const kept = await hub.send(CREATE, {
      input: {
        name: 'x',
        changes: [{ action: 'MOVE', facility: id, location: point(121.5, 25.13) }],
      },
    });
    const scenario = (kept.data as { createScenario: { scenario: { id: string } } }).createScenario
      .scenario;
    await hub.send(
      'mutation ($input: RetireFacilityInput!) { retireFacility(input: $input) { dataVersion } }',
      { input: { id, version } },
    );
    const { data: opened } = await hub.ask(
      `query ($id: ID!) { scenario(id: $id) { outcome(rule: "plaza-2km") { ${OUTCOME} } } }`,
      { id: scenario.id },
    );
    // It is closed by now, so all that is left of moving it is that one is built there.
    expect((opened as { scenario: { outcome: object } }).scenario.outcome).toEqual(
      await evaluate('plaza-2km', [
        { action: 'ADD', kind: 'plaza', location: point(121.5, 25.13) },
      ]),
    );
  });
});

const ADD: Change = { action: 'ADD', kind: 'plaza', location: point(121.5, 25) };

describe.skipIf(missingDatabase)('a scenario is refused', () => {
  test.each([
    ['without a name', { name: ' ', changes: [ADD] }, 'BAD_USER_INPUT', 'input.name'],
    ['without changes', { name: 'x', changes: [] }, 'BAD_USER_INPUT', 'input.changes'],
    [
      'with more facilities than one takes',
      { name: 'x', changes: Array.from({ length: 10_001 }, () => ADD) },
      'BAD_USER_INPUT',
      'input.changes',
    ],
    [
      'with an unknown kind',
      { name: 'x', changes: [ADD, { ...ADD, kind: 'casino' }] },
      'NOT_FOUND',
      'input.changes[1].kind',
    ],
    [
      'with an unknown facility',
      { name: 'x', changes: [{ action: 'REMOVE', facility: 'facility_999999' }] },
      'NOT_FOUND',
      'input.changes[0].facility',
    ],
    [
      'with the id of something else',
      { name: 'x', changes: [{ action: 'REMOVE', facility: 'community_1' }] },
      'BAD_USER_INPUT',
      'input.changes[0].facility',
    ],
    [
      'with one facility twice',
      {
        name: 'x',
        changes: [
          { action: 'REMOVE', facility: 'facility_1' },
          { action: 'MOVE', facility: 'facility_1', location: point(1, 1) },
        ],
      },
      'BAD_USER_INPUT',
      'input.changes[1].facility',
    ],
    [
      'with a place outside the Earth',
      { name: 'x', changes: [{ ...ADD, location: point(121, 95) }] },
      'BAD_USER_INPUT',
      'input.changes[0].location.coordinates[1]',
    ],
    [
      'with a place for a facility to be removed',
      {
        name: 'x',
        changes: [{ action: 'REMOVE', facility: 'facility_1', location: point(1, 1) }],
      },
      'BAD_USER_INPUT',
      'input.changes[0].location',
    ],
    [
      'with an addition without a place',
      { name: 'x', changes: [{ action: 'ADD', kind: 'plaza' }] },
      'BAD_USER_INPUT',
      'input.changes[0].location',
    ],
    [
      'with half a character in its name',
      { name: 'a\ud83d', changes: [ADD] },
      'BAD_USER_INPUT',
      'input.name',
    ],
    [
      'with a note as long as a book',
      { name: 'x', note: 'x'.repeat(2_001), changes: [ADD] },
      'BAD_USER_INPUT',
      'input.note',
    ],
  ])('%s', async (_what, input, code, field) => {
    const before = await hub.send('{ scenarios { id } }');
    const { errors } = await hub.send(CREATE, { input });
    expect(errors?.map(({ extensions }) => extensions)).toMatchObject([{ code, field }]);
    expect((await hub.send('{ scenarios { id } }')).data).toEqual(before.data);
  });

  test('under a rule that does not exist, and by an id that is none', async () => {
    const unknown = await hub.send(EVALUATE, { rule: 'nope', changes: [ADD] });
    expect(unknown.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', field: 'rule' });
    const bad = await hub.send('{ scenario(id: "1") { id } }');
    expect(bad.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'id' });
  });
});
