import type { Geometry, Position } from 'geojson';
import { bad, show } from './geometry-value.ts';

const TYPES: Readonly<Record<string, Geometry['type']>> = {
  POINT: 'Point',
  LINESTRING: 'LineString',
  POLYGON: 'Polygon',
  MULTIPOINT: 'MultiPoint',
  MULTILINESTRING: 'MultiLineString',
  MULTIPOLYGON: 'MultiPolygon',
  GEOMETRYCOLLECTION: 'GeometryCollection',
};
const MAX_COLLECTIONS = 8;

/** A geometry written as WKT or EWKT. Heights and measures are left out; `EMPTY` is none. @throws FileTroubleError */
export function parseWkt(text: string): Geometry | null {
  const reader = new WktReader(text);
  const geometry = reader.geometry(0);
  reader.demandEnd();
  return geometry;
}

class WktReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#match(/\s*SRID\s*=\s*\d+\s*;/iy);
  }

  geometry(depth: number): Geometry | null {
    const word = this.#match(/\s*([a-z]+)\s*(?:ZM|Z|M)?(?![a-z])/iy)?.[1] ?? '';
    const type =
      TYPES[word.toUpperCase().replace(/(?<=.)(?:ZM|Z|M)$/, '')] ?? TYPES[word.toUpperCase()];
    if (!type) throw this.#bad();
    if (this.#match(/\s*EMPTY\b/iy)) return null;
    switch (type) {
      case 'Point':
        return { type, coordinates: this.#inBrackets(() => this.#position()) };
      case 'LineString':
        return { type, coordinates: this.#line() };
      case 'MultiPoint':
        return { type, coordinates: this.#list(() => this.#positionOrBracketed()) };
      case 'Polygon':
      case 'MultiLineString':
        return { type, coordinates: this.#list(() => this.#line()) };
      case 'MultiPolygon':
        return { type, coordinates: this.#list(() => this.#list(() => this.#line())) };
      case 'GeometryCollection': {
        if (depth >= MAX_COLLECTIONS) throw bad('Collections lie too deep inside of each other.');
        const parts = this.#list(() => this.geometry(depth + 1)).filter((part) => part !== null);
        return parts.length === 0 ? null : { type, geometries: parts };
      }
    }
  }

  demandEnd(): void {
    if (!this.#match(/\s*$/y)) throw this.#bad();
  }

  #line(): Position[] {
    return this.#list(() => this.#position());
  }

  #list<T>(item: () => T): T[] {
    return this.#inBrackets(() => {
      const items = [item()];
      while (this.#match(/\s*,/y)) items.push(item());
      return items;
    });
  }

  #inBrackets<T>(content: () => T): T {
    this.#demand(/\s*\(/y);
    const value = content();
    this.#demand(/\s*\)/y);
    return value;
  }

  #positionOrBracketed(): Position {
    const bracket = /\s*\(/y;
    bracket.lastIndex = this.#at;
    return bracket.test(this.#text) ? this.#inBrackets(() => this.#position()) : this.#position();
  }

  #position(): Position {
    const match = this.#demand(
      /\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s+([-+]?[\d.]+(?:e[-+]?\d+)?)(?:\s+(?:[-+]?[\d.]+(?:e[-+]?\d+)?|nan)){0,2}/iy,
    );
    const position = [Number(match[1]), Number(match[2])];
    if (!position.every(Number.isFinite)) throw this.#bad();
    return position;
  }

  #demand(pattern: RegExp): RegExpExecArray {
    const match = this.#match(pattern);
    if (!match) throw this.#bad();
    return match;
  }

  /** Matches a sticky pattern at the current position, and moves behind the match. */
  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #bad(): Error {
    const rest = this.#text.slice(this.#at, this.#at + 30);
    return bad(`It is no WKT from character ${this.#at + 1} on: ${show(rest)}.`);
  }
}

/** A geometry as WKT, with as many digits as the numbers have. */
export function toWkt(geometry: Geometry): string {
  if (geometry.type === 'GeometryCollection') {
    return `GEOMETRYCOLLECTION(${geometry.geometries.map(toWkt).join(',')})`;
  }
  const { type, coordinates } = geometry;
  if (type === 'Point') return `POINT(${coordinates[0]} ${coordinates[1]})`;
  return `${type.toUpperCase()}${listed(coordinates)}`;
}

type Nested = Position | readonly Nested[];

function listed(coordinates: readonly Nested[]): string {
  const parts = coordinates.map((part) =>
    typeof part[0] === 'number' ? `${part[0]} ${part[1]}` : listed(part as readonly Nested[]),
  );
  return `(${parts.join(',')})`;
}
