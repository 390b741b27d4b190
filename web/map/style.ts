import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { FONT_FILES } from '../shared/fonts.ts';
import type { Language } from '../view/view.ts';
import { KIND_IMAGE } from './images.ts';
import { importLayers } from './importStyle.ts';
import { overlayLabelLayer, overlayLayers } from './overlayStyle.ts';
import { PALETTE } from './palette.ts';

const FONT = ['Noto Sans SC'];
const { status } = PALETTE;

/** Source ids of the style. */
export const HUB_SOURCE = 'hub';
export const OVERLAY_SOURCE = 'overlay';
export const LAND_SOURCE = 'land';
export const DISTRICT_LABEL_SOURCE = 'district-labels';

/** Beyond this zoom the map enlarges tiles instead of asking for more. */
export const DEEPEST_TILES = 16;

/** What a trial proposes goes before what is. */
const STATUS: ExpressionSpecification = [
  'coalesce',
  ['feature-state', 'proposed'],
  ['feature-state', 'status'],
  'NONE',
];
const PROPOSED: ExpressionSpecification = ['coalesce', ['feature-state', 'proposed'], 'NONE'];
const is = (flag: string): ExpressionSpecification => ['boolean', ['feature-state', flag], false];
const statusIs = (value: string): ExpressionSpecification => ['==', STATUS, value];

/** Tiles are asked for at once, before the data version is known: a version only matters after an
 * edit, when it makes the tiles' address a new one. */
export function tileUrls(dataVersion?: string): string[] {
  const version = dataVersion ? `?v=${encodeURIComponent(dataVersion)}` : '';
  return [`${location.origin}/tiles/{z}/{x}/{y}.mvt${version}`];
}

/** The name in the language of the page, as a text field. */
export function nameField(language: Language): ExpressionSpecification {
  return language === 'en' ? ['coalesce', ['get', 'name_en'], ['get', 'name']] : ['get', 'name'];
}

/**
 * The whole look of the map. Verdicts arrive as feature-state `status`, `proposed`, `dim`,
 * `hover` and `selected` of the communities, so that a change recolours without loading anything.
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
      {
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
      },
      {
        id: 'land',
        type: 'fill',
        source: LAND_SOURCE,
        maxzoom: 9,
        paint: { 'fill-color': PALETTE.paper, 'fill-antialias': true },
      },
      ...communityLayers(),
      ...gridLayers(),
      ...overlayLayers(OVERLAY_SOURCE),
      facilityLayer(),
      ...labelLayers(language),
      ...importLayers(OVERLAY_SOURCE),
      overlayLabelLayer(OVERLAY_SOURCE),
    ],
  };
}

function communityLayers(): LayerSpecification[] {
  const shared = { source: HUB_SOURCE, 'source-layer': 'communities' };
  return [
    {
      ...shared,
      id: 'communities',
      type: 'fill',
      paint: {
        'fill-color': [
          'match',
          STATUS,
          'PASS',
          status.PASS.fill,
          'FAIL',
          status.FAIL.fill,
          'UNKNOWN',
          status.UNKNOWN.fill,
          PALETTE.unjudged,
        ],
        'fill-opacity': ['case', is('dim'), 0.2, is('hover'), 1, 0.82],
      },
    },
    {
      ...shared,
      id: 'communities-hatch',
      type: 'fill',
      paint: {
        'fill-pattern': 'hatch',
        'fill-opacity': ['case', is('dim'), 0, statusIs('FAIL'), 0.7, 0],
      },
    },
    {
      ...shared,
      id: 'communities-dots',
      type: 'fill',
      layout: { visibility: 'none' },
      paint: {
        'fill-pattern': 'dots',
        'fill-opacity': ['case', is('dim'), 0, statusIs('UNKNOWN'), 1, 0],
      },
    },
    {
      ...shared,
      id: 'communities-line',
      type: 'line',
      paint: {
        'line-color': status.PASS.line,
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.4, 13, 1.2, 16, 2],
      },
    },
    {
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
    },
    {
      ...shared,
      id: 'communities-fail-line',
      type: 'line',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': status.FAIL.line,
        'line-opacity': ['case', is('dim'), 0, statusIs('FAIL'), 1, 0],
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.8, 13, 1.8, 16, 2.6],
      },
    },
    {
      ...shared,
      id: 'communities-turned',
      type: 'line',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': ['match', PROPOSED, 'PASS', PALETTE.gained, status.FAIL.line],
        'line-opacity': ['match', PROPOSED, 'NONE', 0, 1],
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 1.6, 13, 3.4, 16, 5],
      },
    },
    {
      ...shared,
      id: 'communities-selected',
      type: 'line',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': PALETTE.ink,
        'line-opacity': ['case', ['any', is('selected'), is('hover')], 1, 0],
        'line-width': ['case', is('selected'), 3.2, 1.6],
      },
    },
  ];
}

function gridLayers(): LayerSpecification[] {
  return [
    {
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
    },
  ];
}

/** Parks are no rule's kind and many: they come last and small. */
function facilityLayer(): LayerSpecification {
  return {
    id: 'facilities',
    type: 'symbol',
    source: HUB_SOURCE,
    'source-layer': 'facilities',
    layout: {
      'icon-image': KIND_IMAGE as unknown as ExpressionSpecification,
      'icon-size': ['interpolate', ['linear'], ['zoom'], 9, 0.32, 12, 0.6, 15, 0.95],
      'icon-allow-overlap': true,
      'icon-padding': 0,
      'symbol-sort-key': ['match', ['get', 'kind'], 'plaza', 3, 'fitness-path', 2, 1],
    },
  };
}

function labelLayers(language: Language): LayerSpecification[] {
  const halo = { 'text-halo-color': 'rgba(255,255,255,0.9)', 'text-halo-width': 1.6 };
  return [
    {
      id: 'grid-labels',
      type: 'symbol',
      source: HUB_SOURCE,
      'source-layer': 'grid_labels',
      minzoom: 15.3,
      layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 11 },
      paint: { 'text-color': PALETTE.grid, ...halo },
    },
    {
      id: 'facility-labels',
      type: 'symbol',
      source: HUB_SOURCE,
      'source-layer': 'facilities',
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
      paint: { 'text-color': PALETTE.ink, ...halo },
    },
    {
      id: 'community-labels',
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
      paint: { 'text-color': PALETTE.ink, ...halo },
    },
    {
      id: 'district-labels',
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
      paint: { 'text-color': PALETTE.district, ...halo, 'text-halo-width': 2 },
    },
  ];
}

/** Layers whose text follows the language of the page. */
export const NAMED_LAYERS = ['community-labels', 'district-labels'] as const;
