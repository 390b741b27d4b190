/** A system of EPSG's registry as `epsg-index` has it. @source EPSG Geodetic Parameter Dataset, by epsg.io */
export interface IndexEntry {
  readonly code: string;
  readonly kind: string;
  readonly name: string;
  /** WKT 1; null where there is none. Its TOWGS84 is not to be trusted. */
  readonly wkt: string | null;
  /** The same for PROJ; null where that has no such method. */
  readonly proj4: string | null;
  /** [north, west, south, east], degrees; west is the larger number across 180°. */
  readonly bbox: readonly [number, number, number, number] | null;
  /** How exact its published way to WGS 84 is, in meters; null where none is published. */
  readonly accuracy: number | null;
}
