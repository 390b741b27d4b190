import { stat } from 'node:fs/promises';
import type { FileFormat } from './file-format.ts';
import { FileTroubleError } from './file-trouble.ts';
import { jsonPieces } from './geojson/json-pieces.ts';
import { utf16Without } from './likely-encoding.ts';
import { encodingOf, readHead } from './text-file.ts';

const HEAD_BYTES = 4096;
const FORMATS = 'GeoJSON, GeoJSON Text Sequence, CSV, GeoPackage, a zipped Shapefile or FlatGeobuf';

/** The first bytes of formats that are read; archives are taken for Shapefiles. */
const KNOWN: readonly (readonly [string, FileFormat])[] = [
  [Buffer.from('SQLite format 3\0').toString('hex'), 'geopackage'],
  ['504b0304', 'shapefile'],
  ['504b0506', 'shapefile'],
  ['666762', 'flatgeobuf'],
];

/** The first bytes of formats that are not, and what to do. */
const FOREIGN: readonly (readonly [string, string])[] = [
  ['0000270a', 'It is one file of a Shapefile; put its .shp, .shx, .dbf and .prj into one .zip.'],
  ['d0cf11e0', 'It is an old Excel or Access file; save the table as CSV UTF-8.'],
  ['1f8b', 'It is compressed with gzip; unpack it first.'],
  ['526172211a07', 'It is a RAR archive; unpack it, and put a Shapefile into a .zip.'],
  ['377abcaf271c', 'It is a 7z archive; unpack it, and put a Shapefile into a .zip.'],
  ['25504446', 'It is a PDF; get the data themselves.'],
  ['50415231', 'It is Parquet; convert it to GeoPackage.'],
  ['89504e47', 'It is a picture; get the data themselves.'],
  ['ffd8ff', 'It is a picture; get the data themselves.'],
];

/** The format of a file by its content; its name does not count. @throws FileTroubleError */
export async function sniffFormat(path: string): Promise<FileFormat> {
  if ((await stat(path)).size === 0) throw new FileTroubleError('EMPTY', 'The file is empty.');
  const head = await readHead(path, HEAD_BYTES);
  const hex = head.toString('hex');
  const known = KNOWN.find(([magic]) => hex.startsWith(magic));
  if (known) return known[1];
  const foreign = FOREIGN.find(([magic]) => hex.startsWith(magic));
  if (foreign) throw new FileTroubleError('UNSUPPORTED_FORMAT', foreign[1]);
  const wide = wideEncoding(hex, head);
  if (head.includes(0) && !wide) {
    throw new FileTroubleError('UNKNOWN_FORMAT', `It is no file of features; give ${FORMATS}.`);
  }
  return sniffText(
    path,
    (wide ? new TextDecoder(wide).decode(head) : head.toString('utf8'))
      .replace(/^\uFEFF/, '')
      .trimStart(),
  );
}

/** UTF-16, by its mark or its zeros. */
function wideEncoding(hex: string, head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (hex.startsWith('fffe')) return 'utf-16le';
  return hex.startsWith('feff') ? 'utf-16be' : utf16Without(head);
}

async function sniffText(path: string, head: string): Promise<FileFormat> {
  if (head === '') throw new FileTroubleError('EMPTY', 'There is nothing but blanks in the file.');
  if (head.startsWith('\u001E')) return 'geojsonseq';
  if (head.startsWith('{')) return sniffJson(path);
  if (head.startsWith('<')) {
    const name = /<(kml|gpx|osm|html|\w*:?FeatureCollection)\b/i.exec(head)?.[1] ?? 'XML';
    const message = `It is ${name}, which is not read; convert it to GeoJSON or GeoPackage.`;
    throw new FileTroubleError('UNSUPPORTED_FORMAT', message);
  }
  if (head.startsWith('[')) {
    const message =
      'It is a list in JSON and no GeoJSON; convert it to a FeatureCollection or to CSV.';
    throw new FileTroubleError('UNSUPPORTED_FORMAT', message);
  }
  return 'csv';
}

async function sniffJson(path: string): Promise<FileFormat> {
  for await (const piece of jsonPieces(path, await encodingOf(path), 'features')) {
    if (piece.kind === 'element') return 'geojson';
    if (piece.kind === 'array' || piece.key !== 'type') continue;
    if (piece.value === 'FeatureCollection') return 'geojson';
    if (piece.value !== 'Topology') return 'geojsonseq';
    const message = 'It is TopoJSON, which is not read; convert it to GeoJSON.';
    throw new FileTroubleError('UNSUPPORTED_FORMAT', message);
  }
  const message = `It is JSON without the members of GeoJSON; give ${FORMATS}.`;
  throw new FileTroubleError('UNKNOWN_FORMAT', message);
}
