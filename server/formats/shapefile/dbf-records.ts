import type { ByteReader } from '../byte-reader.ts';
import { FileTroubleError } from '../file-trouble.ts';
import type { PropertyValue } from '../source.ts';
import type { FieldDecoder } from './dbf-encoding.ts';

const HEADER_BYTES = 32;
const FIELD_BYTES = 32;
const FIELDS_END = 0x0d;
const DELETED = 0x2a;
const FILE_END = 0x1a;

/** A field of a .dbf file, and where in a record it is, in bytes. */
export interface DbfField {
  readonly name: Uint8Array;
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** What the beginning of a .dbf file says. */
export interface DbfHeader {
  readonly records: number;
  readonly recordBytes: number;
  /** Language driver id, 0 where none is given. */
  readonly driver: number;
  readonly fields: readonly DbfField[];
}

/** Reads the header, so that the reader stands before the first record. @throws FileTroubleError */
export async function readDbfHeader(reader: ByteReader): Promise<DbfHeader> {
  const head = Buffer.from(await reader.demand(HEADER_BYTES));
  const [headerBytes, recordBytes] = [head.readUInt16LE(8), head.readUInt16LE(10)];
  if (headerBytes <= HEADER_BYTES || recordBytes < 1) {
    throw new FileTroubleError('BAD_SYNTAX', 'The .dbf file is none; write the Shapefile again.');
  }
  const body = await reader.demand(headerBytes - HEADER_BYTES);
  const fields: DbfField[] = [];
  let start = 1;
  for (let at = 0; at + FIELD_BYTES <= body.length && body[at] !== FIELDS_END; at += FIELD_BYTES) {
    const name = body.subarray(at, at + 11);
    const end = start + body.readUInt8(at + 16);
    const length = name.indexOf(0);
    fields.push({
      name: Buffer.from(name.subarray(0, length < 0 ? name.length : length)),
      type: String.fromCharCode(body.readUInt8(at + 11)),
      start,
      end,
    });
    start = end;
  }
  if (start > recordBytes) {
    throw new FileTroubleError(
      'BAD_SYNTAX',
      'The header of the .dbf file is damaged; write it again.',
    );
  }
  return { records: head.readUInt32LE(4), recordBytes, driver: head.readUInt8(29), fields };
}

/** The next record; undefined at the end. @throws FileTroubleError */
export async function readDbfRecord(
  reader: ByteReader,
  { recordBytes }: DbfHeader,
): Promise<Buffer | undefined> {
  const mark = await reader.take(1);
  if (!mark || mark[0] === FILE_END) return undefined;
  const rest = await reader.take(recordBytes - 1);
  return rest ? Buffer.concat([mark, rest]) : recordBytes === 1 ? mark : undefined;
}

/** Whether a record was deleted: it stays in the file until that is packed. */
export function isDeleted(record: Buffer): boolean {
  return record[0] === DELETED;
}

/** A field of a record. @throws FileTroubleError `BAD_ENCODING` */
export function readField(record: Buffer, field: DbfField, decoder: FieldDecoder): PropertyValue {
  const bytes = record.subarray(field.start, field.end);
  const text = decoder.decode(bytes);
  if (text === undefined) {
    const message = `The .dbf file is no ${decoder.encoding.toUpperCase()} text; say which encoding it has.`;
    throw new FileTroubleError('BAD_ENCODING', message);
  }
  switch (field.type) {
    case 'N':
    case 'F':
      return numberOf(text.trim());
    case 'L':
      return /^[yt]$/i.test(text) ? true : /^[nf]$/i.test(text) ? false : null;
    case 'D':
      return /^\d{8}$/.test(text)
        ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
        : null;
    default:
      return text === '' ? null : text;
  }
}

/** Integers too large for an exact number, such as long codes, stay texts; so does what is no number, to be told. */
function numberOf(text: string): PropertyValue {
  // A number that had no room is written as asterisks.
  if (text === '' || /^\*+$/.test(text)) return null;
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value;
}
