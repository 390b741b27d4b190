import { describe, expect, test } from 'vitest';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub();

/** Lists with all that can be nested in them; none may send more SQL for a hundred rows than for one. */
const LISTS: Record<string, string> = {
  communities: `query ($first: Int) { communities(first: $first) { totalCount
    pageInfo { hasNextPage endCursor } edges { cursor node {
      id code name population boundary bbox servicePoint servicePointOrigin areaSquareMeters
      region { id code name parent { code communityCount } communityCount bbox }
      coverage(rule: "plaza-2km") { rule { code facilityKinds { code facilityCount } } status
        marginMeters nearest { facility { id name location community { code } } distanceMeters } }
      coverages { rule { code } status residentsCoveredShare community { code } }
      grids(first: 3) { totalCount edges { node { id code boundary community { code } } } }
      facilities(first: 3, kind: "park") { totalCount edges { node { id kind { code } location } } }
    } } } }`,
  facilities: `query ($first: Int) { facilities(first: $first) { totalCount edges { node {
      id name kind { code name } location active version attributes
      community { code region { name } coverages { status nearest { facility { name } } } }
    } } } }`,
  grids: `query ($first: Int) { grids(first: $first) { totalCount edges { node {
      id code boundary households community { code servicePoint region { code } }
    } } } }`,
  regions: `query ($first: Int) { regions(first: $first, orderBy: { field: CODE, direction: DESC }) { totalCount edges { node {
      id code level communityCount bbox parent { code parent { code } }
    } } } }`,
};

describe.skipIf(missingDatabase).each(Object.entries(LISTS))('the list of %s', (_name, query) => {
  test('sends no more SQL for a hundred rows than for one', async () => {
    const one = await hub.ask(query, { first: 1 });
    const hundred = await hub.ask(query, { first: 100 });
    expect(one.sql.length).toBeGreaterThan(1);
    expect(hundred.sql.length).toBe(one.sql.length);
  });
});

describe.skipIf(missingDatabase)('a request', () => {
  test('does not count what is not asked for', async () => {
    const without = await hub.ask('{ communities(first: 5) { edges { node { code } } } }');
    expect(without.sql).toHaveLength(1);
    expect(without.sql[0]).not.toMatch(/count\(|boundary/i);
  });

  test('counts alone when only the count is asked for', async () => {
    const { sql } = await hub.ask('{ communities(first: 0) { totalCount } }');
    expect(sql).toHaveLength(2);
  });
});
