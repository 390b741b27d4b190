import { Extensions } from 'type-graphql';

/** Names the extension of a field that {@link Shared} marks. */
export const SHARED = 'shared';

/**
 * Says of a query that its value depends on its arguments and the data version alone, not on the viewer or the
 * time: it may be kept, and given to all who may read. Fields below it may still be personal; that is found out
 * while they are read (see {@link Sharing}).
 */
export function Shared(): MethodDecorator {
  return Extensions({ [SHARED]: true }) as MethodDecorator;
}

/** Whether the answer to a request may be given to others; true until something personal is read. */
export class Sharing {
  #isShared = true;

  get isShared(): boolean {
    return this.#isShared;
  }

  /** Called when anything personal is read, or may be. */
  forbid(): void {
    this.#isShared = false;
  }

  /** Reads something personal that makes no difference to those who may be given the answer. */
  unaffectedBy<T>(read: () => T): T {
    const before = this.#isShared;
    const value = read();
    this.#isShared = before;
    return value;
  }

  /** The same where it is done for every row: takes back what was read since {@link isShared} was `before`. */
  restore(before: boolean): void {
    this.#isShared = before;
  }
}
