/**
 * Why a file, or a row of it, cannot be read:
 * - `EMPTY`: there is nothing in it;
 * - `UNKNOWN_FORMAT`, `UNSUPPORTED_FORMAT`: it is none of the formats, or another one that is known by sight;
 * - `BAD_ENCODING`: its bytes are no text in the encoding;
 * - `BAD_SYNTAX`: it breaks the rules of its format, or is cut off;
 * - `BAD_GEOMETRY`: a row's geometry cannot be read; other rows may be well;
 * - `TOO_DEEP`, `RECORD_TOO_LONG`, `TOO_LARGE`, `TOO_MANY_PARTS`: it asks for more than is given to one file;
 * - `NO_LAYER`, `NO_SUCH_LAYER`, `NO_SUCH_COLUMN`: what was asked for is not in it;
 * - `MISSING_PART`: a Shapefile without one of its files.
 */
export type FileTroubleCode =
  | 'EMPTY'
  | 'UNKNOWN_FORMAT'
  | 'UNSUPPORTED_FORMAT'
  | 'BAD_ENCODING'
  | 'BAD_SYNTAX'
  | 'BAD_GEOMETRY'
  | 'TOO_DEEP'
  | 'RECORD_TOO_LONG'
  | 'TOO_LARGE'
  | 'TOO_MANY_PARTS'
  | 'NO_LAYER'
  | 'NO_SUCH_LAYER'
  | 'NO_SUCH_COLUMN'
  | 'MISSING_PART';

/** What is wrong with a file, where, and what to do. The one error that reading a file's bytes throws. */
export class FileTroubleError extends Error {
  override readonly name = 'FileTroubleError';
  readonly code: FileTroubleCode;
  /** The row as {@link SourceFeature.row} counts; null when it is about the whole file. */
  readonly row: number | null;

  constructor(code: FileTroubleCode, message: string, row: number | null = null, cause?: unknown) {
    super(row === null ? message : `Row ${row}: ${message}`, { cause });
    this.code = code;
    this.row = row;
  }
}

/** The trouble as it is, or any other error as `BAD_SYNTAX`: libraries throw what they like at bad bytes. */
export function asTrouble(
  error: unknown,
  message: string,
  row: number | null = null,
): FileTroubleError {
  if (error instanceof FileTroubleError) return error;
  return new FileTroubleError('BAD_SYNTAX', message, row, error);
}
