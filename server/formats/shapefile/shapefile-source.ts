import { type ArchiveEntry, openArchive } from '../archive.ts';
import { ByteReader } from '../byte-reader.ts';
import { declarationOf } from '../declaration.ts';
import { asTrouble, FileTroubleError } from '../file-trouble.ts';
import { chooseLayer } from '../layers.ts';
import { likelierHan } from '../likely-encoding.ts';
import type { FeatureSource, OpenOptions, SourceFeature } from '../source.ts';
import { unreadableFeature } from '../unreadable-feature.ts';
import { encodingOfCpg, encodingOfDriver, FieldDecoder, isSingleByte } from './dbf-encoding.ts';
import {
  type DbfHeader,
  isDeleted,
  readDbfHeader,
  readDbfRecord,
  readField,
} from './dbf-records.ts';
import { layersIn, partsOf, type ShapefileParts } from './shapefile-parts.ts';
import { shapeOf, shapeRecords } from './shp-records.ts';

/** Texts beside the data (.prj, .cpg) are short. */
/** So much of a table is looked at to find out its encoding. */
const MOST_TEXTS_BYTES = 4 * 1024 * 1024;
const MOST_TEXT_BYTES = 20_000;

/** Opens a layer of a zipped Shapefile, which is unpacked while it is read. */
export async function openShapefile(path: string, options: OpenOptions): Promise<FeatureSource> {
  const archive = await openArchive(path);
  try {
    const layers = layersIn(archive);
    const layer = chooseLayer(layers, options.layer);
    const parts = partsOf(archive, layer);
    const header = await headerOf(parts.dbf);
    const decoder = new FieldDecoder(options.encoding ?? (await encodingOf(parts, header)));
    const names = header.fields.map(
      ({ name }) => decoder.decode(name) ?? Buffer.from(name).toString('latin1'),
    );
    const projection = parts.prj && (await textOf(parts.prj)).trim();
    return {
      format: 'shapefile',
      layer,
      layers,
      columns: names,
      ...declarationOf([projection ?? '']),
      encoding: decoder.encoding,
      featureCount: header.records,
      geometryColumns: null,
      features: () => featuresIn(parts, names, decoder),
      close: async () => archive.close(),
    };
  } catch (error) {
    archive.close();
    throw asTrouble(error, 'The Shapefile is damaged; write it again.');
  }
}

async function headerOf(dbf: ArchiveEntry): Promise<DbfHeader> {
  const reader = new ByteReader(dbf.bytes());
  const header = await readDbfHeader(reader);
  await reader.close();
  return header;
}

/**
 * The encoding that the .cpg or the .dbf names, unless its texts are plainly UTF-8 and that names one of single bytes, in
 * which anything can be read; else UTF-8 when all texts are valid UTF-8, else GB 18030 or Big5, whichever is likelier.
 */
async function encodingOf({ cpg, dbf }: ShapefileParts, { driver }: DbfHeader): Promise<string> {
  const named = (cpg && encodingOfCpg(await textOf(cpg))) ?? encodingOfDriver(driver);
  if (named && !isSingleByte(named)) return named;
  const texts = await textBytes(dbf);
  const decoder = new FieldDecoder('utf-8');
  const isUtf8 = texts.every((bytes) => decoder.decode(bytes) !== undefined);
  const isPlain = texts.every((bytes) => bytes.every((byte) => byte < 0x80));
  if (named && (isPlain || !isUtf8)) return named;
  return isUtf8 ? 'utf-8' : likelierHan(Buffer.concat(texts));
}

/** The texts of the first records. */
async function textBytes(dbf: ArchiveEntry): Promise<Buffer[]> {
  const reader = new ByteReader(dbf.bytes());
  const texts: Buffer[] = [];
  try {
    const header = await readDbfHeader(reader);
    for (let length = 0; length < MOST_TEXTS_BYTES; ) {
      const record = await readDbfRecord(reader, header);
      if (!record) break;
      for (const { start, end, type } of header.fields) {
        if (type === 'C') texts.push(record.subarray(start, end));
      }
      length += record.length;
    }
    return texts;
  } finally {
    await reader.close();
  }
}

async function textOf(entry: ArchiveEntry): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of entry.bytes()) {
    parts.push(chunk);
    length += chunk.length;
    if (length > MOST_TEXT_BYTES) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

async function* featuresIn(
  parts: ShapefileParts,
  names: readonly string[],
  decoder: FieldDecoder,
): AsyncGenerator<SourceFeature> {
  const [shp, dbf] = [new ByteReader(parts.shp.bytes()), new ByteReader(parts.dbf.bytes())];
  let row = 0;
  try {
    const header = await readDbfHeader(dbf);
    for await (const shape of shapeRecords(shp)) {
      const record = await readDbfRecord(dbf, header);
      if (!record) throw mismatch(row, 'shp');
      row++;
      if (!isDeleted(record)) yield featureOf(row, shape, record, header, names, decoder);
    }
    if (await readDbfRecord(dbf, header)) throw mismatch(row, 'dbf');
  } finally {
    await shp.close();
    await dbf.close();
  }
}

function mismatch(records: number, longer: 'shp' | 'dbf'): FileTroubleError {
  const message = `The .${longer} has more than the ${records} records of the other file; they do not belong together, so write the Shapefile again.`;
  return new FileTroubleError('BAD_SYNTAX', message);
}

function featureOf(
  row: number,
  shape: Buffer,
  record: Buffer,
  { fields }: DbfHeader,
  names: readonly string[],
  decoder: FieldDecoder,
): SourceFeature {
  let properties: SourceFeature['properties'] = {};
  try {
    properties = Object.fromEntries(
      fields.map((field, i) => [names[i] as string, readField(record, field, decoder)]),
    );
    return { row, properties, geometry: shapeOf(shape) };
  } catch (error) {
    return unreadableFeature(row, properties, error, 'The record cannot be read.');
  }
}
