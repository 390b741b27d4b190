/**
 * Why a file, or a row of it, cannot be read:
 * - `EMPTY`: there is nothing in it;
 * - `UNKNOWN_FORMAT`, `UNSUPPORTED_FORMAT`: it is none of the known formats, or a known one that is not read;
 * - `BAD_ENCODING`: its bytes are not valid in the encoding;
 * - `BAD_SYNTAX`: it breaks the rules of its format, or is cut off;
 * - `BAD_GEOMETRY`: the geometry of one row cannot be read; other rows can;
 * - `TOO_DEEP`, `RECORD_TOO_LONG`, `TOO_LARGE`, `TOO_MANY_PARTS`: it exceeds a limit of `limits.ts`;
 * - `NO_LAYER`, `NO_SUCH_LAYER`, `NO_SUCH_COLUMN`: the file has no layer, or not the requested layer or column;
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
  /** The message without the row. */
  readonly reason: string;

  constructor(code: FileTroubleCode, message: string, row: number | null = null, cause?: unknown) {
    super(row === null ? message : `Row ${row}: ${message}`, { cause });
    this.code = code;
    this.row = row;
    this.reason = message;
  }
}

/** A FileTroubleError as it is; any other error, which libraries throw at bad bytes, as `BAD_SYNTAX`. */
export function asTrouble(
  error: unknown,
  message: string,
  row: number | null = null,
): FileTroubleError {
  if (error instanceof FileTroubleError) return error;
  return new FileTroubleError('BAD_SYNTAX', message, row, error);
}
