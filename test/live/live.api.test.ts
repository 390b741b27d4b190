import type { GraphQLFormattedError } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { publishChange } from '../../server/hub/publish.queries.ts';
import { MOST_SUBSCRIPTIONS } from '../../server/live/live.routes.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';
import { connectTo, type Ear, HUB_CHANGED, listenTo, outcomeOf } from './listener.ts';

const WORLD = [-180, -90, 180, 90];
/** Two places in Taipei, 9 km from each other, and boxes of about 200 m around them. */
const HERE = [121.52, 25.03];
const THERE = [121.57, 25.1];
const around = ([lon = 0, lat = 0]: number[]): number[] => [
  lon - 0.001,
  lat - 0.001,
  lon + 0.001,
  lat + 0.001,
];
const point = (coordinates: number[]): object => ({ type: 'Point', coordinates });

const hub = withHub({ writes: true });
const ears: Ear[] = [];

afterEach(() => {
  for (const ear of ears.splice(0)) ear.close();
});

async function listen(
  ...args: Parameters<typeof listenTo> extends [string, ...infer R] ? R : never
) {
  const ear = await listenTo(hub.url, ...args);
  ears.push(ear);
  return ear;
}

interface Written {
  dataVersion: string;
  facility: { id: string; version: number };
  changedCoverage: { status: string; rule: { code: string }; community: { id: string } }[];
}

async function write(name: string, input: object): Promise<Written> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await hub.send(
    `mutation ($input: ${type}!) { ${name}(input: $input) {
      dataVersion facility { id version }
      changedCoverage { status rule { code } community { id } } } }`,
    { input },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.[name] as Written;
}

/** A park, which no rule asks for: only its place matters. */
const createPark = (at: number[]): Promise<Written> =>
  write('createFacility', { kind: 'park', name: '公園', location: point(at) });

describe.skipIf(missingDatabase)('an open subscription', () => {
  test('hears of a change with what it did, in the version that the writer got', async () => {
    const ear = await listen(WORLD);
    const created = await write('createFacility', {
      kind: 'plaza',
      name: '廣場',
      location: point(HERE),
    });
    const first = await ear.next();
    expect(first).toMatchObject({ dataVersion: created.dataVersion, everything: false });
    expect(first.facilities).toEqual([
      { id: created.facility.id, name: '廣場', active: true, location: point(HERE) },
    ]);

    const moved = await write('moveFacility', {
      id: created.facility.id,
      version: 1,
      location: point(THERE),
    });
    const second = await ear.next();
    expect(second.dataVersion).toBe(moved.dataVersion);
    // Read anew, not what the first event had read.
    expect(second.facilities[0]?.location).toEqual(point(THERE));
    expect(moved.changedCoverage.length).toBeGreaterThan(0);
    expect(second.coverage).toEqual(expect.arrayContaining(moved.changedCoverage));
    expect(second.coverage).toHaveLength(moved.changedCoverage.length);

    const retired = await write('retireFacility', { id: created.facility.id, version: 2 });
    expect(await ear.next()).toMatchObject({
      dataVersion: retired.dataVersion,
      facilities: [{ id: created.facility.id, active: false }],
    });
  });

  test('asks after an event and gets no older version', async () => {
    const ear = await listen(WORLD);
    for (let i = 0; i < 5; i++) {
      const writing = createPark(HERE);
      const { dataVersion } = await ear.next();
      const { data } = await hub.ask('{ hub { dataVersion } }');
      const asked = (data as { hub: { dataVersion: string } }).hub.dataVersion;
      expect(Number(asked)).toBeGreaterThanOrEqual(Number(dataVersion));
      await writing;
    }
  });

  test('never hears of a write that was refused or rolled back', async () => {
    const ear = await listen(WORLD);
    const { facility } = await createPark(HERE);
    await ear.next();
    const { errors } = await hub.send(
      `mutation { moveFacility(input: { id: "${facility.id}", version: 9,
        location: { type: "Point", coordinates: [121.5, 25] } }) { dataVersion } }`,
    );
    expect(errors?.[0]?.extensions?.['code']).toBe('CONFLICT');
    const rolledBack = hub.database.orm.em.fork().transactional(async (tx) => {
      await publishChange(tx, { dataVersion: '0', everything: true });
      throw new Error('on purpose');
    });
    await expect(rolledBack).rejects.toThrow('on purpose');
    const { dataVersion } = await createPark(HERE);
    expect((await ear.next()).dataVersion).toBe(dataVersion);
  });

  test('hears only of what touches its box: the old place, the new one, and communities', async () => {
    const here = await listen(around(HERE));
    const there = await listen(around(THERE));
    const { facility } = await createPark(HERE);
    const { dataVersion } = await createPark(THERE);
    expect((await here.next()).facilities[0]?.id).toBe(facility.id);
    expect((await there.next()).dataVersion).toBe(dataVersion);
    const moved = await write('moveFacility', {
      id: facility.id,
      version: 1,
      location: point(THERE),
    });
    for (const ear of [here, there]) {
      expect((await ear.next()).dataVersion).toBe(moved.dataVersion);
    }

    // A plaza far from a box changes a community that touches it.
    const plaza = await write('createFacility', {
      kind: 'plaza',
      name: '廣場',
      location: point(THERE),
    });
    const [changed] = plaza.changedCoverage;
    const { data } = await hub.ask('query ($id: ID!) { community(id: $id) { bbox } }', {
      id: changed?.community.id,
    });
    await there.next();
    const { bbox } = (data as { community: { bbox: number[] } }).community;
    const [west = 0, south = 0] = bbox;
    const corner = await listen([west - 0.0001, south - 0.0001, west, south]);
    const retired = await write('retireFacility', { id: plaza.facility.id, version: 1 });
    expect((await corner.next()).dataVersion).toBe(retired.dataVersion);
  });

  test('hears of rules, kinds and communities too', async () => {
    const ear = await listen(around(HERE));
    const rule = { code: 'live', name: 'x', nameEn: 'x', radiusMeters: 500 };
    const { data } = await hub.send(
      'mutation ($input: CreateRuleInput!) { createRule(input: $input) { dataVersion } }',
      { input: { ...rule, facilityKinds: ['plaza'] } },
    );
    const created = data?.['createRule'] as { dataVersion: string };
    const nothing = { facilities: [], coverage: [] };
    expect(await ear.next()).toEqual({ ...created, everything: true, ...nothing });
    await hub.send('mutation { retireRule(input: { code: "live", version: 1 }) { dataVersion } }');
    expect((await ear.next()).everything).toBe(true);
    await hub.send(
      'mutation { createFacilityKind(input: { code: "pool", name: "x", nameEn: "x" }) { dataVersion } }',
    );
    expect((await ear.next()).everything).toBe(true);

    const { data: found } = await hub.ask(
      'query ($bbox: BBox!) { communities(first: 1, filter: { bbox: $bbox }) { edges { node { id version } } } }',
      { bbox: around(HERE) },
    );
    const [community] = (
      found as { communities: { edges: { node: { id: string; version: number } }[] } }
    ).communities.edges.map(({ node }) => node);
    await hub.send(
      'mutation ($input: UpdateCommunityInput!) { updateCommunity(input: $input) { dataVersion } }',
      { input: { ...community, population: 4321 } },
    );
    const { everything, coverage } = await ear.next();
    expect(everything).toBe(false);
    expect(coverage[0]?.community.id).toBe(community?.id);
  });

  test('of somebody who shows an older version begins with "everything"', async () => {
    const { dataVersion: since } = await createPark(HERE);
    const query = (version: string): string =>
      HUB_CHANGED.replace('bbox: $bbox', `bbox: $bbox, since: "${version}"`);
    const current = await listen(WORLD, { query: query(since) });
    const { dataVersion } = await createPark(HERE);
    let event = await current.next();
    // The change before may still be on its way.
    if (event.dataVersion === since) event = await current.next();
    expect(event).toMatchObject({ dataVersion, everything: false });
    const stale = await listen(around(THERE), { query: query(since) });
    expect(await stale.next()).toMatchObject({ dataVersion, everything: true });
  });

  test('hears, if it wants, that something changed elsewhere', async () => {
    const query = HUB_CHANGED.replace('bbox: $bbox', 'bbox: $bbox, elsewhere: true');
    const ear = await listen(around(HERE), { query });
    const { dataVersion } = await createPark(THERE);
    const empty = { everything: false, facilities: [], coverage: [] };
    expect(await ear.next()).toEqual({ dataVersion, ...empty });
  });

  test('is told "everything", and in what box, when too much changed for a list', async () => {
    const here = await listen(around(HERE));
    const there = await listen(around(THERE));
    const many = Array.from({ length: 2_000 }, (_, i) => i + 1);
    const publish = (dataVersion: string, places: number[][]): Promise<void> =>
      hub.database.orm.em
        .fork()
        .transactional((tx) => publishChange(tx, { dataVersion, facilityIds: many, places }));
    await publish('901', [HERE]);
    await publish('902', [THERE]);
    await publish('903', [HERE, THERE]);
    expect(await here.next()).toMatchObject({ dataVersion: '901', everything: true });
    expect(await here.next()).toMatchObject({ dataVersion: '903', everything: true });
    expect(await there.next()).toMatchObject({ dataVersion: '902', everything: true });
  });

  test('that takes nothing has few events waiting, and then hears "everything"', async () => {
    let paused: WebSocket | undefined;
    const ear = await listen(WORLD, {
      query: HUB_CHANGED.replace('active', 'active attributes a: attributes b: attributes'),
      options: {
        // Called with the request of the upgrade, before the socket is there.
        finishRequest: (request, socket) => {
          paused = socket;
          request.end();
        },
      },
    });
    const { data } = await hub.ask('{ facilities(first: 300) { edges { node { id } } } }');
    const ids = (
      data as { facilities: { edges: { node: { id: string } }[] } }
    ).facilities.edges.map(({ node }) => Number(node.id.split('_')[1]));
    paused?.pause();
    const events = 400;
    for (let i = 1; i <= events; i++) {
      // Larger than any version that the hub has by then.
      await hub.database.orm.em
        .fork()
        .transactional((tx) =>
          publishChange(tx, { dataVersion: String(100_000 + i), facilityIds: ids, places: [HERE] }),
        );
    }
    // The hub goes on with others meanwhile.
    const other = await listen(WORLD);
    const { dataVersion } = await createPark(HERE);
    // Of what was changed before it listened, some may still be on its way.
    while ((await other.next()).dataVersion !== dataVersion);

    paused?.resume();
    while ((await ear.next()).dataVersion !== dataVersion);
    expect(ear.heard.length).toBeLessThan(events);
    expect(ear.heard.some(({ everything }) => everything)).toBe(true);
    const versions = ear.heard.map((event) => Number(event.dataVersion));
    expect(versions.slice(0, -1)).toEqual(versions.slice(0, -1).toSorted((a, b) => a - b));
  });
});

describe.skipIf(missingDatabase)('the WebSocket', () => {
  /** How the hub answers to an upgrade: by its status, or 101. */
  const upgrade = (headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(
        `${hub.url.replace('http', 'ws')}/graphql/live`,
        'graphql-transport-ws',
        { headers },
      );
      socket.once('open', () => {
        resolve(101);
        socket.close();
      });
      socket.once('unexpected-response', (_request, { statusCode }) => resolve(statusCode ?? 0));
      socket.once('error', reject);
    });

  test('is for pages of the hub itself, and for programs', async () => {
    expect(await upgrade({})).toBe(101);
    expect(await upgrade({ origin: hub.url })).toBe(101);
    expect(await upgrade({ origin: 'https://elsewhere.example' })).toBe(403);
    expect(await upgrade({ origin: hub.url.replace(/:\d+$/, ':1') })).toBe(403);
    expect(await upgrade({ origin: 'null' })).toBe(403);
  });

  test('says so to who comes without an upgrade', async () => {
    expect((await fetch(`${hub.url}/graphql/live`)).status).toBe(426);
  });

  test('is the only way for subscriptions', async () => {
    const { errors } = await hub.send(
      'subscription { hubChanged(bbox: [0, 0, 1, 1]) { everything } }',
    );
    expect(errors?.[0]?.message).toMatch('/graphql/live');
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  });

  /** The protocol has a message of its own for what is refused before it begins. */
  const codeOf = (outcome: unknown): unknown => {
    const { errors = outcome } = outcome as { errors?: unknown };
    return (errors as GraphQLFormattedError[])[0]?.extensions?.['code'];
  };
  const subscription = (selection: string): string =>
    `subscription { hubChanged(bbox: [0, 0, 1, 1]) { ${selection} } }`;
  test.each([
    ['a query', '{ hub { dataVersion } }', 'BAD_USER_INPUT'],
    [
      'a mutation',
      'mutation { retireFacility(input: { id: "facility_1", version: 1 }) { dataVersion } }',
      'BAD_USER_INPUT',
    ],
    ['wrong syntax', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', subscription('nonsense'), 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a bad box',
      'subscription { hubChanged(bbox: [3, 0, 1, 1]) { everything } }',
      'BAD_USER_INPUT',
    ],
    [
      'a variable that is missing',
      'subscription ($bbox: BBox!) { hubChanged(bbox: $bbox) { everything } }',
      'BAD_USER_INPUT',
    ],
    [
      'too much at once',
      subscription(
        'coverage { community { facilities(first: 1000) { edges { node { community { facilities(first: 1000) { edges { node { id } } } } } } } } }',
      ),
      'TOO_EXPENSIVE',
    ],
  ])('refuses %s', async (_name, query, code) => {
    const client = connectTo(hub.url, {
      headers: { authorization: 'Bearer test-administrator-token' },
    });
    expect(codeOf(await outcomeOf(client, query))).toBe(code);
    await client.dispose();
  });

  test('holds a number of subscriptions, and no more', async () => {
    const client = connectTo(hub.url);
    const open = Array.from({ length: MOST_SUBSCRIPTIONS }, () =>
      outcomeOf(client, subscription('everything')),
    );
    expect(codeOf(await outcomeOf(client, subscription('everything')))).toBe('TOO_EXPENSIVE');
    await client.dispose();
    await Promise.all(open);
  });

  test('takes no long messages', async () => {
    const client = connectTo(hub.url);
    const closed = (await outcomeOf(client, `#${'x'.repeat(100_000)}`)) as CloseEvent;
    expect(closed.code).toBe(1009);
    await client.dispose();
  });
});

describe.skipIf(missingDatabase)('a hub that closes', () => {
  test('lets go of open sockets at once, also of those that do not answer', async () => {
    const closing = await hub.beside({});
    const ear = await listenTo(closing.url, WORLD);
    const closed = new Promise((resolve) => ear.client.on('closed', resolve));
    let socket: WebSocket | undefined;
    const deaf = await listenTo(closing.url, WORLD, {
      options: {
        finishRequest(request, connected) {
          socket = connected;
          request.end();
        },
      },
    });
    socket?.pause();
    const began = Date.now();
    await closing.close();
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(await closed).toMatchObject({ code: 1001 });
    deaf.close();
  });
});
