import type { Geometry, MultiPolygon, Point, Position } from 'geojson';
import type { SourceFeature } from '../../formats/feature-source.ts';
import { MAX_POSITIONS } from '../../shared/geo-input.ts';
import { type ImportTarget, TARGETS } from '../staged/fields.ts';
import type { Issue } from '../staged/issues.ts';
import { rowError } from './row-issue.ts';
import { coordinateIssue, type FileCoordinates, toHubGeometry } from './to-hub.ts';

/** A geometry that can be staged, in degrees on WGS 84, or the issue that it is not. */
export type RowGeometry =
  | { readonly geometry: Point | MultiPolygon | null }
  | { readonly issue: Issue };

/** The geometry of a row in the type of the target: a Point, or a MultiPolygon with closed rings. */
export function readGeometry(
  { row, geometry, trouble }: SourceFeature,
  target: ImportTarget,
  coordinates: FileCoordinates,
): RowGeometry {
  const wanted = TARGETS[target].geometry;
  if (wanted === null) return { geometry: null };
  const refuse = (code: Issue['code'], value: string | null, detail: string): RowGeometry => ({
    issue: rowError(row, code, 'GEOMETRY', value, detail),
  });
  if (trouble) return refuse('BAD_GEOMETRY', null, trouble.message);
  if (!geometry) return { geometry: null };
  const converted = wanted === 'POINT' ? toPoint(geometry) : toMultiPolygon(geometry);
  if (!converted) {
    const type = wanted === 'POINT' ? 'a Point' : 'a Polygon or MultiPolygon';
    return refuse('WRONG_GEOMETRY', geometry.type, type);
  }
  const ringProblem = converted.type === 'MultiPolygon' && ringProblemOf(converted);
  if (ringProblem) return refuse('BAD_GEOMETRY', null, ringProblem);
  try {
    return { geometry: toHubGeometry(converted, coordinates) };
  } catch (error) {
    const { code, detail } = coordinateIssue(error);
    return refuse(code, null, detail);
  }
}

function toPoint(geometry: Geometry): Point | null {
  if (geometry.type === 'MultiPoint' && geometry.coordinates.length === 1) {
    return { type: 'Point', coordinates: geometry.coordinates[0] ?? [] };
  }
  return geometry.type === 'Point' && geometry.coordinates.length >= 2 ? geometry : null;
}

function toMultiPolygon(geometry: Geometry): MultiPolygon | null {
  if (geometry.type === 'Polygon')
    return { type: 'MultiPolygon', coordinates: [geometry.coordinates] };
  return geometry.type === 'MultiPolygon' ? geometry : null;
}

/** Why PostGIS would refuse the polygons as they are, whatever their shape. */
function ringProblemOf({ coordinates }: MultiPolygon): string | null {
  if (coordinates.length === 0 || coordinates.some((rings) => rings.length === 0))
    return 'A polygon has no ring; give at least the outer one.';
  const rings = coordinates.flat();
  if (rings.some((ring) => ring.length < 4)) return 'A ring needs at least four positions.';
  const isOpen = (ring: Position[]): boolean => String(ring[0]) !== String(ring.at(-1));
  if (rings.some(isOpen)) return 'A ring is not closed; repeat its first position.';
  if (rings.reduce((sum, ring) => sum + ring.length, 0) > MAX_POSITIONS)
    return `It has more than ${MAX_POSITIONS} positions; simplify the shape.`;
  return null;
}
