import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll } from 'vitest';
import {
  type SinkFeature,
  type SinkGeometryType,
  type SinkOptions,
  writeFeatures,
} from '../../server/formats/feature-sink.ts';
import {
  type FeatureSource,
  type FileFormat,
  type OpenOptions,
  openSource,
  type SourceFeature,
} from '../../server/formats/feature-source.ts';

/** All formats. */
export const FORMATS: FileFormat[] = [
  'geojson',
  'geojsonseq',
  'csv',
  'geopackage',
  'shapefile',
  'flatgeobuf',
];

/** A folder of the test file's own, which goes when its tests are done. */
export const folder = mkdtempSync(join(tmpdir(), 'jinlin-formats-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** A new path in that folder. */
export function newPath(ending = ''): string {
  return join(folder, `${++files}${ending}`);
}

/** A file with this content. */
export function fileOf(content: string | Uint8Array): string {
  const path = newPath();
  writeFileSync(path, content);
  return path;
}

/** Everything that a file holds. */
export async function readAll(
  path: string,
  options?: OpenOptions,
): Promise<{ source: FeatureSource; features: SourceFeature[] }> {
  const source = await openSource(path, options);
  try {
    const features: SourceFeature[] = [];
    for await (const feature of source.features()) features.push(feature);
    return { source, features };
  } finally {
    await source.close();
  }
}

/** Writes features, on WGS 84 into a layer 社区 unless said otherwise; gives the path. */
export async function writeAll(
  format: FileFormat,
  features: Iterable<SinkFeature>,
  options: Partial<SinkOptions> & { geometryType: SinkGeometryType; ending?: string },
): Promise<string> {
  const path = newPath(options.ending);
  const bytes = writeFeatures(format, each(features), {
    layer: '社区',
    columns: [],
    system: 'WGS84',
    ...options,
  });
  await pipeline(Readable.from(bytes), createWriteStream(path));
  return path;
}

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}
