/**
 * The data version as of now or later. Whoever asks while it is being read waits for the next reading: an
 * answer is never that of a reading begun before the question, and many questions cost one statement.
 */
export class DataVersions {
  readonly #read: () => Promise<string>;
  #reading: Promise<unknown> = Promise.resolve();
  #next: Promise<string> | undefined;

  constructor(read: () => Promise<string>) {
    this.#read = read;
  }

  now(): Promise<string> {
    this.#next ??= this.#after(this.#reading);
    return this.#next;
  }

  async #after(reading: Promise<unknown>): Promise<string> {
    await reading.catch(() => undefined);
    this.#next = undefined;
    const version = this.#read();
    this.#reading = version;
    return version;
  }
}
