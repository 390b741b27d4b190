import { pipeline, Readable } from 'node:stream';
import { type CastingContext, CsvError, parse } from 'csv-parse';
import { FileTroubleError } from '../file-trouble.ts';
import { MAX_COLUMNS, MAX_RECORD_BYTES } from '../limits.ts';
import type { TextEncoding } from '../text-encoding.ts';
import { utf8Chunks } from '../text-file.ts';

/** One record of a CSV file. */
export interface CsvRecord {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** How a CSV file separates its cells, and how many lines stand before its header. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly linesBefore: number;
}

const DELIMITERS = [',', ';', '\t', '，', '|'];
/** Excel writes the delimiter into a first line of its own. */
const DELIMITER_LINE = /^sep=(.)\r?\n/i;

/** The delimiter that a first line `sep=;` names, else the one that is most frequent in the header. */
export async function dialectOf(path: string, encoding: TextEncoding): Promise<CsvDialect> {
  for await (const chunk of utf8Chunks(path, encoding)) {
    const text = chunk.toString('utf8');
    const named = DELIMITER_LINE.exec(text)?.[1];
    if (named) return { delimiter: named, linesBefore: 1 };
    const header =
      text
        .trimStart()
        .split(/[\r\n]/, 1)[0]
        ?.replace(/"[^"]*"/g, '') ?? '';
    const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
    const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
    return { delimiter, linesBefore: 0 };
  }
  throw new FileTroubleError('EMPTY', 'The file is empty.');
}

/** The records of a CSV file, header first, without empty lines. @throws FileTroubleError */
export async function* csvRecords(
  path: string,
  encoding: TextEncoding,
  { delimiter, linesBefore }: CsvDialect,
): AsyncGenerator<CsvRecord> {
  const parser = parse({
    delimiter,
    info: true,
    from_line: linesBefore + 1,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    // Empty cells have no size, but each takes memory: the rest of a file may be one record of nothing else.
    max_record_size: MAX_RECORD_BYTES,
    cast: demandFewCells,
  });
  // Errors of the pipeline reach the loop below, which reads the parser.
  pipeline(Readable.from(utf8Chunks(path, encoding)), parser, () => undefined);
  let countedTwice = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<ParserOutput>) {
      // The parser counts \r\n inside of quotes as two lines.
      const breaks = record.flatMap((cell) => cell.match(/\r\n|\n|\r/g) ?? []);
      countedTwice += breaks.filter((lineBreak) => lineBreak.length === 2).length;
      yield { line: info.lines - countedTwice - breaks.length, cells: record };
    }
  } catch (error) {
    throw error instanceof CsvError ? troubleOf(error) : error;
  }
}

/** A cell as it is. @throws FileTroubleError for the first one that no table has, before more are read */
function demandFewCells(cell: string, { index, lines }: CastingContext): string {
  if (index < MAX_COLUMNS) return cell;
  throw new FileTroubleError(
    'RECORD_TOO_LONG',
    `The record has more than ${MAX_COLUMNS} cells.`,
    lines,
  );
}

interface ParserOutput {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function troubleOf(error: CsvError): FileTroubleError {
  const row = Number(error['lines']) || null;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new FileTroubleError(
        'BAD_SYNTAX',
        'A quotation mark is opened and never closed.',
        row,
        error,
      );
    case 'CSV_MAX_RECORD_SIZE': {
      const message = `The record is longer than ${MAX_RECORD_BYTES} bytes. Is a quotation mark not closed?`;
      return new FileTroubleError('RECORD_TOO_LONG', message, row, error);
    }
    default:
      return new FileTroubleError('BAD_SYNTAX', `It is no CSV: ${error.message}.`, row, error);
  }
}
