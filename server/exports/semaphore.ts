import { BusyError, TooManyAttemptsError } from '../shared/errors.ts';

/** Lets some tasks run at a time and others wait in order; refuses further ones when too many wait. */
export class Semaphore {
  readonly #limit: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limit: number, mostWaiting: number) {
    this.#limit = limit;
    this.#mostWaiting = mostWaiting;
  }

  /**
   * Runs a task as soon as there is room for it; whoever leaves while waiting makes room in the queue.
   * @throws TOO_MANY_ATTEMPTS when too many wait already, BUSY when `signal` is aborted while waiting
   */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#running >= this.#limit) {
      if (this.#waiting.length >= this.#mostWaiting) {
        throw new TooManyAttemptsError('Many files are being made just now; try again soon.', 10);
      }
      await this.#untilFree(signal);
    } else this.#running++;
    try {
      return await task();
    } finally {
      // The next one takes this place over, so that no newcomer can slip in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  #untilFree(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        reject(new BusyError('Whoever waited for this went away.'));
      };
      const begin = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      this.#waiting.push(begin);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
