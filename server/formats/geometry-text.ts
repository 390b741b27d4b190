import type { Geometry } from 'geojson';
import { bad, geometryOf } from './geometry-value.ts';
import { parseWkb } from './wkb.ts';
import { parseWkt } from './wkt.ts';

/**
 * A geometry in a cell of a table: GeoJSON, WKT, EWKT, or WKB in hexadecimal digits (as PostgreSQL copies
 * it out). An empty cell is none. @throws FileTroubleError `BAD_GEOMETRY`
 */
export function parseGeometryText(text: string): Geometry | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (trimmed.startsWith('{')) return parseGeoJsonText(trimmed);
  if (/^0[01][\da-f]+$/i.test(trimmed)) return parseWkb(Buffer.from(trimmed, 'hex'));
  return parseWkt(trimmed);
}

function parseGeoJsonText(text: string): Geometry | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw bad(`It is no GeoJSON: ${(error as Error).message}.`);
  }
  const { type, geometry } = value as Record<string, unknown>;
  return geometryOf(type === 'Feature' ? geometry : value);
}
