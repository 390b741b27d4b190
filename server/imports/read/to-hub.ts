import type { Geometry, Position } from 'geojson';
import { mapPositions } from '../../formats/project.ts';
import { type ReferenceSystem, ReferenceTrouble, toHub } from '../../systems/reference-system.ts';

/** How the coordinates of a file are to be understood. */
export interface FileCoordinates {
  readonly system: ReferenceSystem;
  /** Whether the file has latitude or northing first. */
  readonly swapAxes: boolean;
}

/** Positions of files are stored with 7 decimals, 1 cm. */
const DECIMALS = 7;

/**
 * A geometry of a file in degrees on WGS 84, rounded to 7 decimals.
 * @throws ReferenceTrouble when its coordinates cannot be of the system
 */
export function toHubGeometry<T extends Geometry>(geometry: T, coordinates: FileCoordinates): T {
  return mapPositions(geometry, (position) => toHubPosition(position, coordinates));
}

/**
 * A position of a file as `[longitude, latitude]` in degrees on WGS 84, rounded to 7 decimals.
 * @throws ReferenceTrouble when it cannot be of the system
 */
export function toHubPosition(
  [x = 0, y = 0]: Position,
  { system, swapAxes }: FileCoordinates,
): Position {
  const [lon, lat] = toHub(system, swapAxes ? [y, x] : [x, y]);
  return [Number(lon.toFixed(DECIMALS)), Number(lat.toFixed(DECIMALS))];
}

/** The issue that a {@link ReferenceTrouble} is for a row. @throws any other error, as it is */
export function coordinateIssue(error: unknown): {
  code: 'SWAPPED_AXES' | 'BAD_COORDINATES';
  detail: string;
} {
  if (!(error instanceof ReferenceTrouble)) throw error;
  const code = error.code === 'SWAPPED' ? 'SWAPPED_AXES' : 'BAD_COORDINATES';
  return { code, detail: error.message };
}
