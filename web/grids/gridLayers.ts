import type { LayerSpecification } from 'maplibre-gl';
import { PALETTE } from '../stage/palette.ts';
import { FONT, HALO, HUB_SOURCE } from '../stage/sources.ts';

/** Borders of the grids, from near. */
export function gridLayer(): LayerSpecification {
  return {
    id: 'grids',
    type: 'line',
    source: HUB_SOURCE,
    'source-layer': 'grids',
    minzoom: 14,
    paint: {
      'line-color': PALETTE.grid,
      'line-width': 1,
      'line-dasharray': [3, 2],
      'line-opacity': 0.55,
    },
  };
}

/** Names of the grids. */
export function gridLabelLayer(): LayerSpecification {
  return {
    id: 'grid-labels',
    type: 'symbol',
    source: HUB_SOURCE,
    'source-layer': 'grid_labels',
    minzoom: 15.3,
    layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 11 },
    paint: { 'text-color': PALETTE.grid, ...HALO },
  };
}
