import type { Geometry } from 'geojson';
import { FileTroubleError } from '../file-trouble.ts';
import { parseGeometryText, sridOf } from '../geometry-text.ts';
import { bad, show } from '../geometry-value.ts';
import { isPositionText } from '../position-text.ts';
import type { FeatureSource, GeometryColumns, OpenOptions, SourceFeature } from '../source.ts';
import { encodingOf } from '../text-file.ts';
import { unreadableFeature } from '../unreadable-feature.ts';
import { declaredBy, type FoundColumns, findGeometryColumns, uniqueNames } from './csv-columns.ts';
import { type CsvRecord, csvRecords, dialectOf } from './csv-records.ts';
import { fromPlainText } from './formula-cells.ts';

/** Opens a CSV file: its first record names the columns; delimiter and encoding are found out. */
export async function openCsv(path: string, options: OpenOptions): Promise<FeatureSource> {
  const encoding = options.encoding ?? (await encodingOf(path));
  const dialect = await dialectOf(path, encoding);
  const { columns, first, headerLine } = await beginningOf(csvRecords(path, encoding, dialect));
  const found = findPlace(columns, first);
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
    headerLine,
    async *features() {
      const places = placesIn(columns, geometryColumns);
      for await (const record of csvRecords(path, encoding, dialect)) {
        if (record.line > headerLine) yield featureOf(record, columns, places);
      }
    },
    close: async () => undefined,
  };
}

/** Records by which columns are known that their names do not tell. */
const FIRST_RECORDS = 20;

/** The names of the columns, the line on which they stand, and the first records. */
async function beginningOf(
  records: AsyncGenerator<CsvRecord>,
): Promise<{ columns: string[]; headerLine: number; first: CsvRecord[] }> {
  const first: CsvRecord[] = [];
  for await (const record of records) {
    first.push(record);
    if (first.length > FIRST_RECORDS) break;
  }
  const titles = titlesOf(first);
  const [header, ...rest] = first.slice(titles);
  if (header) {
    return { columns: uniqueNames(header.cells), headerLine: header.line, first: rest };
  }
  throw new FileTroubleError(
    'EMPTY',
    'The file has no header; its first line must name the columns.',
  );
}

/** How many records above the header are titles: a single text each, where the rows below have several. */
function titlesOf(first: readonly CsvRecord[]): number {
  const filled = first.map(({ cells }) => cells.filter((cell) => cell.trim() !== '').length);
  const widest = Math.max(0, ...filled);
  const titles = filled.findIndex((count) => count > 1);
  return widest > 2 && titles > 0 && titles <= MOST_TITLES ? titles : 0;
}
const MOST_TITLES = 5;

/** The columns that hold the place, by their names, else the one that holds pairs of degrees. */
function findPlace(columns: readonly string[], first: readonly CsvRecord[]): FoundColumns {
  const found = findGeometryColumns(columns);
  if (found.columns) return found;
  const index = columns.findIndex((_, i) => {
    const texts = first.map(({ cells }) => cells[i]?.trim() ?? '').filter((text) => text !== '');
    return texts.length > 0 && texts.every(isPositionText);
  });
  const geometry = columns[index];
  return geometry === undefined ? found : { columns: { geometry }, ...declaredBy(geometry) };
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
    if (cells.some((cell) => hasSwallowed(cell, columns.length))) throw swallowed();
    const srid = places.length === 1 ? sridOf(cells[places[0] as number] ?? '') : undefined;
    const isShort = cells.length < columns.length;
    return {
      ...{ row: line, properties, geometry: geometryIn(cells, places), srid },
      ...(isShort && { isShort }),
    };
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

/**
 * Whether a cell begins in one row and ends in another: what it holds of both makes one row and a cell, and the lines
 * between are whole rows.
 */
function hasSwallowed(cell: string, columns: number): boolean {
  if (columns < 3 || !cell.includes('\n')) return false;
  const cellsOf = (line = ''): number => line.split(/[,;\t|，]/).length;
  const lines = cell.split(/\r?\n/);
  const [first, last] = [cellsOf(lines[0]), cellsOf(lines.at(-1))];
  return (
    first > 1 &&
    first + last === columns + 1 &&
    lines.slice(1, -1).every((line) => cellsOf(line) === columns)
  );
}

function swallowed(): FileTroubleError {
  const message =
    'A cell holds whole rows: a quotation mark is missing, or one too many, and the rows behind it were taken into the cell; correct it in the file.';
  return new FileTroubleError('BAD_SYNTAX', message);
}

function tooMany(cells: readonly string[], columns: readonly string[]): FileTroubleError {
  const message = `It has ${cells.length} cells and the header ${columns.length}; put values that hold a delimiter into quotation marks.`;
  return new FileTroubleError('BAD_SYNTAX', message);
}
