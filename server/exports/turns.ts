import { TooManyAttemptsError } from '../shared/errors.ts';

/** Lets some at a time work, the others wait for their turn, and refuses when too many wait. */
export class Turns {
  readonly #atATime: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #working = 0;

  constructor(atATime: number, mostWaiting: number) {
    this.#atATime = atATime;
    this.#mostWaiting = mostWaiting;
  }

  /** Does the work when its turn comes. @throws TOO_MANY_ATTEMPTS when too many wait already */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#working >= this.#atATime) {
      if (this.#waiting.length >= this.#mostWaiting) {
        throw new TooManyAttemptsError('Many files are being made just now; try again soon.', 10);
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#working++;
    try {
      return await work();
    } finally {
      // Whoever waits takes over, so that nobody can slip in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#working--;
    }
  }
}
