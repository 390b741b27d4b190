import type { Geometry, Position } from 'geojson';
import type { ByteReader } from '../byte-reader.ts';
import { FileTroubleError } from '../file-trouble.ts';
import { bad } from '../geometry-value.ts';
import { MAX_RECORD_BYTES } from '../limits.ts';
import { polygonsOf } from './rings.ts';

const HEADER_BYTES = 100;
const RECORD_HEADER_BYTES = 8;
const FILE_CODE = 9994;
/** Lengths are counted in words of two bytes. */
const WORD = 2;
/** Numbers below stand for none. @source ESRI Shapefile Technical Description, p. 2 */
const NO_DATA = -1e38;
const BOX_BYTES = 32;

/** The shapes of a .shp file, one after the other, as their bytes. @throws FileTroubleError */
export async function* shapeRecords(reader: ByteReader): AsyncGenerator<Buffer> {
  const header = await reader.demand(HEADER_BYTES);
  if (header.readInt32BE(0) !== FILE_CODE) {
    throw new FileTroubleError('BAD_SYNTAX', 'The .shp file is none; write the Shapefile again.');
  }
  const end = header.readInt32BE(24) * WORD;
  while (reader.position < end) {
    const recordHeader = await reader.demand(RECORD_HEADER_BYTES);
    const length = recordHeader.readInt32BE(4) * WORD;
    if (length > MAX_RECORD_BYTES) {
      const message = `A shape is longer than ${MAX_RECORD_BYTES} bytes; simplify it.`;
      throw new FileTroubleError('RECORD_TOO_LONG', message);
    }
    if (length < 4)
      throw new FileTroubleError('BAD_SYNTAX', 'The .shp file is damaged; write it again.');
    yield await reader.demand(length);
  }
}

/** The geometry of a shape; heights and measures are left out. @throws FileTroubleError `BAD_GEOMETRY` */
export function shapeOf(record: Buffer): Geometry | null {
  try {
    return readShape(record);
  } catch (error) {
    if (error instanceof RangeError) throw bad('The shape is cut off.');
    throw error;
  }
}

function readShape(record: Buffer): Geometry | null {
  const type = record.readInt32LE(0);
  // Types of ten and more are the same with heights, of twenty and more with measures, at the end.
  switch (type < 30 ? type % 10 : type) {
    case 0:
      return null;
    case 1:
      return { type: 'Point', coordinates: positionAt(record, 4) };
    case 8: {
      const coordinates = positionsAt(record, 4 + BOX_BYTES + 4, record.readInt32LE(4 + BOX_BYTES));
      return coordinates.length === 0 ? null : { type: 'MultiPoint', coordinates };
    }
    case 3: {
      const lines = partsOf(record);
      if (lines.length > 1) return { type: 'MultiLineString', coordinates: lines };
      return lines[0] ? { type: 'LineString', coordinates: lines[0] } : null;
    }
    case 5:
      return polygonsOf(partsOf(record));
    default:
      throw bad(`Shapes of type ${type} are not read; make them points, lines or polygons.`);
  }
}

function partsOf(record: Buffer): Position[][] {
  const parts = record.readInt32LE(4 + BOX_BYTES);
  const points = record.readInt32LE(8 + BOX_BYTES);
  const partsAt = 12 + BOX_BYTES;
  if (parts < 0 || partsAt + 4 * parts > record.length) throw bad('The shape is cut off.');
  const starts = Array.from({ length: parts }, (_, i) => record.readInt32LE(partsAt + 4 * i));
  const positions = positionsAt(record, partsAt + 4 * parts, points);
  if (starts.some((start, i) => start < (starts[i - 1] ?? 0) || start > points)) {
    throw bad('The parts of the shape contradict the number of its positions.');
  }
  return starts
    .map((start, i) => positions.slice(start, starts[i + 1] ?? points))
    .filter((part) => part.length > 0);
}

function positionsAt(record: Buffer, start: number, count: number): Position[] {
  if (count < 0 || start + 16 * count > record.length) throw bad('The shape is cut off.');
  return Array.from({ length: count }, (_, i) => positionAt(record, start + 16 * i));
}

function positionAt(record: Buffer, at: number): Position {
  const position = [record.readDoubleLE(at), record.readDoubleLE(at + 8)];
  if (position.every((value) => Number.isFinite(value) && value > NO_DATA)) return position;
  throw bad(`The shape has the position ${position.join(' ')}, which is no place.`);
}
