import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import { useStart } from '../hub/start.ts';
import { districtCentroids, districtLabels, type LabelPlace } from './districtLabels.ts';
import { DISTRICT_LABEL_SOURCE } from './regionLayers.ts';

/** A district's name moves only when this much more of the district has been seen. */
const MORE_SEEN = 1.05;

/** Writes the names of the districts onto the map, each where most of its district has been seen. */
export function useDistrictLabels(map: MapLibreMap | null): void {
  const regions = useStart().data?.regions;
  useEffect(() => {
    if (!map || !regions) return;
    const districts = regions.edges.map(({ node }) => node);
    const places = new Map<string, LabelPlace>();
    const write = () =>
      void map
        .getSource<GeoJSONSource>(DISTRICT_LABEL_SOURCE)
        ?.setData(districtLabels(districts, places));
    const place = () => {
      let better = false;
      for (const [code, found] of districtCentroids(map)) {
        if (found.area <= (places.get(code)?.area ?? 0) * MORE_SEEN) continue;
        places.set(code, found);
        better = true;
      }
      if (better) write();
    };
    write();
    map.on('idle', place);
    return () => void map.off('idle', place);
  }, [map, regions]);
}
