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
  const refuse = (code: Issue['code'], value: string | null, detail: string): RowGeometry => ({
    issue: rowError(row, code, 'GEOMETRY', value, detail),
  });
  if (trouble && (wanted !== null || trouble.code === 'BAD_SYNTAX')) {
    return refuse('BAD_GEOMETRY', null, trouble.message);
  }
  if (wanted === null) return { geometry: null };
  if (!geometry) return { geometry: null };
  const plain = unwrapped(geometry);
  const converted = wanted === 'POINT' ? toPoint(plain) : toMultiPolygon(plain);
  if (!converted) {
    const type = wanted === 'POINT' ? 'a Point' : 'a Polygon or MultiPolygon';
    return refuse('WRONG_GEOMETRY', geometry.type, type);
  }
  const ringProblem = converted.type === 'MultiPolygon' && ringProblemOf(converted);
  if (ringProblem) return refuse('BAD_GEOMETRY', null, ringProblem);
  try {
    const placed = toHubGeometry(converted, coordinates);
    if (placed.type === 'MultiPolygon' && spansHalfTheEarth(placed)) {
      return refuse(
        'BAD_GEOMETRY',
        null,
        'It crosses 180° of longitude; divide it there into two polygons.',
      );
    }
    return { geometry: placed };
  } catch (error) {
    const { code, detail } = coordinateIssue(error);
    return refuse(code, null, detail);
  }
}

/** Collections of one geometry, or of polygons alone, as that. */
function unwrapped(geometry: Geometry): Geometry {
  if (geometry.type !== 'GeometryCollection') return geometry;
  const parts = geometry.geometries.map(unwrapped);
  const polygons = parts.flatMap((part) => toMultiPolygon(part)?.coordinates ?? []);
  const areAll = parts.every(({ type }) => type === 'Polygon' || type === 'MultiPolygon');
  if (areAll && parts.length > 0) return { type: 'MultiPolygon', coordinates: polygons };
  return parts.length === 1 ? (parts[0] as Geometry) : geometry;
}

/** Written across 180°, a small polygon looks as if it went around the earth the other way. */
function spansHalfTheEarth({ coordinates }: MultiPolygon): boolean {
  return coordinates.some(([outer = []]) => {
    const longitudes = outer.map(([lon = 0]) => lon);
    return Math.max(...longitudes) - Math.min(...longitudes) > 180;
  });
}

function toPoint(geometry: Geometry): Point | null {
  const isOnePlace =
    geometry.type === 'MultiPoint' && new Set(geometry.coordinates.map(String)).size === 1;
  if (geometry.type === 'MultiPoint' && isOnePlace) {
    return { type: 'Point', coordinates: geometry.coordinates[0] ?? [] };
  }
  return geometry.type === 'Point' && geometry.coordinates.length >= 2 ? geometry : null;
}

function toMultiPolygon(geometry: Geometry): MultiPolygon | null {
  if (geometry.type === 'Polygon')
    return { type: 'MultiPolygon', coordinates: [geometry.coordinates] };
  if (geometry.type !== 'MultiPolygon') return null;
  const parts = geometry.coordinates.filter((rings) => rings.some((ring) => ring.length > 0));
  // Empty parts are nothing; a polygon of them alone is told.
  return parts.length > 0 ? { ...geometry, coordinates: parts } : geometry;
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
