import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { graphql } from '../generated/gql.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });

const WORTHS = graphql(`query WorthOfFacilities($kind: String!, $first: Int!) {
    facilities(first: $first, filter: { kind: $kind }) { edges { node { id version worth {
      rule { code } communitiesWithin residentsWithin communitiesLosing residentsLosing } } } } }`);
type Node = Awaited<ReturnType<typeof facilitiesOf>>[number];
type Worth = Node['worth'][number];

async function facilitiesOf(kind: string, first: number) {
  const { data } = await hub.ask(WORTHS, { kind, first });
  return data.facilities.edges.map(({ node }) => node);
}

/** The same by PostGIS, of every facility of a kind. */
async function byPostgis(kind: string, meters: number): Promise<Map<string, Omit<Worth, 'rule'>>> {
  const { rows } = await sql<Omit<Worth, 'rule'> & { id: string }>`
    WITH f AS (SELECT f.id, f.location::geography AS at FROM facility f
      JOIN facility_kind k ON k.id = f.kind_id WHERE f.active AND k.code = ${kind}),
    origins AS (SELECT c.id, array_agg(f.id) AS near FROM community c
      JOIN f ON ST_DWithin(c.service_point::geography, f.at, ${meters}) GROUP BY c.id),
    cells AS (SELECT c.id, c.residents, array_agg(f.id) AS near FROM resident_cell c
      JOIN f ON ST_DWithin(c.location::geography, f.at, ${meters}) GROUP BY c.id)
    SELECT 'facility_' || f.id AS id,
      (SELECT count(*)::int FROM origins WHERE f.id = ANY(near)) AS "communitiesWithin",
      (SELECT coalesce(sum(residents), 0)::int FROM cells WHERE f.id = ANY(near)) AS "residentsWithin",
      (SELECT count(*)::int FROM origins WHERE near = ARRAY[f.id]) AS "communitiesLosing",
      (SELECT coalesce(sum(residents), 0)::int FROM cells WHERE near = ARRAY[f.id]) AS "residentsLosing"
    FROM f`.execute(hub.database.orm.em.fork().getKysely());
  return new Map(rows.map(({ id, ...worth }) => [id, worth]));
}

describe.skipIf(missingDatabase)('how much a facility matters', () => {
  test.each([
    ['plaza', 'plaza-2km', 2_000],
    ['fitness-path', 'fitness-1km', 1_000],
  ])('is what PostGIS counts, for every %s', async (kind, code, meters) => {
    const expected = await byPostgis(kind, meters);
    const nodes = await facilitiesOf(kind, 1_000);
    expect(nodes.length).toBe(expected.size);
    for (const { id, worth } of nodes) {
      expect(worth).toEqual([{ rule: { code }, ...expected.get(id) }]);
    }
    expect(nodes.some(({ worth }) => (worth[0]?.residentsLosing ?? 0) > 0)).toBe(true);
  });

  test('comes true when it closes', async () => {
    const all = await facilitiesOf('plaza', 100);
    const most = all.reduce((best, node) =>
      (node.worth[0]?.communitiesLosing ?? 0) > (best.worth[0]?.communitiesLosing ?? 0)
        ? node
        : best,
    );
    const summary = graphql(
      `query SummaryAtClosing { coverageSummary(rule: "plaza-2km") { passing residentsCovered } }`,
    );
    const { coverageSummary: was } = (await hub.ask(summary)).data;
    await hub.send(
      'mutation ($input: RetireFacilityInput!) { retireFacility(input: $input) { dataVersion } }',
      { input: { id: most.id, version: most.version } },
    );
    const { coverageSummary: is } = (await hub.ask(summary)).data;
    expect(was.passing - is.passing).toBe(most.worth[0]?.communitiesLosing);
    expect(Number(was.residentsCovered) - Number(is.residentsCovered)).toBe(
      most.worth[0]?.residentsLosing,
    );
    const { data } = await hub.ask(
      graphql(`query WorthOfOne($id: ID!) { facility(id: $id) { worth { residentsWithin } } }`),
      { id: most.id },
    );
    expect(data.facility?.worth).toEqual([]);
  });

  test('counts verdicts as the rule reads them', async () => {
    for (const [code, reading] of [
      ['worth-residents', 'RESIDENTS'],
      ['worth-area', 'AREA'],
    ]) {
      await hub.send(
        'mutation ($input: CreateRuleInput!) { createRule(input: $input) { dataVersion } }',
        {
          input: {
            code,
            name: code,
            nameEn: code,
            clause: 'x',
            radiusMeters: 1_200,
            facilityKinds: ['plaza'],
            reading,
            minimumShare: 0.5,
          },
        },
      );
      const nodes = await facilitiesOf('plaza', 12);
      for (const { id, worth } of nodes) {
        const { data } = await hub.ask(
          graphql(`query LossesWithout($rule: String!, $id: ID!) {
            evaluateScenario(rule: $rule, changes: [{ action: REMOVE, facility: $id }]) {
              communitiesLost residentsLost } }`),
          { rule: code, id },
        );
        const { communitiesLosing, residentsLosing } = worth.find(
          ({ rule }) => rule.code === code,
        ) as Worth;
        expect(data.evaluateScenario).toEqual({
          communitiesLost: communitiesLosing,
          residentsLost: residentsLosing,
        });
      }
    }
  });

  test('costs as many statements for many facilities as for one', async () => {
    const count = async (first: number): Promise<number> =>
      (await hub.ask(WORTHS, { kind: 'plaza', first })).sql.length;
    expect(await count(40)).toBe(await count(2));
  });
});
