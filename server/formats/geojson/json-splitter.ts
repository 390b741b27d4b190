import { FileTroubleError } from '../file-trouble.ts';
import { MAX_DEPTH, MAX_RECORD_BYTES } from '../limits.ts';

/** A piece of a JSON text that is small enough to be parsed at once. */
export type JsonPiece =
  /** A member of the outermost object, other than the array that is split. */
  | { readonly kind: 'member'; readonly key: string; readonly text: string }
  /** An element of that array, or a value of a sequence; `line` is where it begins, from 1. */
  | { readonly kind: 'element'; readonly text: string; readonly line: number };

type Phase =
  | 'root'
  | 'key'
  | 'inKey'
  | 'colon'
  | 'value'
  | 'inValue'
  | 'elements'
  | 'inElement'
  | 'end';

const LINE_FEED = 0x0a;
const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Splits JSON that is too large to be parsed at once: the elements of one array of the outermost object, or
 * the values of a sequence that stand one after the other, with line feeds, record separators (RFC 8142) or
 * nothing between. Feed it UTF-8 bytes. Only where pieces begin and end is looked at; parsing them tells
 * the rest.
 */
export class JsonSplitter {
  readonly #arrayKey: string | undefined;
  #phase: Phase;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #key = '';
  #line = 1;
  #firstLine = 1;
  #parts: Buffer[] = [];
  #length = 0;

  /** @param arrayKey member whose elements are wanted; without one, the input is a sequence of values */
  constructor(arrayKey?: string) {
    this.#arrayKey = arrayKey;
    this.#phase = arrayKey === undefined ? 'elements' : 'root';
  }

  /** The pieces that end in this chunk. @throws FileTroubleError */
  *push(chunk: Buffer): Generator<JsonPiece> {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (byte === LINE_FEED) this.#line++;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) {
          this.#inString = false;
          if (this.#phase === 'inKey') {
            this.#key = JSON.parse(`${this.#take(chunk, start, i)}"`) as string;
            this.#phase = 'colon';
          }
        }
        continue;
      }
      if (byte <= 0x20) continue;
      switch (this.#phase) {
        case 'inElement':
        case 'inValue': {
          const isElement = this.#phase === 'inElement';
          if (byte === QUOTE) this.#inString = true;
          else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.#goDeeper();
          else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
            if (--this.#depth > 0) break;
            if (this.#depth < 0) {
              // The closing brace of the outermost object, after a number or a text.
              yield this.#member(chunk, start, i);
              this.#phase = 'end';
            } else if (isElement) {
              yield this.#element(chunk, start, i + 1);
              this.#phase = 'elements';
            }
          } else if (byte === COMMA && this.#depth === 0) {
            yield this.#member(chunk, start, i);
            this.#phase = 'key';
          }
          break;
        }
        case 'elements':
          if (byte === OPEN_BRACE) {
            start = i;
            this.#firstLine = this.#line;
            this.#depth = 1;
            this.#phase = 'inElement';
          } else if (this.#arrayKey !== undefined && byte === CLOSE_BRACKET) this.#phase = 'key';
          else if (this.#arrayKey === undefined || byte !== COMMA) throw this.#unexpected(byte);
          break;
        case 'root':
          if (byte !== OPEN_BRACE) throw this.#unexpected(byte);
          this.#phase = 'key';
          break;
        case 'key':
          if (byte === QUOTE) {
            start = i;
            this.#inString = true;
            this.#phase = 'inKey';
          } else if (byte === CLOSE_BRACE) this.#phase = 'end';
          else if (byte !== COMMA) throw this.#unexpected(byte);
          break;
        case 'colon':
          if (byte !== COLON) throw this.#unexpected(byte);
          this.#phase = 'value';
          break;
        case 'value':
          if (byte === OPEN_BRACKET && this.#key === this.#arrayKey) {
            this.#phase = 'elements';
            break;
          }
          start = i;
          this.#depth = byte === OPEN_BRACE || byte === OPEN_BRACKET ? 1 : 0;
          this.#inString = byte === QUOTE;
          this.#phase = 'inValue';
          break;
        default:
          throw this.#unexpected(byte);
      }
    }
    if (this.#isInPiece()) this.#keep(chunk.subarray(start));
  }

  /** To be called after the last chunk. @throws FileTroubleError when something is still open */
  end(): void {
    if (this.#phase === 'end') return;
    if (this.#phase === 'elements' && this.#arrayKey === undefined) return;
    const message = 'The JSON ends in the middle; the file was cut off, so get it once more.';
    throw new FileTroubleError('BAD_SYNTAX', `${message} (Line ${this.#line}.)`);
  }

  #isInPiece(): boolean {
    return this.#phase === 'inKey' || this.#phase === 'inValue' || this.#phase === 'inElement';
  }

  #goDeeper(): void {
    if (++this.#depth <= MAX_DEPTH) return;
    const message = `Line ${this.#line}: brackets lie more than ${MAX_DEPTH} deep; simplify the file.`;
    throw new FileTroubleError('TOO_DEEP', message);
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > MAX_RECORD_BYTES) {
      const message = `Line ${this.#firstLine}: a piece is longer than ${MAX_RECORD_BYTES} bytes; simplify its shape or divide it.`;
      throw new FileTroubleError('RECORD_TOO_LONG', message);
    }
    this.#parts.push(part);
  }

  #take(chunk: Buffer, start: number, end: number): string {
    this.#keep(chunk.subarray(start, end));
    const text = Buffer.concat(this.#parts).toString('utf8');
    this.#parts = [];
    this.#length = 0;
    return text;
  }

  #member(chunk: Buffer, start: number, end: number): JsonPiece {
    return { kind: 'member', key: this.#key, text: this.#take(chunk, start, end) };
  }

  #element(chunk: Buffer, start: number, end: number): JsonPiece {
    return { kind: 'element', text: this.#take(chunk, start, end), line: this.#firstLine };
  }

  #unexpected(byte: number): FileTroubleError {
    const message = `Line ${this.#line}: "${String.fromCharCode(byte)}" does not belong here; the file is no valid GeoJSON.`;
    return new FileTroubleError('BAD_SYNTAX', message);
  }
}
