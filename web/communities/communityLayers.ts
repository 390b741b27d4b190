import type { LayerSpecification } from 'maplibre-gl';
import { PALETTE } from '../stage/palette.ts';
import { FONT, HALO, HUB_SOURCE, nameField } from '../stage/sources.ts';
import type { Language } from '../view/view.ts';

export const COMMUNITY_LABELS = 'community-labels';

/** Names of the communities, above their service points. */
export function communityLabelLayer(language: Language): LayerSpecification {
  return {
    id: COMMUNITY_LABELS,
    type: 'symbol',
    source: HUB_SOURCE,
    'source-layer': 'community_labels',
    minzoom: 12.6,
    layout: {
      'text-field': nameField(language),
      'text-font': FONT,
      'text-size': ['interpolate', ['linear'], ['zoom'], 12.6, 11, 16, 15],
      'text-padding': 4,
      'text-anchor': 'bottom',
      'text-offset': [0, -0.7],
    },
    paint: { 'text-color': PALETTE.ink, ...HALO },
  };
}
