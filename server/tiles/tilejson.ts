import { type Bilingual, both, type Collection } from '../ogc/collections.queries.ts';
import type { BBox } from '../shared/geo-input.ts';
import { MAP_LAYERS, type MapLayer } from './map-layers.ts';

/** The description of one layer in TileJSON. */
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
  const fields = Object.entries(properties).map(
    ([name, property]) => [name, property.type, property.description] as const,
  );
  return vectorLayer(id, both(description), fields);
}

/** The layers of the tiles that the service map draws. */
export function mapLayers(): VectorLayer[] {
  return Object.entries(MAP_LAYERS).map(([id, { description, properties }]: [string, MapLayer]) => {
    const fields = Object.entries(properties).map(
      ([name, field]) => [name, field.type, field] as const,
    );
    return vectorLayer(id, description, fields);
  });
}

/** What TileJSON calls the types of properties that are no texts. */
const TYPES: Readonly<Record<string, string>> = {
  integer: 'Number',
  number: 'Number',
  boolean: 'Boolean',
};

function vectorLayer(
  id: string,
  description: string,
  properties: readonly (readonly [name: string, type: string, meaning: Bilingual])[],
): VectorLayer {
  const fields = properties.map(([name, type, meaning]) => [
    name,
    `${TYPES[type] ?? 'String'}: ${both(meaning)}`,
  ]);
  return { id, description, fields: { id: 'String: Global id', ...Object.fromEntries(fields) } };
}
