import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { judgeCommunities } from '../../server/coverage/judging.queries.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });

interface Rule {
  code: string;
  version: number;
  reading: string;
  minimumShare: number | null;
  radiusMeters: number;
  clause: string;
  facilityKinds: { code: string }[];
}

interface Outcome {
  ruleVersion: number;
  reading: string;
  status: string;
  marginShare: number | null;
  facilitiesWithin: number | null;
  residentsCovered: number | null;
  residentsTotal: number | null;
  residentsCoveredShare: number | null;
  areaCoveredShare: number | null;
}

const RULE = `rule { code name nameEn description clause radiusMeters reading minimumShare version
  facilityKinds { code name } }`;

/** Sends a mutation of rules; gives its payload. */
async function write(
  name: string,
  input: object,
): Promise<{ rule: Rule & Record<string, unknown>; dataVersion: string }> {
  const { data, errors } = await hub.send(mutation(name, `dataVersion ${RULE}`), { input });
  expect(errors).toBeUndefined();
  return data?.[name] as never;
}

function mutation(name: string, selection: string): string {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} } }`;
}

/** What the API says of every community, by the community's code. */
async function outcomes(rule: string): Promise<Map<string, Outcome>> {
  const { data } = await hub.ask(
    `query ($rule: String!) { communities(first: 1000) { edges { node { code coverage(rule: $rule) {
      ruleVersion reading status marginShare facilitiesWithin residentsCovered
      residentsTotal residentsCoveredShare areaCoveredShare } } } } }`,
    { rule },
  );
  const { edges } = (
    data as { communities: { edges: { node: { code: string; coverage: Outcome } }[] } }
  ).communities;
  expect(edges).toHaveLength(456);
  return new Map(edges.map(({ node }) => [node.code, node.coverage]));
}

async function rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> {
  return (await statement.execute(hub.database.orm.em.fork().getKysely())).rows;
}

/** The stored coverage is what judging everything anew would store. */
async function expectFresh(): Promise<void> {
  const stale = await hub.database.orm.em.fork().transactional((em) => judgeCommunities(em));
  expect(stale).toEqual([]);
}

/** Verdicts by plain PostGIS: a facility of these kinds within the radius of the service point. */
async function byServicePoint(kinds: string[], meters: number): Promise<Map<string, string>> {
  const found = await rows(sql<{ code: string; passes: boolean }>`
    SELECT c.code, EXISTS (SELECT 1 FROM facility f JOIN facility_kind k ON k.id = f.kind_id
      WHERE f.active AND k.code = ANY(${kinds}::text[])
        AND ST_DWithin(f.location::geography, c.service_point::geography, ${meters})) AS passes
    FROM community c`);
  return new Map(found.map(({ code, passes }) => [code, passes ? 'PASS' : 'FAIL']));
}

/** Residents by plain PostGIS: those of cells with a facility of these kinds within the radius. */
async function byResidents(
  kinds: string[],
  meters: number,
): Promise<Map<string, { covered: number; total: number }>> {
  const found = await rows(sql<{ code: string; covered: number; total: number }>`
    SELECT c.code, coalesce(sum(cell.residents), 0)::int AS total,
      coalesce(sum(cell.residents) FILTER (WHERE EXISTS (
        SELECT 1 FROM facility f JOIN facility_kind k ON k.id = f.kind_id
        WHERE f.active AND k.code = ANY(${kinds}::text[])
          AND ST_DWithin(f.location::geography, cell.location::geography, ${meters})
      )), 0)::int AS covered
    FROM community c LEFT JOIN resident_cell cell ON cell.community_id = c.id GROUP BY c.code`);
  return new Map(found.map(({ code, ...figures }) => [code, figures]));
}

/** The stored verdicts follow from the residents that PostGIS counts. */
async function expectByResidents(
  answers: Map<string, Outcome>,
  kinds: string[],
  meters: number,
  minimumShare: number,
): Promise<void> {
  for (const [code, { covered, total }] of await byResidents(kinds, meters)) {
    const share = total === 0 ? null : covered / total;
    expect(answers.get(code), code).toMatchObject({
      reading: 'RESIDENTS',
      status: share === null ? 'UNKNOWN' : share >= minimumShare ? 'PASS' : 'FAIL',
      residentsCoveredShare: share,
      marginShare: share === null ? null : share - minimumShare,
    });
  }
}

const PARKS = {
  name: '公園',
  nameEn: 'Park',
  clause: '11.5',
  radiusMeters: 500,
  facilityKinds: ['park'],
};

const statuses = (answers: Map<string, Outcome>): Set<string> =>
  new Set([...answers.values()].map(({ status }) => status));

describe.skipIf(missingDatabase)('a rule', () => {
  test('that reads the service point is judged when it is created, as PostGIS judges', async () => {
    const { rule, dataVersion } = await write('createRule', { ...PARKS, code: 'park-point' });
    expect(rule).toEqual({
      ...PARKS,
      code: 'park-point',
      description: null,
      reading: 'SERVICE_POINT',
      minimumShare: null,
      version: 1,
      facilityKinds: [{ code: 'park', name: '公园' }],
    });
    const { data } = await hub.ask('{ hub { dataVersion } coverageRules { code } }');
    expect((data as { hub: object }).hub).toEqual({ dataVersion });
    expect((data as { coverageRules: object[] }).coverageRules).toContainEqual({
      code: 'park-point',
    });
    const answers = await outcomes('park-point');
    expect(statuses(answers)).toEqual(new Set(['PASS', 'FAIL']));
    for (const [code, status] of await byServicePoint(['park'], 500)) {
      expect(answers.get(code), code).toMatchObject({
        ruleVersion: 1,
        reading: 'SERVICE_POINT',
        status,
        marginShare: null,
      });
    }
    await expectFresh();
  });

  test('that reads residents passes where enough of them, counted by PostGIS, are within reach', async () => {
    const { rule } = await write('createRule', {
      ...PARKS,
      code: 'park-residents',
      reading: 'RESIDENTS',
      minimumShare: 0.9,
      description: '九成居民 500 米內有公園。',
    });
    expect(rule).toMatchObject({ reading: 'RESIDENTS', minimumShare: 0.9, version: 1 });
    const answers = await outcomes('park-residents');
    expect(statuses(answers).has('PASS') && statuses(answers).has('FAIL')).toBe(true);
    await expectByResidents(answers, ['park'], 500, 0.9);
    await expectFresh();
  });

  test('that reads the area passes where enough of it is within reach', async () => {
    await write('createRule', {
      ...PARKS,
      code: 'park-area',
      facilityKinds: ['park', 'plaza'],
      reading: 'AREA',
      minimumShare: 0.6,
    });
    const answers = await outcomes('park-area');
    expect(statuses(answers)).toEqual(new Set(['PASS', 'FAIL']));
    for (const [code, answer] of answers) {
      const share = answer.areaCoveredShare as number;
      expect(answer, code).toMatchObject({
        ruleVersion: 1,
        reading: 'AREA',
        status: share >= 0.6 ? 'PASS' : 'FAIL',
        marginShare: share - 0.6,
      });
    }
    await expectFresh();
  });

  test('in any reading follows facilities that come, move and go', async () => {
    const send = async (name: string, input: object): Promise<{ id: string; version: number }> => {
      const { data, errors } = await hub.send(mutation(name, 'facility { id version }'), { input });
      expect(errors).toBeUndefined();
      await expectFresh();
      return (data as Record<string, { facility: { id: string; version: number } }>)[name]
        ?.facility as { id: string; version: number };
    };
    const at = (coordinates: number[]): object => ({ type: 'Point', coordinates });
    const before = JSON.stringify([...(await outcomes('park-residents'))]);
    // Xia'an village, which has no park within 300 m.
    const park = { kind: 'park', name: '新公園', location: at([121.5045, 25.0275]) };
    const created = await send('createFacility', park);
    expect(JSON.stringify([...(await outcomes('park-residents'))])).not.toBe(before);
    const moved = await send('moveFacility', { ...created, location: at([121.55, 25.1]) });
    await send('retireFacility', moved);
    expect(JSON.stringify([...(await outcomes('park-residents'))])).toBe(before);
  });

  test('that is changed is judged anew, and its version grows', async () => {
    await write('createRule', {
      ...PARKS,
      code: 'changing',
      reading: 'RESIDENTS',
      minimumShare: 1,
    });
    const wider = await write('updateRule', {
      code: 'changing',
      version: 1,
      radiusMeters: 250,
      minimumShare: 0.5,
      facilityKinds: ['fitness-path', 'park'],
    });
    expect(wider.rule).toMatchObject({
      name: PARKS.name,
      clause: PARKS.clause,
      radiusMeters: 250,
      reading: 'RESIDENTS',
      minimumShare: 0.5,
      version: 2,
    });
    expect(wider.rule.facilityKinds.map(({ code }) => code).sort()).toEqual([
      'fitness-path',
      'park',
    ]);
    const answers = await outcomes('changing');
    expect([...answers.values()].every(({ ruleVersion }) => ruleVersion === 2)).toBe(true);
    await expectByResidents(answers, ['fitness-path', 'park'], 250, 0.5);
    await expectFresh();

    const area = await write('updateRule', { code: 'changing', version: 2, reading: 'AREA' });
    expect(area.rule).toMatchObject({ reading: 'AREA', minimumShare: 0.5, version: 3 });
    for (const [code, { status, areaCoveredShare }] of await outcomes('changing')) {
      expect(status, code).toBe((areaCoveredShare as number) >= 0.5 ? 'PASS' : 'FAIL');
    }
    await expectFresh();

    // A share says nothing of a service point: it goes.
    const point = await write('updateRule', {
      code: 'changing',
      version: 3,
      reading: 'SERVICE_POINT',
    });
    expect(point.rule).toMatchObject({ reading: 'SERVICE_POINT', minimumShare: null, version: 4 });
    const last = await outcomes('changing');
    for (const [code, status] of await byServicePoint(['fitness-path', 'park'], 250)) {
      expect(last.get(code), code).toMatchObject({ ruleVersion: 4, status, marginShare: null });
    }
    await expectFresh();
  });

  test('whose words change keeps its verdicts, which take the new version', async () => {
    await write('createRule', { ...PARKS, code: 'worded', description: 'old' });
    const before = await outcomes('worded');
    const { rule } = await write('updateRule', {
      code: 'worded',
      version: 1,
      name: '公園綠地',
      description: null,
      clause: 'GB 50180-2018',
    });
    expect(rule).toMatchObject({
      name: '公園綠地',
      nameEn: 'Park',
      description: null,
      clause: 'GB 50180-2018',
      version: 2,
    });
    const after = await outcomes('worded');
    for (const [code, outcome] of before) {
      expect(after.get(code), code).toEqual({ ...outcome, ruleVersion: 2 });
    }
    await expectFresh();

    const same = await write('updateRule', { code: 'worded', version: 2, name: '公園綠地' });
    expect(same.rule.version).toBe(2);
    const bare = await write('updateRule', { code: 'worded', version: 2, clause: null });
    expect(bare.rule).toMatchObject({ clause: '', version: 3 });
    await expectFresh();
  });

  test('that is retired is gone with its coverage, and keeps its code', async () => {
    await write('createRule', { ...PARKS, code: 'retiring' });
    const { rule } = await write('retireRule', { code: 'retiring', version: 1 });
    expect(rule).toMatchObject({ code: 'retiring', version: 2 });
    expect(
      await rows(sql`SELECT 1 FROM coverage v JOIN coverage_rule r ON r.id = v.rule_id
        WHERE r.code = 'retiring'`),
    ).toEqual([]);
    const { data } = await hub.ask(
      '{ coverageRules { code } community(id: "community_1") { coverages { rule { code } } } }',
    );
    expect(JSON.stringify(data)).not.toContain('retiring');
    const { errors } = await hub.send('{ coverageSummary(rule: "retiring") { total } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', field: 'rule' });
    expect(await refused('createRule', { ...PARKS, code: 'retiring' })).toMatchObject({
      code: 'CONFLICT',
      field: 'input.code',
    });
    await expectFresh();
  });

  test('for a kind that a planner adds follows the facilities: primary school within 500 m', async () => {
    const kind = await hub.send(mutation('createFacilityKind', KIND), {
      input: {
        code: 'primary-school',
        name: '小学',
        nameEn: 'Primary school',
        description: 'Public or private, grades 1 to 6.',
      },
    });
    expect(kind.data?.['createFacilityKind']).toMatchObject({
      facilityKind: {
        code: 'primary-school',
        name: '小学',
        nameEn: 'Primary school',
        description: 'Public or private, grades 1 to 6.',
        facilityCount: 0,
      },
    });
    await write('createRule', {
      code: 'primary-school-500m',
      name: '小学 500 米',
      nameEn: 'Primary school within 500 m',
      radiusMeters: 500,
      facilityKinds: ['primary-school'],
    });
    expect(statuses(await outcomes('primary-school-500m'))).toEqual(new Set(['FAIL']));

    const { data } = await hub.ask('{ community(id: "community_1") { code servicePoint } }');
    const { code, servicePoint } = (data as { community: { code: string; servicePoint: object } })
      .community;
    const created = await hub.send(
      `mutation ($input: CreateFacilityInput!) { createFacility(input: $input) {
        changedCoverage { community { code } rule { code } status } } }`,
      { input: { kind: 'primary-school', name: '第一小学', location: servicePoint } },
    );
    const change = created.data?.['createFacility'] as { changedCoverage: object[] } | undefined;
    expect(change?.changedCoverage).toContainEqual({
      community: { code },
      rule: { code: 'primary-school-500m' },
      status: 'PASS',
    });
    expect((await outcomes('primary-school-500m')).get(code)).toMatchObject({
      status: 'PASS',
      facilitiesWithin: 1,
    });
    await expectFresh();
  });

  test('and the kind it asks for can be made in one request', async () => {
    const { data, errors } = await hub.send(`mutation {
      createFacilityKind(input: { code: "clinic", name: "诊所", nameEn: "Clinic" }) { dataVersion }
      createRule(input: { code: "clinic-1km", name: "诊所", nameEn: "Clinic", radiusMeters: 1e3,
        facilityKinds: ["clinic"], reading: RESIDENTS, minimumShare: 1 }) { ${RULE} }
      retireRule(input: { code: "clinic-1km", version: 1 }) { ${RULE} } }`);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      createRule: { rule: { radiusMeters: 1000, facilityKinds: [{ code: 'clinic' }] } },
      retireRule: { rule: { version: 2 } },
    });
  });
});

describe.skipIf(missingDatabase)('whoever reads while rules come and go', () => {
  test('gets an answer, or is told that the rule is gone', async () => {
    const everything = `{ communities(first: 20) { edges { node { coverages { marginMeters marginShare
      rule { code reading } } } } } }`;
    const one = `{ communities(first: 20) { edges { node { coverage(rule: "fleeting-4") { status
      rule { code } } } } } }`;
    let writing = true;
    const codes: unknown[] = [];
    const read = async (query: string): Promise<void> => {
      while (writing) {
        const { errors = [] } = await hub.send(query);
        codes.push(...errors.map(({ extensions }) => extensions?.['code']));
      }
    };
    const readers = [everything, everything, one, one].map(read);
    for (let i = 0; i < 6; i++) {
      const code = `fleeting-${i}`;
      await write('createRule', { ...PARKS, code, reading: 'AREA', minimumShare: 0.5 });
      await write('retireRule', { code, version: 1 });
    }
    writing = false;
    await Promise.all(readers);
    expect(codes.filter((code) => code !== 'NOT_FOUND')).toEqual([]);
  });
});

const KIND = 'dataVersion facilityKind { code name nameEn description facilityCount }';

/** Sends a mutation that must be refused; gives the extensions and the message of its error. */
async function refused(name: string, input: object): Promise<object> {
  const state = sql`SELECT (SELECT revision::text FROM hub), (SELECT count(*) FROM facility_kind) AS kinds,
    (SELECT string_agg(r::text || k::text, ',' ORDER BY r.id, k.kind_id)
      FROM coverage_rule r LEFT JOIN coverage_rule_kind k ON k.rule_id = r.id) AS rules,
    (SELECT count(*) || ' ' || sum(rule_version) || ' ' || count(*) FILTER (WHERE status = 'PASS')
      FROM coverage) AS coverage`;
  const before = await rows(state);
  const { data, errors } = await hub.send(mutation(name, 'dataVersion'), { input });
  expect(data ?? null).toBeNull();
  expect(errors).toHaveLength(1);
  // Nothing was written: neither a row nor a version.
  expect(await rows(state)).toEqual(before);
  return { ...errors?.[0]?.extensions, message: errors?.[0]?.message };
}

describe.skipIf(missingDatabase)('a bad rule', () => {
  const sound = { ...PARKS, code: 'sound' };
  const RADIUS = 'input.radiusMeters';
  const SHARE = 'input.minimumShare';
  const KINDS = 'input.facilityKinds';

  test.each([
    ['a radius of 0', { radiusMeters: 0 }, RADIUS],
    ['a negative radius', { radiusMeters: -500 }, RADIUS],
    ['a radius beyond 100,000 m', { radiusMeters: 100_001 }, RADIUS],
    ['a radius in words', { radiusMeters: '500' }, RADIUS],
    ['a list of radii', { radiusMeters: [500] }, RADIUS],
    ['no kinds', { facilityKinds: [] }, KINDS],
    ['a kind named twice', { facilityKinds: ['park', 'plaza', 'park'] }, `${KINDS}[2]`],
    ['51 kinds', { facilityKinds: Array.from({ length: 51 }, (_, i) => `k${i}`) }, KINDS],
    ['an empty code', { code: '' }, 'input.code'],
    ['a code with capitals', { code: 'School 500' }, 'input.code'],
    ['a code too long', { code: 'x'.repeat(41) }, 'input.code'],
    ['an empty name', { name: ' ' }, 'input.name'],
    ['an English name too long', { nameEn: 'x'.repeat(201) }, 'input.nameEn'],
    ['U+0000 in the description', { description: 'a\0' }, 'input.description'],
    ['an empty clause', { clause: '' }, 'input.clause'],
    ['a share without need', { minimumShare: 0.9 }, SHARE],
    ['residents without a share', { reading: 'RESIDENTS' }, SHARE],
    ['area without a share', { reading: 'AREA', minimumShare: null }, SHARE],
    ['a share of 0', { reading: 'AREA', minimumShare: 0 }, SHARE],
    ['a share in per cent', { reading: 'AREA', minimumShare: 90 }, SHARE],
    ['a share in words', { reading: 'AREA', minimumShare: '90%' }, SHARE],
  ])('is refused with its field and the remedy: %s', async (_name, part, field) => {
    const refusal = await refused('createRule', { ...sound, ...part });
    expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect((refusal as { message: string }).message).toMatch(
      new RegExp(`^${field.replace(/[[\]]/g, '\\$&')}: .*(must|takes no|needs|name each)`),
    );
  });

  test.each(['1e999', '-1e999', '"500"', 'NaN', 'Infinity'])(
    'is refused as a literal too: a radius of %s',
    async (radius) => {
      const { errors } = await hub.send(`mutation { createRule(input: { code: "sound", name: "x",
        nameEn: "x", facilityKinds: ["park"], radiusMeters: ${radius} }) { dataVersion } }`);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: RADIUS });
    },
  );

  test('is refused: an unknown kind, telling which there are', async () => {
    const facilityKinds = ['park', 'castle'];
    expect(await refused('createRule', { ...sound, facilityKinds })).toMatchObject({
      code: 'NOT_FOUND',
      field: `${KINDS}[1]`,
      message: expect.stringMatching(/"castle".*fitness-path.*park.*plaza/),
    });
  });

  test('is refused: a code that exists', async () => {
    expect(await refused('createRule', { ...sound, code: 'plaza-2km' })).toMatchObject({
      code: 'CONFLICT',
      field: 'input.code',
    });
  });

  test('is refused: one more than 50 in force', async () => {
    await rows(sql`WITH added AS (
        INSERT INTO coverage_rule (code, name, name_en, clause, radius_meters)
        SELECT 'many-' || i, 'x', 'x', '', 1 FROM generate_series(1, 50) i RETURNING id
      ) INSERT INTO coverage_rule_kind SELECT added.id, k.id FROM added, facility_kind k
        WHERE k.code = 'park'`);
    expect(await refused('createRule', sound)).toMatchObject({ code: 'CONFLICT', field: 'input' });
    await rows(sql`DELETE FROM coverage_rule WHERE code LIKE 'many-%'`);
  });

  describe('change', () => {
    test.each([
      ['nothing', {}, 'input'],
      ['no name', { name: null }, 'input.name'],
      ['no radius', { radiusMeters: null }, RADIUS],
      ['an endless radius', { radiusMeters: 100_000.1 }, RADIUS],
      ['no kinds', { facilityKinds: [] }, KINDS],
      ['null for kinds', { facilityKinds: null }, KINDS],
      ['no reading', { reading: null }, 'input.reading'],
      ['residents without a share', { reading: 'RESIDENTS' }, SHARE],
      ['a share of a service point', { minimumShare: 0.5 }, SHARE],
      ['a share beyond 1', { reading: 'AREA', minimumShare: 1.01 }, SHARE],
    ])('is refused: to %s', async (_name, part, field) => {
      expect(await refused('updateRule', { code: 'plaza-2km', version: 1, ...part })).toMatchObject(
        { code: 'BAD_USER_INPUT', field },
      );
    });

    test('is refused: of what changed since, is retired or unknown, or to an unknown kind', async () => {
      const radiusMeters = 700;
      await write('createRule', { ...sound, code: 'disputed' });
      await write('updateRule', { code: 'disputed', version: 1, radiusMeters: 600 });
      const stale = { code: 'disputed', version: 1 };
      const conflict = { code: 'CONFLICT', field: 'input.version', currentVersion: 2 };
      expect(await refused('updateRule', { ...stale, radiusMeters })).toMatchObject(conflict);
      expect(await refused('retireRule', stale)).toMatchObject(conflict);
      expect(
        await refused('updateRule', { ...stale, version: 2, facilityKinds: ['castle'] }),
      ).toMatchObject({ code: 'NOT_FOUND', field: `${KINDS}[0]` });
      await write('retireRule', { code: 'disputed', version: 2 });
      const retired = { code: 'disputed', version: 3 };
      const gone = { code: 'BAD_USER_INPUT', field: 'input.code' };
      expect(await refused('updateRule', { ...retired, radiusMeters })).toMatchObject(gone);
      expect(await refused('retireRule', retired)).toMatchObject(gone);
      expect(await refused('retireRule', { code: 'nope', version: 1 })).toMatchObject({
        code: 'NOT_FOUND',
        field: 'input.code',
        message: expect.stringContaining('plaza-2km'),
      });
    });
  });
});

describe.skipIf(missingDatabase)('a bad kind of facility', () => {
  const sound = { code: 'sound', name: 'x', nameEn: 'x' };

  test.each([
    ['a code that exists', { code: 'plaza' }, 'CONFLICT', 'input.code'],
    ['a code with a blank', { code: 'a b' }, 'BAD_USER_INPUT', 'input.code'],
    ['an empty name', { name: '' }, 'BAD_USER_INPUT', 'input.name'],
    ['an empty English name', { nameEn: '\t' }, 'BAD_USER_INPUT', 'input.nameEn'],
    ['an empty description', { description: '' }, 'BAD_USER_INPUT', 'input.description'],
  ])('is refused: %s', async (_name, part, code, field) => {
    expect(await refused('createFacilityKind', { ...sound, ...part })).toMatchObject({
      code,
      field,
    });
  });
});
