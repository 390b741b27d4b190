import type { Geometry, Position } from 'geojson';
import { FileTroubleError } from './file-trouble.ts';

/** How deep the arrays of positions lie in each type. */
const LEVELS: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};
/** Collections inside of collections. */
const MAX_COLLECTIONS = 8;

/**
 * A GeoJSON geometry of unknown origin, checked in form: a known type, arrays as deep as it says, finite
 * numbers. Heights and measures are left out; an empty geometry is none. Whether rings are closed and where
 * the numbers lie is not checked here. @throws FileTroubleError `BAD_GEOMETRY`
 */
export function geometryOf(value: unknown, depth = 0): Geometry | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') throw bad('The geometry is no object; give a GeoJSON geometry.');
  const { type, coordinates, geometries } = value as Record<string, unknown>;
  if (type === 'GeometryCollection') {
    if (!Array.isArray(geometries)) throw bad('A GeometryCollection needs "geometries", an array.');
    if (depth >= MAX_COLLECTIONS) throw bad('Collections lie too deep inside of each other.');
    const parts = geometries
      .map((part) => geometryOf(part, depth + 1))
      .filter((part) => part !== null);
    return parts.length === 0 ? null : { type, geometries: parts };
  }
  const level = typeof type === 'string' && Object.hasOwn(LEVELS, type) ? LEVELS[type] : undefined;
  if (level === undefined) {
    throw bad(
      `${show(type)} is no type of geometry; give one of ${Object.keys(LEVELS).join(', ')}.`,
    );
  }
  if (!Array.isArray(coordinates)) throw bad(`A ${type} needs "coordinates", an array.`);
  if (coordinates.length === 0) return null;
  return { type, coordinates: coordinatesOf(coordinates, level, String(type)) } as Geometry;
}

type Nested = Position | Nested[];

function coordinatesOf(value: unknown, level: number, type: string): Nested {
  if (!Array.isArray(value)) {
    throw bad(`The coordinates of the ${type} have ${show(value)} where an array belongs.`);
  }
  if (level > 0) return value.map((part) => coordinatesOf(part, level - 1, type));
  const [x, y] = (value as unknown[]).slice(0, 2).map(asNumber);
  if (
    typeof x !== 'number' ||
    typeof y !== 'number' ||
    !Number.isFinite(x) ||
    !Number.isFinite(y)
  ) {
    throw bad(`${show(value)} in the ${type} is no position; give two finite numbers.`);
  }
  return [x, y];
}

/** Programs that keep all values as texts write positions as texts, too. */
function asNumber(value: unknown): unknown {
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : value;
}
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** The trouble of a geometry that cannot be read. */
export function bad(message: string): FileTroubleError {
  return new FileTroubleError('BAD_GEOMETRY', message);
}

/** A value as it may stand in a message. */
export function show(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 60);
}
