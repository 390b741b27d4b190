import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { graphql } from '../generated/gql.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub();

const PAGE =
  graphql(`query PageOfCommunities($filter: CommunityFilter, $orderBy: CommunityOrder, $first: Int,
    $after: String, $last: Int, $before: String) {
    communities(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      totalCount edges { cursor node { id code name } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`);
type Page = Awaited<ReturnType<typeof find>>;

async function find(args: object) {
  const { data } = await hub.ask(PAGE, args);
  return data.communities;
}

async function codes(where: ReturnType<typeof sql>): Promise<string[]> {
  const db = hub.database.orm.em.fork().getKysely();
  const { rows } = await sql<{ code: string }>`
    SELECT c.code FROM community c WHERE ${where} ORDER BY c.code COLLATE "C"`.execute(db);
  return rows.map(({ code }) => code);
}

const codesOf = (page: Page): string[] => page.edges.map(({ node }) => node.code);
const DAAN = '63000030';

describe.skipIf(missingDatabase)('communities', () => {
  test('of a region are those whose code begins with its code', async () => {
    const page = await find({ filter: { region: DAAN }, first: 1000 });
    expect(codesOf(page)).toEqual(await codes(sql`c.code LIKE ${`${DAAN}%`}`));
    expect(page.totalCount).toBe(page.edges.length);
    expect(page.totalCount).toBeGreaterThan(40);
    expect((await find({ filter: { region: '63000' }, first: 0 })).totalCount).toBe(456);
  });

  test('are found by a part of their name, in either script, by code, and in English', async () => {
    const [first] = (await find({ filter: { text: '龍' }, first: 1000 })).edges;
    expect(first).toBeDefined();
    const traditional = codesOf(await find({ filter: { text: '龍' }, first: 1000 }));
    const simplified = codesOf(await find({ filter: { text: '龙' }, first: 1000 }));
    expect(simplified).toEqual(traditional);
    expect(codesOf(await find({ filter: { text: first?.node.code } }))).toEqual([first?.node.code]);
    expect((await find({ filter: { text: 'LONG' }, first: 0 })).totalCount).toBeGreaterThan(0);
    expect((await find({ filter: { text: '100% no_such' }, first: 5 })).edges).toEqual([]);
  });

  test('of a bounding box and of a shape are those that touch it', async () => {
    const box = [121.53, 25.03, 121.55, 25.05];
    const shape = {
      type: 'Polygon',
      coordinates: [
        [
          [121.53, 25.03],
          [121.55, 25.03],
          [121.54, 25.05],
          [121.53, 25.03],
        ],
      ],
    };
    const inBox = await codes(
      sql`ST_Intersects(c.boundary, ST_MakeEnvelope(121.53, 25.03, 121.55, 25.05, 4326))`,
    );
    expect(inBox.length).toBeGreaterThan(5);
    expect(codesOf(await find({ filter: { bbox: box }, first: 1000 }))).toEqual(inBox);
    const corner = await codes(
      sql`ST_Intersects(c.boundary, ST_SetSRID(ST_MakePoint(121.53, 25.03), 4326))`,
    );
    expect(corner.length).toBeGreaterThan(0);
    const point = { bbox: [121.53, 25.03, 121.53, 25.03] };
    expect(codesOf(await find({ filter: point }))).toEqual(corner);
    const line = { bbox: [121.53, 25.03, 121.55, 25.03] };
    expect((await find({ filter: line, first: 0 })).totalCount).toBeGreaterThan(corner.length);
    const inShape = await codes(
      sql`ST_Intersects(c.boundary, ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(shape)}), 4326))`,
    );
    expect(inShape.length).toBeLessThan(inBox.length);
    expect(codesOf(await find({ filter: { intersects: shape }, first: 1000 }))).toEqual(inShape);
  });

  test('near a point are those whose service point is, nearest first', async () => {
    const withinDistance = { point: [121.54, 25.04], meters: 1_500 };
    const page = await find({
      filter: { withinDistance },
      orderBy: { field: 'DISTANCE' },
      first: 1000,
    });
    const db = hub.database.orm.em.fork().getKysely();
    const { rows } = await sql<{ code: string }>`
      SELECT code FROM (SELECT code, id, ST_Distance(service_point::geography,
        ST_SetSRID(ST_MakePoint(121.54, 25.04), 4326)::geography) AS meters FROM community) c
      WHERE meters <= 1500 ORDER BY meters, id`.execute(db);
    expect(rows.length).toBeGreaterThan(5);
    expect(codesOf(page)).toEqual(rows.map(({ code }) => code));
  });

  test('that fail a rule come with the farthest first, when asked so', async () => {
    const { data } = await hub.ask(
      `{ communities(filter: { coverage: { rule: "plaza-2km", status: FAIL } }, first: 1000,
          orderBy: { field: NEAREST_FACILITY_DISTANCE, direction: DESC }) { totalCount edges { node {
            coverage(rule: "plaza-2km") { status nearest { distanceMeters } marginMeters } } } }
         coverageSummary(rule: "plaza-2km") { failing } }`,
    );
    const { communities, coverageSummary } = data as unknown as {
      communities: {
        totalCount: number;
        edges: {
          node: {
            coverage: { status: string; marginMeters: number; nearest: { distanceMeters: number } };
          };
        }[];
      };
      coverageSummary: { failing: number };
    };
    expect(communities.totalCount).toBe(coverageSummary.failing);
    const meters = communities.edges.map(({ node }) => node.coverage.nearest.distanceMeters);
    expect(meters).toEqual([...meters].sort((a, b) => b - a));
    for (const { node } of communities.edges) {
      const { status, marginMeters, nearest } = node.coverage;
      expect(status).toBe('FAIL');
      expect(marginMeters).toBe(2_000 - nearest.distanceMeters);
      expect(marginMeters).toBeLessThan(0);
    }
  });

  test.each([
    { field: 'CODE', direction: 'ASC' },
    { field: 'NAME', direction: 'DESC' },
    { field: 'POPULATION', direction: 'DESC' },
    { field: 'AREA', direction: 'ASC' },
  ])('are paged through by $field $direction, each once, forward and backward', async (orderBy) => {
    const whole = codesOf(await find({ orderBy, first: 1000 }));
    expect(new Set(whole).size).toBe(456);
    const forward: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page = await find({ orderBy, first: 100, after });
      forward.push(...codesOf(page));
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }
    expect(forward).toEqual(whole);
    const backward: string[] = [];
    for (let before: string | null = null, more = true; more; ) {
      const page = await find({ orderBy, last: 100, before });
      backward.unshift(...codesOf(page));
      before = page.pageInfo.startCursor;
      more = page.pageInfo.hasPreviousPage;
    }
    expect(backward).toEqual(whole);
  });

  test('are got one by one, by id and by code', async () => {
    const [edge] = (await find({ first: 1 })).edges;
    const { data } = await hub.ask(
      `query ($id: ID!, $code: String!) { byId: community(id: $id) { code }
        byCode: community(code: $code) { id } none: community(code: "000") { id } }`,
      { id: edge?.node.id, code: edge?.node.code },
    );
    expect(data).toEqual({
      byId: { code: edge?.node.code },
      byCode: { id: edge?.node.id },
      none: null,
    });
  });

  test('have boundaries as right-handed GeoJSON and a service point on their surface', async () => {
    const { data } = await hub.ask(
      '{ communities(first: 1000) { edges { node { boundary servicePoint servicePointOrigin } } } }',
    );
    const { edges } = (
      data as {
        communities: {
          edges: {
            node: {
              boundary: { type: string; coordinates: number[][][][] };
              servicePoint: object;
              servicePointOrigin: string;
            };
          }[];
        };
      }
    ).communities;
    for (const { node } of edges) {
      expect(node.boundary.type).toBe('MultiPolygon');
      expect(node.servicePointOrigin).toBe('POLYGON');
      for (const [outer] of node.boundary.coordinates)
        expect(signedArea(outer ?? [])).toBeGreaterThan(0);
    }
    const db = hub.database.orm.em.fork().getKysely();
    const { rows } = await sql`SELECT 1 FROM community
      WHERE NOT ST_Covers(boundary, service_point)`.execute(db);
    expect(rows).toEqual([]);
  });
});

/** Twice the area of a ring in square degrees; positive when it runs counter-clockwise. */
function signedArea(ring: number[][]): number {
  return ring.slice(1).reduce((sum, [x = 0, y = 0], i) => {
    const [px = 0, py = 0] = ring[i] ?? [];
    return sum + px * y - x * py;
  }, 0);
}
