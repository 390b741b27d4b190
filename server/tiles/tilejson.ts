import { both, type Collection } from '../ogc/collections.queries.ts';
import type { BBox } from '../shared/geo-input.ts';

/** What tells of one layer in TileJSON. */
interface VectorLayer {
  readonly id: string;
  readonly description: string;
  readonly fields: Record<string, string>;
}

const DEEPEST_ZOOM = 16;

/** TileJSON 3.0 of tiles at an address that ends in `{z}/{x}/{y}.mvt`. */
export function tileJson(
  name: string,
  address: string,
  attribution: string,
  bounds: BBox | null,
  layers: readonly VectorLayer[],
): object {
  return {
    tilejson: '3.0.0',
    name,
    scheme: 'xyz',
    tiles: [address],
    minzoom: 0,
    maxzoom: DEEPEST_ZOOM,
    ...(bounds && { bounds }),
    attribution,
    vector_layers: layers,
  };
}

/** A collection as a layer. */
export function layerOf({ id, description, properties }: Collection): VectorLayer {
  const types = { string: 'String', integer: 'Number', number: 'Number' } as const;
  const fields = Object.entries(properties).map(([name, property]) => [
    name,
    `${types[property.type]}: ${both(property.description)}`,
  ]);
  return {
    id,
    description: both(description),
    fields: { id: 'String: Global id', ...Object.fromEntries(fields) },
  };
}

/** The layers of the tiles that the service map draws. */
export const MAP_LAYERS: readonly VectorLayer[] = [
  { id: 'regions', description: 'Regions 行政区', fields: named('code', 'level') },
  { id: 'communities', description: 'Communities 社区', fields: named('code', 'population') },
  { id: 'community_labels', description: 'Service points of communities', fields: named() },
  { id: 'facilities', description: 'Active facilities 设施', fields: named('kind') },
  { id: 'grids', description: 'Grids 网格, from zoom 14', fields: named('code', 'households') },
  { id: 'grid_labels', description: 'Points on grids, from zoom 14', fields: named('households') },
];

function named(...others: string[]): Record<string, string> {
  return Object.fromEntries(['id', 'name', 'name_en', ...others].map((name) => [name, '']));
}
