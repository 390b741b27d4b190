import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';

let hub: TestHub;

beforeAll(async () => {
  if (!missingDatabase) hub = await startTestHub();
});
afterAll(() => hub?.close());

interface Worth {
  rule: { code: string };
  communitiesWithin: number;
  residentsWithin: number;
  communitiesLosing: number;
  residentsLosing: number;
}
interface Node {
  id: string;
  version: number;
  worth: Worth[];
}

const WORTH =
  'worth { rule { code } communitiesWithin residentsWithin communitiesLosing residentsLosing }';

async function facilitiesOf(kind: string, first: number): Promise<Node[]> {
  const { data } = await hub.ask(
    `query ($kind: String!, $first: Int!) { facilities(first: $first, filter: { kind: $kind }) {
      edges { node { id version ${WORTH} } } } }`,
    { kind, first },
  );
  return (data as { facilities: { edges: { node: Node }[] } }).facilities.edges.map(
    ({ node }) => node,
  );
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
    const summary = '{ coverageSummary(rule: "plaza-2km") { passing residentsCovered } }';
    const { data: before } = await hub.ask(summary);
    await hub.send(
      'mutation ($input: RetireFacilityInput!) { retireFacility(input: $input) { dataVersion } }',
      { input: { id: most.id, version: most.version } },
    );
    const { data: after } = await hub.ask(summary);
    const [was, is] = [before, after].map(
      (data) => (data as { coverageSummary: Record<string, number> }).coverageSummary,
    );
    expect(Number(was?.['passing']) - Number(is?.['passing'])).toBe(
      most.worth[0]?.communitiesLosing,
    );
    expect(Number(was?.['residentsCovered']) - Number(is?.['residentsCovered'])).toBe(
      most.worth[0]?.residentsLosing,
    );
    const { data } = await hub.ask(`query ($id: ID!) { facility(id: $id) { ${WORTH} } }`, {
      id: most.id,
    });
    expect((data as { facility: { worth: Worth[] } }).facility.worth).toEqual([]);
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
          `query ($rule: String!, $id: ID!) { evaluateScenario(rule: $rule, changes: [{ action: REMOVE, facility: $id }]) {
            communitiesLost residentsLost } }`,
          { rule: code, id },
        );
        const { communitiesLosing, residentsLosing } = worth.find(
          ({ rule }) => rule.code === code,
        ) as Worth;
        expect((data as { evaluateScenario: object }).evaluateScenario).toEqual({
          communitiesLost: communitiesLosing,
          residentsLost: residentsLosing,
        });
      }
    }
  });

  test('costs as many statements for many facilities as for one', async () => {
    const count = async (first: number): Promise<number> =>
      (
        await hub.ask(
          `query ($first: Int!) { facilities(first: $first, filter: { kind: "plaza" }) { edges { node { ${WORTH} } } } }`,
          { first },
        )
      ).sql.length;
    expect(await count(40)).toBe(await count(2));
  });
});
