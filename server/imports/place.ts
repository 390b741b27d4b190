import type { Geometry, Position } from 'geojson';
import { type ReferenceSystem, ReferenceTrouble, toHub } from '../coordinates/reference-system.ts';

/** How a geometry is brought onto the hub's coordinates. */
export interface Placing {
  readonly system: ReferenceSystem;
  /** Whether the file has latitude or northing first. */
  readonly swapAxes: boolean;
}

/** Places are kept to 1e-7° (1 cm), as they are told, so that what was written is what is read. */
const DECIMALS = 7;

/**
 * A geometry of a file on WGS 84, in degrees with 7 decimals. @throws ReferenceTrouble when its coordinates
 * cannot be of the system
 */
export function placeGeometry(geometry: Geometry, placing: Placing): Geometry {
  if (geometry.type === 'GeometryCollection') {
    return { ...geometry, geometries: geometry.geometries.map((g) => placeGeometry(g, placing)) };
  }
  const coordinates = mapPositions(geometry.coordinates, (position) => place(position, placing));
  return { type: geometry.type, coordinates } as Geometry;
}

/** A position of a file on WGS 84, in degrees with 7 decimals. @throws ReferenceTrouble */
export function place([x = 0, y = 0]: Position, { system, swapAxes }: Placing): Position {
  const [lon, lat] = toHub(system, swapAxes ? [y, x] : [x, y]);
  return [Number(lon.toFixed(DECIMALS)), Number(lat.toFixed(DECIMALS))];
}

type Nested = Position | Nested[];

function mapPositions(nested: Nested, map: (position: Position) => Position): Nested {
  return typeof nested[0] === 'number'
    ? map(nested as Position)
    : (nested as Nested[]).map((part) => mapPositions(part, map));
}

/** Why coordinates cannot be of the system, as an issue tells it. @throws anything else */
export function placeTrouble(error: unknown): {
  code: 'SWAPPED_AXES' | 'BAD_COORDINATES';
  detail: string;
} {
  if (!(error instanceof ReferenceTrouble)) throw error;
  const code = error.code === 'SWAPPED' ? 'SWAPPED_AXES' : 'BAD_COORDINATES';
  return { code, detail: error.message };
}
