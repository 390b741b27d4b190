import { type FileHandle, open } from 'node:fs/promises';

/** Small pieces are collected and written together when they have so many bytes. */
const BLOCK_BYTES = 256 * 1024;

/** A new file to which bytes are appended, and whose beginning can be overwritten at the end. */
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

  /** Length in bytes, including what is not yet flushed. */
  get length(): number {
    return this.#flushedBytes + this.#pendingBytes;
  }

  async append(bytes: Buffer): Promise<void> {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes >= BLOCK_BYTES) await this.#flush();
  }

  /** Overwrites the first bytes of the file. */
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
