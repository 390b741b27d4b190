import { type FileHandle, open } from 'node:fs/promises';

/** Small pieces are written together, once there are so many bytes. */
const BLOCK_BYTES = 256 * 1024;

/** A new file that grows at its end, and whose beginning may be written last. */
export class AppendFile {
  readonly #file: FileHandle;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #flushedBytes = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<AppendFile> {
    return new AppendFile(await open(path, 'w'));
  }

  /** Its length, with what has not been written yet. */
  get length(): number {
    return this.#flushedBytes + this.#pendingBytes;
  }

  async append(bytes: Buffer): Promise<void> {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes >= BLOCK_BYTES) await this.#flush();
  }

  /** Writes over what stands at the beginning. */
  async overwriteStart(bytes: Buffer): Promise<void> {
    await this.#flush();
    await this.#file.write(bytes, 0, bytes.length, 0);
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    if (this.#pendingBytes === 0) return;
    const block = Buffer.concat(this.#pending);
    const at = this.#flushedBytes;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#flushedBytes += block.length;
    await this.#file.write(block, 0, block.length, at);
  }
}
