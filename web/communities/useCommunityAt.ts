import { useQuery } from 'urql';
import { CommunityAtDocument } from '../generated/graphql.ts';
import type { Named, RegionAbove } from '../i18n/names.ts';
import type { Position } from '../view/view.ts';

/**
 * The community that a position lies in: undefined until the hub has answered, null when there is none.
 * The tiles would know it sooner, but near a border only to the pixel.
 */
export function useCommunityAt([lon, lat]: Position):
  | (Named & { id: string; region: RegionAbove })
  | null
  | undefined {
  const [{ data, fetching }] = useQuery({
    query: CommunityAtDocument,
    variables: { point: [lon, lat, lon, lat] },
  });
  if (!data || fetching) return undefined;
  return data.communities.edges[0]?.node ?? null;
}
