import type { Ask } from './load.ts';

type Question = Omit<Ask, 'port'>;

const PAGE = 50;
const EACH = 20;
/** As many as a page has when none is named. */
const BOX_PAGE = 100;
const BOX = [121.5, 25.0, 121.56, 25.05];

const HUB_PAGE = `query Page($first: Int, $each: Int) {
  communities(first: $first) {
    edges { node {
      id code name nameSimplified nameEn population households areaSquareMeters boundary
      facilities(first: $each) {
        edges { node { id code name nameSimplified active location kind { code name nameEn } } }
      }
    } }
    pageInfo { hasNextPage }
  }
}`;
const POSTGRAPHILE_PAGE = `query Page($first: Int, $each: Int) {
  communities: allCommunities(first: $first, orderBy: [CODE_ASC]) {
    edges { node {
      id: rowId code name nameSimplified nameEn population households areaSquareMeters boundary: boundaryJson
      facilities: facilitiesByCommunityId(first: $each, orderBy: [CODE_ASC]) {
        edges { node { id: rowId code name nameSimplified active location: locationJson
          kind: facilityKindByKindId { code name nameEn } } }
      }
    } }
    pageInfo { hasNextPage }
  }
}`;
const HUB_BOX = `query Box($box: BBox!, $first: Int) {
  communities(filter: { bbox: $box }, first: $first) {
    edges { node { id code name nameSimplified nameEn population boundary } }
    pageInfo { hasNextPage }
  }
}`;
const POSTGRAPHILE_BOX = `query Box($west: Float!, $south: Float!, $east: Float!, $north: Float!, $first: Int) {
  communities: communitiesInBox(west: $west, south: $south, east: $east, north: $north, first: $first) {
    edges { node { id: rowId code name nameSimplified nameEn population boundary: boundaryJson } }
    pageInfo { hasNextPage }
  }
}`;

/** The header by which the hub is asked to answer anew, whatever it has kept. */
const ANEW = { 'cache-control': 'no-store' };

function post(query: string, variables: object, headers?: Record<string, string>): Question {
  const body = JSON.stringify({ query, variables });
  return { method: 'POST', path: '/graphql', body, ...(headers && { headers }) };
}

const [west, south, east, north] = BOX;
const page = { first: PAGE, each: EACH };

/** What the hub is asked. */
export const HUB = {
  page: post(HUB_PAGE, page, ANEW),
  cached: post(HUB_PAGE, page),
  box: post(HUB_BOX, { box: BOX, first: BOX_PAGE }, ANEW),
};

/** What PostGraphile is asked. */
export const POSTGRAPHILE = {
  page: post(POSTGRAPHILE_PAGE, page),
  cached: post(POSTGRAPHILE_PAGE, page),
  box: post(POSTGRAPHILE_BOX, { west, south, east, north, first: BOX_PAGE }),
};

/** An answer's data; the hub's ids are those of the rows behind the type's name. */
export function normalise(text: string): unknown {
  const { data, errors } = JSON.parse(text) as { data: unknown; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return JSON.parse(JSON.stringify(data), (key, value) =>
    key === 'id' && typeof value === 'string' ? Number(/\d+$/.exec(value)?.[0]) : value,
  );
}
