import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { PALETTE } from './palette.ts';

/** How what becomes of a row is drawn: a colour, and a sign for those who do not see it. */
export const IMPORT_LOOKS = {
  CREATE: { color: '#0f5c73', sign: '+' },
  UPDATE: { color: '#7a5200', sign: '~' },
  SAME: { color: '#55616a', sign: '=' },
  SKIP: { color: '#9a3a0c', sign: '×' },
} as const;

const ROLES = Object.keys(IMPORT_LOOKS).map((action) => `import-${action}`);
const COLOR = [
  'match',
  ['get', 'role'],
  ...Object.entries(IMPORT_LOOKS).flatMap(([action, { color }]) => [`import-${action}`, color]),
  PALETTE.ink,
] as unknown as ExpressionSpecification;
const isPoint: ExpressionSpecification = ['==', ['geometry-type'], 'Point'];
const isRow: ExpressionSpecification = ['in', ['get', 'role'], ['literal', ROLES]];

/** Layers of the rows of a file that is about to be imported. */
export function importLayers(source: string): LayerSpecification[] {
  return [
    {
      id: 'import-fill',
      type: 'fill',
      source,
      filter: ['all', isRow, ['!', isPoint]],
      paint: { 'fill-color': COLOR, 'fill-opacity': 0.18 },
    },
    {
      id: 'import-line',
      type: 'line',
      source,
      filter: ['all', isRow, ['!', isPoint]],
      paint: { 'line-color': COLOR, 'line-width': 2 },
    },
    {
      id: 'import-issue',
      type: 'circle',
      source,
      filter: ['==', ['get', 'role'], 'import-issue'],
      paint: {
        'circle-radius': 13,
        'circle-color': 'rgba(255,255,255,0.5)',
        'circle-stroke-color': IMPORT_LOOKS.SKIP.color,
        'circle-stroke-width': 2.5,
      },
    },
    {
      id: 'import-point',
      type: 'circle',
      source,
      filter: ['all', isRow, isPoint],
      paint: {
        'circle-radius': 8,
        'circle-color': COLOR,
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 1.5,
      },
    },
    {
      id: 'import-sign',
      type: 'symbol',
      source,
      filter: isRow,
      layout: {
        'text-field': ['get', 'label'],
        'text-font': ['Noto Sans SC'],
        'text-size': 15,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: {
        'text-color': ['case', isPoint, '#ffffff', COLOR],
        'text-halo-color': '#ffffff',
        'text-halo-width': ['case', isPoint, 0, 2],
      },
    },
  ];
}
