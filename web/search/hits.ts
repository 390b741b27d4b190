import type { SearchQuery } from '../generated/graphql.ts';
import type { Named } from '../i18n/names.ts';
import type { Position } from '../view/view.ts';

/** One line of the search list. */
export type Hit = Named & { id: string } & (
    | { type: 'community'; region: Named }
    | { type: 'facility'; position: Position; kind: Named & { code: string } }
  );

/** Communities first, then facilities, each in the order of the server. */
export function hitsOf(data: SearchQuery): Hit[] {
  return [
    ...data.communities.edges.map(({ node }): Hit => ({ type: 'community', ...node })),
    ...data.facilities.edges.map(
      ({ node: { location, ...facility } }): Hit => ({
        type: 'facility',
        ...facility,
        position: location.coordinates as Position,
      }),
    ),
  ];
}
