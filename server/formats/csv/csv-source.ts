import type { Geometry } from 'geojson';
import { FileTroubleError } from '../file-trouble.ts';
import { parseGeometryText, sridOf } from '../geometry-text.ts';
import { bad, show } from '../geometry-value.ts';
import type { FeatureSource, GeometryColumns, OpenOptions, SourceFeature } from '../source.ts';
import { encodingOf } from '../text-file.ts';
import { unreadableFeature } from '../unreadable-feature.ts';
import { declaredBy, findGeometryColumns, uniqueNames } from './csv-columns.ts';
import { type CsvRecord, csvRecords, dialectOf } from './csv-records.ts';
import { fromPlainText } from './formula-cells.ts';

/** Opens a CSV file: its first record names the columns; delimiter and encoding are found out. */
export async function openCsv(path: string, options: OpenOptions): Promise<FeatureSource> {
  const encoding = options.encoding ?? (await encodingOf(path));
  const dialect = await dialectOf(path, encoding);
  const columns = await headerOf(csvRecords(path, encoding, dialect));
  const found = findGeometryColumns(columns);
  const geometryColumns =
    options.geometryColumns === undefined ? found.columns : options.geometryColumns;
  if (options.geometryColumns) demandColumns(columns, options.geometryColumns);
  const { columns: _, ...declaration } = options.geometryColumns
    ? { columns: null, ...declaredBy(Object.values(options.geometryColumns)[0] ?? '') }
    : found;
  return {
    format: 'csv',
    layer: null,
    layers: [],
    columns,
    ...declaration,
    encoding,
    featureCount: null,
    geometryColumns,
    async *features() {
      const places = placesIn(columns, geometryColumns);
      let isHeader = true;
      for await (const record of csvRecords(path, encoding, dialect)) {
        if (!isHeader) yield featureOf(record, columns, places);
        isHeader = false;
      }
    },
    close: async () => undefined,
  };
}

async function headerOf(records: AsyncGenerator<CsvRecord>): Promise<string[]> {
  for await (const { cells } of records) {
    return uniqueNames(cells);
  }
  throw new FileTroubleError(
    'EMPTY',
    'The file has no header; its first line must name the columns.',
  );
}

function demandColumns(columns: readonly string[], wanted: GeometryColumns): void {
  for (const name of Object.values(wanted) as string[]) {
    if (columns.includes(name)) continue;
    const message = `There is no column ${show(name)}; there are ${columns.map(show).join(', ')}.`;
    throw new FileTroubleError('NO_SUCH_COLUMN', message);
  }
}

const PLAIN_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** Degrees, minutes and seconds, and on which side of Greenwich or the equator: `121°33'36"E`, `121.56E`. */
const DEGREES =
  /^(\d+(?:\.\d+)?)\s*[°度]?\s*(?:(\d+(?:\.\d+)?)\s*['′分]\s*(?:(\d+(?:\.\d+)?)\s*(?:["″秒]|''|′′))?)?\s*([NSEW东西南北東]?)$/i;

/** Where in a record the place is, by index: one cell, or x and y. */
type Places = readonly number[];

function placesIn(columns: readonly string[], wanted: GeometryColumns | null): Places {
  return Object.values(wanted ?? {}).map((name: string) => columns.indexOf(name));
}

function featureOf(
  { line, cells }: CsvRecord,
  columns: readonly string[],
  places: Places,
): SourceFeature {
  const properties = Object.fromEntries(
    columns.map((name, i) => [name, fromPlainText(cells[i] ?? '') || null]),
  );
  try {
    if (cells.slice(columns.length).some((cell) => cell.trim() !== ''))
      throw tooMany(cells, columns);
    const srid = places.length === 1 ? sridOf(cells[places[0] as number] ?? '') : undefined;
    return { row: line, properties, geometry: geometryIn(cells, places), srid };
  } catch (error) {
    return unreadableFeature(line, properties, error, 'The record cannot be read.');
  }
}

function geometryIn(cells: readonly string[], places: Places): Geometry | null {
  const [x, y] = places.map((place) => cells[place]?.trim() ?? '');
  if (x === undefined) return null;
  if (y === undefined) return parseGeometryText(x);
  if (x === '' && y === '') return null;
  return { type: 'Point', coordinates: [coordinateOf(x), coordinateOf(y)] };
}

function coordinateOf(cell: string): number {
  const plain = cell.normalize('NFKC').replace('−', '-');
  if (PLAIN_NUMBER.test(plain)) return Number(plain);
  const [, degrees, minutes = '0', seconds = '0', side = ''] = DEGREES.exec(plain) ?? [];
  if (degrees === undefined || Number(minutes) >= 60 || Number(seconds) >= 60) {
    throw bad(`${show(cell)} is no coordinate; give a plain number such as 126.6424.`);
  }
  const size = Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3_600;
  return /[SW西南]/i.test(side) ? -size : size;
}

function tooMany(cells: readonly string[], columns: readonly string[]): FileTroubleError {
  const message = `It has ${cells.length} cells and the header ${columns.length}; put values that hold a delimiter into quotation marks.`;
  return new FileTroubleError('BAD_SYNTAX', message);
}
