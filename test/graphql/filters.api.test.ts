import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { codesOf, missingDatabase, withHub } from '../setup/hub.ts';

interface Figures {
  status: string;
  facilitiesWithin: number | null;
  residentsCovered: number | null;
  residentsTotal: number | null;
  areaCoveredShare: number | null;
}
interface Community {
  id: string;
  code: string;
  name: string;
  nameEn: string | null;
  population: number | null;
  households: number | null;
  areaSquareMeters: number | null;
  region: { code: string };
  plaza: Figures;
}
interface Facility {
  id: string;
  code: string | null;
  name: string;
  address: string | null;
  active: boolean;
  version: number;
  updatedAt: string;
  kind: { code: string };
  community: { id: string } | null;
}
type Filter = Record<string, unknown>;
type Holds<T> = (row: T) => boolean | null;
/** A filter and what it means. */
type Case<T> = [filter: Filter, holds: Holds<T>];

const hub = withHub({ writes: true });
let communities: Community[];
let facilities: Facility[];

beforeAll(async () => {
  if (missingDatabase) return;
  // The sample city knows everything of its communities; elsewhere much is unknown.
  const db = hub.database.orm.em.fork().getKysely();
  await sql`UPDATE community SET population = NULL, name_en = NULL WHERE id % 5 = 0`.execute(db);
  await sql`UPDATE community SET households = NULL, boundary = NULL WHERE id % 7 = 0`.execute(db);
  await sql`UPDATE coverage SET residents_covered = NULL, residents_total = NULL,
    area_covered_share = NULL WHERE community_id % 3 = 0`.execute(db);
  await sql`UPDATE facility SET address = NULL, code = NULL WHERE id % 4 = 0`.execute(db);
  await sql`UPDATE grid SET residents = NULL WHERE id % 6 = 0`.execute(db);
  communities = await all<Community>(
    'communities',
    `id code name nameEn population households areaSquareMeters region { code }
      plaza: coverage(rule: "plaza-2km") { status facilitiesWithin residentsCovered residentsTotal areaCoveredShare }`,
  );
  const [first, second] = await all<Facility>('facilities', 'id');
  for (const { id } of [first, second] as Facility[]) {
    await hub.send(
      'mutation ($id: ID!) { retireFacility(input: { id: $id, version: 1 }) { dataVersion } }',
      { id },
    );
  }
  facilities = await all<Facility>(
    'facilities',
    'id code name address active version updatedAt kind { code } community { id }',
    { active: null },
  );
});

/** All rows of a list, page by page. */
async function all<T>(
  list: string,
  fields: string,
  filter: Filter | null = null,
  orderBy: object | null = null,
  size = 1000,
): Promise<T[]> {
  const type = {
    communities: 'Community',
    facilities: 'Facility',
    grids: 'Grid',
    regions: 'Region',
  }[list];
  const rows: T[] = [];
  for (let after: string | null = null; ; ) {
    const { data, errors } = await hub.send(
      `query ($filter: ${type}Filter, $orderBy: ${type}Order, $first: Int, $after: String) {
        ${list}(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
          totalCount pageInfo { hasNextPage endCursor } edges { node { ${fields} } } } }`,
      { filter, orderBy, first: size, after },
    );
    expect(errors).toBeUndefined();
    const { edges, pageInfo, totalCount } = data[list];
    rows.push(...edges.map(({ node }: { node: T }) => node));
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) {
      expect(rows).toHaveLength(totalCount);
      return rows;
    }
  }
}

/** Conditions of a number, which may be unknown. */
function numbers<T>(
  name: string,
  of: (row: T) => number | null,
  values: number[],
): fc.Arbitrary<Case<T>> {
  const signs: Record<string, (a: number, b: number) => boolean> = {
    equals: (a, b) => a === b,
    lt: (a, b) => a < b,
    lte: (a, b) => a <= b,
    gt: (a, b) => a > b,
    gte: (a, b) => a >= b,
  };
  const compared = fc.tuple(fc.constantFrom(...Object.keys(signs)), fc.constantFrom(...values)).map(
    ([sign, value]): Case<T> => [
      { [name]: { [sign]: value } },
      (row) => {
        const own = of(row);
        return own === null ? null : (signs[sign] as (a: number, b: number) => boolean)(own, value);
      },
    ],
  );
  const listed = fc
    .subarray(values)
    .map((some): Case<T> => [{ [name]: { in: some } }, (row) => some.includes(of(row) as number)]);
  const isNull = fc
    .boolean()
    .map((is): Case<T> => [{ [name]: { isNull: is } }, (row) => (of(row) === null) === is]);
  return fc.oneof(compared, listed, isNull);
}

/** Conditions of a text, which may be missing, by pieces of real ones. */
function texts<T>(
  name: string,
  of: (row: T) => string | null,
  values: string[],
): fc.Arbitrary<Case<T>> {
  const piece = fc
    .tuple(fc.constantFrom(...values), fc.nat(3), fc.integer({ min: 1, max: 3 }))
    .map(([value, from, length]) => value.slice(from, from + length).trim())
    .filter((text) => text !== '');
  const lower = (row: T) => of(row)?.toLowerCase() ?? null;
  return fc.oneof(
    piece.map(
      (text): Case<T> => [
        { [name]: { contains: text } },
        (row) => lower(row)?.includes(text.toLowerCase()) ?? null,
      ],
    ),
    piece.map(
      (text): Case<T> => [
        { [name]: { startsWith: text } },
        (row) => lower(row)?.startsWith(text.toLowerCase()) ?? null,
      ],
    ),
    fc
      .constantFrom(...values)
      .map((text): Case<T> => [{ [name]: { equals: text } }, (row) => of(row) === text]),
  );
}

/** Cases joined by `and`, `or` and `not`. */
function joined<T>(leaf: fc.Arbitrary<Case<T>>): fc.Arbitrary<Case<T>> {
  const { tree } = fc.letrec<{ tree: Case<T> }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .array(tie('tree'), { maxLength: 3 })
        .map(
          (cases): Case<T> => [
            { and: cases.map(([filter]) => filter) },
            (row) => cases.every(([, holds]) => holds(row)),
          ],
        ),
      fc
        .array(tie('tree'), { maxLength: 3 })
        .map(
          (cases): Case<T> => [
            { or: cases.map(([filter]) => filter) },
            (row) => cases.some(([, holds]) => holds(row)),
          ],
        ),
      tie('tree').map(([filter, holds]): Case<T> => [{ not: filter }, (row) => !holds(row)]),
      fc
        .tuple(leaf, tie('tree'))
        .map(
          ([[own, ownHolds], [filter, holds]]): Case<T> => [
            { ...own, not: filter },
            (row) => Boolean(ownHolds(row)) && !holds(row),
          ],
        ),
    ),
  }));
  return tree;
}

const known = <T>(values: (T | null)[]): T[] =>
  values.filter((value): value is T => value !== null);

describe.skipIf(missingDatabase)('a filter', () => {
  test('of communities takes those that it says, however it is joined', async () => {
    const share = ({ plaza: { residentsCovered, residentsTotal } }: Community) =>
      residentsTotal ? (residentsCovered as number) / residentsTotal : null;
    const coverage = (arbitrary: fc.Arbitrary<Case<Community>>) =>
      arbitrary.map(
        ([filter, holds]): Case<Community> => [
          { coverage: { rule: 'plaza-2km', ...filter } },
          holds,
        ],
      );
    const leaf = fc.oneof(
      numbers<Community>(
        'population',
        (row) => row.population,
        known(communities.map((row) => row.population)),
      ),
      numbers<Community>(
        'households',
        (row) => row.households,
        known(communities.map((row) => row.households)),
      ),
      numbers<Community>(
        'areaSquareMeters',
        (row) => row.areaSquareMeters,
        known(communities.map((row) => row.areaSquareMeters)),
      ),
      texts<Community>(
        'name',
        (row) => row.name,
        communities.map((row) => row.name),
      ),
      texts<Community>('nameEn', (row) => row.nameEn, known(communities.map((row) => row.nameEn))),
      texts<Community>(
        'code',
        (row) => row.code,
        communities.map((row) => row.code),
      ),
      coverage(numbers<Community>('residentsCoveredShare', share, [0, 0.5, 0.8, 1])),
      coverage(
        numbers<Community>('facilitiesWithin', (row) => row.plaza.facilitiesWithin, [0, 1, 2, 5]),
      ),
      coverage(
        fc
          .constantFrom('PASS', 'FAIL', 'UNKNOWN')
          .map((status): Case<Community> => [{ status }, (row) => row.plaza.status === status]),
      ),
      fc
        .constantFrom(...communities.map((row) => row.region.code))
        .map((region): Case<Community> => [{ region }, (row) => row.region.code === region]),
    );
    await fc.assert(
      fc.asyncProperty(joined(leaf), async ([filter, holds]) => {
        const found = await all<{ id: string }>('communities', 'id', filter);
        expect(new Set(found.map(({ id }) => id))).toEqual(
          new Set(communities.filter(holds).map(({ id }) => id)),
        );
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  test('of facilities takes those that it says, active ones unless told otherwise', async () => {
    const leaf = fc.oneof(
      texts<Facility>(
        'name',
        (row) => row.name,
        facilities.map((row) => row.name),
      ),
      texts<Facility>('address', (row) => row.address, known(facilities.map((row) => row.address))),
      texts<Facility>('code', (row) => row.code, known(facilities.map((row) => row.code))),
      numbers<Facility>('version', (row) => row.version, [1, 2]),
      fc.boolean().map((active): Case<Facility> => [{ active }, (row) => row.active === active]),
      fc
        .boolean()
        .map(
          (is): Case<Facility> => [{ inCommunity: is }, (row) => (row.community !== null) === is],
        ),
      fc
        .constantFrom(...facilities.map((row) => row.kind.code))
        .map((kind): Case<Facility> => [{ kind }, (row) => row.kind.code === kind]),
      fc
        .constantFrom(...facilities.map((row) => row.updatedAt))
        .map(
          (time): Case<Facility> => [{ updatedAt: { gte: time } }, (row) => row.updatedAt >= time],
        ),
    );
    await fc.assert(
      fc.asyncProperty(joined(leaf), async ([filter, holds]) => {
        const found = await all<{ id: string }>('facilities', 'id', filter);
        const expected = facilities.filter(
          (row) => holds(row) && ('active' in filter || row.active),
        );
        expect(new Set(found.map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)));
      }),
      { numRuns: 80 },
    );
  }, 120_000);

  test('may ask for what lies within a distance of a facility or a community', async () => {
    const { id } = facilities.find(({ active }) => active) as Facility;
    const community = communities[7] as Community;
    for (const [origin, sqlOrigin] of [
      [{ facility: id }, sql`(SELECT location FROM facility WHERE id = ${Number(id.slice(9))})`],
      [
        { community: community.id },
        sql`(SELECT boundary FROM community WHERE code = ${community.code})`,
      ],
    ] as const) {
      const { rows } = await sql<{ id: number }>`
        SELECT id FROM facility WHERE active AND
          ST_Distance(location::geography, ${sqlOrigin}::geography) <= 800`.execute(
        hub.database.orm.em.fork().getKysely(),
      );
      const found = await all<{ id: string }>('facilities', 'id', {
        withinDistance: { ...origin, meters: 800 },
      });
      expect(rows.length).toBeGreaterThan(1);
      expect(found.map((row) => row.id).sort()).toEqual(
        rows.map((row) => `facility_${row.id}`).sort(),
      );
    }
  });

  test('may ask for what lies wholly in a shape, or holds a point', async () => {
    const shape = {
      type: 'Polygon',
      coordinates: [
        [
          [121.5, 25],
          [121.58, 25],
          [121.58, 25.08],
          [121.5, 25.08],
          [121.5, 25],
        ],
      ],
    };
    const within = await all<{ id: string }>('communities', 'id', { within: shape });
    const touching = await all<{ id: string }>('communities', 'id', { intersects: shape });
    expect(within.length).toBeGreaterThan(20);
    expect(touching.length).toBeGreaterThan(within.length);
    const holding = await all<{ id: string }>('communities', 'id', {
      contains: [121.5355, 25.0333],
    });
    expect(holding).toHaveLength(1);
    expect(touching).toContainEqual(holding[0]);
  });

  test.each([
    [
      'two origins',
      { withinDistance: { point: [1, 1], facility: 'facility_1', meters: 1 } },
      'BAD_USER_INPUT',
      'filter.withinDistance',
    ],
    [
      'an unknown facility',
      { withinDistance: { facility: 'facility_999999', meters: 1 } },
      'NOT_FOUND',
      'filter.withinDistance.facility',
    ],
    [
      'an unknown rule within',
      { or: [{}, { coverage: { rule: 'none' } }] },
      'NOT_FOUND',
      'filter.or[1].coverage.rule',
    ],
    [
      'an unknown region within',
      { and: [{ not: { region: 'none' } }] },
      'NOT_FOUND',
      'filter.and[0].not.region',
    ],
    [
      'a crossed shape within',
      {
        not: {
          within: {
            type: 'Polygon',
            coordinates: [
              [
                [0, 0],
                [1, 1],
                [1, 0],
                [0, 1],
                [0, 0],
              ],
            ],
          },
        },
      },
      'BAD_USER_INPUT',
      'filter.not.within',
    ],
    [
      'too many values',
      { code: { in: Array.from({ length: 1001 }, String) } },
      'BAD_USER_INPUT',
      'filter.code.in',
    ],
    ['U+0000', { name: { contains: 'a\0' } }, 'BAD_USER_INPUT', 'filter.name.contains'],
    [
      'too many filters',
      { or: Array.from({ length: 100 }, () => ({})) },
      'BAD_USER_INPUT',
      'filter.or[99]',
    ],
    [
      'too deep a filter',
      { not: { not: { not: { not: { not: { not: { not: { not: {} } } } } } } } },
      'BAD_USER_INPUT',
      'filter.not.not.not.not.not.not.not.not',
    ],
  ])('that is wrong is refused by its place: %s', async (_what, filter, code, field) => {
    const answer = await hub.send(
      'query ($filter: CommunityFilter) { communities(filter: $filter) { totalCount } }',
      { filter },
    );
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code, field });
  });

  test('asks the database as often, however many names it holds', async () => {
    const ask = async (count: number): Promise<number> => {
      const or = communities.slice(0, count).map(({ region }) => ({ region: region.code }));
      const { sql: statements } = await hub.ask(
        'query ($filter: CommunityFilter) { communities(filter: $filter, first: 1) { edges { node { id } } } }',
        { filter: { or } },
      );
      return statements.length;
    };
    expect(await ask(40)).toBe(await ask(1));
  });
});

describe.skipIf(missingDatabase)('an order', () => {
  test.each([
    ['communities', 'POPULATION', 'population', {}],
    ['communities', 'NAME_EN', 'nameEn', {}],
    ['communities', 'HOUSEHOLDS', 'households', {}],
    ['communities', 'AREA', 'areaSquareMeters', {}],
    [
      'communities',
      'FACILITIES_WITHIN',
      'key: coverage(rule: "plaza-2km") { key: facilitiesWithin }',
      { rule: 'plaza-2km' },
    ],
    [
      'communities',
      'AREA_COVERED_SHARE',
      'key: coverage(rule: "plaza-2km") { key: areaCoveredShare }',
      { rule: 'plaza-2km' },
    ],
    ['facilities', 'CODE', 'code', {}],
    ['facilities', 'ADDRESS', 'address', {}],
    ['facilities', 'UPDATED_AT', 'updatedAt', {}],
    ['facilities', 'KIND', 'key: kind { key: code }', {}],
    ['grids', 'RESIDENTS', 'residents', {}],
    ['grids', 'NAME', 'name', {}],
    ['regions', 'NAME_SIMPLIFIED', 'nameSimplified', {}],
  ])(
    'of %s by %s is kept over pages in both directions, with the unknown last',
    async (list, field, read, more) => {
      const keyed = read.startsWith('key:') ? read : `key: ${read}`;
      for (const direction of ['ASC', 'DESC']) {
        const rows = await all<{ id: string; key: unknown }>(
          list,
          `id ${keyed}`,
          null,
          { field, direction, ...more },
          170,
        );
        const keys = rows.map(({ key }) =>
          typeof key === 'object' && key !== null ? (key as { key: unknown }).key : key,
        );
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        const found = keys.filter((key) => key !== null) as (string | number)[];
        expect(keys.slice(0, found.length)).toEqual(found);
        const sign = direction === 'ASC' ? 1 : -1;
        const compare = (a: string | number, b: string | number) =>
          typeof a === 'string'
            ? Buffer.compare(Buffer.from(a), Buffer.from(b as string))
            : a - (b as number);
        expect(found).toEqual([...found].sort((a, b) => sign * compare(a, b)));
      }
    },
  );

  test('keeps its pages while others write: nothing that stays is missed or doubled', async () => {
    const stay = (await all<{ id: string }>('facilities', 'id')).map(({ id }) => id);
    const seen: string[] = [];
    let after: string | null = null;
    for (let page = 0; ; page++) {
      const { data } = await hub.send(
        'query ($after: String) { facilities(first: 100, after: $after, orderBy: { field: NAME }) { pageInfo { hasNextPage endCursor } edges { node { id } } } }',
        { after },
      );
      const { edges, pageInfo } = data.facilities;
      seen.push(...edges.map(({ node }: { node: { id: string } }) => node.id));
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) break;
      // One before and one behind the cursor, by name.
      for (const name of ['!', '\u{10FFFD}']) {
        const { data: made } = await hub.send(
          `mutation ($name: String!) { createFacility(input: { kind: "park", name: $name,
            location: { type: "Point", coordinates: [121.5, 25] } }) { facility { id } } }`,
          { name: `${name}${page}` },
        );
        expect(made.createFacility.facility.id).toBeDefined();
      }
    }
    expect(stay.filter((id) => seen.filter((other) => other === id).length !== 1)).toEqual([]);
  });

  test('that needs a point or a rule says so', async () => {
    for (const field of ['DISTANCE', 'RESIDENTS_COVERED']) {
      const answer = await hub.send(`{ communities(orderBy: { field: ${field} }) { totalCount } }`);
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    }
  });
});

describe.skipIf(missingDatabase)('aggregates', () => {
  test('of communities are those of their rows, with the coverage of a rule', async () => {
    const { data, sql: statements } = await hub.ask(
      `{ communityAggregates(groupBy: [COUNTY], filter: { population: { gt: 3000 } }) {
          group { county { code } city { code } } count population { sum average min max }
          coverage(rule: "plaza-2km") { passing failing residentsCovered residentsTotal residentsCoveredShare } } }`,
    );
    expect(statements.length).toBeLessThanOrEqual(5);
    const groups = (data as { communityAggregates: never[] }).communityAggregates as {
      group: { county: { code: string }; city: null };
      count: number;
      population: { sum: number; average: number; min: number; max: number };
      coverage: {
        passing: number;
        failing: number;
        residentsCovered: number;
        residentsTotal: number;
        residentsCoveredShare: number;
      };
    }[];
    const big = communities.filter(({ population }) => (population ?? 0) > 3000);
    const counties = [...new Set(big.map(({ region }) => region.code))].sort();
    expect(groups.map(({ group }) => group.county.code)).toEqual(counties);
    for (const { group, count, population, coverage } of groups) {
      const rows = big.filter(({ region }) => region.code === group.county.code);
      const people = rows.map((row) => row.population as number);
      const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
      expect(group.city).toBeNull();
      expect(count).toBe(rows.length);
      expect(population.sum).toBe(sum(people));
      expect(population.average).toBeCloseTo(sum(people) / rows.length, 6);
      expect([population.min, population.max]).toEqual([Math.min(...people), Math.max(...people)]);
      const passing = rows.filter(({ plaza }) => plaza.status === 'PASS').length;
      expect([coverage.passing, coverage.failing]).toEqual([passing, rows.length - passing]);
      const covered = sum(rows.map(({ plaza }) => plaza.residentsCovered ?? 0));
      const total = sum(rows.map(({ plaza }) => plaza.residentsTotal ?? 0));
      expect(coverage).toMatchObject({ residentsCovered: covered, residentsTotal: total });
      expect(coverage.residentsCoveredShare).toBeCloseTo(covered / total, 12);
    }
  });

  test('of facilities and grids count the rows of each group', async () => {
    const { data } = await hub.ask(
      `{ facilityAggregates(groupBy: [KIND, ACTIVE], filter: { active: null, version: { lte: 2 } }) { group { kind { code } active } count communityCount updatedAt }
         gridAggregates(groupBy: [COMMUNITY]) { group { community { id } } count households { sum } }
         none: communityAggregates(filter: { or: [] }) { count population { sum } coverage(rule: "plaza-2km") { passing residentsTotal } } }`,
    );
    const { facilityAggregates, gridAggregates, none } = data as {
      facilityAggregates: {
        group: { kind: { code: string }; active: boolean };
        count: number;
        updatedAt: string;
      }[];
      gridAggregates: { group: { community: { id: string } }; count: number }[];
      none: object[];
    };
    for (const { group, count } of facilityAggregates.filter(
      ({ group }) => group.kind.code !== 'park',
    )) {
      const rows = facilities.filter(
        ({ kind, active }) => kind.code === group.kind.code && active === group.active,
      );
      expect([group, count]).toEqual([group, rows.length]);
    }
    expect(facilityAggregates.some(({ group }) => group.active === false)).toBe(true);
    const grids = await all<{ community: { id: string } }>('grids', 'community { id }');
    expect(gridAggregates.reduce((sum, { count }) => sum + count, 0)).toBe(grids.length);
    expect(new Set(gridAggregates.map(({ group }) => group.community.id)).size).toBe(
      gridAggregates.length,
    );
    expect(none).toEqual([
      { count: 0, population: { sum: null }, coverage: { passing: 0, residentsTotal: null } },
    ]);
  });

  test('refuse to group by something twice', async () => {
    const answer = await hub.send('{ gridAggregates(groupBy: [STATUS, STATUS]) { count } }');
    expect(answer.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'groupBy',
    });
  });
});

describe.skipIf(missingDatabase)('a global id', () => {
  test('finds its node, many by one statement per type', async () => {
    const ids = [
      ...facilities.slice(0, 5).map(({ id }) => id),
      ...communities.slice(0, 5).map(({ id }) => id),
      'facility_999999',
    ];
    const { data, sql: statements } = await hub.ask(
      `query ($ids: [ID!]!) { node(id: "${communities[0]?.id}") { __typename id ... on Community { name } }
        nodes(ids: $ids) { id ... on Facility { name } ... on Community { name } } }`,
      { ids },
    );
    const { node, nodes } = data as {
      node: object;
      nodes: ({ id: string; name: string } | null)[];
    };
    expect(node).toEqual({
      __typename: 'Community',
      id: communities[0]?.id,
      name: communities[0]?.name,
    });
    expect(nodes.map((found) => found?.id ?? null)).toEqual([...ids.slice(0, 10), null]);
    expect(nodes[0]?.name).toBe(facilities[0]?.name);
    expect(statements.length).toBeLessThanOrEqual(2);
    for (const id of ['person_1', 'constructor_1', 'facility_0', '']) {
      const answer = await hub.send('query ($id: ID!) { node(id: $id) { id } }', { id });
      expect([id, codesOf(answer)]).toEqual([id, ['BAD_USER_INPUT']]);
    }
  });
});

describe.skipIf(missingDatabase)('null in a filter', () => {
  const count = (filter: string) =>
    hub.send(`{ communities(first: 1, filter: ${filter}) { totalCount } }`);

  test.each([
    ['population', '{ equals: null }'],
    ['nameEn', '{ equals: null }'],
  ])('of %s as %s asks for rows without a value', async (name, given) => {
    const { data } = await count(`{ ${name}: ${given} }`);
    const { data: without } = await count(`{ ${name}: { isNull: true } }`);
    expect(data.communities.totalCount).toBeGreaterThan(0);
    expect(data).toEqual(without);
  });

  test.each([
    ['population', 'in'],
    ['population', 'lt'],
    ['population', 'gte'],
    ['population', 'isNull'],
    ['name', 'in'],
    ['name', 'startsWith'],
    ['name', 'contains'],
    ['name', 'isNull'],
  ])('is refused in %s.%s: it is no filter that was left out', async (name, operator) => {
    const { errors } = await count(`{ ${name}: { ${operator}: null } }`);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: `filter.${name}.${operator}`,
    });
  });

  test('as a variable that was lost is refused as well', async () => {
    const answer = await hub.send(
      'query ($least: Int) { communities(first: 1, filter: { population: { gte: $least } }) { totalCount } }',
      { least: null },
    );
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    const left = await hub.send(
      'query ($least: Int) { communities(first: 1, filter: { population: { gte: $least } }) { totalCount } }',
    );
    expect(left.errors).toBeUndefined();
  });
});
