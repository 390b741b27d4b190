/**
 * Reads the data version for many requests by few statements: all calls that come while one statement is under way
 * share the next. So each gets a version that was read after its call, never an older one.
 */
export class DataVersions {
  readonly #read: () => Promise<string>;
  #reading: Promise<unknown> = Promise.resolve();
  #next: Promise<string> | undefined;

  constructor(read: () => Promise<string>) {
    this.#read = read;
  }

  /** The data version, as of a moment after this call. */
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
