import type { Geometry } from 'geojson';
import type { ReferenceSystem } from '../systems/reference-system.ts';
import type { PropertyValue } from './source.ts';

/** A column of the file to write. */
export interface SinkColumn {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'real' | 'boolean';
}

/** The type of all geometries of a file; some formats need one. */
export type SinkGeometryType = Exclude<Geometry['type'], 'GeometryCollection'>;

/** A feature to write: its geometry in degrees on WGS 84. Properties without a column are left out. */
export interface SinkFeature {
  readonly properties: Readonly<Record<string, PropertyValue>>;
  readonly geometry: Geometry | null;
}

/** How a file is written. */
export interface SinkOptions {
  /** Name of the layer, and of the files of a Shapefile. */
  readonly layer: string;
  readonly columns: readonly SinkColumn[];
  readonly geometryType: SinkGeometryType;
  /** The system to which coordinates are converted. */
  readonly system: ReferenceSystem;
  /** Encoding of texts in CSV and Shapefiles; UTF-8 unless given. The other formats are always UTF-8. */
  readonly encoding?: 'utf-8' | 'gb18030' | undefined;
  /** Whether CSV has all texts as they are, also those that a spreadsheet takes for formulas. */
  readonly isRaw?: boolean | undefined;
}

/** Writes features of one format: a stream in, a stream out. */
export type FeatureWriter = (
  features: AsyncIterable<SinkFeature>,
  options: SinkOptions,
) => AsyncGenerator<Buffer>;
