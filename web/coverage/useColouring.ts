import type { Map as MapLibreMap, VectorTileSource } from 'maplibre-gl';
import { useEffect, useRef } from 'react';
import { useRegionCommunities } from '../regions/useRegionCommunities.ts';
import { clearCommunityStates, setCommunityState } from '../stage/communityState.ts';
import { HUB_SOURCE, tileUrls } from '../stage/sources.ts';
import { useView } from '../view/viewStore.ts';
import { colourCommunities } from './colouring.ts';
import { useStatuses } from './useCoverage.ts';

/** Keeps the communities coloured by the chosen rule and the selected one outlined. */
export function useColouring(map: MapLibreMap | null): void {
  const [{ data, error }] = useStatuses();
  const emphasis = useView((view) => view.status);
  const district = useView((view) => view.district);
  const selected = useView((view) => view.selected);
  const within = useRegionCommunities(district);
  const statuses = data?.coverageStatuses;

  useEffect(() => {
    if (map && statuses) colourCommunities(map, { ...statuses, emphasis, within });
    // The old rule's colours must not stand under the new rule's name.
    if (map && !statuses && error) clearCommunityStates(map);
  }, [map, statuses, error, emphasis, within]);

  useEffect(() => {
    if (!map || !selected) return;
    setCommunityState(map, selected, { selected: true });
    return () => setCommunityState(map, selected, { selected: false });
  }, [map, selected]);

  const version = useRef<string>(undefined);
  useEffect(() => {
    if (!map || !statuses) return;
    const changed = version.current !== undefined && version.current !== statuses.dataVersion;
    version.current = statuses.dataVersion;
    if (changed) {
      map.getSource<VectorTileSource>(HUB_SOURCE)?.setTiles(tileUrls(statuses.dataVersion));
    }
  }, [map, statuses]);
}
