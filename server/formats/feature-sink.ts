import { writeCsv } from './csv/csv-sink.ts';
import type { FileFormat } from './file-format.ts';
import { writeFlatGeobuf } from './flatgeobuf/flatgeobuf-sink.ts';
import { writeGeoJson, writeGeoJsonSeq } from './geojson/geojson-sink.ts';
import { writeGeoPackage } from './geopackage/geopackage-sink.ts';
import { writeShapefile } from './shapefile/shapefile-sink.ts';
import type { FeatureWriter, SinkFeature, SinkOptions } from './sink.ts';

export type * from './sink.ts';

const WRITERS: Readonly<Record<FileFormat, FeatureWriter>> = {
  csv: writeCsv,
  geojson: writeGeoJson,
  geojsonseq: writeGeoJsonSeq,
  geopackage: writeGeoPackage,
  shapefile: writeShapefile,
  flatgeobuf: writeFlatGeobuf,
};

/**
 * A file of features as a stream of bytes, converted from WGS 84 to `options.system`. Memory does not
 * grow with the number of features; formats that cannot be streamed (GeoPackage, Shapefile) need a temporary
 * file until the stream ends or is closed.
 *
 * @throws ReferenceTrouble where the system cannot express a position
 * @throws FileTroubleError where the format cannot hold a feature
 */
export function writeFeatures(
  format: FileFormat,
  features: AsyncIterable<SinkFeature>,
  options: SinkOptions,
): AsyncGenerator<Buffer> {
  return WRITERS[format](features, options);
}
