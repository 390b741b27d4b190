import type { Geometry, Position } from 'geojson';
import { AppendFile } from '../append-file.ts';
import { Box } from '../box.ts';
import { FileTroubleError } from '../file-trouble.ts';
import type { SinkGeometryType } from '../sink.ts';
import { doubleArea } from './rings.ts';

const HEADER_BYTES = 100;
const RECORD_HEADER_BYTES = 8;
/** Programs address bytes of these files with 31 bits. */
const MOST_BYTES = 2 ** 31 - 1;
const SHAPE_TYPES: Readonly<Record<SinkGeometryType, number>> = {
  Point: 1,
  MultiPoint: 8,
  LineString: 3,
  MultiLineString: 3,
  Polygon: 5,
  MultiPolygon: 5,
};

/** Writes .shp and .shx. Their headers are written last, when the box and the length are known. */
export class ShpWriter {
  readonly #shp: AppendFile;
  readonly #shx: AppendFile;
  readonly #shapeType: number;
  readonly #box = new Box();
  #records = 0;

  private constructor(shp: AppendFile, shx: AppendFile, geometryType: SinkGeometryType) {
    this.#shp = shp;
    this.#shx = shx;
    this.#shapeType = SHAPE_TYPES[geometryType];
  }

  /** Begins the two files; `path` is without its ending. */
  static async open(path: string, geometryType: SinkGeometryType): Promise<ShpWriter> {
    const [shp, shx] = [await AppendFile.open(`${path}.shp`), await AppendFile.open(`${path}.shx`)];
    await shp.append(Buffer.alloc(HEADER_BYTES));
    await shx.append(Buffer.alloc(HEADER_BYTES));
    return new ShpWriter(shp, shx, geometryType);
  }

  /** @throws FileTroubleError when the geometry is not of the file's type, or the file full */
  async write(geometry: Geometry | null): Promise<void> {
    const content = this.#contentOf(geometry);
    if (geometry) this.#box.include(geometry);
    const header = Buffer.alloc(RECORD_HEADER_BYTES);
    header.writeInt32BE(++this.#records, 0);
    header.writeInt32BE(content.length / 2, 4);
    const entry = Buffer.alloc(RECORD_HEADER_BYTES);
    entry.writeInt32BE(this.#shp.length / 2, 0);
    entry.writeInt32BE(content.length / 2, 4);
    await this.#shp.append(Buffer.concat([header, content]));
    await this.#shx.append(entry);
    if (this.#shp.length > MOST_BYTES) {
      throw new FileTroubleError('TOO_LARGE', 'A Shapefile ends at 2 GiB; choose GeoPackage.');
    }
  }

  /** Writes the headers. */
  async finish(): Promise<void> {
    await this.#shp.overwriteStart(this.#headerOf(this.#shp.length));
    await this.#shx.overwriteStart(this.#headerOf(this.#shx.length));
  }

  async close(): Promise<void> {
    await this.#shp.close();
    await this.#shx.close();
  }

  #headerOf(fileBytes: number): Buffer {
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeInt32BE(9994, 0);
    header.writeInt32BE(fileBytes / 2, 24);
    header.writeInt32LE(1000, 28);
    header.writeInt32LE(this.#shapeType, 32);
    writeBox(header, 36, this.#box);
    return header;
  }

  #contentOf(geometry: Geometry | null): Buffer {
    if (!geometry) return Buffer.alloc(4);
    if (SHAPE_TYPES[geometry.type as SinkGeometryType] !== this.#shapeType) {
      const message = `A ${geometry.type} does not go into this Shapefile; choose GeoPackage for shapes of several kinds.`;
      throw new FileTroubleError('BAD_GEOMETRY', message);
    }
    switch (geometry.type) {
      case 'Point':
        return pointContent(geometry.coordinates);
      case 'MultiPoint':
        return this.#content(geometry, [], geometry.coordinates);
      case 'LineString':
        return this.#content(geometry, [geometry.coordinates]);
      case 'Polygon':
        return this.#content(geometry, clockwise(geometry.coordinates));
      case 'MultiPolygon':
        return this.#content(geometry, geometry.coordinates.flatMap(clockwise));
      default:
        return this.#content(geometry, (geometry as { coordinates: Position[][] }).coordinates);
    }
  }

  #content(geometry: Geometry, parts: readonly Position[][], points = parts.flat()): Buffer {
    const hasParts = this.#shapeType !== SHAPE_TYPES.MultiPoint;
    const partsAt = hasParts ? 44 : 40;
    const content = Buffer.alloc(partsAt + 4 * parts.length + 16 * points.length);
    content.writeInt32LE(this.#shapeType, 0);
    writeBox(content, 4, Box.of(geometry));
    if (hasParts) content.writeInt32LE(parts.length, 36);
    content.writeInt32LE(points.length, hasParts ? 40 : 36);
    let start = 0;
    for (const [i, part] of parts.entries()) {
      content.writeInt32LE(start, partsAt + 4 * i);
      start += part.length;
    }
    let at = partsAt + 4 * parts.length;
    for (const point of points) at = writePosition(content, point, at);
    return content;
  }
}

/** Outer rings run clockwise in a Shapefile, and holes counterclockwise. */
function clockwise(rings: readonly Position[][]): Position[][] {
  return rings.map((ring, i) => (doubleArea(ring) > 0 === (i === 0) ? ring.toReversed() : ring));
}

function pointContent(position: Position): Buffer {
  const content = Buffer.alloc(20);
  content.writeInt32LE(SHAPE_TYPES.Point, 0);
  writePosition(content, position, 4);
  return content;
}

function writePosition(bytes: Buffer, [x, y]: Position, at: number): number {
  bytes.writeDoubleLE(x as number, at);
  return bytes.writeDoubleLE(y as number, at + 8);
}

function writeBox(bytes: Buffer, at: number, box: Box): void {
  for (const [i, corner] of box.corners.entries()) bytes.writeDoubleLE(corner ?? 0, at + 8 * i);
}
