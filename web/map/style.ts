import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { communityLabelLayer } from '../communities/communityLayers.ts';
import { emphasisLayers, verdictLayers } from '../coverage/verdictLayers.ts';
import { facilityLabelLayer, facilityLayer } from '../facilities/facilityLayers.ts';
import { gridLabelLayer, gridLayer } from '../grids/gridLayers.ts';
import { importLayers } from '../imports/importLayers.ts';
import {
  DISTRICT_LABEL_SOURCE,
  districtLabelLayer,
  districtLayer,
} from '../regions/regionLayers.ts';
import { overlayLabelLayer, overlayLayers } from '../stage/overlayLayers.ts';
import { PALETTE } from '../stage/palette.ts';
import { DEEPEST_TILES, FONT, HUB_SOURCE, OVERLAY_SOURCE, tileUrls } from '../stage/sources.ts';
import { FONT_FILES } from '../ui/fonts.ts';
import type { Language } from '../view/view.ts';
import { LAND_SOURCE, landLayer } from './landLayer.ts';

/**
 * The whole look of the map: the layers of all features, from the ground up. Verdicts arrive as
 * feature-state of the communities, so that a change recolours without loading anything.
 */
export function hubStyle(language: Language): StyleSpecification {
  const empty = { type: 'FeatureCollection' as const, features: [] };
  return {
    version: 8,
    'font-faces': {
      [FONT[0] as string]: FONT_FILES[400].map((file) => ({
        url: new URL(file.url, location.href).href,
        'unicode-range': file.unicodeRange.split(',').map((range) => range.trim()),
      })),
    },
    transition: { duration: 0, delay: 0 },
    sources: {
      [LAND_SOURCE]: { type: 'geojson', data: empty },
      [HUB_SOURCE]: { type: 'vector', tiles: tileUrls(), maxzoom: DEEPEST_TILES, promoteId: 'id' },
      [DISTRICT_LABEL_SOURCE]: { type: 'geojson', data: empty },
      [OVERLAY_SOURCE]: { type: 'geojson', data: empty },
    },
    layers: [
      background(),
      landLayer(),
      ...verdictLayers(),
      districtLayer(),
      ...emphasisLayers(),
      gridLayer(),
      ...overlayLayers(OVERLAY_SOURCE),
      facilityLayer(),
      gridLabelLayer(),
      facilityLabelLayer(),
      communityLabelLayer(language),
      districtLabelLayer(language),
      ...importLayers(OVERLAY_SOURCE),
      overlayLabelLayer(OVERLAY_SOURCE),
    ],
  };
}

/** Water behind the land from afar, paper behind the city from near. */
function background(): LayerSpecification {
  return {
    id: 'background',
    type: 'background',
    paint: {
      'background-color': [
        'interpolate',
        ['linear'],
        ['zoom'],
        7,
        PALETTE.water,
        8.5,
        PALETTE.paper,
      ],
    },
  };
}
