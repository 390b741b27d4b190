import { openCsv } from './csv/csv-source.ts';
import type { FileFormat } from './file-format.ts';
import { openFlatGeobuf } from './flatgeobuf/flatgeobuf-source.ts';
import { openGeoJson } from './geojson/geojson-source.ts';
import { openGeoJsonSeq } from './geojson/geojsonseq-source.ts';
import { openGeoPackage } from './geopackage/geopackage-source.ts';
import { openShapefile } from './shapefile/shapefile-source.ts';
import { sniffFormat } from './sniff.ts';
import type { FeatureSource, OpenOptions } from './source.ts';

export { FILE_FORMATS, type FileFormat, formatInfo } from './file-format.ts';
export { FileTroubleError } from './file-trouble.ts';
export { openSourceApart } from './read-apart.ts';
export type * from './source.ts';
export { parseWkb as geometryFromWkb } from './wkb.ts';

const OPENERS: Readonly<
  Record<FileFormat, (path: string, options: OpenOptions) => Promise<FeatureSource>>
> = {
  csv: openCsv,
  geojson: openGeoJson,
  geojsonseq: openGeoJsonSeq,
  geopackage: openGeoPackage,
  shapefile: openShapefile,
  flatgeobuf: openFlatGeobuf,
};

/**
 * Opens a file of features; its format is detected from its content. It is read as a stream: memory does
 * not grow with the size of the file.
 *
 *     const source = await openSource('communities.zip');
 *     for await (const { row, properties, geometry } of source.features()) …
 *     await source.close();
 *
 * @throws FileTroubleError and nothing else, whatever the bytes
 */
export async function openSource(path: string, options: OpenOptions = {}): Promise<FeatureSource> {
  const format = options.format ?? (await sniffFormat(path));
  return OPENERS[format](path, options);
}
