import type { Geometry } from 'geojson';
import type { ReferenceSystem } from '../coordinates/reference-system.ts';
import type { PropertyValue } from './source.ts';

/** A column of the file to write. */
export interface SinkColumn {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'real' | 'boolean';
}

/** One type for all features; the formats differ in whether they can do without. */
export type SinkGeometryType = Exclude<Geometry['type'], 'GeometryCollection'>;

/** A feature to write: its geometry in degrees on WGS 84. Properties without a column are left out. */
export interface SinkFeature {
  readonly properties: Readonly<Record<string, PropertyValue>>;
  readonly geometry: Geometry | null;
}

/** How to write. */
export interface SinkOptions {
  /** Name of the layer, and of the files of a Shapefile. */
  readonly layer: string;
  readonly columns: readonly SinkColumn[];
  readonly geometryType: SinkGeometryType;
  /** What the coordinates are converted to. */
  readonly system: ReferenceSystem;
  /** Of texts in CSV and Shapefiles; UTF-8 unless given. The other formats have UTF-8 always. */
  readonly encoding?: 'utf-8' | 'gb18030' | undefined;
}

/** Writes features of one format: a stream in, a stream out. */
export type FeatureWriter = (
  features: AsyncIterable<SinkFeature>,
  options: SinkOptions,
) => AsyncGenerator<Buffer>;
