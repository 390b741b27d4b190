import type { Geometry } from 'geojson';
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { OverlayFeature } from '../stage/overlay.ts';
import { PALETTE } from '../stage/palette.ts';

/** How a row is drawn, by what becomes of it: a colour, and a sign for those who do not see it. */
export const ROW_SIGNS = {
  CREATE: { color: '#0f5c73', sign: '+' },
  UPDATE: { color: '#7a5200', sign: '~' },
  SAME: { color: '#55616a', sign: '=' },
  SKIP: { color: '#9a3a0c', sign: '×' },
} as const;

export type RowAction = keyof typeof ROW_SIGNS;

const ISSUE_ROLE = 'import-issue';
const roleOf = (action: string): string => `import-${action}`;
const ROLES = Object.keys(ROW_SIGNS).map(roleOf);
const COLOR = [
  'match',
  ['get', 'role'],
  ...Object.entries(ROW_SIGNS).flatMap(([action, { color }]) => [roleOf(action), color]),
  PALETTE.ink,
] as unknown as ExpressionSpecification;
const isPoint: ExpressionSpecification = ['==', ['geometry-type'], 'Point'];
const isRow: ExpressionSpecification = ['in', ['get', 'role'], ['literal', ROLES]];

/** A row of a file, where it would lie. */
export function rowFeature(action: RowAction, geometry: Geometry): OverlayFeature {
  const properties = { role: roleOf(action), label: ROW_SIGNS[action].sign };
  return { type: 'Feature', properties, geometry };
}

/** A ring around the place of an issue. */
export function issueFeature(at: number[]): OverlayFeature {
  return {
    type: 'Feature',
    properties: { role: ISSUE_ROLE },
    geometry: { type: 'Point', coordinates: at },
  };
}

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
      filter: ['==', ['get', 'role'], ISSUE_ROLE],
      paint: {
        'circle-radius': 13,
        'circle-color': 'rgba(255,255,255,0.5)',
        'circle-stroke-color': ROW_SIGNS.SKIP.color,
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
