import { createReadStream } from 'node:fs';
import { ByteBuffer } from 'flatbuffers';
import { Feature } from 'flatgeobuf/lib/mjs/flat-geobuf/feature.js';
import { Header } from 'flatgeobuf/lib/mjs/flat-geobuf/header.js';
import { parseProperties } from 'flatgeobuf/lib/mjs/generic/feature.js';
import { fromByteBuffer, type HeaderMeta } from 'flatgeobuf/lib/mjs/header-meta.js';
import { calcTreeSize } from 'flatgeobuf/lib/mjs/packedrtree.js';
import { ByteReader } from '../byte-reader.ts';
import { declarationOf } from '../declaration.ts';
import { asTrouble, FileTroubleError } from '../file-trouble.ts';
import { MAX_COLUMNS, MAX_RECORD_BYTES } from '../limits.ts';
import type { FeatureSource, PropertyValue, SourceFeature } from '../source.ts';
import { unreadableFeature } from '../unreadable-feature.ts';
import { readGeometry } from './flatgeobuf-geometry.ts';

const MAGIC_BYTES = 8;
const LENGTH_BYTES = 4;

/** Opens a FlatGeobuf file. Its spatial index is skipped. */
export async function openFlatGeobuf(path: string): Promise<FeatureSource> {
  const { header, reader } = await openReader(path);
  await reader.close();
  const { crs } = header;
  const code = crs?.code ? `${crs.org || 'EPSG'}:${crs.code}` : '';
  return {
    format: 'flatgeobuf',
    layer: null,
    layers: [],
    columns: (header.columns ?? []).map(({ name }) => name),
    ...declarationOf([code, crs?.name ?? '', crs?.wkt ?? '']),
    encoding: null,
    featureCount: header.featuresCount || null,
    geometryColumns: null,
    features: () => featuresIn(path),
    close: async () => undefined,
  };
}

/** A reader that stands before the first feature. */
async function openReader(path: string): Promise<{ header: HeaderMeta; reader: ByteReader }> {
  const reader = new ByteReader(createReadStream(path, { highWaterMark: 256 * 1024 }));
  try {
    await reader.skip(MAGIC_BYTES);
    const bytes = await sized(reader);
    if (!bytes) throw new FileTroubleError('BAD_SYNTAX', 'The file was cut off; get it once more.');
    // Only then are the columns gone through.
    if (Header.getSizePrefixedRootAsHeader(new ByteBuffer(bytes)).columnsLength() > MAX_COLUMNS) {
      throw new FileTroubleError('TOO_LARGE', `The file has more than ${MAX_COLUMNS} columns.`);
    }
    const header = fromByteBuffer(new ByteBuffer(bytes));
    const { featuresCount, indexNodeSize } = header;
    if (indexNodeSize > 0 && featuresCount > 0) {
      await reader.skip(calcTreeSize(featuresCount, indexNodeSize));
    }
    return { header, reader };
  } catch (error) {
    await reader.close();
    throw asTrouble(error, 'The header of the FlatGeobuf file is damaged; write it again.');
  }
}

/** The next piece with its length before it, in a buffer of its own, as its numbers must be aligned. */
async function sized(reader: ByteReader): Promise<Uint8Array | undefined> {
  const prefix = await reader.take(LENGTH_BYTES);
  if (!prefix) return undefined;
  const length = prefix.readUInt32LE();
  if (length > MAX_RECORD_BYTES) {
    const message = `A feature is longer than ${MAX_RECORD_BYTES} bytes; simplify its shape.`;
    throw new FileTroubleError('RECORD_TOO_LONG', message);
  }
  const bytes = new Uint8Array(LENGTH_BYTES + length);
  bytes.set(prefix);
  bytes.set(await reader.demand(length), LENGTH_BYTES);
  return bytes;
}

async function* featuresIn(path: string): AsyncGenerator<SourceFeature> {
  const { header, reader } = await openReader(path);
  try {
    let row = 0;
    for (let bytes = await sized(reader); bytes; bytes = await sized(reader)) {
      yield featureOf(++row, bytes, header);
    }
    if (header.featuresCount > 0 && row !== header.featuresCount) {
      const message = `The file has ${row} features and says ${header.featuresCount}; get it once more.`;
      throw new FileTroubleError('BAD_SYNTAX', message);
    }
  } finally {
    await reader.close();
  }
}

function featureOf(row: number, bytes: Uint8Array, header: HeaderMeta): SourceFeature {
  let properties: SourceFeature['properties'] = {};
  try {
    const feature = Feature.getSizePrefixedRootAsFeature(new ByteBuffer(bytes));
    const found = parseProperties(feature, header.columns);
    properties = Object.fromEntries(
      (header.columns ?? []).map(({ name }) => [name, plainValue(found[name])]),
    );
    const geometry = feature.geometry();
    const read = geometry && readGeometry(geometry, header.geometryType, bytes.length);
    return { row, properties, geometry: read };
  } catch (error) {
    return unreadableFeature(
      row,
      properties,
      error,
      'The feature is damaged; write the file again.',
    );
  }
}

function plainValue(value: unknown): PropertyValue {
  if (value === null || value === undefined || value instanceof Uint8Array) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' || typeof value === 'boolean' ? value : JSON.stringify(value);
}
