/** Statements that were sent so often are prepared … */
const OFTEN = 5;
/** … until there are so many; each connection keeps a plan of each. */
const MOST_NAMES = 200;
/** Texts that are counted before counting begins anew. */
const MOST_COUNTED = 2_000;

/**
 * Names for statements that are sent again and again, so that PostgreSQL reads and plans them once for each
 * connection. Statements differ by what is asked for, not by values, which are always bound.
 */
export class StatementNames {
  readonly #counts = new Map<string, number>();
  readonly #names = new Map<string, string>();

  /** The name of a statement that is about to be sent; undefined while it is not worth one. */
  nameOf(statement: string): string | undefined {
    const name = this.#names.get(statement);
    if (name || this.#names.size >= MOST_NAMES) return name;
    const count = (this.#counts.get(statement) ?? 0) + 1;
    if (count < OFTEN) {
      if (this.#counts.size >= MOST_COUNTED) this.#counts.clear();
      this.#counts.set(statement, count);
      return undefined;
    }
    this.#counts.delete(statement);
    const given = `hub_${this.#names.size}`;
    this.#names.set(statement, given);
    return given;
  }
}
