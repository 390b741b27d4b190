import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { judgeCommunities } from '../../server/coverage/judging.queries.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });

interface Payload {
  facility: {
    id: string;
    version: number;
    active: boolean;
    location: object;
    community: { code: string } | null;
  };
  dataVersion: string;
  changedCoverage: { community: { id: string }; rule: { code: string }; status: string }[];
}

const PAYLOAD = `{ dataVersion facility { id version active location community { code } }
  changedCoverage { community { id } rule { code } status } }`;

async function write(name: string, input: object): Promise<Payload> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const answer = await hub.send(
    `mutation ($input: ${type}!) { ${name}(input: $input) ${PAYLOAD} }`,
    {
      input,
    },
  );
  expect(answer.errors).toBeUndefined();
  return answer.data?.[name] as Payload;
}

/** The stored coverage is what judging everything anew would store. */
async function expectFresh(): Promise<void> {
  const stale = await hub.database.orm.em.fork().transactional((em) => judgeCommunities(em));
  expect(stale).toEqual([]);
}

async function farthestFailing(): Promise<{ id: string; servicePoint: { coordinates: number[] } }> {
  const { data } = await hub.ask(
    `{ communities(filter: { coverage: { rule: "plaza-2km", status: FAIL } }, first: 1,
      orderBy: { field: NEAREST_FACILITY_DISTANCE, direction: DESC }) { edges { node { id servicePoint } } } }`,
  );
  return (data as { communities: { edges: { node: never }[] } }).communities.edges[0]
    ?.node as never;
}

const point = (coordinates: number[]): object => ({ type: 'Point', coordinates });

describe.skipIf(missingDatabase)('a facility', () => {
  test('that is created, moved and retired changes verdicts before the mutation returns', async () => {
    const { id, servicePoint } = await farthestFailing();
    const statusOf = async (): Promise<string> => {
      const { data } = await hub.ask(
        'query ($id: ID!) { community(id: $id) { coverage(rule: "plaza-2km") { status } } }',
        { id },
      );
      return (data as { community: { coverage: { status: string } } }).community.coverage.status;
    };
    const before = await hub.ask(
      '{ hub { dataVersion } coverageStatuses(rule: "plaza-2km") { failing } }',
    );

    const created = await write('createFacility', {
      kind: 'plaza',
      name: '新廣場',
      location: servicePoint,
      attributes: { areaSquareMeters: 900 },
    });
    expect(created.facility).toMatchObject({ version: 1, active: true });
    expect(created.changedCoverage).toContainEqual({
      community: { id },
      rule: { code: 'plaza-2km' },
      status: 'PASS',
    });
    expect(await statusOf()).toBe('PASS');
    await expectFresh();

    const [lon = 0, lat = 0] = servicePoint.coordinates;
    const moved = await write('moveFacility', {
      id: created.facility.id,
      version: 1,
      location: point([lon, lat + 0.2]),
    });
    expect(moved.facility).toMatchObject({ version: 2, community: null });
    expect(await statusOf()).toBe('FAIL');
    await expectFresh();

    const back = await write('moveFacility', {
      id: created.facility.id,
      version: 2,
      location: servicePoint,
    });
    expect(back.facility.version).toBe(3);
    expect(await statusOf()).toBe('PASS');
    const retired = await write('retireFacility', { id: created.facility.id, version: 3 });
    expect(retired.facility).toMatchObject({ version: 4, active: false });
    expect(await statusOf()).toBe('FAIL');
    await expectFresh();

    const after = await hub.ask(
      '{ hub { dataVersion } coverageStatuses(rule: "plaza-2km") { failing } }',
    );
    expect((after.data as { coverageStatuses: object }).coverageStatuses).toEqual(
      (before.data as { coverageStatuses: object }).coverageStatuses,
    );
    const version = (answer: typeof after): number =>
      Number((answer.data as { hub: { dataVersion: string } }).hub.dataVersion);
    expect(version(after)).toBe(version(before) + 4);
  });

  test('of the kind service station becomes the service point of its community, and gives it back', async () => {
    const { id, servicePoint } = await farthestFailing();
    const [lon = 0, lat = 0] = servicePoint.coordinates;
    // Facilities are kept to seven decimals.
    const stand = point([lon + 0.0001, lat].map((degrees) => Number(degrees.toFixed(7))));
    const ask = async (): Promise<object> => {
      const { data } = await hub.ask(
        'query ($id: ID!) { community(id: $id) { servicePoint servicePointOrigin } }',
        { id },
      );
      return (data as { community: object }).community;
    };
    const before = await ask();
    const { facility } = await write('createFacility', {
      kind: 'service-station',
      name: '服務站',
      location: stand,
    });
    expect(await ask()).toEqual({ servicePoint: stand, servicePointOrigin: 'SERVICE_STATION' });
    await expectFresh();
    await write('retireFacility', { id: facility.id, version: 1 });
    expect(await ask()).toEqual(before);
    await expectFresh();
  });

  test('of a kind that no rule asks for changes no coverage', async () => {
    const { servicePoint } = await farthestFailing();
    const { changedCoverage } = await write('createFacility', {
      kind: 'park',
      name: '公園',
      location: servicePoint,
    });
    expect(changedCoverage).toEqual([]);
    await expectFresh();
  });
});

describe.skipIf(missingDatabase)('a bad change', () => {
  const refused = async (name: string, input: object): Promise<object | undefined> => {
    const db = hub.database.orm.em.fork().getKysely();
    const state = sql<{ state: string }>`SELECT (SELECT revision FROM hub) || '/' ||
      (SELECT count(*) || ' ' || max(updated_at) FROM facility) AS state`;
    const before = (await state.execute(db)).rows;
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const { errors } = await hub.send(
      `mutation ($input: ${type}!) { ${name}(input: $input) { dataVersion } }`,
      { input },
    );
    // Nothing was written: neither a row nor a version.
    expect((await state.execute(db)).rows).toEqual(before);
    return errors?.[0]?.extensions;
  };
  const sound = { kind: 'plaza', name: 'x', location: point([121.5, 25]) };

  test.each([
    ['an unknown kind', { ...sound, kind: 'castle' }, 'NOT_FOUND', 'input.kind'],
    ['an empty name', { ...sound, name: ' ' }, 'BAD_USER_INPUT', 'input.name'],
    ['a name too long', { ...sound, name: 'x'.repeat(201) }, 'BAD_USER_INPUT', 'input.name'],
    [
      'no point',
      { ...sound, location: { type: 'LineString', coordinates: [] } },
      'BAD_USER_INPUT',
      'input.location.type',
    ],
    [
      'swapped coordinates',
      { ...sound, location: point([25, 121.5]) },
      'BAD_USER_INPUT',
      'input.location.coordinates[1]',
    ],
    [
      'a missing coordinate',
      { ...sound, location: point([121.5]) },
      'BAD_USER_INPUT',
      'input.location.coordinates',
    ],
    ['U+0000 in the name', { ...sound, name: 'a\0b' }, 'BAD_USER_INPUT', 'input.name'],
    [
      'U+0000 in the attributes',
      { ...sound, attributes: { a: '\0' } },
      'BAD_USER_INPUT',
      'input.attributes',
    ],
    [
      'huge attributes',
      { ...sound, attributes: { a: 'x'.repeat(20_000) } },
      'BAD_USER_INPUT',
      'input.attributes',
    ],
  ])('is refused: %s', async (_name, input, code, field) => {
    expect(await refused('createFacility', input)).toMatchObject({ code, field });
  });

  test('is refused: a code that exists', async () => {
    await write('createFacility', { ...sound, code: 'only-once' });
    expect(await refused('createFacility', { ...sound, code: 'only-once' })).toMatchObject({
      code: 'CONFLICT',
      field: 'input.code',
    });
  });

  test('is refused: a stale version, a retired or an unknown facility', async () => {
    const { facility } = await write('createFacility', sound);
    const { id } = facility;
    const location = point([121.51, 25]);
    expect(await refused('moveFacility', { id, version: 0, location })).toMatchObject({
      code: 'CONFLICT',
      field: 'input.version',
      currentVersion: 1,
    });
    await write('retireFacility', { id, version: 1 });
    expect(await refused('moveFacility', { id, version: 2, location })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.id',
    });
    expect(
      await refused('moveFacility', { id: 'facility_999999', version: 1, location }),
    ).toMatchObject({ code: 'NOT_FOUND', field: 'input.id' });
    expect(await refused('retireFacility', { id: 'grid_1', version: 1 })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.id',
    });
  });
});
