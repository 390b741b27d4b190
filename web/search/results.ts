import type { FacilityLineFragment, SearchQuery } from '../generated/graphql.ts';
import type { Named, RegionAbove } from '../i18n/names.ts';

/** One line of the search list. */
export type SearchResult =
  | (Named & { type: 'community'; id: string; region: RegionAbove })
  | ({ type: 'facility' } & FacilityLineFragment);

/** Communities first, then facilities, each in the order of the server; retired facilities last. */
export function resultsOf({ communities, facilities, retired }: SearchQuery): SearchResult[] {
  return [
    ...communities.edges.map(({ node }): SearchResult => ({ type: 'community', ...node })),
    ...[...facilities.edges, ...retired.edges].map(
      ({ node }): SearchResult => ({ type: 'facility', ...node }),
    ),
  ];
}

/** How many were found of each sort. */
export function totalOf({ communities, facilities, retired }: SearchQuery): number {
  return communities.totalCount + facilities.totalCount + retired.totalCount;
}
