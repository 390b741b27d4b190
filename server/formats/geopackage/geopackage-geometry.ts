import type { Geometry } from 'geojson';
import { bad } from '../geometry-value.ts';
import { parseWkb, toWkb } from '../wkb.ts';

const HEADER_BYTES = 8;
/** Bytes of the envelope, by its kind in the flags. */
const ENVELOPE_BYTES = [0, 32, 48, 48, 64];
const LITTLE_ENDIAN = 0b1;
const EMPTY = 0b10000;

/**
 * The geometry of a GeoPackage's cell: a header of its own, then WKB. @throws FileTroubleError
 * @source OGC 12-128r19, 2.1.3 GeoPackageBinary
 */
export function parseGeoPackageGeometry(bytes: Uint8Array): Geometry | null {
  if (bytes.length < HEADER_BYTES || bytes[0] !== 0x47 || bytes[1] !== 0x50) {
    throw bad('The geometry does not have the form of a GeoPackage.');
  }
  const flags = bytes[3] as number;
  const envelope = ENVELOPE_BYTES[(flags >> 1) & 0b111];
  if (envelope === undefined) throw bad('The geometry has an envelope of an unknown kind.');
  if (flags & EMPTY) return null;
  return parseWkb(bytes.subarray(HEADER_BYTES + envelope));
}

/** The cell of a geometry, without envelope: its readers can do without. */
export function toGeoPackageGeometry(geometry: Geometry, srsId: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('GP', 'ascii');
  header.writeUInt8(LITTLE_ENDIAN, 3);
  header.writeInt32LE(srsId, 4);
  return Buffer.concat([header, toWkb(geometry)]);
}
