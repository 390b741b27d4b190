import { createReadStream } from 'node:fs';
import iconv from 'iconv-lite';
import { AppendFile } from '../append-file.ts';
import { ByteReader } from '../byte-reader.ts';
import type { SinkColumn } from '../sink.ts';
import type { PropertyValue } from '../source.ts';
import { distinctNames } from '../unique-names.ts';

const HEADER_BYTES = 32;
const NAME_BYTES = 10;
const TEXT_BYTES = 254;
const FIELD_TYPES = {
  text: { code: 'C', bytes: TEXT_BYTES, decimals: 0 },
  integer: { code: 'N', bytes: 18, decimals: 0 },
  real: { code: 'N', bytes: 24, decimals: 15 },
  boolean: { code: 'L', bytes: 1, decimals: 0 },
};
/** Of a record in the temporary file. */
const LENGTH_BYTES = 4;
const RECORDS_AT_A_TIME = 500;
const BLANK = 0x20;
const FILE_END = 0x1a;
/** dBase's id of code page 936, for programs that do not look at the .cpg file. */
const DRIVER_GBK = 77;

/** An encoding of the texts of a .dbf file. */
export type DbfEncoding = 'utf-8' | 'gb18030';

/**
 * Writes a .dbf file in two passes: first all cells to a temporary file, each with its length before it; then
 * from there into columns as wide as their longest cell.
 */
export class DbfWriter {
  readonly #file: AppendFile;
  readonly #path: string;
  readonly #columns: readonly SinkColumn[];
  readonly #encoding: DbfEncoding;
  /** The most bytes that each column has needed. */
  readonly #needed: number[];
  #records = 0;

  private constructor(
    file: AppendFile,
    path: string,
    columns: readonly SinkColumn[],
    encoding: DbfEncoding,
  ) {
    this.#file = file;
    this.#path = path;
    this.#columns = columns;
    this.#encoding = encoding;
    this.#needed = columns.map(({ type }) => (type === 'text' ? 1 : FIELD_TYPES[type].bytes));
  }

  /** Begins the temporary file at `path`. */
  static async open(
    path: string,
    columns: readonly SinkColumn[],
    encoding: DbfEncoding,
  ): Promise<DbfWriter> {
    return new DbfWriter(await AppendFile.open(path), path, columns, encoding);
  }

  /** Appends a record. Texts of more than 254 bytes end at the last character that fits. */
  async write(properties: Readonly<Record<string, PropertyValue>>): Promise<void> {
    const parts: Buffer[] = [];
    for (const [i, column] of this.#columns.entries()) {
      const cell = this.#cellOf(column, properties[column.name] ?? null);
      this.#needed[i] = Math.max(this.#needed[i] as number, cell.length);
      parts.push(Buffer.from([cell.length]), cell);
    }
    this.#records++;
    const record = Buffer.concat(parts);
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(record.length);
    await this.#file.append(Buffer.concat([length, record]));
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** The file itself, once all records are written. */
  async *bytes(): AsyncGenerator<Buffer> {
    let pending: Buffer[] = [this.#header()];
    const reader = new ByteReader(createReadStream(this.#path));
    try {
      for (let i = 1; i <= this.#records; i++) {
        const length = (await reader.demand(LENGTH_BYTES)).readUInt32LE();
        pending.push(this.#aligned(await reader.demand(length)));
        if (i % RECORDS_AT_A_TIME !== 0) continue;
        yield Buffer.concat(pending);
        pending = [];
      }
    } finally {
      await reader.close();
    }
    yield Buffer.concat([...pending, Buffer.from([FILE_END])]);
  }

  /** A record in columns: numbers stand at the right end of theirs, texts at the left. */
  #aligned(record: Buffer): Buffer {
    const row = Buffer.alloc(this.#recordBytes(), BLANK);
    let [from, to] = [0, 1];
    for (const [i, { type }] of this.#columns.entries()) {
      const [length, width] = [record.readUInt8(from), this.#needed[i] as number];
      const start = type === 'text' ? to : to + width - length;
      record.copy(row, start, from + 1, from + 1 + length);
      from += 1 + length;
      to += width;
    }
    return row;
  }

  /** Bytes of a record, with the deletion mark before its cells. */
  #recordBytes(): number {
    return this.#needed.reduce((sum, bytes) => sum + bytes, 1);
  }

  #header(): Buffer {
    const count = this.#columns.length;
    const header = Buffer.alloc(HEADER_BYTES * (count + 1) + 1);
    header.writeUInt8(3, 0);
    const today = new Date();
    header.set([today.getFullYear() - 1900, today.getMonth() + 1, today.getDate()], 1);
    header.writeUInt32LE(this.#records, 4);
    header.writeUInt16LE(header.length, 8);
    header.writeUInt16LE(this.#recordBytes(), 10);
    header.writeUInt8(this.#encoding === 'gb18030' ? DRIVER_GBK : 0, 29);
    for (const [i, name] of this.#names().entries()) {
      const at = HEADER_BYTES * (i + 1);
      const { code, decimals } = FIELD_TYPES[(this.#columns[i] as SinkColumn).type];
      header.set(this.#encode(name), at);
      header.write(code, at + 11, 'ascii');
      header.writeUInt8(this.#needed[i] as number, at + 16);
      header.writeUInt8(decimals, at + 17);
    }
    header.writeUInt8(0x0d, header.length - 1);
    return header;
  }

  #names(): string[] {
    return distinctNames(
      this.#columns.map(({ name }) => name),
      [],
      (name, suffix) => this.#shortened(name, NAME_BYTES - suffix),
    );
  }

  #cellOf({ type }: SinkColumn, value: PropertyValue): Buffer {
    if (type === 'boolean') return Buffer.from(value === null ? '?' : value ? 'T' : 'F');
    if (value === null) return Buffer.alloc(0);
    if (type === 'text') return this.#encode(this.#shortened(String(value), TEXT_BYTES));
    return Buffer.from(numberText(Number(value), FIELD_TYPES[type].bytes));
  }

  /** The beginning of a text that fits into so many bytes, in whole characters. */
  #shortened(text: string, bytes: number): string {
    if (this.#encode(text).length <= bytes) return text;
    let [kept, length] = ['', 0];
    for (const character of text) {
      length += this.#encode(character).length;
      if (length > bytes) break;
      kept += character;
    }
    return kept;
  }

  #encode(text: string): Buffer {
    return this.#encoding === 'utf-8' ? Buffer.from(text) : iconv.encode(text, 'gb18030');
  }
}

/** A number with all its digits where they fit, else with as many as fit. */
function numberText(value: number, bytes: number): string {
  const text = String(value);
  if (text.length <= bytes) return text;
  return value.toExponential(bytes - 9);
}
