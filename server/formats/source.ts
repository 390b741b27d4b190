import type { Geometry } from 'geojson';
import type { ReferenceSystem } from '../coordinates/reference-system.ts';
import type { FileFormat } from './file-format.ts';
import type { FileTroubleError } from './file-trouble.ts';

/** A value of a feature; what a format has beyond these (lists, objects) is given as the text of its JSON. */
export type PropertyValue = string | number | boolean | null;

/** One feature of a file, as the file has it. */
export interface SourceFeature {
  /**
   * Where it is in the file, from 1, as people count: the line on which it begins (CSV, GeoJSON Text
   * Sequence), else which feature it is.
   */
  readonly row: number;
  readonly properties: Readonly<Record<string, PropertyValue>>;
  /** In the file's own coordinates, easting or longitude first, without heights. */
  readonly geometry: Geometry | null;
  /** Why its geometry could not be read, which is then null; features after it may be well. */
  readonly trouble?: FileTroubleError;
}

/** Which columns of a CSV file hold the place: two with coordinates, or one with WKT, GeoJSON or hexadecimal WKB. */
export type GeometryColumns =
  | { readonly x: string; readonly y: string }
  | { readonly geometry: string };

/** An open file of features. */
export interface FeatureSource {
  readonly format: FileFormat;
  /** The layer that is read; null in formats without layers. */
  readonly layer: string | null;
  /** All layers of the file that hold features. */
  readonly layers: readonly string[];
  /** Names of the properties, in the order of the file. */
  readonly columns: readonly string[];
  /** What the file says of its coordinates, if that is a system that is known here. */
  readonly declared: ReferenceSystem | null;
  /** The same in the file's own words. */
  readonly declaredText: string | null;
  /** How its texts are encoded, such as `utf-8` or `gb18030`; null where the format leaves no choice. */
  readonly encoding: string | null;
  /** How many features it says there are; null when only reading tells. */
  readonly featureCount: number | null;
  /** Which columns of a CSV file are taken for the place; null when none was recognised, and in other formats. */
  readonly geometryColumns: GeometryColumns | null;
  /** All features once, one at a time. @throws FileTroubleError */
  features(): AsyncIterable<SourceFeature>;
  close(): Promise<void>;
}

/** What to take a file for, where it does not say so itself. */
export interface OpenOptions {
  readonly format?: FileFormat | undefined;
  /** The first one unless given. */
  readonly layer?: string | undefined;
  readonly encoding?: 'utf-8' | 'gb18030' | undefined;
  /** Null: of none; found by their names unless given. */
  readonly geometryColumns?: GeometryColumns | null | undefined;
}
