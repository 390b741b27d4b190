import type { LayerSpecification } from 'maplibre-gl';
import { PALETTE } from './palette.ts';

/** Layers of what panels put on the map; each feature says by `role` what it is. */
export function overlayLayers(source: string): LayerSpecification[] {
  const role = (...roles: string[]) =>
    ['in', ['get', 'role'], ['literal', roles]] as ['in', ['get', string], ['literal', string[]]];
  return [
    {
      id: 'overlay-grid',
      type: 'fill',
      source,
      filter: role('grid', 'grid-active'),
      paint: {
        'fill-color': PALETTE.grid,
        'fill-opacity': ['case', ['==', ['get', 'role'], 'grid-active'], 0.35, 0.06],
      },
    },
    {
      id: 'overlay-grid-line',
      type: 'line',
      source,
      filter: role('grid', 'grid-active'),
      paint: {
        'line-color': PALETTE.grid,
        'line-width': ['case', ['==', ['get', 'role'], 'grid-active'], 2.6, 1.2],
      },
    },
    {
      id: 'overlay-radius-fill',
      type: 'fill',
      source,
      filter: role('radius'),
      paint: { 'fill-color': PALETTE.reach, 'fill-opacity': 0.07 },
    },
    {
      id: 'overlay-radius',
      type: 'line',
      source,
      filter: role('radius'),
      paint: { 'line-color': PALETTE.reach, 'line-width': 1.6, 'line-dasharray': [4, 2.5] },
    },
    {
      id: 'overlay-accuracy',
      type: 'fill',
      source,
      filter: role('accuracy'),
      paint: {
        'fill-color': PALETTE.brand,
        'fill-opacity': 0.16,
        'fill-outline-color': PALETTE.brand,
      },
    },
    {
      id: 'overlay-reach-casing',
      type: 'line',
      source,
      filter: role('reach'),
      layout: { 'line-cap': 'round' },
      paint: { 'line-color': '#ffffff', 'line-width': 5 },
    },
    {
      id: 'overlay-reach',
      type: 'line',
      source,
      filter: role('reach'),
      layout: { 'line-cap': 'round' },
      paint: { 'line-color': PALETTE.ink, 'line-width': 2.2 },
    },
    {
      id: 'overlay-target',
      type: 'circle',
      source,
      filter: role('target'),
      paint: {
        'circle-radius': 13,
        'circle-color': 'rgba(255,255,255,0.4)',
        'circle-stroke-color': PALETTE.ink,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'overlay-waiting',
      type: 'circle',
      source,
      filter: role('waiting'),
      paint: {
        'circle-radius': 11,
        'circle-color': '#ffe9b0',
        'circle-stroke-color': '#8a6100',
        'circle-stroke-width': 3,
      },
    },
    {
      id: 'overlay-origin',
      type: 'circle',
      source,
      filter: role('origin'),
      paint: {
        'circle-radius': 6.5,
        'circle-color': '#ffffff',
        'circle-stroke-color': PALETTE.ink,
        'circle-stroke-width': 3.5,
      },
    },
  ];
}

/** The lengths of lines, above every other label. */
export function overlayLabelLayer(source: string): LayerSpecification {
  return {
    id: 'overlay-label',
    type: 'symbol',
    source,
    filter: ['in', ['get', 'role'], ['literal', ['label', 'gained', 'lost', 'waiting']]],
    layout: {
      'text-field': ['get', 'label'],
      'text-font': ['Noto Sans SC'],
      'text-size': ['match', ['get', 'role'], 'label', 15, 'waiting', 13, 20],
      'text-anchor': ['match', ['get', 'role'], 'label', 'bottom', 'center'],
      'text-offset': [
        'match',
        ['get', 'role'],
        'label',
        ['literal', [0, -0.5]],
        ['literal', [0, 0]],
      ],
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: {
      'text-color': [
        'match',
        ['get', 'role'],
        'gained',
        PALETTE.gained,
        'lost',
        PALETTE.status.FAIL.text,
        PALETTE.ink,
      ],
      'text-halo-color': '#ffffff',
      'text-halo-width': 3,
    },
  };
}
