import { MAX_DEPTH } from '../limits.ts';

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
const SPACE = 0x20;

/** Why a value does not end: a bracket that closes none, or brackets that are nested too deeply. */
export type ScanTrouble = 'WRONG_BRACKET' | 'TOO_DEEP';

/**
 * Finds the end of one JSON value that may go on over several chunks. Only quotation marks and brackets are
 * checked: `JSON.parse` of the value tells the rest.
 */
export class ValueScanner {
  /** Brackets that are open, each by the byte that closes it. */
  readonly #closers: number[] = [];
  readonly #isLiteral: boolean;
  #inString = false;
  #isEscaped = false;
  /** Set when the last call of {@link scan} stopped at a byte that no JSON value can have there. */
  trouble: ScanTrouble | undefined;

  /** @param first byte of the value, with which {@link scan} then begins */
  constructor(first: number) {
    this.#isLiteral = first !== QUOTE && first !== OPEN_BRACE && first !== OPEN_BRACKET;
  }

  /**
   * The index after the value's last byte; -1 when the value goes on in the next chunk. At a {@link trouble}, the
   * index of that byte.
   */
  scan(chunk: Buffer, from: number): number {
    if (this.#isLiteral) return endOfLiteral(chunk, from);
    let index = from;
    while (index < chunk.length) {
      if (this.#inString) {
        index = this.#endOfString(chunk, index);
        if (index < 0) return -1;
        if (this.#closers.length === 0) return index;
        continue;
      }
      const byte = chunk[index] as number;
      if (byte === QUOTE) this.#inString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.#closers.push(byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET);
        if (this.#closers.length > MAX_DEPTH) return this.#stop('TOO_DEEP', index);
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (this.#closers.pop() !== byte) return this.#stop('WRONG_BRACKET', index);
        if (this.#closers.length === 0) return index + 1;
      }
      index++;
    }
    return -1;
  }

  /** The index after the closing quotation mark; -1 when it is not in this chunk. */
  #endOfString(chunk: Buffer, from: number): number {
    for (let index = from; index < chunk.length; index++) {
      const byte = chunk[index];
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        return index + 1;
      }
    }
    return -1;
  }

  #stop(trouble: ScanTrouble, index: number): number {
    this.trouble = trouble;
    return index;
  }
}

/** A number, `true`, `false`, `null`, or anything else up to a blank or to what can follow a value. */
function endOfLiteral(chunk: Buffer, from: number): number {
  for (let index = from; index < chunk.length; index++) {
    const byte = chunk[index] as number;
    const isDelimiter = byte === COMMA || byte === CLOSE_BRACKET || byte === CLOSE_BRACE;
    if (isDelimiter || byte <= SPACE) return index;
  }
  return -1;
}
