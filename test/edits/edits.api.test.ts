import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, codesOf, missingDatabase, type Who, withHub } from '../setup/hub.ts';
import { signedIn, tokenOf } from '../setup/people.ts';

interface Spot {
  id: string;
  region: string;
  servicePoint: { coordinates: [number, number] };
}
interface Entry {
  id: string;
  version: number;
  location: { coordinates: [number, number] };
}

const hub = withHub({ writes: true });
/** Two communities of one county, and one of another. */
let own: Spot;
let sibling: Spot;
let foreign: Spot;
const people: Record<string, { cookie: string }> = {};

beforeAll(async () => {
  if (missingDatabase) return;
  const { data } = await hub.send(
    `{ regions(filter: { level: COUNTY }, first: 2) { edges { node { id code } } } }`,
  );
  const [first, second] = data.regions.edges.map(({ node }: { node: object }) => node);
  const inRegion = async (region: { id: string; code: string }): Promise<Spot[]> => {
    const found = await hub.send(
      'query ($region: String!) { communities(first: 2, filter: { region: $region }) { edges { node { id servicePoint } } } }',
      { region: region.code },
    );
    return found.data.communities.edges.map(({ node }: { node: Spot }) => ({
      ...node,
      region: region.id,
    }));
  };
  [own, sibling] = (await inRegion(first)) as [Spot, Spot];
  [foreign] = (await inRegion(second)) as [Spot];
  people['cadre'] = await signedIn(hub, 'cadre', 'CADRE', { communities: [own.id] });
  people['county cadre'] = await signedIn(hub, 'county-cadre', 'CADRE', { regions: [own.region] });
  people['other cadre'] = await signedIn(hub, 'other-cadre', 'CADRE', { communities: [own.id] });
  people['planner'] = await signedIn(hub, 'planner', 'PLANNER');
  people['viewer'] = await signedIn(hub, 'viewer', 'VIEWER');
  people['analyst'] = await signedIn(hub, 'analyst', 'ANALYST');
});

const PAYLOAD = `{ dataVersion facility { id version name kind { code } active location address opening note community { id } }
  change { id action version actor approver origin reason fields isMine undoes undoneBy mayUndo
    before { name location active } after { name location active } }
  proposal { id state } changedCoverage { community { id } status } }`;

function write(name: string, input: object, who: Who = people['cadre'] as Who): Promise<Answer> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  return hub.send(
    `mutation ($input: ${type}!) { ${name}(input: $input) ${PAYLOAD} }`,
    { input },
    who,
  );
}

const point = (coordinates: number[]): object => ({ type: 'Point', coordinates });
const near = ({ servicePoint }: Spot, east = 0, north = 0): number[] => {
  const [lon, lat] = servicePoint.coordinates;
  return [Number((lon + east / 100_000).toFixed(7)), Number((lat + north / 111_000).toFixed(7))];
};

/** A new facility of no rule, entered by the operator. */
async function enter(spot: Spot, kind = 'park', east = 0): Promise<Entry> {
  const { data, errors } = await hub.send(
    'mutation ($input: CreateFacilityInput!) { createFacility(input: $input) { facility { id version location } } }',
    { input: { kind, name: '试验', location: point(near(spot, east)) } },
  );
  expect(errors).toBeUndefined();
  return data.createFacility.facility;
}

async function historyOf(id: string, who: Who = people['planner'] as Who): Promise<Answer> {
  return hub.send(
    `query ($id: ID!) { facility(id: $id) { version location history { totalCount edges { node {
      id action actor approver origin reason version fields isMine undoes undoneBy mayUndo
      before { name location } after { name location } } } } } }`,
    { id },
    who,
  );
}

/** Everything that an edit can write. */
async function state(): Promise<string> {
  const { rows } = await sql<{ state: string }>`SELECT concat_ws(' ', (SELECT revision FROM hub),
      (SELECT md5(string_agg(f::text, ',' ORDER BY id)) FROM facility f),
      (SELECT count(*) FROM facility_change), (SELECT count(*) FROM facility_proposal)) AS state`.execute(
    hub.database.orm.em.fork().getKysely(),
  );
  return rows[0]?.state ?? '';
}

async function refused(answer: Promise<Answer>): Promise<object | undefined> {
  const { errors } = await answer;
  return errors?.[0]?.extensions;
}

describe.skipIf(missingDatabase)('what is done to a facility', () => {
  test('is kept: who, when, what, why and from where', async () => {
    const { id } = await enter(own);
    const moved = await write('moveFacility', {
      id,
      version: 1,
      location: point(near(own, 30)),
      reason: '在门口',
    });
    expect(moved.data.moveFacility.change).toMatchObject({
      action: 'MOVE',
      version: 2,
      actor: 'cadre 同志',
      origin: 'WEB',
      reason: '在门口',
      fields: ['location'],
      isMine: true,
      mayUndo: true,
    });
    const token = await tokenOf(hub, people['planner'] as Who, ['READ', 'EDIT']);
    await write(
      'updateFacility',
      { id, version: 2, name: '新名', address: '一号', opening: '8–20', note: '门坏了' },
      token,
    );
    await write('retireFacility', { id, version: 3 });
    const restored = await write('restoreFacility', { id, version: 4 });
    expect(restored.data.restoreFacility.facility).toMatchObject({
      version: 5,
      active: true,
      name: '新名',
      address: '一号',
      opening: '8–20',
      note: '门坏了',
      community: { id: own.id },
    });
    const { data } = await historyOf(id);
    const { totalCount, edges } = data.facility.history;
    expect(totalCount).toBe(5);
    expect(
      edges.map(
        ({
          node,
        }: {
          node: { action: string; actor: string; origin: string; version: number };
        }) => [node.action, node.actor, node.origin, node.version],
      ),
    ).toEqual([
      ['RESTORE', 'cadre 同志', 'WEB', 5],
      ['RETIRE', 'cadre 同志', 'WEB', 4],
      ['UPDATE', 'planner 同志', 'API', 3],
      ['MOVE', 'cadre 同志', 'WEB', 2],
      ['CREATE', 'operator', 'API', 1],
    ]);
    expect(edges[2].node.fields.sort()).toEqual(['address', 'name', 'note', 'opening']);
    expect(edges[4].node.before).toBeNull();
  });

  test('takes texts away with null, and leaves those that are not named', async () => {
    const { id } = await enter(own);
    await write('updateFacility', { id, version: 1, address: '一号', note: '注' });
    const { data } = await write('updateFacility', { id, version: 2, address: null });
    expect(data.updateFacility.facility).toMatchObject({ address: null, note: '注', version: 3 });
  });

  test('that differs in nothing writes nothing', async () => {
    const { id, location } = await enter(own);
    const before = await state();
    const { data } = await write('moveFacility', { id, version: 1, location });
    expect(data.moveFacility).toMatchObject({ change: null, facility: { version: 1 } });
    expect(await state()).toBe(before);
  });

  test('is shown to those who may see who changes things', async () => {
    const { id } = await enter(own);
    for (const who of [null, people['viewer'] as Who]) {
      const answer = await historyOf(id, who);
      expect(codesOf(answer)).toEqual([who ? 'FORBIDDEN' : 'UNAUTHENTICATED']);
      expect(answer.data.facility.history).toBeNull();
      // The rest of the answer is there.
      expect(answer.data.facility.version).toBe(1);
    }
    for (const who of ['analyst', 'cadre', 'planner']) {
      const { data } = await historyOf(id, people[who] as Who);
      expect(data.facility.history.totalCount).toBe(1);
    }
  });

  test('cannot be rewritten: not by the API, nor by a statement', async () => {
    await enter(own);
    const { data } = await hub.send(
      '{ __schema { mutationType { fields { name } } types { name inputFields { name } } } }',
    );
    const names = data.__schema.mutationType.fields.map(({ name }: { name: string }) => name);
    expect(names.filter((name: string) => /change|history|audit/i.test(name)).sort()).toEqual([
      'changePassword',
      'undoChange',
    ]);
    for (const statement of [
      'UPDATE facility_change SET actor = $$x$$',
      'DELETE FROM facility_change',
    ]) {
      const run = hub.database.orm.em.fork().getConnection().execute(statement);
      await expect(run).rejects.toThrow('history of facilities cannot be changed');
    }
  });
});

describe.skipIf(missingDatabase)('a stale version', () => {
  test('is a conflict that tells the present state and who made it so', async () => {
    const { id } = await enter(own);
    await write(
      'moveFacility',
      { id, version: 1, location: point(near(own, 20)) },
      people['other cadre'],
    );
    const before = await state();
    const extensions = await refused(write('updateFacility', { id, version: 1, name: 'mine' }));
    expect(extensions).toMatchObject({
      code: 'CONFLICT',
      field: 'input.version',
      currentVersion: 2,
      changedBy: 'other-cadre 同志',
      current: { name: '试验', location: near(own, 20), active: true, kind: 'park' },
    });
    expect(await state()).toBe(before);
  });

  test('loses no edit when many write at once', async () => {
    const { id } = await enter(own);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        write('moveFacility', { id, version: 1, location: point(near(own, i + 1)) }),
      ),
    );
    const codes = answers.flatMap(codesOf);
    expect(codes).toEqual(Array(11).fill('CONFLICT'));
    const { data } = await historyOf(id);
    expect(data.facility.version).toBe(2);
    expect(data.facility.history.totalCount).toBe(2);
  });
});

describe.skipIf(missingDatabase)('a request with a name', () => {
  test('is made once, however often it is sent, and answers alike', async () => {
    const { id } = await enter(own);
    const input = { id, version: 1, location: point(near(own, 25)), request: randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => write('moveFacility', input)),
    );
    expect(answers.flatMap(codesOf)).toEqual([]);
    const [first, ...others] = answers.map(({ data }) => data.moveFacility);
    for (const other of others) expect(other).toEqual(first);
    expect(first.facility.version).toBe(2);
    const { data } = await historyOf(id);
    expect(data.facility.history.totalCount).toBe(2);
  });

  test('creates once', async () => {
    const input = {
      kind: 'park',
      name: '一次',
      location: point(near(own, 1)),
      request: randomUUID(),
    };
    const first = await write('createFacility', input);
    const again = await write('createFacility', input);
    expect(again.data.createFacility.facility.id).toBe(first.data.createFacility.facility.id);
  });

  test('undoes once, also when its name is written in capitals', async () => {
    const { id } = await enter(own);
    const input = { id, version: 1, location: point(near(own, 25)) };
    const moved = await write('moveFacility', input);
    const request = randomUUID();
    const undo = { id: moved.data.moveFacility.change.id, version: 2, request };
    const first = await write('undoChange', undo);
    for (const repeated of [request, request.toUpperCase()]) {
      const again = await write('undoChange', { ...undo, request: repeated });
      expect(again.data?.undoChange.change).toEqual(first.data.undoChange.change);
    }
  });

  test('is its author’s only, and a UUID', async () => {
    const { id } = await enter(own);
    const input = { id, version: 1, location: point(near(own, 25)), request: randomUUID() };
    await write('moveFacility', input);
    expect(await refused(write('moveFacility', input, people['other cadre']))).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.request',
    });
    expect(
      await refused(write('moveFacility', { ...input, version: 2, request: 'mine' })),
    ).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.request' });
  });
});

describe.skipIf(missingDatabase)('undoing', () => {
  test('is a new change, of that only which was changed', async () => {
    const { id } = await enter(own);
    const moved = await write('moveFacility', { id, version: 1, location: point(near(own, 40)) });
    await write('updateFacility', { id, version: 2, name: '改名' }, people['planner']);
    const change = moved.data.moveFacility.change.id;
    const undone = await write('undoChange', { id: change, version: 3 });
    expect(undone.data.undoChange.facility).toMatchObject({
      version: 4,
      name: '改名',
      location: point(near(own)),
    });
    expect(undone.data.undoChange.change).toMatchObject({
      action: 'UNDO',
      undoes: change,
      fields: ['location'],
    });
    expect(await refused(write('undoChange', { id: change, version: 4 }))).toMatchObject({
      code: 'CONFLICT',
    });
    // Redo: the undo is undone.
    const redone = await write('undoChange', { id: undone.data.undoChange.change.id, version: 4 });
    expect(redone.data.undoChange.facility.location).toEqual(point(near(own, 40)));
    const { data } = await historyOf(id, people['cadre']);
    const entries = data.facility.history.edges.map(({ node }: { node: object }) => node);
    expect(entries.map(({ mayUndo }: { mayUndo: boolean }) => mayUndo)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test.each([
    ['createFacility', false],
    ['retireFacility', true],
  ])('of %s leaves it in service: %s', async (name, active) => {
    const location = point(near(own, 3));
    let answer: Answer;
    if (name === 'createFacility') {
      answer = await write(name, { kind: 'park', name: 'x', location });
    } else {
      const { id } = await enter(own);
      answer = await write(name, { id, version: 1 });
    }
    const { change, facility } = answer.data[name];
    const { data } = await write('undoChange', { id: change.id, version: facility.version });
    expect(data.undoChange.facility.active).toBe(active);
  });

  test('is for its author and planners', async () => {
    const { id } = await enter(own);
    const moved = await write('moveFacility', { id, version: 1, location: point(near(own, 40)) });
    const undo = { id: moved.data.moveFacility.change.id, version: 2 };
    expect(await refused(write('undoChange', undo, people['other cadre']))).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'AUTHOR',
    });
    const { data } = await write('undoChange', undo, people['planner']);
    expect(data.undoChange.change.actor).toBe('planner 同志');
  });

  test('is refused when a later change altered the same', async () => {
    const { id } = await enter(own);
    const first = await write('moveFacility', { id, version: 1, location: point(near(own, 40)) });
    await write('moveFacility', { id, version: 2, location: point(near(own, 60)) });
    expect(
      await refused(write('undoChange', { id: first.data.moveFacility.change.id, version: 3 })),
    ).toMatchObject({ code: 'CONFLICT', fields: ['location'] });
  });
});

describe.skipIf(missingDatabase)('a cadre', () => {
  /** Edits that reach out of the area, by the operation and the place. */
  const attempts: [what: string, attempt: () => Promise<Answer>][] = [
    [
      'creating in another area',
      () => write('createFacility', { kind: 'park', name: 'x', location: point(near(foreign)) }),
    ],
    [
      'creating outside of all',
      () => write('createFacility', { kind: 'park', name: 'x', location: point([0, 0]) }),
    ],
    [
      'moving another area’s',
      async () =>
        write('moveFacility', { ...(await basisIn(foreign)), location: point(near(foreign, 10)) }),
    ],
    [
      'moving another area’s into the own',
      async () =>
        write('moveFacility', { ...(await basisIn(foreign)), location: point(near(own)) }),
    ],
    [
      'moving the own into another area',
      async () =>
        write('moveFacility', { ...(await basisIn(own)), location: point(near(foreign)) }),
    ],
    [
      'moving the own into the next community',
      async () =>
        write('moveFacility', { ...(await basisIn(own)), location: point(near(sibling)) }),
    ],
    [
      'moving the own into nowhere',
      async () => write('moveFacility', { ...(await basisIn(own)), location: point([0, 0]) }),
    ],
    [
      'renaming another area’s',
      async () => write('updateFacility', { ...(await basisIn(foreign)), name: 'mine' }),
    ],
    ['retiring another area’s', async () => write('retireFacility', await basisIn(foreign))],
    ['restoring another area’s', async () => write('restoreFacility', await basisIn(foreign))],
    [
      'undoing another area’s',
      async () => {
        const { id } = await basisIn(foreign);
        const { data } = await historyOf(id);
        return write('undoChange', { id: data.facility.history.edges[0].node.id, version: 1 });
      },
    ],
    [
      'hiding one among aliases',
      async () => {
        const [mine, theirs] = [await basisIn(own), await basisIn(foreign)];
        return hub.send(
          `mutation ($t: RetireFacilityInput!) {
          a: retireFacility(input: $t) { dataVersion } b: retireFacility(input: $t) { dataVersion }
          c: moveFacility(input: { id: "${mine.id}", version: 9, location: { type: "Point", coordinates: [0, 0] } }) { dataVersion } }`,
          { t: theirs },
          people['cadre'],
        );
      },
    ],
    [
      'previewing another area’s',
      async () =>
        hub.send(
          'query ($input: PreviewEditInput!) { previewEdit(input: $input) { isProposal } }',
          { input: { ...(await basisIn(foreign)), active: false } },
          people['cadre'],
        ),
    ],
  ];
  const basisIn = async (spot: Spot): Promise<{ id: string; version: number }> => {
    const { id, version } = await enter(spot);
    entered = await state();
    return { id, version };
  };
  let entered = '';

  test.each(attempts)('is refused, and nothing is written: %s', async (_what, attempt) => {
    entered = await state();
    const { errors, data } = await attempt();
    expect(errors?.length).toBeGreaterThan(0);
    for (const { extensions } of errors ?? []) {
      expect(['FORBIDDEN', 'BAD_USER_INPUT']).toContain(extensions?.['code']);
    }
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    expect(data ?? null).toBeNull();
    expect(await state()).toBe(entered);
  });

  test('of a county edits in all of it', async () => {
    const { id } = await enter(own);
    const who = people['county cadre'] as Who;
    const { data } = await write(
      'moveFacility',
      { id, version: 1, location: point(near(sibling)) },
      who,
    );
    expect(data.moveFacility.facility.community.id).toBe(sibling.id);
    expect(
      await refused(write('moveFacility', { id, version: 2, location: point(near(foreign)) }, who)),
    ).toMatchObject({ code: 'FORBIDDEN', reason: 'AREA' });
  });

  test('cannot send several operations as a batch', async () => {
    const { id } = await enter(foreign);
    const query = `mutation { retireFacility(input: { id: "${id}", version: 1 }) { dataVersion } }`;
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: people['cadre']?.cookie as string },
      body: JSON.stringify([{ query }, { query }]),
    });
    expect(response.status).toBe(400);
  });

  test('is told what they may do where', async () => {
    const ask = (who: Who): Promise<Answer> =>
      hub.send(
        'query ($own: ID!, $foreign: ID!) { own: community(id: $own) { access } foreign: community(id: $foreign) { access } }',
        { own: own.id, foreign: foreign.id },
        who,
      );
    const expected: [Who, string, string][] = [
      [null, 'NONE', 'NONE'],
      [people['viewer'] as Who, 'NONE', 'NONE'],
      [people['cadre'] as Who, 'EDIT', 'NONE'],
      [people['planner'] as Who, 'EDIT', 'EDIT'],
    ];
    for (const [who, mine, theirs] of expected) {
      const { data } = await ask(who);
      expect([data.own.access, data.foreign.access]).toEqual([mine, theirs]);
    }
  });
});

describe.skipIf(missingDatabase)('a preview', () => {
  const preview = async (input: object, who: Who = people['cadre'] as Who): Promise<Answer> =>
    hub.send(
      `query ($input: PreviewEditInput!) { previewEdit(input: $input) { distanceMeters isProposal warnings
        community { id } twins { id } coverage { rule { code } community { id } today proposed distanceToday distanceProposed } } }`,
      { input },
      who,
    );

  test('tells how far, where, what it does and what to think of, and writes nothing', async () => {
    const { id, version } = await enter(own, 'plaza');
    const twin = await enter(own, 'plaza', 300);
    const before = await state();
    const input = { id, version, location: point(near(own, 305)) };
    const { data } = await preview(input, people['planner']);
    expect(data.previewEdit.distanceMeters).toBeGreaterThan(250);
    expect(data.previewEdit.twins.map((one: Entry) => one.id)).toEqual([twin.id]);
    expect(data.previewEdit.warnings).toContain('TWIN');
    const far = await preview({ id, version, location: point(near(foreign)) }, people['planner']);
    expect(far.data.previewEdit.warnings).toEqual(
      expect.arrayContaining(['FAR', 'OTHER_COMMUNITY']),
    );
    expect(far.data.previewEdit.community.id).toBe(foreign.id);
    expect(await state()).toBe(before);
  });

  test('says which community would fail', async () => {
    const { data } = await hub.send(
      `{ communities(filter: { coverage: { rule: "fitness-1km", status: PASS } }, first: 200) { edges { node { id
          coverage(rule: "fitness-1km") { facilitiesWithin nearest { facility { id version } } } } } } }`,
    );
    const alone = data.communities.edges
      .map(({ node }: { node: { id: string; coverage: { facilitiesWithin: number } } }) => node)
      .find(
        ({ coverage }: { coverage: { facilitiesWithin: number } }) =>
          coverage.facilitiesWithin === 1,
      );
    const { id, version } = alone.coverage.nearest.facility;
    const answer = await preview({ id, version, active: false }, people['planner']);
    expect(answer.data.previewEdit.warnings).toContain('FAILS');
    expect(answer.data.previewEdit.coverage).toContainEqual(
      expect.objectContaining({
        rule: { code: 'fitness-1km' },
        community: { id: alone.id },
        today: 'PASS',
        proposed: 'FAIL',
      }),
    );
  });

  test('is refused for what is not whole', async () => {
    expect(await refused(preview({ kind: 'park' }))).toMatchObject({ field: 'input.location' });
    expect(await refused(preview({ location: point(near(own)) }))).toMatchObject({
      field: 'input.kind',
    });
    const { id } = await enter(own);
    expect(await refused(preview({ id }))).toMatchObject({ field: 'input.version' });
    expect(await refused(preview({ id, version: 7 }))).toMatchObject({ code: 'CONFLICT' });
  });
});

describe.skipIf(missingDatabase)('where changes are reviewed', () => {
  let spot: Spot;

  beforeAll(async () => {
    spot = sibling;
    const { data } = await hub.send('query ($id: ID!) { community(id: $id) { version } }', {
      id: spot.id,
    });
    const { errors } = await hub.send(
      'mutation ($input: UpdateCommunityInput!) { updateCommunity(input: $input) { dataVersion } }',
      { input: { id: spot.id, version: data.community.version, reviewed: true } },
      people['planner'],
    );
    expect(errors).toBeUndefined();
  });

  const who = (): Who => people['county cadre'] as Who;
  const proposals = async (
    asker: Who,
    filter = {},
  ): Promise<{ id: string; state: string; answer: string }[]> => {
    const { data } = await hub.send(
      `query ($filter: FacilityProposalFilter) { facilityProposals(filter: $filter) { edges { node {
        id state action actor answer decider isMine fields before { name } after { name location } facility { id } change { id } } } } }`,
      { filter },
      asker,
    );
    return data.facilityProposals.edges.map(({ node }: { node: object }) => node);
  };

  test('a cadre proposes, a planner accepts, and the history names both', async () => {
    const { id } = await enter(spot);
    const before = await state();
    const { data } = await write(
      'moveFacility',
      { id, version: 1, location: point(near(spot, 20)), reason: '看过' },
      who(),
    );
    const { proposal, change, facility } = data.moveFacility;
    expect(change).toBeNull();
    expect(facility.version).toBe(1);
    expect(proposal.state).toBe('PENDING');
    expect(await state()).not.toBe(before);

    expect(
      await refused(
        hub.send(
          'mutation ($input: AcceptProposalInput!) { acceptProposal(input: $input) { dataVersion } }',
          { input: { id: proposal.id } },
          who(),
        ),
      ),
    ).toMatchObject({ code: 'FORBIDDEN' });
    const accepted = await write(
      'acceptProposal',
      { id: proposal.id, answer: '好' },
      people['planner'],
    );
    expect(accepted.data.acceptProposal.facility).toMatchObject({
      version: 2,
      location: point(near(spot, 20)),
    });
    expect(accepted.data.acceptProposal.change).toMatchObject({
      actor: 'county-cadre 同志',
      approver: 'planner 同志',
      reason: '看过',
    });
    const mine = (await proposals(who(), { facility: id }))[0];
    expect(mine).toMatchObject({
      state: 'ACCEPTED',
      answer: '好',
      isMine: true,
      fields: ['location'],
    });
    expect(
      await refused(write('acceptProposal', { id: proposal.id }, people['planner'])),
    ).toMatchObject({
      code: 'CONFLICT',
      state: 'ACCEPTED',
    });
  });

  test('a rejection says why, and its author sees it', async () => {
    const { data } = await write(
      'createFacility',
      { kind: 'park', name: '新园', location: point(near(spot, 5)) },
      who(),
    );
    const { proposal, facility } = data.createFacility;
    expect(facility).toBeNull();
    const reject = (answer: string): Promise<Answer> =>
      hub.send(
        'mutation ($input: RejectProposalInput!) { rejectProposal(input: $input) { state answer decider } }',
        { input: { id: proposal.id, answer } },
        people['planner'],
      );
    expect(await refused(reject(' '))).toMatchObject({ field: 'input.answer' });
    expect((await reject('已有')).data.rejectProposal).toEqual({
      state: 'REJECTED',
      answer: '已有',
      decider: 'planner 同志',
    });
    expect(await proposals(who(), { state: 'REJECTED' })).toContainEqual(
      expect.objectContaining({
        id: proposal.id,
        answer: '已有',
        after: { name: '新园', location: near(spot, 5) },
      }),
    );
  });

  test('a proposal is withdrawn by its author only, and others do not see it', async () => {
    const { id } = await enter(spot);
    const { data } = await write('retireFacility', { id, version: 1 }, who());
    const withdraw = (asker: Who): Promise<Answer> =>
      hub.send(
        'mutation ($id: ID!) { withdrawProposal(id: $id) { state } }',
        { id: data.retireFacility.proposal.id },
        asker,
      );
    expect(await refused(withdraw(people['cadre'] as Who))).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'AUTHOR',
    });
    expect(await proposals(people['cadre'] as Who)).toEqual([]);
    expect((await withdraw(who())).data.withdrawProposal.state).toBe('WITHDRAWN');
  });

  test('a proposal that has become stale is accepted on the version that was looked at', async () => {
    const { id } = await enter(spot);
    const { data } = await write(
      'moveFacility',
      { id, version: 1, location: point(near(spot, 20)) },
      who(),
    );
    await write('updateFacility', { id, version: 1, name: '改了' }, people['planner']);
    const accept = { id: data.moveFacility.proposal.id };
    expect(await refused(write('acceptProposal', accept, people['planner']))).toMatchObject({
      code: 'CONFLICT',
      currentVersion: 2,
    });
    const accepted = await write('acceptProposal', { ...accept, version: 2 }, people['planner']);
    expect(accepted.data.acceptProposal.facility).toMatchObject({
      name: '改了',
      location: point(near(spot, 20)),
    });
  });

  test('planners change at once, and cadres elsewhere too', async () => {
    const { id } = await enter(spot);
    const { data } = await write(
      'moveFacility',
      { id, version: 1, location: point(near(spot, 9)) },
      people['planner'],
    );
    expect(data.moveFacility.proposal).toBeNull();
    const mine = await enter(own);
    const into = await write(
      'moveFacility',
      { id: mine.id, version: 1, location: point(near(spot, 9)) },
      who(),
    );
    expect(into.data.moveFacility.proposal.state).toBe('PENDING');
  });
});
