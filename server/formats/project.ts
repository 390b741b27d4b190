import type { Geometry, Position } from 'geojson';
import { axisUnits, fromHub, type ReferenceSystem } from '../systems/reference-system.ts';

/** Decimals that texts need to be exact to a tenth of a millimeter. */
const DECIMALS = { degrees: 9, meters: 4, feet: 4 };

/**
 * A geometry of the hub in another system. @throws ReferenceTrouble where that system cannot express it
 */
export function projected(geometry: Geometry | null, system: ReferenceSystem): Geometry | null {
  if (!geometry || system === 'WGS84') return geometry;
  return mapPositions(geometry, ([lon, lat]) => fromHub(system, [lon as number, lat as number]));
}

/** The same, rounded for texts: WGS 84 stays to the last digit, others to a tenth of a millimeter. */
export function projectedText(geometry: Geometry | null, system: ReferenceSystem): Geometry | null {
  const image = projected(geometry, system);
  if (!image || system === 'WGS84') return image;
  const scale = 10 ** DECIMALS[axisUnits(system)];
  return mapPositions(image, (position) =>
    position.map((value) => Math.round(value * scale) / scale),
  );
}

/** A geometry with every position replaced. */
export function mapPositions<T extends Geometry>(
  geometry: T,
  map: (position: Position) => Position,
): T {
  if (geometry.type === 'GeometryCollection') {
    return { ...geometry, geometries: geometry.geometries.map((part) => mapPositions(part, map)) };
  }
  const over = (value: unknown): unknown =>
    typeof (value as unknown[])[0] === 'number'
      ? map(value as Position)
      : (value as unknown[]).map(over);
  return { ...geometry, coordinates: over(geometry.coordinates) };
}
