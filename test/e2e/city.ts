/** What tests in a browser ask the API of the sample city, to hold what a page shows against it. */
import { graphql } from '../generated/gql.ts';
import type { TestHub } from '../setup/hub.ts';

const SUMMARY = graphql(`query SummaryOfRule($rule: String!, $region: String) {
    coverageSummary(rule: $rule, region: $region) { passing failing total } }`);

/** How many communities pass and fail a rule, in the city or in a region of it. */
export async function summaryOf(hub: TestHub, rule: string, region: string | null = null) {
  const { data } = await hub.ask(SUMMARY, { rule, region });
  return data.coverageSummary;
}

const FAILING = graphql(`query FailingCommunity($rule: String!, $direction: OrderDirection!) {
    communities(first: 1, filter: { coverage: { rule: $rule, status: FAIL } },
      orderBy: { field: NEAREST_FACILITY_DISTANCE, direction: $direction }) { edges { node {
        id name nameEn servicePoint
        coverage(rule: $rule) { nearest { distanceMeters facility { id version location } } } } } } }`);

async function failing(hub: TestHub, rule: string, direction: 'ASC' | 'DESC') {
  const { data } = await hub.ask(FAILING, { rule, direction });
  const [edge] = data.communities.edges;
  const nearest = edge?.node.coverage.nearest;
  if (!edge?.node.servicePoint || !nearest) throw new Error(`No community fails ${rule}.`);
  const { id, name, nameEn, servicePoint } = edge.node;
  return {
    id,
    name,
    nameEn: nameEn ?? '',
    at: servicePoint.coordinates as [lon: number, lat: number],
    distanceMeters: nearest.distanceMeters,
    facility: nearest.facility,
  };
}

/** The community that is farthest from passing a rule. */
export const worstCommunity = (hub: TestHub, rule: string) => failing(hub, rule, 'DESC');

/** The failing community that is nearest to passing a rule, and the facility nearest to it. */
export const nearlyPassing = (hub: TestHub, rule: string) => failing(hub, rule, 'ASC');
