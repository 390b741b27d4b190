import { useQuery } from 'urql';
import { CommunityGridsDocument } from '../generated/graphql.ts';

const PAGE_SIZE = 200;

/** The grids of a community with their boundaries, up to 200: far more than one has. */
export function useGrids(community: string) {
  return useQuery({
    query: CommunityGridsDocument,
    variables: { community, first: PAGE_SIZE },
  });
}
