import type { GeoJSON } from 'geojson';
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import { useRule } from '../coverage/useCoverage.ts';
import { useI18n } from '../i18n/i18n.ts';
import { useStore } from '../shared/store.ts';
import { useStart } from '../start.ts';
import { districtCentroids, districtLabels, type LabelPlace } from './districtLabels.ts';
import { overlayStore, trialOverlayStore, waitingOverlayStore } from './overlay.ts';
import {
  DISTRICT_LABEL_SOURCE,
  LAND_SOURCE,
  NAMED_LAYERS,
  nameField,
  OVERLAY_SOURCE,
} from './style.ts';

/** Below this zoom the land behind the city shows. */
const LAND_ZOOM = 9;
/** From this zoom on every kind of facility shows; before, only those the rule asks for. */
const ALL_KINDS_ZOOM = 13;

/** A district's name moves only when this much more of the district has been seen. */
const MORE_SEEN = 1.05;

/** Keeps labels, facilities, overlay and background in step with language, rule and panels. */
export function useLook(map: MapLibreMap | null): void {
  const { t, language } = useI18n();
  const rule = useRule();
  const regions = useStart().data?.regions;
  const overlay = useStore(overlayStore, (features) => features);
  const trialOverlay = useStore(trialOverlayStore, (features) => features);
  const waitingOverlay = useStore(waitingOverlayStore, (features) => features);

  useEffect(() => {
    if (!map) return;
    for (const layer of NAMED_LAYERS) {
      map.setLayoutProperty(layer, 'text-field', nameField(language));
    }
    map.getCanvas().setAttribute('aria-label', t('map.label'));
  }, [map, language, t]);

  useEffect(() => {
    if (!map || !rule) return;
    const kinds = rule.facilityKinds.map((kind) => kind.code);
    map.setFilter('facilities', [
      'any',
      ['in', ['get', 'kind'], ['literal', kinds]],
      ['>=', ['zoom'], ALL_KINDS_ZOOM],
    ]);
  }, [map, rule]);

  useEffect(() => {
    if (!map || !regions) return;
    const districts = regions.edges.map(({ node }) => node);
    const places = new Map<string, LabelPlace>();
    const place = () => {
      let better = false;
      for (const [code, found] of districtCentroids(map)) {
        if (found.area <= (places.get(code)?.area ?? 0) * MORE_SEEN) continue;
        places.set(code, found);
        better = true;
      }
      if (better) setData(map, DISTRICT_LABEL_SOURCE, districtLabels(districts, places));
    };
    setData(map, DISTRICT_LABEL_SOURCE, districtLabels(districts, places));
    map.on('idle', place);
    return () => void map.off('idle', place);
  }, [map, regions]);

  useEffect(() => {
    if (!map) return;
    const features = [...trialOverlay, ...waitingOverlay, ...overlay];
    setData(map, OVERLAY_SOURCE, { type: 'FeatureCollection', features });
  }, [map, overlay, trialOverlay, waitingOverlay]);

  useEffect(() => {
    if (!map) return;
    const show = () => {
      if (map.getZoom() >= LAND_ZOOM) return;
      map.off('zoomend', show);
      void import('./land.ts')
        .then((land) => land.loadLand())
        .then((data) => setData(map, LAND_SOURCE, data));
    };
    map.on('zoomend', show);
    show();
    return () => void map.off('zoomend', show);
  }, [map]);
}

function setData(map: MapLibreMap, source: string, data: GeoJSON): void {
  void map.getSource<GeoJSONSource>(source)?.setData(data);
}
