import { FileTroubleError } from './file-trouble.ts';

/** Reads a stream by given numbers of bytes. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes taken and skipped so far. */
  position = 0;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes; undefined at the end of the stream. @throws FileTroubleError when fewer are left */
  async take(length: number): Promise<Buffer | undefined> {
    if (this.#rest.length < length) {
      const parts = [this.#rest];
      let available = this.#rest.length;
      while (available < length) {
        const chunk = await this.#next();
        if (!chunk) break;
        parts.push(chunk);
        available += chunk.length;
      }
      this.#rest = Buffer.concat(parts);
      if (available === 0 && length > 0) return undefined;
      if (available < length) throw cutOff();
    }
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    this.position += length;
    return bytes;
  }

  /** The next bytes. @throws FileTroubleError when fewer are left */
  async demand(length: number): Promise<Buffer> {
    const bytes = await this.take(length);
    if (!bytes) throw cutOff();
    return bytes;
  }

  /** Skips bytes without buffering them. @throws FileTroubleError when fewer are left */
  async skip(length: number): Promise<void> {
    let left = length;
    this.position += length;
    while (left > this.#rest.length) {
      left -= this.#rest.length;
      const chunk = await this.#next();
      if (!chunk) throw cutOff();
      this.#rest = chunk;
    }
    this.#rest = this.#rest.subarray(left);
  }

  /** Closes the stream. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #next(): Promise<Buffer | undefined> {
    const { value, done } = await this.#chunks.next();
    return done ? undefined : value;
  }
}

function cutOff(): FileTroubleError {
  return new FileTroubleError('BAD_SYNTAX', 'The file was cut off; get it once more.');
}
