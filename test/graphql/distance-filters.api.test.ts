import { type RawBuilder, sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub();
let community: { id: string; local: number };
let facility: { id: string; local: number };
beforeAll(async () => {
  if (missingDatabase) return;
  const { data } = await hub.ask(
    '{ communities(first: 1) { edges { node { id } } } facilities(first: 1) { edges { node { id } } } }',
  );
  const found = data as Record<string, { edges: { node: { id: string } }[] }>;
  const first = (list: string): { id: string; local: number } => {
    const id = found[list]?.edges[0]?.node.id as string;
    return { id, local: Number(id.split('_')[1]) };
  };
  [community, facility] = [first('communities'), first('facilities')];
});

const POINT = [121.53, 25.03];
/** What distances are measured from, as a filter names it and as PostGIS reads it. */
const ORIGINS: Record<string, () => [filter: object, shape: RawBuilder<unknown>]> = {
  'a point': () => [{ point: POINT }, sql`ST_SetSRID(ST_MakePoint(121.53, 25.03), 4326)`],
  'a point across the world': () => [
    { point: [-58.5, -25] },
    sql`ST_SetSRID(ST_MakePoint(-58.5, -25), 4326)`,
  ],
  'a facility': () => [
    { facility: facility.id },
    sql`(SELECT location FROM facility WHERE id = ${facility.local})`,
  ],
  'a community': () => [
    { community: community.id },
    sql`(SELECT boundary FROM community WHERE id = ${community.local})`,
  ],
};
/** Lists with the column that distances are measured to. */
const LISTS = [
  ['grids', 'GridFilter', sql`grid`, sql`boundary`],
  ['regions', 'RegionFilter', sql`region`, sql`boundary`],
  ['communities', 'CommunityFilter', sql`community`, sql`service_point`],
  ['facilities', 'FacilityFilter', sql`facility`, sql`location`],
] as const;

describe.skipIf(missingDatabase)('within a distance', () => {
  test.each(
    LISTS.flatMap(([list, type, table, column]) =>
      Object.keys(ORIGINS).map((origin) => ({ list, type, table, column, origin })),
    ),
  )(
    'of $origin are those $list that PostGIS measures',
    async ({ list, type, table, column, origin }) => {
      const [given, shape] = (ORIGINS[origin] as (typeof ORIGINS)[string])();
      const em = hub.database.orm.em.fork();
      for (const meters of [99, 20_000]) {
        const filter = { withinDistance: { ...given, meters } };
        const { data } = await hub.ask(
          `query ($filter: ${type}, $other: ${type}) {
          ${list}(first: 0, filter: $filter) { totalCount } others: ${list}(first: 0, filter: $other) { totalCount } }`,
          { filter, other: { not: filter } },
        );
        const { rows } = await sql<{ within: number; beyond: number }>`
        SELECT count(*) FILTER (WHERE near)::int AS within, count(*) FILTER (WHERE NOT near)::int AS beyond
        FROM (SELECT coalesce(ST_DWithin(${column}::geography, ${shape}::geography, ${meters}), false) AS near
          FROM ${table} ${list === 'facilities' ? sql`WHERE active` : sql``}) measured`.execute(
          em.getKysely(),
        );
        const answer = data as Record<string, { totalCount: number }>;
        expect([answer[list]?.totalCount, answer['others']?.totalCount]).toEqual([
          rows[0]?.within,
          rows[0]?.beyond,
        ]);
      }
    },
  );
});

describe.skipIf(missingDatabase)('many filters of a distance at once', () => {
  /** Communities with those next to them: each filter has something to measure. */
  const many = async (): Promise<object[]> => {
    const { data } = await hub.ask('{ communities(first: 98) { edges { node { id } } } }');
    const { communities } = data as { communities: { edges: { node: { id: string } }[] } };
    return communities.edges.map(({ node }) => ({
      withinDistance: { community: node.id, meters: 99 },
    }));
  };

  test.each(['and', 'or', 'not'])(
    'joined by %s measure only what lies near, by index',
    async (joined) => {
      const filters = await many();
      const filter =
        joined === 'not'
          ? { and: filters.slice(0, 49).map((each) => ({ not: each })) }
          : { [joined]: filters };
      const { errors, data } = await hub.send(
        'query ($filter: GridFilter) { grids(first: 0, filter: $filter) { totalCount } }',
        { filter },
      );
      expect(errors).toBeUndefined();
      expect(data.grids.totalCount).toBeGreaterThanOrEqual(0);
    },
  );
});
