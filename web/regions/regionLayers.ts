import type { LayerSpecification } from 'maplibre-gl';
import { PALETTE } from '../stage/palette.ts';
import { FONT, HALO, HUB_SOURCE, nameField } from '../stage/sources.ts';
import type { Language } from '../view/view.ts';

/** Source of the districts' names. */
export const DISTRICT_LABEL_SOURCE = 'district-labels';
export const DISTRICT_LABELS = 'district-labels';

/** Borders of the districts. */
export function districtLayer(): LayerSpecification {
  return {
    id: 'districts-line',
    type: 'line',
    source: HUB_SOURCE,
    'source-layer': 'regions',
    filter: ['==', ['get', 'level'], 'COUNTY'],
    layout: { 'line-join': 'round' },
    paint: {
      'line-color': PALETTE.district,
      'line-opacity': 0.75,
      'line-width': ['interpolate', ['linear'], ['zoom'], 8, 0.6, 12, 1.4, 16, 2.4],
    },
  };
}

/** Names of the districts, until those of the communities take their place. */
export function districtLabelLayer(language: Language): LayerSpecification {
  return {
    id: DISTRICT_LABELS,
    type: 'symbol',
    source: DISTRICT_LABEL_SOURCE,
    minzoom: 8.5,
    maxzoom: 13,
    layout: {
      'text-field': nameField(language),
      'text-font': FONT,
      'text-size': ['interpolate', ['linear'], ['zoom'], 9, 11, 12, 15],
      'text-letter-spacing': 0.06,
      'text-padding': 1,
      'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
      'text-radial-offset': 0.4,
    },
    paint: { 'text-color': PALETTE.district, ...HALO, 'text-halo-width': 2 },
  };
}
