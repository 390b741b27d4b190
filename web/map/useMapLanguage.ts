import type { Map as MapLibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import { COMMUNITY_LABELS } from '../communities/communityLayers.ts';
import { useI18n } from '../i18n/i18n.ts';
import { DISTRICT_LABELS } from '../regions/regionLayers.ts';
import { nameField } from '../stage/sources.ts';

/** Layers whose text follows the language of the page. */
const NAMED_LAYERS = [COMMUNITY_LABELS, DISTRICT_LABELS];

/** Keeps the names on the map, and its own for screen readers, in the language of the page. */
export function useMapLanguage(map: MapLibreMap | null): void {
  const { t, language } = useI18n();
  useEffect(() => {
    if (!map) return;
    for (const layer of NAMED_LAYERS) {
      map.setLayoutProperty(layer, 'text-field', nameField(language));
    }
    map.getCanvas().setAttribute('aria-label', t('map.label'));
  }, [map, language, t]);
}
