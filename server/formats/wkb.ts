import type { Geometry, Position } from 'geojson';
import { bad } from './geometry-value.ts';

const TYPES = [
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
] as const;
const MAX_COLLECTIONS = 8;
const [EWKB_Z, EWKB_M] = [0x80000000, 0x40000000];
/** The bit that says that the number of a system follows. */
export const EWKB_SRID = 0x20000000;
/** The fewest bytes that a position, and a ring or part, can have; counts that exceed them are wrong. */
const POSITION_BYTES = 16;
const PART_BYTES = 4;

/**
 * A geometry as WKB: of ISO, or PostGIS' EWKB. Heights and measures are left out; what has no position is
 * none. @throws FileTroubleError `BAD_GEOMETRY`
 */
export function parseWkb(bytes: Uint8Array): Geometry | null {
  try {
    return new WkbReader(bytes).geometry(0);
  } catch (error) {
    if (error instanceof RangeError) throw bad('The geometry (WKB) is cut off.');
    throw error;
  }
}

class WkbReader {
  readonly #view: DataView;
  #at = 0;
  #isLittle = true;
  /** Numbers of a position, of which the first two are used. */
  #dimensions = 2;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  geometry(depth: number): Geometry | null {
    const type = this.#header();
    switch (type) {
      case 'Point': {
        const position = this.#position();
        // An empty point has no other form than this.
        if (position.every(Number.isNaN)) return null;
        return { type, coordinates: finite(position) };
      }
      case 'LineString':
        return orNull({ type, coordinates: this.#line() });
      case 'Polygon':
        return orNull({ type, coordinates: this.#list(PART_BYTES, () => this.#line()) });
      default:
        return this.#collection(type, depth);
    }
  }

  #collection(type: (typeof TYPES)[number], depth: number): Geometry | null {
    if (depth >= MAX_COLLECTIONS) throw bad('Collections lie too deep inside of each other.');
    const parts = this.#list(PART_BYTES + 1, () => this.geometry(depth + 1)).filter(
      (part) => part !== null,
    );
    if (parts.length === 0) return null;
    if (type === 'GeometryCollection') return { type, geometries: parts };
    const partType = type.slice('Multi'.length);
    if (parts.some((part) => part.type !== partType)) {
      throw bad(`A ${type} (WKB) has a part that is no ${partType}.`);
    }
    const coordinates = parts.map(
      (part) => (part as Extract<Geometry, { coordinates: unknown }>).coordinates,
    );
    return { type, coordinates } as Geometry;
  }

  #header(): (typeof TYPES)[number] {
    const order = this.#view.getUint8(this.#at);
    this.#at += 1;
    if (order > 1) throw bad('The geometry is no WKB.');
    this.#isLittle = order === 1;
    const code = this.#uint32();
    if (code & EWKB_SRID) this.#at += 4;
    const plain = code & 0x0fffffff;
    const extra = Math.floor(plain / 1000);
    const type = TYPES[(plain % 1000) - 1];
    if (!type || extra > 3)
      throw bad(`The geometry (WKB) is of type ${plain}; make it a plain one without curves.`);
    const hasZ = (code & EWKB_Z) !== 0 || extra === 1 || extra === 3;
    const hasM = (code & EWKB_M) !== 0 || extra >= 2;
    this.#dimensions = 2 + Number(hasZ) + Number(hasM);
    return type;
  }

  #line(): Position[] {
    return this.#list(POSITION_BYTES, () => finite(this.#position()));
  }

  #list<T>(leastBytes: number, item: () => T): T[] {
    const count = this.#uint32();
    // Or a few bytes could ask for gigabytes.
    if (count * leastBytes > this.#view.byteLength - this.#at) {
      throw bad('The geometry (WKB) is cut off.');
    }
    return Array.from({ length: count }, item);
  }

  #position(): [number, number] {
    const x = this.#view.getFloat64(this.#at, this.#isLittle);
    const y = this.#view.getFloat64(this.#at + 8, this.#isLittle);
    this.#at += 8 * this.#dimensions;
    return [x, y];
  }

  #uint32(): number {
    const value = this.#view.getUint32(this.#at, this.#isLittle);
    this.#at += 4;
    return value;
  }
}

function finite(position: [number, number]): Position {
  if (position.every(Number.isFinite)) return position;
  throw bad(`The geometry (WKB) has the position ${position.join(' ')}, which is no place.`);
}

function orNull(geometry: Extract<Geometry, { coordinates: unknown[] }>): Geometry | null {
  return geometry.coordinates.length === 0 ? null : geometry;
}

/** A geometry as WKB of ISO, little-endian. */
export function toWkb(geometry: Geometry): Buffer {
  const bytes = Buffer.alloc(sizeOf(geometry));
  writeGeometry(bytes, geometry, 0);
  return bytes;
}

/** The parts of a multi-geometry or collection; undefined for the simple ones. */
function partsOf(geometry: Geometry): readonly Geometry[] | undefined {
  if (geometry.type === 'GeometryCollection') return geometry.geometries;
  if (!geometry.type.startsWith('Multi')) return undefined;
  const type = geometry.type.slice('Multi'.length);
  return (geometry.coordinates as unknown[]).map(
    (coordinates) => ({ type, coordinates }) as Geometry,
  );
}

function linesOf(geometry: Geometry): readonly Position[][] {
  return (geometry as { coordinates: Position[][] }).coordinates;
}

const HEADER_BYTES = 5;

function sizeOf(geometry: Geometry): number {
  const parts = partsOf(geometry);
  if (parts) return parts.reduce((sum, part) => sum + sizeOf(part), HEADER_BYTES + 4);
  if (geometry.type === 'Point') return HEADER_BYTES + POSITION_BYTES;
  if (geometry.type === 'LineString') {
    return HEADER_BYTES + 4 + geometry.coordinates.length * POSITION_BYTES;
  }
  const rings = linesOf(geometry);
  return rings.reduce((sum, ring) => sum + 4 + ring.length * POSITION_BYTES, HEADER_BYTES + 4);
}

function writeGeometry(bytes: Buffer, geometry: Geometry, start: number): number {
  let at = bytes.writeUInt8(1, start);
  at = bytes.writeUInt32LE(TYPES.indexOf(geometry.type) + 1, at);
  const parts = partsOf(geometry);
  if (parts) {
    at = bytes.writeUInt32LE(parts.length, at);
    return parts.reduce((next, part) => writeGeometry(bytes, part, next), at);
  }
  if (geometry.type === 'Point') return writePositions(bytes, [geometry.coordinates], at);
  if (geometry.type === 'LineString') return writeLine(bytes, geometry.coordinates, at);
  const rings = linesOf(geometry);
  at = bytes.writeUInt32LE(rings.length, at);
  return rings.reduce((next, ring) => writeLine(bytes, ring, next), at);
}

function writeLine(bytes: Buffer, line: readonly Position[], at: number): number {
  return writePositions(bytes, line, bytes.writeUInt32LE(line.length, at));
}

function writePositions(bytes: Buffer, positions: readonly Position[], start: number): number {
  let at = start;
  for (const [x, y] of positions) {
    at = bytes.writeDoubleLE(x as number, at);
    at = bytes.writeDoubleLE(y as number, at);
  }
  return at;
}
