/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query PageOfCommunities($filter: CommunityFilter, $orderBy: CommunityOrder, $first: Int,\n    $after: String, $last: Int, $before: String) {\n    communities(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {\n      totalCount edges { cursor node { id code name } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }": typeof types.PageOfCommunitiesDocument,
    "query DistancesOfAnswers($rule: String!) {\n    communities(first: 1000) { edges { node { code servicePoint coverage(rule: $rule) {\n      nearest { distanceMeters facility { location } } } } } } }": typeof types.DistancesOfAnswersDocument,
    "query OutcomesOfAll($rule: String!) { communities(first: 1000) { edges { node {\n    code coverage(rule: $rule) { status nearest { facility { id } distanceMeters } facilitiesWithin\n      residentsCovered residentsTotal areaCoveredShare } } } } }": typeof types.OutcomesOfAllDocument,
    "query SummaryOfAll($rule: String!) { coverageSummary(rule: $rule) {\n        total passing failing unknown residentsCovered residentsTotal residentsCoveredShare\n        region { code } } }": typeof types.SummaryOfAllDocument,
    "query CoverageAtPoint($point: Position!) { coverageAt(point: $point) {\n          rule { code } status facilitiesWithin nearest { distanceMeters } } }": typeof types.CoverageAtPointDocument,
    "query WorthOfFacilities($kind: String!, $first: Int!) {\n    facilities(first: $first, filter: { kind: $kind }) { edges { node { id version worth {\n      rule { code } communitiesWithin residentsWithin communitiesLosing residentsLosing } } } } }": typeof types.WorthOfFacilitiesDocument,
    "query SummaryAtClosing { coverageSummary(rule: \"plaza-2km\") { passing residentsCovered } }": typeof types.SummaryAtClosingDocument,
    "query WorthOfOne($id: ID!) { facility(id: $id) { worth { residentsWithin } } }": typeof types.WorthOfOneDocument,
    "query LossesWithout($rule: String!, $id: ID!) {\n            evaluateScenario(rule: $rule, changes: [{ action: REMOVE, facility: $id }]) {\n              communitiesLost residentsLost } }": typeof types.LossesWithoutDocument,
    "query SummaryOfRule($rule: String!, $region: String) {\n    coverageSummary(rule: $rule, region: $region) { passing failing total } }": typeof types.SummaryOfRuleDocument,
    "query FailingCommunity($rule: String!, $direction: OrderDirection!) {\n    communities(first: 1, filter: { coverage: { rule: $rule, status: FAIL } },\n      orderBy: { field: NEAREST_FACILITY_DISTANCE, direction: $direction }) { edges { node {\n        id name nameEn servicePoint\n        coverage(rule: $rule) { nearest { distanceMeters facility { id version location } } } } } } }": typeof types.FailingCommunityDocument,
    "query SafestCommunity {\n      communities(first: 1, filter: { coverage: { rule: \"plaza-2km\", status: PASS } },\n        orderBy: { field: NEAREST_FACILITY_DISTANCE, direction: ASC }) {\n        edges { node { id name servicePoint } } } }": typeof types.SafestCommunityDocument,
    "query PocketPark { facilities(filter: { text: \"口袋公园\" }) {\n        edges { node { location source } } } }": typeof types.PocketParkDocument,
    "query LastPlaza { facilities(first: 1, filter: { kind: \"plaza\" },\n        orderBy: { field: CODE, direction: DESC }) { edges { node { id community { id } } } } }": typeof types.LastPlazaDocument,
    "query FirstCommunity { communities(first: 1, orderBy: { field: CODE, direction: ASC }) {\n      edges { node { id servicePoint } } } }": typeof types.FirstCommunityDocument,
    "query CoverageWhereTapped($point: Position!) { coverageAt(point: $point) {\n          rule { code } status nearest { distanceMeters } } }": typeof types.CoverageWhereTappedDocument,
    "query BoxOfCity { hub { bbox } }": typeof types.BoxOfCityDocument,
    "query FirstCounty { regions(first: 1, filter: { level: COUNTY }) {\n        edges { node { code } } } }": typeof types.FirstCountyDocument,
    "query CountOfCommunities($filter: CommunityFilter) {\n        communities(filter: $filter) { totalCount } }": typeof types.CountOfCommunitiesDocument,
    "query StatusesByPlaza { coverageStatuses(rule: \"plaza-2km\") { passing failing } }": typeof types.StatusesByPlazaDocument,
    "query BalanceOfScenario($rule: String!, $changes: [ScenarioChangeInput!]!) {\n    evaluateScenario(rule: $rule, changes: $changes) {\n      communitiesGained communitiesLost residentsGained residentsLost } }": typeof types.BalanceOfScenarioDocument,
    "query BalanceOfKept($id: ID!) { scenario(id: $id) { outcome(rule: \"plaza-2km\") {\n        communitiesGained communitiesLost residentsGained residentsLost } } }": typeof types.BalanceOfKeptDocument,
    "query WholeAndDistrict($changes: [ScenarioChangeInput!]!) {\n        coverageSummary(rule: \"plaza-2km\") { passing total }\n        evaluateScenario(rule: \"plaza-2km\", changes: $changes) { communitiesGained } }": typeof types.WholeAndDistrictDocument,
};
const documents: Documents = {
    "query PageOfCommunities($filter: CommunityFilter, $orderBy: CommunityOrder, $first: Int,\n    $after: String, $last: Int, $before: String) {\n    communities(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {\n      totalCount edges { cursor node { id code name } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }": types.PageOfCommunitiesDocument,
    "query DistancesOfAnswers($rule: String!) {\n    communities(first: 1000) { edges { node { code servicePoint coverage(rule: $rule) {\n      nearest { distanceMeters facility { location } } } } } } }": types.DistancesOfAnswersDocument,
    "query OutcomesOfAll($rule: String!) { communities(first: 1000) { edges { node {\n    code coverage(rule: $rule) { status nearest { facility { id } distanceMeters } facilitiesWithin\n      residentsCovered residentsTotal areaCoveredShare } } } } }": types.OutcomesOfAllDocument,
    "query SummaryOfAll($rule: String!) { coverageSummary(rule: $rule) {\n        total passing failing unknown residentsCovered residentsTotal residentsCoveredShare\n        region { code } } }": types.SummaryOfAllDocument,
    "query CoverageAtPoint($point: Position!) { coverageAt(point: $point) {\n          rule { code } status facilitiesWithin nearest { distanceMeters } } }": types.CoverageAtPointDocument,
    "query WorthOfFacilities($kind: String!, $first: Int!) {\n    facilities(first: $first, filter: { kind: $kind }) { edges { node { id version worth {\n      rule { code } communitiesWithin residentsWithin communitiesLosing residentsLosing } } } } }": types.WorthOfFacilitiesDocument,
    "query SummaryAtClosing { coverageSummary(rule: \"plaza-2km\") { passing residentsCovered } }": types.SummaryAtClosingDocument,
    "query WorthOfOne($id: ID!) { facility(id: $id) { worth { residentsWithin } } }": types.WorthOfOneDocument,
    "query LossesWithout($rule: String!, $id: ID!) {\n            evaluateScenario(rule: $rule, changes: [{ action: REMOVE, facility: $id }]) {\n              communitiesLost residentsLost } }": types.LossesWithoutDocument,
    "query SummaryOfRule($rule: String!, $region: String) {\n    coverageSummary(rule: $rule, region: $region) { passing failing total } }": types.SummaryOfRuleDocument,
    "query FailingCommunity($rule: String!, $direction: OrderDirection!) {\n    communities(first: 1, filter: { coverage: { rule: $rule, status: FAIL } },\n      orderBy: { field: NEAREST_FACILITY_DISTANCE, direction: $direction }) { edges { node {\n        id name nameEn servicePoint\n        coverage(rule: $rule) { nearest { distanceMeters facility { id version location } } } } } } }": types.FailingCommunityDocument,
    "query SafestCommunity {\n      communities(first: 1, filter: { coverage: { rule: \"plaza-2km\", status: PASS } },\n        orderBy: { field: NEAREST_FACILITY_DISTANCE, direction: ASC }) {\n        edges { node { id name servicePoint } } } }": types.SafestCommunityDocument,
    "query PocketPark { facilities(filter: { text: \"口袋公园\" }) {\n        edges { node { location source } } } }": types.PocketParkDocument,
    "query LastPlaza { facilities(first: 1, filter: { kind: \"plaza\" },\n        orderBy: { field: CODE, direction: DESC }) { edges { node { id community { id } } } } }": types.LastPlazaDocument,
    "query FirstCommunity { communities(first: 1, orderBy: { field: CODE, direction: ASC }) {\n      edges { node { id servicePoint } } } }": types.FirstCommunityDocument,
    "query CoverageWhereTapped($point: Position!) { coverageAt(point: $point) {\n          rule { code } status nearest { distanceMeters } } }": types.CoverageWhereTappedDocument,
    "query BoxOfCity { hub { bbox } }": types.BoxOfCityDocument,
    "query FirstCounty { regions(first: 1, filter: { level: COUNTY }) {\n        edges { node { code } } } }": types.FirstCountyDocument,
    "query CountOfCommunities($filter: CommunityFilter) {\n        communities(filter: $filter) { totalCount } }": types.CountOfCommunitiesDocument,
    "query StatusesByPlaza { coverageStatuses(rule: \"plaza-2km\") { passing failing } }": types.StatusesByPlazaDocument,
    "query BalanceOfScenario($rule: String!, $changes: [ScenarioChangeInput!]!) {\n    evaluateScenario(rule: $rule, changes: $changes) {\n      communitiesGained communitiesLost residentsGained residentsLost } }": types.BalanceOfScenarioDocument,
    "query BalanceOfKept($id: ID!) { scenario(id: $id) { outcome(rule: \"plaza-2km\") {\n        communitiesGained communitiesLost residentsGained residentsLost } } }": types.BalanceOfKeptDocument,
    "query WholeAndDistrict($changes: [ScenarioChangeInput!]!) {\n        coverageSummary(rule: \"plaza-2km\") { passing total }\n        evaluateScenario(rule: \"plaza-2km\", changes: $changes) { communitiesGained } }": types.WholeAndDistrictDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query PageOfCommunities($filter: CommunityFilter, $orderBy: CommunityOrder, $first: Int,\n    $after: String, $last: Int, $before: String) {\n    communities(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {\n      totalCount edges { cursor node { id code name } }\n      pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"): typeof import('./graphql.ts').PageOfCommunitiesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query DistancesOfAnswers($rule: String!) {\n    communities(first: 1000) { edges { node { code servicePoint coverage(rule: $rule) {\n      nearest { distanceMeters facility { location } } } } } } }"): typeof import('./graphql.ts').DistancesOfAnswersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query OutcomesOfAll($rule: String!) { communities(first: 1000) { edges { node {\n    code coverage(rule: $rule) { status nearest { facility { id } distanceMeters } facilitiesWithin\n      residentsCovered residentsTotal areaCoveredShare } } } } }"): typeof import('./graphql.ts').OutcomesOfAllDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query SummaryOfAll($rule: String!) { coverageSummary(rule: $rule) {\n        total passing failing unknown residentsCovered residentsTotal residentsCoveredShare\n        region { code } } }"): typeof import('./graphql.ts').SummaryOfAllDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query CoverageAtPoint($point: Position!) { coverageAt(point: $point) {\n          rule { code } status facilitiesWithin nearest { distanceMeters } } }"): typeof import('./graphql.ts').CoverageAtPointDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WorthOfFacilities($kind: String!, $first: Int!) {\n    facilities(first: $first, filter: { kind: $kind }) { edges { node { id version worth {\n      rule { code } communitiesWithin residentsWithin communitiesLosing residentsLosing } } } } }"): typeof import('./graphql.ts').WorthOfFacilitiesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query SummaryAtClosing { coverageSummary(rule: \"plaza-2km\") { passing residentsCovered } }"): typeof import('./graphql.ts').SummaryAtClosingDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WorthOfOne($id: ID!) { facility(id: $id) { worth { residentsWithin } } }"): typeof import('./graphql.ts').WorthOfOneDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query LossesWithout($rule: String!, $id: ID!) {\n            evaluateScenario(rule: $rule, changes: [{ action: REMOVE, facility: $id }]) {\n              communitiesLost residentsLost } }"): typeof import('./graphql.ts').LossesWithoutDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query SummaryOfRule($rule: String!, $region: String) {\n    coverageSummary(rule: $rule, region: $region) { passing failing total } }"): typeof import('./graphql.ts').SummaryOfRuleDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query FailingCommunity($rule: String!, $direction: OrderDirection!) {\n    communities(first: 1, filter: { coverage: { rule: $rule, status: FAIL } },\n      orderBy: { field: NEAREST_FACILITY_DISTANCE, direction: $direction }) { edges { node {\n        id name nameEn servicePoint\n        coverage(rule: $rule) { nearest { distanceMeters facility { id version location } } } } } } }"): typeof import('./graphql.ts').FailingCommunityDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query SafestCommunity {\n      communities(first: 1, filter: { coverage: { rule: \"plaza-2km\", status: PASS } },\n        orderBy: { field: NEAREST_FACILITY_DISTANCE, direction: ASC }) {\n        edges { node { id name servicePoint } } } }"): typeof import('./graphql.ts').SafestCommunityDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query PocketPark { facilities(filter: { text: \"口袋公园\" }) {\n        edges { node { location source } } } }"): typeof import('./graphql.ts').PocketParkDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query LastPlaza { facilities(first: 1, filter: { kind: \"plaza\" },\n        orderBy: { field: CODE, direction: DESC }) { edges { node { id community { id } } } } }"): typeof import('./graphql.ts').LastPlazaDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query FirstCommunity { communities(first: 1, orderBy: { field: CODE, direction: ASC }) {\n      edges { node { id servicePoint } } } }"): typeof import('./graphql.ts').FirstCommunityDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query CoverageWhereTapped($point: Position!) { coverageAt(point: $point) {\n          rule { code } status nearest { distanceMeters } } }"): typeof import('./graphql.ts').CoverageWhereTappedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query BoxOfCity { hub { bbox } }"): typeof import('./graphql.ts').BoxOfCityDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query FirstCounty { regions(first: 1, filter: { level: COUNTY }) {\n        edges { node { code } } } }"): typeof import('./graphql.ts').FirstCountyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query CountOfCommunities($filter: CommunityFilter) {\n        communities(filter: $filter) { totalCount } }"): typeof import('./graphql.ts').CountOfCommunitiesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query StatusesByPlaza { coverageStatuses(rule: \"plaza-2km\") { passing failing } }"): typeof import('./graphql.ts').StatusesByPlazaDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query BalanceOfScenario($rule: String!, $changes: [ScenarioChangeInput!]!) {\n    evaluateScenario(rule: $rule, changes: $changes) {\n      communitiesGained communitiesLost residentsGained residentsLost } }"): typeof import('./graphql.ts').BalanceOfScenarioDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query BalanceOfKept($id: ID!) { scenario(id: $id) { outcome(rule: \"plaza-2km\") {\n        communitiesGained communitiesLost residentsGained residentsLost } } }"): typeof import('./graphql.ts').BalanceOfKeptDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WholeAndDistrict($changes: [ScenarioChangeInput!]!) {\n        coverageSummary(rule: \"plaza-2km\") { passing total }\n        evaluateScenario(rule: \"plaza-2km\", changes: $changes) { communitiesGained } }"): typeof import('./graphql.ts').WholeAndDistrictDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
