import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { asTrouble, FileTroubleError } from '../file-trouble.ts';
import { chooseLayer } from '../layers.ts';
import { MAX_RECORD_BYTES } from '../limits.ts';
import type { FeatureSource, OpenOptions, PropertyValue, SourceFeature } from '../source.ts';
import { readHead } from '../text-file.ts';
import { unreadableFeature } from '../unreadable-feature.ts';
import { parseGeoPackageGeometry } from './geopackage-geometry.ts';
import { describeLayer, type Layer, layerNames, quoted } from './geopackage-tables.ts';

/** SQLite runs synchronously: after so many rows the event loop is given to other work. */
const ROWS_AT_A_TIME = 200;

/** Opens a layer of a GeoPackage, read-only. */
export async function openGeoPackage(path: string, options: OpenOptions): Promise<FeatureSource> {
  await demandWhole(path);
  const database = openDatabase(path);
  try {
    const layers = layerNames(database);
    const name = chooseLayer(layers, options.layer);
    const layer = describeLayer(database, name);
    const counted = database.prepare(`SELECT count(*) AS n FROM ${quoted(name)}`).get();
    return {
      format: 'geopackage',
      layer: name,
      layers,
      columns: layer.columns.map((column) => column.name),
      declared: layer.declared,
      declaredText: layer.declaredText,
      refusal: layer.refusal,
      encoding: null,
      featureCount: Number(counted?.['n']),
      geometryColumns: null,
      features: () => featuresOf(database, layer),
      close: async () => database.close(),
    };
  } catch (error) {
    database.close();
    throw asTrouble(error, `The GeoPackage is damaged: ${(error as Error).message}.`);
  }
}

/**
 * Refuses a file in the mode of write-ahead logging: its last edits may lie in a file beside it, which did not come
 * along. @source https://www.sqlite.org/fileformat2.html, 1.3.3: file format version numbers
 */
async function demandWhole(path: string): Promise<void> {
  const header = await readHead(path, 20);
  if (header[18] !== WRITE_AHEAD && header[19] !== WRITE_AHEAD) return;
  throw new FileTroubleError(
    'UNSUPPORTED_FORMAT',
    'The GeoPackage is open in a program, or was not closed by it, so that its last edits may lie in a file beside it. Save or close it in the program that has it open, and bring it again.',
  );
}
const WRITE_AHEAD = 2;

function openDatabase(path: string): DatabaseSync {
  const url = pathToFileURL(path);
  // Immutable: no locks and no journal, as nobody else writes the uploaded file.
  url.searchParams.set('immutable', '1');
  try {
    const database = new DatabaseSync(url, {
      readOnly: true,
      readBigInts: true,
      limits: { length: MAX_RECORD_BYTES, attach: 0 },
    });
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
    return database;
  } catch (error) {
    throw asTrouble(error, `The GeoPackage is damaged: ${(error as Error).message}.`);
  }
}

async function* featuresOf(database: DatabaseSync, layer: Layer): AsyncGenerator<SourceFeature> {
  const names = [layer.geometryColumn, ...layer.columns.map(({ name }) => name)];
  let row = 0;
  try {
    const statement = database.prepare(
      `SELECT ${names.map(quoted).join(', ')} FROM ${quoted(layer.name)}`,
    );
    statement.setReturnArrays(true);
    for (const cells of statement.iterate() as Iterable<unknown> as Iterable<SQLOutputValue[]>) {
      yield featureOf(++row, cells, layer);
      if (row % ROWS_AT_A_TIME === 0) await setImmediate();
    }
  } catch (error) {
    throw asTrouble(error, `The GeoPackage is damaged: ${(error as Error).message}.`, row + 1);
  }
}

function featureOf(row: number, cells: readonly SQLOutputValue[], layer: Layer): SourceFeature {
  const [blob, ...values] = cells;
  const properties = Object.fromEntries(
    layer.columns.map(({ name, isBoolean }, i) => [name, plainValue(values[i] ?? null, isBoolean)]),
  );
  if (blob === null) return { row, properties, geometry: null };
  try {
    const bytes = blob instanceof Uint8Array ? blob : new Uint8Array();
    return { row, properties, geometry: parseGeoPackageGeometry(bytes) };
  } catch (error) {
    return unreadableFeature(row, properties, error, 'The geometry cannot be read.');
  }
}

function plainValue(value: SQLOutputValue, isBoolean: boolean): PropertyValue {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') {
    if (isBoolean) return value !== 0n;
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
