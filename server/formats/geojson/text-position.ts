const LINE_FEED = 0x0a;

/** Counts the lines and characters of a text that comes in chunks of UTF-8, so that messages can name a place. */
export class TextPosition {
  #line = 1;
  /** Index in the chunk at which the current line begins. */
  #lineStart = 0;
  /** Characters of the current line in earlier chunks. */
  #earlierCharacters = 0;
  /** Index of the next line feed in the chunk; undefined until it is looked for. */
  #nextLineFeed: number | undefined;

  /** The line of a byte of the chunk, from 1. Within a chunk, indices must not decrease. */
  lineAt(chunk: Buffer, index: number): number {
    this.#nextLineFeed ??= indexOfLineFeed(chunk, 0);
    while (this.#nextLineFeed < index) {
      this.#line++;
      this.#lineStart = this.#nextLineFeed + 1;
      this.#earlierCharacters = 0;
      this.#nextLineFeed = indexOfLineFeed(chunk, this.#lineStart);
    }
    return this.#line;
  }

  /** The place of a byte of the chunk in words, as editors count: UTF-16 code units from 1. */
  placeAt(chunk: Buffer, index: number): string {
    const line = this.lineAt(chunk, index);
    return `Line ${line}, character ${this.#charactersBefore(chunk, index) + 1}`;
  }

  /** To be called with each chunk when it is done. */
  endChunk(chunk: Buffer): void {
    this.lineAt(chunk, chunk.length);
    this.#earlierCharacters = this.#charactersBefore(chunk, chunk.length);
    this.#lineStart = 0;
    this.#nextLineFeed = undefined;
  }

  #charactersBefore(chunk: Buffer, index: number): number {
    return this.#earlierCharacters + countCharacters(chunk, this.#lineStart, index);
  }
}

/** UTF-16 code units of a part of UTF-8: one for each first byte of a character, two where it has four bytes. */
function countCharacters(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if ((byte & 0xc0) !== 0x80) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}

function indexOfLineFeed(chunk: Buffer, from: number): number {
  const index = chunk.indexOf(LINE_FEED, from);
  return index < 0 ? Number.POSITIVE_INFINITY : index;
}
