import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { CommunityState } from '../stage/communityState.ts';
import { PALETTE } from '../stage/palette.ts';
import { COMMUNITY_LAYER, HUB_SOURCE } from '../stage/sources.ts';

/** Dots cost time to draw: they are visible only where some verdict is unknown. */
export const DOTS_LAYER = 'communities-dots';
/** Borders of communities whose verdict would change; hidden while today's verdicts are shown. */
export const CHANGED_LAYER = 'communities-changed';

const { status } = PALETTE;
const COMMUNITIES = { source: HUB_SOURCE, 'source-layer': 'communities' };

const state = (name: keyof CommunityState): ExpressionSpecification => ['feature-state', name];
const is = (flag: 'dim' | 'hover' | 'selected'): ExpressionSpecification => [
  'boolean',
  state(flag),
  false,
];
/** What a trial proposes goes before what is. */
const STATUS: ExpressionSpecification = ['coalesce', state('proposed'), state('status'), 'NONE'];
const PROPOSED: ExpressionSpecification = ['coalesce', state('proposed'), 'NONE'];
const statusIs = (value: string): ExpressionSpecification => ['==', STATUS, value];

/** Communities in the colour and pattern of their verdict, and their borders. */
export function verdictLayers(): LayerSpecification[] {
  return [
    {
      ...COMMUNITIES,
      id: COMMUNITY_LAYER,
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
      ...COMMUNITIES,
      id: 'communities-hatch',
      type: 'fill',
      paint: {
        'fill-pattern': 'hatch',
        'fill-opacity': ['case', is('dim'), 0, statusIs('FAIL'), 0.7, 0],
      },
    },
    {
      ...COMMUNITIES,
      id: DOTS_LAYER,
      type: 'fill',
      layout: { visibility: 'none' },
      paint: {
        'fill-pattern': 'dots',
        'fill-opacity': ['case', is('dim'), 0, statusIs('UNKNOWN'), 1, 0],
      },
    },
    {
      ...COMMUNITIES,
      id: 'communities-line',
      type: 'line',
      paint: {
        'line-color': status.PASS.line,
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.4, 13, 1.2, 16, 2],
      },
    },
  ];
}

/** Borders of the communities that fail, whose verdict would change, or that are selected. They stand above
 * those of the districts. */
export function emphasisLayers(): LayerSpecification[] {
  return [
    {
      ...COMMUNITIES,
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
      ...COMMUNITIES,
      id: CHANGED_LAYER,
      type: 'line',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': ['match', PROPOSED, 'PASS', PALETTE.gained, status.FAIL.line],
        'line-opacity': ['match', PROPOSED, 'NONE', 0, 1],
        'line-width': ['interpolate', ['linear'], ['zoom'], 9, 1.6, 13, 3.4, 16, 5],
      },
    },
    {
      ...COMMUNITIES,
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
