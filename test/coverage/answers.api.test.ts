import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { graphql } from '../generated/gql.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const MILLIMETER = 1e-3;
const hub = withHub();

const ANSWERS = graphql(`query DistancesOfAnswers($rule: String!) {
    communities(first: 1000) { edges { node { code servicePoint coverage(rule: $rule) {
      nearest { distanceMeters facility { location } } } } } } }`);

describe.skipIf(missingDatabase)('what is shown is what was judged', () => {
  test.each(['plaza-2km', 'fitness-1km'])(
    'PostGIS measures the distances of %s anew from the places in the answer',
    async (rule) => {
      const { data } = await hub.ask(ANSWERS, { rule });
      const told = data.communities.edges.map(({ node }) => ({
        code: node.code,
        meters: node.coverage.nearest?.distanceMeters,
        a: node.servicePoint,
        b: node.coverage.nearest?.facility.location,
      }));
      expect(told).toHaveLength(456);
      const { rows } = await sql<{ code: string; off: number }>`
        SELECT t.code, abs(t.meters - ST_Distance(ST_GeomFromGeoJSON(t.a)::geography,
          ST_GeomFromGeoJSON(t.b)::geography)) AS off
        FROM json_to_recordset(${JSON.stringify(told)}::json)
          AS t(code text, meters float8, a json, b json)`.execute(
        hub.database.orm.em.fork().getKysely(),
      );
      expect(rows).toHaveLength(456);
      expect(rows.filter(({ off }) => !(off < MILLIMETER))).toEqual([]);
    },
  );
});
