import type { Geometry } from 'geojson';
import { bad, geometryOf } from './geometry-value.ts';
import { positionOf } from './position-text.ts';
import { EWKB_SRID, parseWkb } from './wkb.ts';
import { parseWkt } from './wkt.ts';

/**
 * A geometry in a cell of a table: GeoJSON, WKT, EWKT, WKB in hexadecimal digits (as PostgreSQL copies it out), or
 * two degrees. An empty cell is none. @throws FileTroubleError `BAD_GEOMETRY`
 */
export function parseGeometryText(text: string): Geometry | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (trimmed.startsWith('{')) return parseGeoJsonText(trimmed);
  if (/^0[01][\da-f]+$/i.test(trimmed)) return parseWkb(Buffer.from(trimmed, 'hex'));
  if (/^[([+\-\d０-９]/.test(trimmed)) return positionOf(trimmed);
  return parseWkt(trimmed);
}

/** The number of the system that EWKT, or WKB of PostGIS in hexadecimal digits, names; undefined where it names none. */
export function sridOf(text: string): number | undefined {
  const written = /^\s*SRID\s*=\s*(\d+)\s*;/i.exec(text)?.[1];
  if (written) return Number(written) || undefined;
  const [, little] = /^\s*0([01])[\da-f]{16}/i.exec(text) ?? [];
  if (little === undefined) return undefined;
  const bytes = Buffer.from(text.trim().slice(0, 18), 'hex');
  const [code, srid] = [1, 5].map((at) =>
    little === '1' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at),
  ) as [number, number];
  return (code & EWKB_SRID) !== 0 ? srid || undefined : undefined;
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
