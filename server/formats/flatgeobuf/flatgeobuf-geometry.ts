import type { Geometry as FlatGeometry } from 'flatgeobuf/lib/mjs/flat-geobuf/geometry.js';
import { GeometryType } from 'flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js';
import type { IParsedGeometry } from 'flatgeobuf/lib/mjs/generic/geometry.js';
import type { Geometry, Position } from 'geojson';
import { bad, geometryOf } from '../geometry-value.ts';

const MAX_PARTS_DEPTH = 8;
const POSITION_BYTES = 16;

/**
 * A geometry of FlatGeobuf as GeoJSON. `bytes` is the size of its feature: parts may be shared, and a few
 * bytes stand for millions of positions, which is refused. @throws FileTroubleError `BAD_GEOMETRY`
 */
export function readGeometry(
  geometry: FlatGeometry,
  headerType: GeometryType,
  bytes: number,
): Geometry | null {
  return new FlatReader(bytes).read(geometry, headerType, 0);
}

class FlatReader {
  /** Bytes that further positions and parts may take. */
  #bytesLeft: number;

  constructor(bytes: number) {
    this.#bytesLeft = bytes;
  }

  read(geometry: FlatGeometry, headerType: GeometryType, depth: number): Geometry | null {
    const type = headerType === GeometryType.Unknown ? geometry.type() : headerType;
    switch (type) {
      case GeometryType.Point: {
        const position = this.#positions(geometry)[0];
        return position ? geometryOf({ type: 'Point', coordinates: position }) : null;
      }
      case GeometryType.LineString:
        return geometryOf({ type: 'LineString', coordinates: this.#positions(geometry) });
      case GeometryType.MultiPoint:
        return geometryOf({ type: 'MultiPoint', coordinates: this.#positions(geometry) });
      case GeometryType.Polygon:
        return geometryOf({ type: 'Polygon', coordinates: this.#lines(geometry) });
      case GeometryType.MultiLineString:
        return geometryOf({ type: 'MultiLineString', coordinates: this.#lines(geometry) });
      case GeometryType.MultiPolygon: {
        const polygons = this.#parts(geometry, GeometryType.Polygon, depth);
        const coordinates = polygons.map((part) => (part as { coordinates: unknown }).coordinates);
        return geometryOf({ type: 'MultiPolygon', coordinates });
      }
      case GeometryType.GeometryCollection: {
        const geometries = this.#parts(geometry, GeometryType.Unknown, depth);
        return geometryOf({ type: 'GeometryCollection', geometries });
      }
      default:
        throw bad(`Geometries of type ${type} are not read; make them plain ones without curves.`);
    }
  }

  #parts(geometry: FlatGeometry, type: GeometryType, depth: number): Geometry[] {
    if (depth >= MAX_PARTS_DEPTH) throw bad('Parts lie too deep inside of each other.');
    const length = geometry.partsLength();
    this.#spend(4 * length);
    return Array.from({ length }, (_, i) => {
      const part = geometry.parts(i);
      return part && this.read(part, type, depth + 1);
    }).filter((part) => part !== null);
  }

  #positions(geometry: FlatGeometry): Position[] {
    const xy = geometry.xyArray() ?? [];
    this.#spend((xy.length / 2) * POSITION_BYTES);
    return Array.from({ length: Math.floor(xy.length / 2) }, (_, i) => [
      xy[2 * i] as number,
      xy[2 * i + 1] as number,
    ]);
  }

  /** Rings or lines: all positions in a row, and after how many each ends. */
  #lines(geometry: FlatGeometry): Position[][] {
    const positions = this.#positions(geometry);
    const ends = [...(geometry.endsArray() ?? [])];
    if (ends.length === 0) return positions.length === 0 ? [] : [positions];
    if (ends.some((end, i) => end <= (ends[i - 1] ?? 0)) || ends.at(-1) !== positions.length) {
      throw bad('The ends of its parts contradict the number of its positions.');
    }
    return ends.map((end, i) => positions.slice(ends[i - 1] ?? 0, end));
  }

  #spend(bytes: number): void {
    this.#bytesLeft -= bytes;
    if (this.#bytesLeft < 0) throw bad('Its parts do not fit into its bytes.');
  }
}

/** A GeoJSON geometry as the FlatGeobuf library takes it; null as an empty collection. */
export function flatten(geometry: Geometry | null): IParsedGeometry {
  if (!geometry) return flat('GeometryCollection', { parts: [] });
  switch (geometry.type) {
    case 'Point':
      return flat(geometry.type, { xy: [...geometry.coordinates] });
    case 'LineString':
    case 'MultiPoint':
      return flat(geometry.type, { xy: geometry.coordinates.flat() });
    case 'Polygon':
    case 'MultiLineString':
      return flat(geometry.type, linesAsFlat(geometry.coordinates));
    case 'MultiPolygon': {
      const parts = geometry.coordinates.map((polygon) => flat('Polygon', linesAsFlat(polygon)));
      return flat(geometry.type, { parts });
    }
    case 'GeometryCollection':
      return flat(geometry.type, { parts: geometry.geometries.map(flatten) });
  }
}

function linesAsFlat(lines: readonly Position[][]): { xy: number[]; ends: number[] } {
  let end = 0;
  const ends = lines.map((line) => {
    end += line.length;
    return end;
  });
  return { xy: lines.flat(2), ends };
}

/** The library distinguishes the types by which members are missing. */
function flat(type: Geometry['type'], parts: Partial<IParsedGeometry>): IParsedGeometry {
  return { type: GeometryType[type], ...parts } as IParsedGeometry;
}
