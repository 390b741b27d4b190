import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, codesOf, missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });

interface Step {
  rule: { code: string };
  community: { id: string };
  today: string | null;
  proposed: string;
  distanceToday: number | null;
  distanceProposed: number | null;
}

/** Everything that a preview must leave alone: data, and the numbers that the next rows will have. */
async function everything(): Promise<string> {
  const em = hub.database.orm.em.fork();
  const { rows } = await sql<Record<string, unknown>>`
    SELECT (SELECT revision FROM hub) AS revision,
      (SELECT last_value FROM facility_id_seq) AS facilities,
      (SELECT last_value FROM facility_change_id_seq) AS changes,
      (SELECT count(*) FROM facility) AS stored,
      (SELECT sum(xmin::text::bigint) FROM coverage) AS written`.execute(em.getKysely());
  return JSON.stringify(rows[0]);
}

function preview(input: object): Promise<Answer> {
  return hub.send(
    `query ($input: PreviewEditInput!) { previewEdit(input: $input) { distanceMeters isProposal warnings
      community { id } twins { id }
      coverage { rule { code } community { id } today proposed distanceToday distanceProposed } } }`,
    { input },
  );
}

/** Stored outcomes by rule and community. */
async function outcomes(): Promise<Map<string, Record<string, unknown>>> {
  const em = hub.database.orm.em.fork();
  const { rows } = await sql<Record<string, unknown>>`
    SELECT 'community_' || v.community_id || ' ' || r.code AS key, v.status, v.nearest_distance_meters,
      v.nearest_facility_id, v.facilities_within, v.residents_covered, v.area_covered_share
    FROM coverage v JOIN coverage_rule r ON r.id = v.rule_id WHERE r.active`.execute(
    em.getKysely(),
  );
  return new Map(rows.map(({ key, ...row }) => [key as string, row]));
}

/** What differs between two readings of {@link outcomes}, as a preview says it. */
function difference(
  before: Map<string, Record<string, unknown>>,
  after: Map<string, Record<string, unknown>>,
): Map<string, object> {
  const steps = [...after].flatMap(([key, row]): [string, object][] => {
    const former = before.get(key);
    if (JSON.stringify(former) === JSON.stringify(row)) return [];
    return [
      [
        key,
        {
          today: former?.['status'] ?? null,
          proposed: row['status'],
          distanceToday: former?.['nearest_distance_meters'] ?? null,
          distanceProposed: row['nearest_distance_meters'],
        },
      ],
    ];
  });
  return new Map(steps.sort());
}

function asMap(steps: readonly Step[]): Map<string, object> {
  return new Map(
    steps
      .map(({ rule, community, ...step }): [string, object] => [
        `${community.id} ${rule.code}`,
        step,
      ])
      .sort(),
  );
}

interface Basis {
  id: string;
  version: number;
}

describe.skipIf(missingDatabase)('a preview says what the edit then does', () => {
  let spots: { id: string; servicePoint: { coordinates: [number, number] } }[];
  const place = (spot: number, east = 0): object => {
    const [lon, lat] = (spots[spot] as (typeof spots)[number]).servicePoint.coordinates;
    return { type: 'Point', coordinates: [Number((lon + east).toFixed(7)), lat] };
  };
  const made: Record<string, Basis> = {};

  beforeAll(async () => {
    const { data } = await hub.ask(
      '{ communities(first: 8) { edges { node { id servicePoint } } } }',
    );
    spots = (
      data as { communities: { edges: { node: (typeof spots)[number] }[] } }
    ).communities.edges.map(({ node }) => node);
  });

  const edits: [name: string, mutation: string, input: () => object, tried?: () => object][] = [
    [
      'a new plaza',
      'createFacility',
      () => ({ kind: 'plaza', location: place(0), name: '新广场' }),
    ],
    [
      'a new fitness path far outside of the city',
      'createFacility',
      () => ({
        kind: 'fitness-path',
        location: { type: 'Point', coordinates: [119.5, 23.5] },
        name: '远处',
      }),
    ],
    ['moving it', 'moveFacility', () => ({ ...made['a new plaza'], location: place(1, 0.004) })],
    [
      'moving it nowhere near',
      'moveFacility',
      () => ({
        ...made['a new plaza'],
        location: { type: 'Point', coordinates: [126.6, 45.75] },
      }),
    ],
    [
      'making it a fitness path',
      'updateFacility',
      () => ({ ...made['a new plaza'], kind: 'fitness-path' }),
    ],
    [
      'retiring it',
      'retireFacility',
      () => ({ ...made['a new plaza'] }),
      () => ({ active: false }),
    ],
    [
      'restoring it',
      'restoreFacility',
      () => ({ ...made['a new plaza'] }),
      () => ({ active: true }),
    ],
    [
      'a service station, which moves the service point',
      'createFacility',
      () => ({ kind: 'service-station', location: place(2, 0.003), name: '服务站' }),
    ],
    [
      'moving the station to another community',
      'moveFacility',
      () => ({
        ...made['a service station, which moves the service point'],
        location: place(3, 0.002),
      }),
    ],
    [
      'retiring the station',
      'retireFacility',
      () => ({ ...made['a service station, which moves the service point'] }),
      () => ({ active: false }),
    ],
  ];

  test.each(edits)('%s', async (name, mutation, input, tried) => {
    const untouched = await everything();
    const { name: _, ...given } = input() as { name?: string };
    const shown = await preview({ ...given, ...tried?.() });
    expect(shown.errors).toBeUndefined();
    expect(await everything()).toBe(untouched);

    const before = await outcomes();
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
    const { data, errors } = await hub.send(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) {
        facility { id version community { id } } } }`,
      { input: input() },
    );
    expect(errors).toBeUndefined();
    const { facility } = data[mutation];
    for (const [key, basis] of Object.entries(made)) {
      if (basis.id === facility.id) made[key] = { id: facility.id, version: facility.version };
    }
    made[name] ??= { id: facility.id, version: facility.version };

    expect(shown.data.previewEdit.community?.id).toBe(facility.community?.id);
    expect(asMap(shown.data.previewEdit.coverage)).toEqual(difference(before, await outcomes()));
  });
});

describe.skipIf(missingDatabase)('a preview of nonsense is refused as the edit would be', () => {
  const plaza = { kind: 'plaza', location: { type: 'Point', coordinates: [121.5, 25.05] } };
  test.each<[string, object, string]>([
    ['without a place', { kind: 'plaza' }, 'BAD_USER_INPUT'],
    ['without a kind', { location: plaza.location }, 'BAD_USER_INPUT'],
    ['of an unknown kind', { ...plaza, kind: 'castle' }, 'NOT_FOUND'],
    ['of an empty kind', { ...plaza, kind: '' }, 'NOT_FOUND'],
    ['of a place that is none', { ...plaza, location: 7 }, 'BAD_USER_INPUT'],
    [
      'of a place off the earth',
      { ...plaza, location: { type: 'Point', coordinates: [200, 95] } },
      'BAD_USER_INPUT',
    ],
    ['of an unknown facility', { id: 'facility_999999', version: 1 }, 'NOT_FOUND'],
    ['of something else', { id: 'community_1', version: 1 }, 'BAD_USER_INPUT'],
    ['without a version', { id: 'facility_1' }, 'BAD_USER_INPUT'],
    ['of a version that is none', { id: 'facility_1', version: -1, active: false }, 'CONFLICT'],
  ])('%s', async (_what, input, code) => {
    expect(codesOf(await preview(input))).toEqual([code]);
  });
});
