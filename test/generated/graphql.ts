/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which communities; what is given is joined by AND. An empty filter takes all. */
export type CommunityFilter = {
  /** All of these hold. */
  and?: Array<CommunityFilter> | null | undefined;
  /** By geodesic square meters. */
  areaSquareMeters?: FloatFilter | null | undefined;
  /** Only communities whose boundary touches this box. */
  bbox?: [west: number, south: number, east: number, north: number] | null | undefined;
  /** By code. */
  code?: TextFilter | null | undefined;
  /** Only communities whose boundary holds this position, `[longitude, latitude]` on WGS 84. */
  contains?: [longitude: number, latitude: number] | null | undefined;
  /** By the outcome of a rule. */
  coverage?: CoverageFilter | null | undefined;
  /** By households. */
  households?: IntFilter | null | undefined;
  /** Only communities whose boundary touches this shape. */
  intersects?: import("geojson").Polygon | import("geojson").MultiPolygon | null | undefined;
  /** By name as published. */
  name?: TextFilter | null | undefined;
  /** By name in English. */
  nameEn?: TextFilter | null | undefined;
  /** By name in simplified characters. */
  nameSimplified?: TextFilter | null | undefined;
  /** This does not hold, or is not known. */
  not?: CommunityFilter | null | undefined;
  /** At least one of these holds; none of an empty list does. */
  or?: Array<CommunityFilter> | null | undefined;
  /** By residents. */
  population?: IntFilter | null | undefined;
  /** By the month (YYYY-MM) that population and households refer to. */
  populationDate?: TextFilter | null | undefined;
  /** Only communities in the region with this code, or below it. */
  region?: string | null | undefined;
  /** Whether changes by cadres wait for a planner. */
  reviewed?: boolean | null | undefined;
  /** By where the service point comes from. */
  servicePointOrigin?: Array<ServicePointOrigin> | null | undefined;
  /** Only communities whose name (any script) or code contains this text. */
  text?: string | null | undefined;
  /** By version. */
  version?: IntFilter | null | undefined;
  /** Only communities whose whole boundary lies in this shape. */
  within?: import("geojson").Polygon | import("geojson").MultiPolygon | null | undefined;
  /** Only communities whose service point lies within a distance. */
  withinDistance?: DistanceFilter | null | undefined;
};

/** Order of communities; ties are settled by id. */
export type CommunityOrder = {
  /** ASC unless given. */
  direction?: OrderDirection | null | undefined;
  /** Sort key. */
  field: CommunityOrderField;
  /** Where distances are measured from, `[longitude, latitude]` on WGS 84; that of the filter unless given. */
  point?: [longitude: number, latitude: number] | null | undefined;
  /** Code of the rule whose figures are the key; that of the filter unless given. */
  rule?: string | null | undefined;
};

/** What communities can be ordered by. */
export type CommunityOrderField =
  | 'AREA'
  /** Share of the boundary covered by the rule. */
  | 'AREA_COVERED_SHARE'
  | 'CODE'
  /** Distance of the service point from `orderBy.point`, else from `filter.withinDistance.point`. */
  | 'DISTANCE'
  /** Facilities within the radius of the rule. */
  | 'FACILITIES_WITHIN'
  | 'HOUSEHOLDS'
  | 'NAME'
  | 'NAME_EN'
  | 'NAME_SIMPLIFIED'
  /** Distance to the nearest facility of `orderBy.rule`, else of `filter.coverage.rule`, as all figures below. */
  | 'NEAREST_FACILITY_DISTANCE'
  | 'POPULATION'
  | 'POPULATION_DATE'
  /** Residents covered by the rule. */
  | 'RESIDENTS_COVERED'
  /** Share of residents covered by the rule. */
  | 'RESIDENTS_COVERED_SHARE'
  /** Residents not covered by the rule. */
  | 'RESIDENTS_UNCOVERED'
  | 'REVIEWED'
  | 'SERVICE_POINT_ORIGIN'
  | 'VERSION';

/** Communities by the outcome of a rule; what is given is joined by AND. */
export type CoverageFilter = {
  /** Share (0–1) of the boundary within the radius of a facility. */
  areaCoveredShare?: FloatFilter | null | undefined;
  /** Facilities within the radius of the service point. */
  facilitiesWithin?: IntFilter | null | undefined;
  /** Geodesic meters from the service point to the nearest facility. */
  nearestDistanceMeters?: FloatFilter | null | undefined;
  /** Residents covered. */
  residentsCovered?: IntFilter | null | undefined;
  /** Share (0–1) of residents covered. */
  residentsCoveredShare?: FloatFilter | null | undefined;
  /** Residents of the resident cells. */
  residentsTotal?: IntFilter | null | undefined;
  /** Residents not covered. */
  residentsUncovered?: IntFilter | null | undefined;
  /** Code of the rule, such as `plaza-2km`. */
  rule: string;
  /** Only communities with this verdict; any unless given. */
  status?: CoverageStatus | null | undefined;
};

/** The verdict of a rule for a community. */
export type CoverageStatus =
  /** The figure that the rule reads is not enough. */
  | 'FAIL'
  /** The figure that the rule reads is enough. */
  | 'PASS'
  /** The figure is not known: no service point, no resident cells or no boundary. */
  | 'UNKNOWN';

/** Within a geodesic distance of a point, a facility or a community: give one of them. */
export type DistanceFilter = {
  /** The boundary of the community with this id; what lies in it is at distance 0. */
  community?: string | number | null | undefined;
  /** The facility with this id, retired or not. */
  facility?: string | number | null | undefined;
  /** Geodesic meters on WGS 84, inclusive; more than 0, at most 100000. */
  meters: number;
  /** `[longitude, latitude]` in degrees on WGS 84. */
  point?: [longitude: number, latitude: number] | null | undefined;
};

/** Numbers; what is given is joined by AND. Rows without a value match `isNull: true` only. */
export type FloatFilter = {
  /** Equal to this; null: rows without a value, as by `isNull: true`. */
  equals?: number | null | undefined;
  /** Greater than this. */
  gt?: number | null | undefined;
  /** Greater than this, or equal to it. */
  gte?: number | null | undefined;
  /** Equal to one of these, at most 1,000; none of them matches nothing. */
  in?: Array<number> | null | undefined;
  /** True: only rows without a value; false: only rows with one. */
  isNull?: boolean | null | undefined;
  /** Less than this. */
  lt?: number | null | undefined;
  /** Less than this, or equal to it. */
  lte?: number | null | undefined;
};

/** Whole numbers; what is given is joined by AND. Rows without a value match `isNull: true` only. */
export type IntFilter = {
  /** Equal to this; null: rows without a value, as by `isNull: true`. */
  equals?: number | null | undefined;
  /** Greater than this. */
  gt?: number | null | undefined;
  /** Greater than this, or equal to it. */
  gte?: number | null | undefined;
  /** Equal to one of these, at most 1,000; none of them matches nothing. */
  in?: Array<number> | null | undefined;
  /** True: only rows without a value; false: only rows with one. */
  isNull?: boolean | null | undefined;
  /** Less than this. */
  lt?: number | null | undefined;
  /** Less than this, or equal to it. */
  lte?: number | null | undefined;
};

/** Direction of an order. Rows without a value for the key come last in either. */
export type OrderDirection =
  | 'ASC'
  | 'DESC';

/** What a scenario does with a facility. */
export type ScenarioAction =
  /** Builds a new one of a kind at a place. */
  | 'ADD'
  /** Puts an existing one somewhere else. */
  | 'MOVE'
  /** Closes an existing one. */
  | 'REMOVE';

/** What to do with one facility. ADD names kind and location, MOVE facility and location, REMOVE the facility. */
export type ScenarioChangeInput = {
  /** What to do. */
  action: ScenarioAction;
  /** The facility that is moved or removed. */
  facility?: string | number | null | undefined;
  /** Code of the kind that is added. */
  kind?: string | null | undefined;
  /** Where it would stand, degrees on WGS 84. */
  location?: import("geojson").Point | null | undefined;
};

/** Where a service point comes from. */
export type ServicePointOrigin =
  /** No station is recorded: a point on the surface of the polygon. */
  | 'POLYGON'
  /** The community service station 社区综合服务站 stands there. */
  | 'SERVICE_STATION';

/** Texts; what is given is joined by AND. */
export type TextFilter = {
  /** Contains this, whatever its case; Chinese is found by any part. */
  contains?: string | null | undefined;
  /** Equal to this; null: rows without a value, as by `isNull: true`. */
  equals?: string | null | undefined;
  /** Equal to one of these, at most 1,000; none of them matches nothing. */
  in?: Array<string> | null | undefined;
  /** True: only rows without a value; false: only rows with one. */
  isNull?: boolean | null | undefined;
  /** Begins with this, whatever its case. */
  startsWith?: string | null | undefined;
};

export type PageOfCommunitiesQueryVariables = Exact<{
  filter?: CommunityFilter | null | undefined;
  orderBy?: CommunityOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type PageOfCommunitiesQuery = { communities: { totalCount: number, edges: Array<{ cursor: string, node: { id: string, code: string, name: string } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type DistancesOfAnswersQueryVariables = Exact<{
  rule: string;
}>;


export type DistancesOfAnswersQuery = { communities: { edges: Array<{ node: { code: string, servicePoint: import("geojson").Point | null, coverage: { nearest: { distanceMeters: number, facility: { location: import("geojson").Point } } | null } } }> } };

export type OutcomesOfAllQueryVariables = Exact<{
  rule: string;
}>;


export type OutcomesOfAllQuery = { communities: { edges: Array<{ node: { code: string, coverage: { status: CoverageStatus, facilitiesWithin: number | null, residentsCovered: number | null, residentsTotal: number | null, areaCoveredShare: number | null, nearest: { distanceMeters: number, facility: { id: string } } | null } } }> } };

export type SummaryOfAllQueryVariables = Exact<{
  rule: string;
}>;


export type SummaryOfAllQuery = { coverageSummary: { total: number, passing: number, failing: number, unknown: number, residentsCovered: number | null, residentsTotal: number | null, residentsCoveredShare: number | null, region: { code: string } | null } };

export type CoverageAtPointQueryVariables = Exact<{
  point: [longitude: number, latitude: number];
}>;


export type CoverageAtPointQuery = { coverageAt: Array<{ status: CoverageStatus, facilitiesWithin: number, rule: { code: string }, nearest: { distanceMeters: number } | null }> };

export type WorthOfFacilitiesQueryVariables = Exact<{
  kind: string;
  first: number;
}>;


export type WorthOfFacilitiesQuery = { facilities: { edges: Array<{ node: { id: string, version: number, worth: Array<{ communitiesWithin: number, residentsWithin: number, communitiesLosing: number, residentsLosing: number, rule: { code: string } }> } }> } };

export type SummaryAtClosingQueryVariables = Exact<{ [key: string]: never; }>;


export type SummaryAtClosingQuery = { coverageSummary: { passing: number, residentsCovered: number | null } };

export type WorthOfOneQueryVariables = Exact<{
  id: string | number;
}>;


export type WorthOfOneQuery = { facility: { worth: Array<{ residentsWithin: number }> } | null };

export type LossesWithoutQueryVariables = Exact<{
  rule: string;
  id: string | number;
}>;


export type LossesWithoutQuery = { evaluateScenario: { communitiesLost: number, residentsLost: number } };

export type SummaryOfRuleQueryVariables = Exact<{
  rule: string;
  region?: string | null | undefined;
}>;


export type SummaryOfRuleQuery = { coverageSummary: { passing: number, failing: number, total: number } };

export type FailingCommunityQueryVariables = Exact<{
  rule: string;
  direction: OrderDirection;
}>;


export type FailingCommunityQuery = { communities: { edges: Array<{ node: { id: string, name: string, nameEn: string | null, servicePoint: import("geojson").Point | null, coverage: { nearest: { distanceMeters: number, facility: { id: string, version: number, location: import("geojson").Point } } | null } } }> } };

export type SafestCommunityQueryVariables = Exact<{ [key: string]: never; }>;


export type SafestCommunityQuery = { communities: { edges: Array<{ node: { id: string, name: string, servicePoint: import("geojson").Point | null } }> } };

export type PocketParkQueryVariables = Exact<{ [key: string]: never; }>;


export type PocketParkQuery = { facilities: { edges: Array<{ node: { location: import("geojson").Point, source: string | null } }> } };

export type LastPlazaQueryVariables = Exact<{ [key: string]: never; }>;


export type LastPlazaQuery = { facilities: { edges: Array<{ node: { id: string, community: { id: string } | null } }> } };

export type FirstCommunityQueryVariables = Exact<{ [key: string]: never; }>;


export type FirstCommunityQuery = { communities: { edges: Array<{ node: { id: string, servicePoint: import("geojson").Point | null } }> } };

export type CoverageWhereTappedQueryVariables = Exact<{
  point: [longitude: number, latitude: number];
}>;


export type CoverageWhereTappedQuery = { coverageAt: Array<{ status: CoverageStatus, rule: { code: string }, nearest: { distanceMeters: number } | null }> };

export type BoxOfCityQueryVariables = Exact<{ [key: string]: never; }>;


export type BoxOfCityQuery = { hub: { bbox: [west: number, south: number, east: number, north: number] | null } };

export type FirstCountyQueryVariables = Exact<{ [key: string]: never; }>;


export type FirstCountyQuery = { regions: { edges: Array<{ node: { code: string } }> } };

export type CountOfCommunitiesQueryVariables = Exact<{
  filter?: CommunityFilter | null | undefined;
}>;


export type CountOfCommunitiesQuery = { communities: { totalCount: number } };

export type StatusesByPlazaQueryVariables = Exact<{ [key: string]: never; }>;


export type StatusesByPlazaQuery = { coverageStatuses: { passing: Array<string>, failing: Array<string> } };

export type BalanceOfScenarioQueryVariables = Exact<{
  rule: string;
  changes: Array<ScenarioChangeInput> | ScenarioChangeInput;
}>;


export type BalanceOfScenarioQuery = { evaluateScenario: { communitiesGained: number, communitiesLost: number, residentsGained: number, residentsLost: number } };

export type BalanceOfKeptQueryVariables = Exact<{
  id: string | number;
}>;


export type BalanceOfKeptQuery = { scenario: { outcome: { communitiesGained: number, communitiesLost: number, residentsGained: number, residentsLost: number } } };

export type WholeAndDistrictQueryVariables = Exact<{
  changes: Array<ScenarioChangeInput> | ScenarioChangeInput;
}>;


export type WholeAndDistrictQuery = { coverageSummary: { passing: number, total: number }, evaluateScenario: { communitiesGained: number } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const PageOfCommunitiesDocument = new TypedDocumentString(`
    query PageOfCommunities($filter: CommunityFilter, $orderBy: CommunityOrder, $first: Int, $after: String, $last: Int, $before: String) {
  communities(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    totalCount
    edges {
      cursor
      node {
        id
        code
        name
      }
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<PageOfCommunitiesQuery, PageOfCommunitiesQueryVariables>;
export const DistancesOfAnswersDocument = new TypedDocumentString(`
    query DistancesOfAnswers($rule: String!) {
  communities(first: 1000) {
    edges {
      node {
        code
        servicePoint
        coverage(rule: $rule) {
          nearest {
            distanceMeters
            facility {
              location
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DistancesOfAnswersQuery, DistancesOfAnswersQueryVariables>;
export const OutcomesOfAllDocument = new TypedDocumentString(`
    query OutcomesOfAll($rule: String!) {
  communities(first: 1000) {
    edges {
      node {
        code
        coverage(rule: $rule) {
          status
          nearest {
            facility {
              id
            }
            distanceMeters
          }
          facilitiesWithin
          residentsCovered
          residentsTotal
          areaCoveredShare
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<OutcomesOfAllQuery, OutcomesOfAllQueryVariables>;
export const SummaryOfAllDocument = new TypedDocumentString(`
    query SummaryOfAll($rule: String!) {
  coverageSummary(rule: $rule) {
    total
    passing
    failing
    unknown
    residentsCovered
    residentsTotal
    residentsCoveredShare
    region {
      code
    }
  }
}
    `) as unknown as TypedDocumentString<SummaryOfAllQuery, SummaryOfAllQueryVariables>;
export const CoverageAtPointDocument = new TypedDocumentString(`
    query CoverageAtPoint($point: Position!) {
  coverageAt(point: $point) {
    rule {
      code
    }
    status
    facilitiesWithin
    nearest {
      distanceMeters
    }
  }
}
    `) as unknown as TypedDocumentString<CoverageAtPointQuery, CoverageAtPointQueryVariables>;
export const WorthOfFacilitiesDocument = new TypedDocumentString(`
    query WorthOfFacilities($kind: String!, $first: Int!) {
  facilities(first: $first, filter: {kind: $kind}) {
    edges {
      node {
        id
        version
        worth {
          rule {
            code
          }
          communitiesWithin
          residentsWithin
          communitiesLosing
          residentsLosing
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WorthOfFacilitiesQuery, WorthOfFacilitiesQueryVariables>;
export const SummaryAtClosingDocument = new TypedDocumentString(`
    query SummaryAtClosing {
  coverageSummary(rule: "plaza-2km") {
    passing
    residentsCovered
  }
}
    `) as unknown as TypedDocumentString<SummaryAtClosingQuery, SummaryAtClosingQueryVariables>;
export const WorthOfOneDocument = new TypedDocumentString(`
    query WorthOfOne($id: ID!) {
  facility(id: $id) {
    worth {
      residentsWithin
    }
  }
}
    `) as unknown as TypedDocumentString<WorthOfOneQuery, WorthOfOneQueryVariables>;
export const LossesWithoutDocument = new TypedDocumentString(`
    query LossesWithout($rule: String!, $id: ID!) {
  evaluateScenario(rule: $rule, changes: [{action: REMOVE, facility: $id}]) {
    communitiesLost
    residentsLost
  }
}
    `) as unknown as TypedDocumentString<LossesWithoutQuery, LossesWithoutQueryVariables>;
export const SummaryOfRuleDocument = new TypedDocumentString(`
    query SummaryOfRule($rule: String!, $region: String) {
  coverageSummary(rule: $rule, region: $region) {
    passing
    failing
    total
  }
}
    `) as unknown as TypedDocumentString<SummaryOfRuleQuery, SummaryOfRuleQueryVariables>;
export const FailingCommunityDocument = new TypedDocumentString(`
    query FailingCommunity($rule: String!, $direction: OrderDirection!) {
  communities(
    first: 1
    filter: {coverage: {rule: $rule, status: FAIL}}
    orderBy: {field: NEAREST_FACILITY_DISTANCE, direction: $direction}
  ) {
    edges {
      node {
        id
        name
        nameEn
        servicePoint
        coverage(rule: $rule) {
          nearest {
            distanceMeters
            facility {
              id
              version
              location
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FailingCommunityQuery, FailingCommunityQueryVariables>;
export const SafestCommunityDocument = new TypedDocumentString(`
    query SafestCommunity {
  communities(
    first: 1
    filter: {coverage: {rule: "plaza-2km", status: PASS}}
    orderBy: {field: NEAREST_FACILITY_DISTANCE, direction: ASC}
  ) {
    edges {
      node {
        id
        name
        servicePoint
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SafestCommunityQuery, SafestCommunityQueryVariables>;
export const PocketParkDocument = new TypedDocumentString(`
    query PocketPark {
  facilities(filter: {text: "口袋公园"}) {
    edges {
      node {
        location
        source
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PocketParkQuery, PocketParkQueryVariables>;
export const LastPlazaDocument = new TypedDocumentString(`
    query LastPlaza {
  facilities(
    first: 1
    filter: {kind: "plaza"}
    orderBy: {field: CODE, direction: DESC}
  ) {
    edges {
      node {
        id
        community {
          id
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LastPlazaQuery, LastPlazaQueryVariables>;
export const FirstCommunityDocument = new TypedDocumentString(`
    query FirstCommunity {
  communities(first: 1, orderBy: {field: CODE, direction: ASC}) {
    edges {
      node {
        id
        servicePoint
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FirstCommunityQuery, FirstCommunityQueryVariables>;
export const CoverageWhereTappedDocument = new TypedDocumentString(`
    query CoverageWhereTapped($point: Position!) {
  coverageAt(point: $point) {
    rule {
      code
    }
    status
    nearest {
      distanceMeters
    }
  }
}
    `) as unknown as TypedDocumentString<CoverageWhereTappedQuery, CoverageWhereTappedQueryVariables>;
export const BoxOfCityDocument = new TypedDocumentString(`
    query BoxOfCity {
  hub {
    bbox
  }
}
    `) as unknown as TypedDocumentString<BoxOfCityQuery, BoxOfCityQueryVariables>;
export const FirstCountyDocument = new TypedDocumentString(`
    query FirstCounty {
  regions(first: 1, filter: {level: COUNTY}) {
    edges {
      node {
        code
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FirstCountyQuery, FirstCountyQueryVariables>;
export const CountOfCommunitiesDocument = new TypedDocumentString(`
    query CountOfCommunities($filter: CommunityFilter) {
  communities(filter: $filter) {
    totalCount
  }
}
    `) as unknown as TypedDocumentString<CountOfCommunitiesQuery, CountOfCommunitiesQueryVariables>;
export const StatusesByPlazaDocument = new TypedDocumentString(`
    query StatusesByPlaza {
  coverageStatuses(rule: "plaza-2km") {
    passing
    failing
  }
}
    `) as unknown as TypedDocumentString<StatusesByPlazaQuery, StatusesByPlazaQueryVariables>;
export const BalanceOfScenarioDocument = new TypedDocumentString(`
    query BalanceOfScenario($rule: String!, $changes: [ScenarioChangeInput!]!) {
  evaluateScenario(rule: $rule, changes: $changes) {
    communitiesGained
    communitiesLost
    residentsGained
    residentsLost
  }
}
    `) as unknown as TypedDocumentString<BalanceOfScenarioQuery, BalanceOfScenarioQueryVariables>;
export const BalanceOfKeptDocument = new TypedDocumentString(`
    query BalanceOfKept($id: ID!) {
  scenario(id: $id) {
    outcome(rule: "plaza-2km") {
      communitiesGained
      communitiesLost
      residentsGained
      residentsLost
    }
  }
}
    `) as unknown as TypedDocumentString<BalanceOfKeptQuery, BalanceOfKeptQueryVariables>;
export const WholeAndDistrictDocument = new TypedDocumentString(`
    query WholeAndDistrict($changes: [ScenarioChangeInput!]!) {
  coverageSummary(rule: "plaza-2km") {
    passing
    total
  }
  evaluateScenario(rule: "plaza-2km", changes: $changes) {
    communitiesGained
  }
}
    `) as unknown as TypedDocumentString<WholeAndDistrictQuery, WholeAndDistrictQueryVariables>;