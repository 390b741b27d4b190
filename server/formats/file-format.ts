/** A file format for features. */
export type FileFormat =
  | 'csv'
  | 'geojson'
  | 'geojsonseq'
  | 'geopackage'
  | 'shapefile'
  | 'flatgeobuf';

/** What to call a format, and its files. */
export interface FileFormatInfo {
  readonly id: FileFormat;
  readonly name: string;
  /** Of a file's name, without the dot. A Shapefile is several files, hence zipped. */
  readonly extension: string;
  readonly mediaType: string;
}

/** All formats that are read and written. */
export const FILE_FORMATS: readonly FileFormatInfo[] = [
  { id: 'geojson', name: 'GeoJSON', extension: 'geojson', mediaType: 'application/geo+json' },
  {
    id: 'geojsonseq',
    name: 'GeoJSON Lines',
    extension: 'geojsonl',
    mediaType: 'application/x-ndjson',
  },
  { id: 'csv', name: 'CSV', extension: 'csv', mediaType: 'text/csv' },
  {
    id: 'geopackage',
    name: 'GeoPackage',
    extension: 'gpkg',
    mediaType: 'application/geopackage+sqlite3',
  },
  { id: 'shapefile', name: 'Shapefile', extension: 'zip', mediaType: 'application/zip' },
  { id: 'flatgeobuf', name: 'FlatGeobuf', extension: 'fgb', mediaType: 'application/flatgeobuf' },
];

/** The facts of a format. */
export function formatInfo(format: FileFormat): FileFormatInfo {
  return FILE_FORMATS.find(({ id }) => id === format) as FileFormatInfo;
}
