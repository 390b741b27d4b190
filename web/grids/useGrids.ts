import { useQuery } from 'urql';
import { CommunityGridsDocument, type CommunityGridsQuery } from '../generated/graphql.ts';

const PAGE_SIZE = 200;

export type GridRow = NonNullable<
  CommunityGridsQuery['community']
>['grids']['edges'][number]['node'];

/** The grids of a community with their boundaries, up to 200: far more than one has. */
export function useGrids(community: string) {
  return useQuery({
    query: CommunityGridsDocument,
    variables: { community, first: PAGE_SIZE },
  });
}
