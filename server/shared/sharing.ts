import { Extensions } from 'type-graphql';

/** Names the extension of a field that {@link Shared} marks. */
export const SHARED = 'shared';

/**
 * Says of a query that its answer depends on its arguments and the data version alone, not on who asks or
 * when: it may be kept, and given to all who may read. What it leads to may still be personal; that is found
 * out while it is read (see {@link Sharing}).
 */
export function Shared(): MethodDecorator {
  return Extensions({ [SHARED]: true }) as MethodDecorator;
}

/** Whether the answer that a request is given may be given to others. */
export class Sharing {
  #isShared = true;

  get isShared(): boolean {
    return this.#isShared;
  }

  /** Called when anything personal is looked at, or may be. */
  forbid(): void {
    this.#isShared = false;
  }

  /** Looks at something personal that makes no difference to those who may be given the answer. */
  unaffectedBy<T>(look: () => T): T {
    const before = this.#isShared;
    const seen = look();
    this.#isShared = before;
    return seen;
  }

  /** The same for looks at every row: goes on as it was before. */
  goOn(before: boolean): void {
    this.#isShared = before;
  }
}
