import type { Geometry } from 'geojson';
import type { Declaration } from './declaration.ts';
import type { FileFormat } from './file-format.ts';
import type { FileTroubleError } from './file-trouble.ts';
import type { TextEncoding } from './text-encoding.ts';

/** A property of a feature. Lists and objects are given as JSON texts. */
export type PropertyValue = string | number | boolean | null;

/** One feature of a file, in the file's own coordinates. */
export interface SourceFeature {
  /**
   * Where it is in the file, from 1, as people count: the line on which it begins (CSV, GeoJSON Text
   * Sequence), else which feature it is.
   */
  readonly row: number;
  readonly properties: Readonly<Record<string, PropertyValue>>;
  /** Easting or longitude first, without heights. */
  readonly geometry: Geometry | null;
  /** The number of the system that the geometry names for itself (EWKT, EWKB). */
  readonly srid?: number | undefined;
  /** Whether it has fewer cells than the header of its table, so that what stands in one may be of another. */
  readonly isShort?: boolean;
  /** Why its geometry could not be read; the geometry is then null. Other features can be read. */
  readonly trouble?: FileTroubleError;
}

/** The columns of a CSV file that hold the geometry: two with coordinates, or one with WKT, GeoJSON or hexadecimal WKB. */
export type GeometryColumns =
  | { readonly x: string; readonly y: string }
  | { readonly geometry: string };

/** An open file of features. */
export interface FeatureSource extends Declaration {
  readonly format: FileFormat;
  /** The layer that is read; null in formats without layers. */
  readonly layer: string | null;
  /** All layers of the file that hold features. */
  readonly layers: readonly string[];
  /** Names of the properties, in the order of the file. */
  readonly columns: readonly string[];
  /** How its texts are encoded, such as `utf-8` or `gb18030`; null where the format leaves no choice. */
  readonly encoding: string | null;
  /** Number of features; null when it is not known before all are read. */
  readonly featureCount: number | null;
  /** The columns of a CSV file that hold the geometry; null when none was recognised, and in other formats. */
  readonly geometryColumns: GeometryColumns | null;
  /** The line of a table on which its header stands; undefined in other formats. */
  readonly headerLine?: number | undefined;
  /** All features once, one at a time. @throws FileTroubleError */
  features(): AsyncIterable<SourceFeature>;
  close(): Promise<void>;
}

/** How to open a file; what is left out is detected from its content. */
export interface OpenOptions {
  readonly format?: FileFormat | undefined;
  /** The first layer unless given. */
  readonly layer?: string | undefined;
  readonly encoding?: TextEncoding | undefined;
  /** Null: of none; found by their names unless given. */
  readonly geometryColumns?: GeometryColumns | null | undefined;
}
