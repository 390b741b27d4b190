/**
 * Events on their way to one client, in order. A client that takes them more slowly than they come has at
 * most `limit` of them waiting: beyond it `collapse` makes one of all.
 */
export class EventQueue<T> implements AsyncIterableIterator<T> {
  readonly #limit: number;
  readonly #collapse: (waiting: readonly T[]) => T;
  readonly #onEnd: () => void;
  #events: T[] = [];
  #takers: ((result: IteratorResult<T>) => void)[] = [];
  #ended = false;

  constructor(limit: number, collapse: (waiting: readonly T[]) => T, onEnd: () => void) {
    this.#limit = limit;
    this.#collapse = collapse;
    this.#onEnd = onEnd;
  }

  /** Adds an event. */
  push(event: T): void {
    if (this.#ended) return;
    const taker = this.#takers.shift();
    if (taker) {
      taker({ value: event, done: false });
      return;
    }
    this.#events.push(event);
    if (this.#events.length > this.#limit) this.#events = [this.#collapse(this.#events)];
  }

  next(): Promise<IteratorResult<T>> {
    const [event] = this.#events.splice(0, 1);
    if (event !== undefined) return Promise.resolve({ value: event, done: false });
    if (this.#ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  /** Ends the queue; whoever waits for an event learns so at once. */
  async return(): Promise<IteratorResult<T>> {
    if (!this.#ended) {
      this.#ended = true;
      this.#events = [];
      for (const taker of this.#takers.splice(0)) taker({ value: undefined, done: true });
      this.#onEnd();
    }
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
