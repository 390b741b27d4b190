import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { RegionCommunitiesDocument, type RegionCommunitiesQuery } from '../generated/graphql.ts';
import { whenOnline } from '../hub/offline/online.ts';

/** Ids of the communities of a region, all pages; undefined while loading or without a region. */
export function useRegionCommunities(region: string | undefined): ReadonlySet<string> | undefined {
  const client = useClient();
  const [found, setFound] = useState<{ region: string; ids: ReadonlySet<string> }>();
  useEffect(() => {
    if (!region) return;
    let current = true;
    const load = async () => {
      const ids = new Set<string>();
      let after: string | null = null;
      do {
        const answer = await client.query(RegionCommunitiesDocument, { region, after }).toPromise();
        if (!answer.data || !current) return;
        const { edges, pageInfo }: RegionCommunitiesQuery['communities'] = answer.data.communities;
        for (const { node } of edges) ids.add(node.id);
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after);
      setFound({ region, ids });
    };
    void load();
    const stop = whenOnline(() => void load());
    return () => {
      current = false;
      stop();
    };
  }, [client, region]);
  return region && found?.region === region ? found.ids : undefined;
}
