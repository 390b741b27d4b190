import { FileTroubleError } from '../file-trouble.ts';
import { MAX_DEPTH, MAX_RECORD_BYTES } from '../limits.ts';
import { parseJson, unexpectedCharacter, wrongBracket } from './json-trouble.ts';
import { TextPosition } from './text-position.ts';
import { type ScanTrouble, ValueScanner } from './value-scanner.ts';

/** A part of a JSON text that is small enough to be parsed at once. */
export type JsonPiece =
  /** A member of the outermost object, other than the array that is split. */
  | { readonly kind: 'member'; readonly key: string; readonly value: unknown }
  /** The beginning of that array. */
  | { readonly kind: 'array' }
  /** The text of an element of that array, or of an object of a sequence; `line` is where it begins, from 1. */
  | { readonly kind: 'element'; readonly text: string; readonly line: number };

/** What comes next in the text, outside of keys and values. */
type State =
  | 'document'
  | 'firstKey'
  | 'key'
  | 'colon'
  | 'value'
  | 'afterValue'
  | 'firstElement'
  | 'element'
  | 'afterElement'
  | 'sequence'
  | 'end';

/** What may stand where another byte stands. */
const EXPECTED: Readonly<Record<State, string>> = {
  document: 'an object "{ … }"',
  firstKey: 'a name in quotation marks or "}"',
  key: 'a name in quotation marks',
  colon: '":"',
  value: 'a value',
  afterValue: '"," or "}"',
  firstElement: 'a feature or "]"',
  element: 'a feature',
  afterElement: '"," or "]"',
  sequence: 'a feature "{ … }"',
  end: 'the end of the file',
};

const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const RECORD_SEPARATOR = 0x1e;
const [QUOTE, COMMA, COLON] = [0x22, 0x2c, 0x3a];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
/** Bytes with which a JSON value can begin. */
const VALUE_STARTS = new Set(Buffer.from('{["-0123456789tfn'));

/** A key or value that has begun. */
interface OpenPiece {
  readonly kind: 'key' | 'member' | 'element';
  readonly scanner: ValueScanner;
  /** The line on which it begins. */
  readonly line: number;
  /** Its bytes from earlier chunks. */
  readonly parts: Buffer[];
  bytes: number;
}

/**
 * Splits a JSON text that is too large to be parsed at once: either the outermost object around one large array,
 * or a sequence of objects with blanks, record separators (RFC 8142) or nothing between them. It takes UTF-8 in
 * chunks of any size, and accepts what `JSON.parse` would, except that the array stands at most once and nesting
 * and the length of a piece are limited. Elements are not parsed: they may still be no JSON inside their brackets.
 */
export class JsonSplitter {
  readonly #arrayKey: string | undefined;
  readonly #position = new TextPosition();
  #state: State;
  #piece: OpenPiece | undefined;
  #key = '';
  #hasArray = false;
  #elements = 0;

  /** @param arrayKey key of the array; without one, the input is a sequence */
  constructor(arrayKey?: string) {
    this.#arrayKey = arrayKey;
    this.#state = arrayKey === undefined ? 'sequence' : 'document';
  }

  /** The pieces that end in this chunk. @throws FileTroubleError */
  *push(chunk: Buffer): Generator<JsonPiece> {
    let index = 0;
    while (index < chunk.length) {
      if (!this.#piece) {
        const byte = chunk[index] as number;
        const piece = this.#isBlank(byte) ? undefined : this.#step(byte, chunk, index);
        if (piece) yield piece;
        // The first byte of a key or value is scanned together with the others.
        if (!this.#piece) index++;
        continue;
      }
      const end = this.#piece.scanner.scan(chunk, index);
      this.#keep(this.#piece, chunk.subarray(index, end < 0 ? chunk.length : end));
      const { trouble } = this.#piece.scanner;
      if (trouble) throw this.#scanTrouble(trouble, chunk, end);
      if (end < 0) break;
      const piece = this.#endPiece(this.#piece);
      if (piece) yield piece;
      index = end;
    }
    this.#position.endChunk(chunk);
  }

  /** To be called after the last chunk. @throws FileTroubleError when the text is not complete */
  end(): void {
    if (!this.#piece && (this.#state === 'end' || this.#state === 'sequence')) return;
    const place = this.#position.placeAt(NOTHING, 0);
    const message = `${place}: the JSON ends in the middle; the file was cut off, so get it once more.`;
    throw new FileTroubleError('BAD_SYNTAX', message);
  }

  #isBlank(byte: number): boolean {
    if (byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB)
      return true;
    return byte === RECORD_SEPARATOR && this.#arrayKey === undefined;
  }

  /**
   * Goes to the next state, or begins a key or value, by one byte that is no blank.
   * @throws FileTroubleError when the byte cannot stand here
   */
  #step(byte: number, chunk: Buffer, index: number): JsonPiece | undefined {
    switch (this.#state) {
      case 'document':
        if (byte === OPEN_BRACE) return this.#goTo('firstKey');
        break;
      case 'firstKey':
      case 'key':
        if (byte === QUOTE) return this.#begin('key', byte, chunk, index);
        if (byte === CLOSE_BRACE && this.#state === 'firstKey') return this.#goTo('end');
        break;
      case 'colon':
        if (byte === COLON) return this.#goTo('value');
        break;
      case 'value':
        if (this.#key === this.#arrayKey) return this.#stepIntoArray(byte, chunk, index);
        if (VALUE_STARTS.has(byte)) return this.#begin('member', byte, chunk, index);
        break;
      case 'afterValue':
        if (byte === COMMA) return this.#goTo('key');
        if (byte === CLOSE_BRACE) return this.#goTo('end');
        break;
      case 'firstElement':
      case 'element':
        if (VALUE_STARTS.has(byte)) return this.#begin('element', byte, chunk, index);
        if (byte === CLOSE_BRACKET && this.#state === 'firstElement')
          return this.#goTo('afterValue');
        break;
      case 'afterElement':
        if (byte === COMMA) return this.#goTo('element');
        if (byte === CLOSE_BRACKET) return this.#goTo('afterValue');
        break;
      case 'sequence':
        if (byte === OPEN_BRACE) return this.#begin('element', byte, chunk, index);
        break;
      case 'end':
        break;
    }
    throw this.#unexpected(chunk, index, EXPECTED[this.#state]);
  }

  #goTo(state: State): undefined {
    this.#state = state;
  }

  /** Two arrays of features would be two answers to what the file holds. */
  #stepIntoArray(byte: number, chunk: Buffer, index: number): JsonPiece {
    if (byte !== OPEN_BRACKET) throw this.#unexpected(chunk, index, 'an array "[ … ]"');
    if (this.#hasArray) {
      const place = this.#position.placeAt(chunk, index);
      const message = `${place}: "${this.#arrayKey}" stands here for the second time; put all features into one array.`;
      throw new FileTroubleError('BAD_SYNTAX', message);
    }
    this.#hasArray = true;
    this.#state = 'firstElement';
    return { kind: 'array' };
  }

  #begin(kind: OpenPiece['kind'], byte: number, chunk: Buffer, index: number): undefined {
    const scanner = new ValueScanner(byte);
    const line = this.#position.lineAt(chunk, index);
    this.#piece = { kind, scanner, line, parts: [], bytes: 0 };
  }

  #keep(piece: OpenPiece, part: Buffer): void {
    piece.bytes += part.length;
    if (piece.bytes > MAX_RECORD_BYTES) {
      const message = `Line ${piece.line}: a piece is longer than ${MAX_RECORD_BYTES} bytes; simplify its shape or divide it.`;
      throw new FileTroubleError('RECORD_TOO_LONG', message);
    }
    piece.parts.push(part);
  }

  #endPiece({ kind, line, parts }: OpenPiece): JsonPiece | undefined {
    this.#piece = undefined;
    const [only] = parts;
    const bytes = parts.length === 1 && only ? only : Buffer.concat(parts);
    const text = bytes.toString('utf8');
    if (kind === 'element') {
      this.#elements++;
      this.#state = this.#arrayKey === undefined ? 'sequence' : 'afterElement';
      return { kind, text, line };
    }
    if (kind === 'member') {
      this.#state = 'afterValue';
      const value = parseJson(text, line, `the value of ${JSON.stringify(this.#key)}`);
      return { kind, key: this.#key, value };
    }
    this.#state = 'colon';
    this.#key = parseJson(text, line, 'this name') as string;
    return undefined;
  }

  #unexpected(chunk: Buffer, index: number, expected: string): FileTroubleError {
    const after = this.#elements > 0 ? ` (after feature ${this.#elements})` : '';
    const place = `${this.#position.placeAt(chunk, index)}${after}`;
    return unexpectedCharacter(place, characterAt(chunk, index), expected);
  }

  #scanTrouble(trouble: ScanTrouble, chunk: Buffer, index: number): FileTroubleError {
    const place = this.#position.placeAt(chunk, index);
    if (trouble === 'WRONG_BRACKET') return wrongBracket(place, characterAt(chunk, index));
    const message = `${place}: brackets lie more than ${MAX_DEPTH} deep; simplify the file.`;
    return new FileTroubleError('TOO_DEEP', message);
  }
}

const NOTHING = Buffer.alloc(0);

function characterAt(chunk: Buffer, index: number): string {
  const [character = ''] = chunk.toString('utf8', index, index + 4);
  return character;
}
