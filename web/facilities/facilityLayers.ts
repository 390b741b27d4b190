import type { LayerSpecification, Map as MapLibreMap } from 'maplibre-gl';
import { useEffect } from 'react';
import { KIND_IMAGE } from '../kinds/kindImage.ts';
import { useRule } from '../rules/useRule.ts';
import { PALETTE } from '../stage/palette.ts';
import { FACILITY_LAYER, FONT, HALO, HUB_SOURCE } from '../stage/sources.ts';

const FACILITIES = { source: HUB_SOURCE, 'source-layer': 'facilities' };

/** From this zoom on every kind of facility shows; before, only those the rule asks for. */
const ALL_KINDS_ZOOM = 13;

/** Facilities by the symbol of their kind. Parks are no rule's kind and many: they come last and small. */
export function facilityLayer(): LayerSpecification {
  return {
    ...FACILITIES,
    id: FACILITY_LAYER,
    type: 'symbol',
    layout: {
      'icon-image': KIND_IMAGE,
      'icon-size': ['interpolate', ['linear'], ['zoom'], 9, 0.32, 12, 0.6, 15, 0.95],
      'icon-allow-overlap': true,
      'icon-padding': 0,
      'symbol-sort-key': ['match', ['get', 'kind'], 'plaza', 3, 'fitness-path', 2, 1],
    },
  };
}

/** Names of facilities, from near. */
export function facilityLabelLayer(): LayerSpecification {
  return {
    ...FACILITIES,
    id: 'facility-labels',
    type: 'symbol',
    minzoom: 14.5,
    layout: {
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-size': 11,
      'text-anchor': 'top',
      'text-offset': [0, 0.9],
      'text-max-width': 8,
      'text-optional': true,
    },
    paint: { 'text-color': PALETTE.ink, ...HALO },
  };
}

/** From afar, shows only facilities of the kinds that the chosen rule asks for. */
export function useKindsOfRule(map: MapLibreMap | null): void {
  const rule = useRule();
  useEffect(() => {
    if (!map || !rule) return;
    const kinds = rule.facilityKinds.map((kind) => kind.code);
    map.setFilter(FACILITY_LAYER, [
      'any',
      ['in', ['get', 'kind'], ['literal', kinds]],
      ['>=', ['zoom'], ALL_KINDS_ZOOM],
    ]);
  }, [map, rule]);
}
