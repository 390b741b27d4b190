import { describe, expect, test } from 'vitest';
import {
  destination,
  type JudgeInput,
  type JudgeRule,
  judge,
  type MultiPolygonCoordinates,
  type RuleOutcome,
  Status,
} from '../../../server/coverage/engine/index.ts';

type Position = readonly [lon: number, lat: number];

const [PLAZA, PATH] = [1, 2];
const HOME: Position = [126.6, 45.8];
const NOWHERE: Position = [Number.NaN, Number.NaN];
const RULE: JudgeRule = { radiusMeters: 2_000, kinds: [PLAZA] };

interface Scene {
  origins: Position[];
  polygons?: (MultiPolygonCoordinates | null)[];
  facilities?: { at: Position; kind?: number }[];
  cells?: { at: Position; weight: number; community: number }[];
}

function inputOf(
  { origins, polygons, facilities = [], cells = [] }: Scene,
  rules = [RULE],
): JudgeInput {
  return {
    communities: {
      count: origins.length,
      originLon: Float64Array.from(origins, ([lon]) => lon),
      originLat: Float64Array.from(origins, ([, lat]) => lat),
      ...(polygons && { polygons }),
    },
    facilities: {
      lon: Float64Array.from(facilities, ({ at }) => at[0]),
      lat: Float64Array.from(facilities, ({ at }) => at[1]),
      kind: Int32Array.from(facilities, ({ kind = PLAZA }) => kind),
    },
    cells: {
      lon: Float64Array.from(cells, ({ at }) => at[0]),
      lat: Float64Array.from(cells, ({ at }) => at[1]),
      weight: Float64Array.from(cells, ({ weight }) => weight),
      community: Int32Array.from(cells, ({ community }) => community),
    },
    rules,
  };
}

function outcomeOf(scene: Scene, rule = RULE): RuleOutcome {
  return judge(inputOf(scene, [rule]))[0] as RuleOutcome;
}

/** A position so many meters east of HOME. */
function east(meters: number): Position {
  return destination(...HOME, 90, meters);
}

/** A square of 200 m around a position. */
function square([lon, lat]: Position): MultiPolygonCoordinates {
  const [right] = destination(lon, lat, 90, 100);
  const [, top] = destination(lon, lat, 0, 100);
  const [dx, dy] = [right - lon, top - lat];
  const corners = [-1, -1, 1, -1, 1, 1, -1, 1, -1, -1];
  return [
    [[0, 2, 4, 6, 8].map((i) => [lon + dx * (corners[i] ?? 0), lat + dy * (corners[i + 1] ?? 0)])],
  ];
}

describe('the verdict from the service point', () => {
  test.each([
    ['within the radius', 1_999.999, Status.PASS, 1],
    ['exactly at the radius', 2_000, Status.PASS, 1],
    ['a millimeter beyond it', 2_000.001, Status.FAIL, 0],
  ] as const)('of a facility %s', (_name, meters, status, within) => {
    const outcome = outcomeOf({ origins: [HOME], facilities: [{ at: east(meters) }] });
    expect(outcome.status[0]).toBe(status);
    expect(outcome.facilitiesWithin[0]).toBe(within);
    expect(outcome.nearestFacility[0]).toBe(0);
    expect(outcome.nearestMeters[0]).toBeCloseTo(meters, 6);
    expect((outcome.nearestMeters[0] as number) <= 2_000).toBe(status === Status.PASS);
  });

  test('never contradicts the distance, even in the last digits', () => {
    const radiusMeters = 1_999.99999999;
    const outcome = outcomeOf(
      { origins: [HOME], facilities: [{ at: east(2_000) }] },
      { ...RULE, radiusMeters },
    );
    expect(outcome.status[0]).toBe(Status.PASS);
    expect(outcome.nearestMeters[0]).toBe(radiusMeters);
  });

  test('is FAIL without any facility, and UNKNOWN without a place to measure from', () => {
    const bare = outcomeOf({ origins: [HOME, NOWHERE] });
    expect([...bare.status]).toEqual([Status.FAIL, Status.UNKNOWN]);
    const { status, nearestFacility, nearestMeters } = outcomeOf({
      origins: [NOWHERE],
      facilities: [{ at: HOME }],
    });
    expect([status[0], nearestFacility[0], nearestMeters[0]]).toEqual([
      Status.UNKNOWN,
      -1,
      Number.NaN,
    ]);
  });

  test('counts the kinds of the rule only, and names the facility by its index in the input', () => {
    const facilities = [{ at: HOME, kind: PATH }, { at: east(900) }, { at: east(500), kind: PATH }];
    const outcome = outcomeOf({ origins: [HOME], facilities });
    expect(outcome.nearestFacility[0]).toBe(1);
    expect(outcome.facilitiesWithin[0]).toBe(1);
    const both = outcomeOf({ origins: [HOME], facilities }, { ...RULE, kinds: [PLAZA, PATH] });
    expect(both.nearestFacility[0]).toBe(0);
    expect(both.nearestMeters[0]).toBe(0);
    expect(both.facilitiesWithin[0]).toBe(3);
  });

  test('gives the first of facilities that are equally near', () => {
    const facilities = [{ at: east(900) }, { at: east(500) }, { at: east(500) }];
    expect(outcomeOf({ origins: [HOME], facilities }).nearestFacility[0]).toBe(1);
  });
});

describe('the figures', () => {
  test('of residents add up the cells, and are unknown without cells', () => {
    const outcome = outcomeOf({
      origins: [HOME, HOME],
      facilities: [{ at: HOME }],
      cells: [
        { at: east(100), weight: 30, community: 0 },
        { at: east(1_999), weight: 4, community: 0 },
        { at: east(2_001), weight: 500, community: 0 },
      ],
    });
    expect([...outcome.residentsCovered]).toEqual([34, Number.NaN]);
    expect([...outcome.residentsTotal]).toEqual([534, Number.NaN]);
  });

  test('of area are unknown without a polygon, or with one that has no area', () => {
    const line: MultiPolygonCoordinates = [
      [
        [
          [126, 45],
          [126.1, 45],
          [126, 45],
        ],
      ],
    ];
    const { areaCoveredShare } = outcomeOf({
      origins: [HOME, HOME, HOME, HOME],
      polygons: [square(HOME), square(east(9_000)), null, line],
      facilities: [{ at: HOME }],
    });
    expect([...areaCoveredShare]).toEqual([1, 0, Number.NaN, Number.NaN]);
  });
});

describe('the readings', () => {
  const scene: Scene = {
    origins: [NOWHERE, HOME, HOME],
    polygons: [square(HOME), square(east(2_000)), null],
    facilities: [{ at: HOME }],
    cells: [
      { at: HOME, weight: 3, community: 0 },
      { at: east(3_000), weight: 1, community: 0 },
      { at: east(3_000), weight: 0, community: 1 },
    ],
  };

  test.each([
    ['SERVICE_POINT', undefined, [Status.UNKNOWN, Status.PASS, Status.PASS]],
    ['RESIDENTS', 0.75, [Status.PASS, Status.UNKNOWN, Status.UNKNOWN]],
    ['RESIDENTS', undefined, [Status.FAIL, Status.UNKNOWN, Status.UNKNOWN]],
    ['AREA', 0.4, [Status.PASS, Status.PASS, Status.UNKNOWN]],
    ['AREA', undefined, [Status.PASS, Status.FAIL, Status.UNKNOWN]],
  ] as const)('by %s, at least %s', (reading, minimumShare, expected) => {
    const rule = { ...RULE, reading, ...(minimumShare !== undefined && { minimumShare }) };
    expect([...outcomeOf(scene, rule).status]).toEqual(expected);
  });
});

describe('a judging', () => {
  const scene: Scene = {
    origins: [HOME, east(500), east(5_000)],
    facilities: [{ at: HOME }],
    polygons: [square(HOME), square(east(500)), square(east(5_000))],
    cells: [0, 1, 2].map((community) => ({ at: HOME, weight: 7, community })),
  };

  test('of some communities says the same of them as one of all, and nothing of the others', () => {
    const all = outcomeOf(scene);
    const [some] = judge({ ...inputOf(scene), only: Int32Array.of(2, 0) }) as [RuleOutcome];
    for (const [name, values] of Object.entries(all)) {
      const judged = some[name as keyof RuleOutcome];
      expect([judged[0], judged[2]], name).toEqual([values[0], values[2]]);
    }
    expect(some.status[1]).toBe(Status.UNKNOWN);
    expect(some.residentsTotal[1]).toBeNaN();
  });

  test('reports its progress up to the end', () => {
    const shares: number[] = [];
    judge({ ...inputOf(scene, [RULE, RULE]), onProgress: (share) => shares.push(share) });
    expect(shares.at(-1)).toBe(1);
  });

  test('stops when its signal says so', () => {
    const signal = AbortSignal.abort(new RangeError('enough'));
    expect(() => judge({ ...inputOf(scene), signal })).toThrow('enough');
  });
});
