import type { MultiPolygon, Point, Polygon, Position } from 'geojson';
import { BadUserInputError } from './errors.ts';

/** `[west, south, east, north]` in degrees on WGS 84. */
export type BBox = [number, number, number, number];

/** The most positions that one geometry may have. */
export const MAX_POSITIONS = 100_000;

const POSITION_HELP = 'give [longitude, latitude] in degrees on WGS 84';
const BBOX_HELP = 'give [west, south, east, north] in degrees on WGS 84';

/** Checks a position: two finite numbers within ±180 and ±90. @throws BAD_USER_INPUT naming `field` */
export function parsePosition(value: unknown, field: string): Position {
  if (!Array.isArray(value) || value.length < 2 || value.length > 3) {
    throw new BadUserInputError(field, `is not a position; ${POSITION_HELP}.`);
  }
  const longitude = parseDegrees(value[0], 180, `${field}[0]`, 'longitude');
  const latitude = parseDegrees(value[1], 90, `${field}[1]`, 'latitude');
  return [longitude, latitude];
}

function parseDegrees(value: unknown, limit: number, field: string, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new BadUserInputError(field, `${name} must be a finite number, not ${show(value)}.`);
  }
  if (Math.abs(value) > limit) {
    const hint =
      limit === 90 && Math.abs(value) <= 180 ? ' Are longitude and latitude swapped?' : '';
    throw new BadUserInputError(
      field,
      `${name} ${value} is out of range; it must lie between −${limit} and ${limit}.${hint}`,
    );
  }
  return value;
}

/** Checks a bounding box. @throws BAD_USER_INPUT naming `field` */
export function parseBBox(value: unknown, field: string): BBox {
  if (!Array.isArray(value) || value.length !== 4) {
    throw new BadUserInputError(field, `is not a bounding box of four numbers; ${BBOX_HELP}.`);
  }
  const west = parseDegrees(value[0], 180, `${field}[0]`, 'west');
  const south = parseDegrees(value[1], 90, `${field}[1]`, 'south');
  const east = parseDegrees(value[2], 180, `${field}[2]`, 'east');
  const north = parseDegrees(value[3], 90, `${field}[3]`, 'north');
  if (west > east) {
    throw new BadUserInputError(
      field,
      `west ${west} lies east of east ${east}; ${BBOX_HELP}. Ask twice for a box across 180°.`,
    );
  }
  if (south > north) {
    throw new BadUserInputError(
      field,
      `south ${south} lies north of north ${north}; ${BBOX_HELP}.`,
    );
  }
  return [west, south, east, north];
}

/** Checks a GeoJSON Point. @throws BAD_USER_INPUT naming `field` */
export function parsePoint(value: unknown, field: string): Point {
  const { type, coordinates } = asGeometry(value, field);
  if (type !== 'Point') {
    throw new BadUserInputError(`${field}.type`, `must be "Point", not ${show(type)}.`);
  }
  return { type: 'Point', coordinates: parsePosition(coordinates, `${field}.coordinates`) };
}

/**
 * Checks the form of a GeoJSON Polygon or MultiPolygon: rings of four or more positions, closed, in
 * range. Whether it crosses itself is for PostGIS to say. @throws BAD_USER_INPUT naming `field`
 */
export function parsePolygonal(value: unknown, field: string): MultiPolygon {
  const { type, coordinates } = asGeometry(value, field);
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    throw new BadUserInputError(
      `${field}.type`,
      `must be "Polygon" or "MultiPolygon", not ${show(type)}.`,
    );
  }
  const path = `${field}.coordinates`;
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  if (!Array.isArray(polygons) || polygons.length === 0) {
    throw new BadUserInputError(path, 'has no polygon; give at least one.');
  }
  const budget = { positions: MAX_POSITIONS };
  return {
    type: 'MultiPolygon',
    coordinates: polygons.map((polygon, i) =>
      parseRings(polygon, type === 'Polygon' ? path : `${path}[${i}]`, budget),
    ),
  };
}

function parseRings(
  value: unknown,
  field: string,
  budget: { positions: number },
): Polygon['coordinates'] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new BadUserInputError(field, 'has no ring; give at least the outer one.');
  }
  return value.map((ring: unknown, i) => {
    const path = `${field}[${i}]`;
    if (!Array.isArray(ring) || ring.length < 4) {
      throw new BadUserInputError(path, 'a ring needs at least four positions.');
    }
    budget.positions -= ring.length;
    if (budget.positions < 0) {
      throw new BadUserInputError(
        field,
        `has more than ${MAX_POSITIONS} positions; simplify the shape.`,
      );
    }
    const positions = ring.map((position, j) => parsePosition(position, `${path}[${j}]`));
    const [first, last] = [positions[0] as Position, positions.at(-1) as Position];
    if (first[0] !== last[0] || first[1] !== last[1]) {
      throw new BadUserInputError(path, 'the ring is not closed; repeat its first position.');
    }
    return positions;
  });
}

function asGeometry(value: unknown, field: string): { type: unknown; coordinates: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadUserInputError(field, 'is not a GeoJSON geometry object.');
  }
  const { type, coordinates } = value as Record<string, unknown>;
  return { type, coordinates };
}

/** Checks a distance in meters, greater than 0. @throws BAD_USER_INPUT naming `field` */
export function parseMeters(value: unknown, field: string, most: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0 || value > most) {
    const given = typeof value === 'number' ? value : show(value);
    throw new BadUserInputError(
      field,
      `must be a number of meters, more than 0 and at most ${most}, not ${given}.`,
    );
  }
  return value;
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 40) ?? String(value);
}
