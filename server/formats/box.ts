import type { Geometry, Position } from 'geojson';

/** The bounding box of all geometries that were included. */
export class Box {
  #west = Number.POSITIVE_INFINITY;
  #south = Number.POSITIVE_INFINITY;
  #east = Number.NEGATIVE_INFINITY;
  #north = Number.NEGATIVE_INFINITY;

  /** The box of one geometry. */
  static of(geometry: Geometry): Box {
    const box = new Box();
    box.include(geometry);
    return box;
  }

  include(geometry: Geometry): void {
    if (geometry.type === 'GeometryCollection') {
      for (const part of geometry.geometries) this.include(part);
    } else this.#includeNested(geometry.coordinates);
  }

  /** [west, south, east, north]; nulls while nothing was included. */
  get corners(): readonly [number, number, number, number] | readonly [null, null, null, null] {
    if (this.#west > this.#east) return [null, null, null, null];
    return [this.#west, this.#south, this.#east, this.#north];
  }

  #includeNested(coordinates: readonly unknown[]): void {
    if (typeof coordinates[0] !== 'number') {
      for (const part of coordinates) this.#includeNested(part as unknown[]);
      return;
    }
    const [x, y] = coordinates as Position as [number, number];
    this.#west = Math.min(this.#west, x);
    this.#east = Math.max(this.#east, x);
    this.#south = Math.min(this.#south, y);
    this.#north = Math.max(this.#north, y);
  }
}
