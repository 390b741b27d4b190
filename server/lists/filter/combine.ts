import { type RawBuilder, sql } from 'kysely';
import { BadUserInputError } from '../../shared/errors.ts';
import { and } from '../connection.ts';

/** The most filters that one filter may hold in `and`, `or` and `not`, itself included. */
const MOST_FILTERS = 100;
/** How deep they may nest. */
const DEEPEST = 8;

/** A filter that others of its kind can be joined to. */
export interface Combined<F> {
  and?: F[] | null;
  or?: F[] | null;
  not?: F | null;
}

/** The conditions of one filter alone, without those it holds; `path` leads to it. */
export type Compile<F> = (filter: F, path: string) => Promise<readonly RawBuilder<unknown>[]>;

/**
 * The condition of a filter with all that it holds. What is compiled at once asks the database at once,
 * so that the names in a filter are looked up together. `not` takes all rows that its filter does not:
 * those for which it is unknown, too. @throws BAD_USER_INPUT naming the filter that is too much
 */
export async function compileFilter<F extends Combined<F>>(
  filter: F | null | undefined,
  path: string,
  compile: Compile<F>,
): Promise<RawBuilder<unknown>> {
  let left = MOST_FILTERS;
  const visit = async (each: F, at: string, depth: number): Promise<RawBuilder<unknown>> => {
    left -= 1;
    if (left < 0) throw new BadUserInputError(at, `is one filter too many; give ${MOST_FILTERS}.`);
    if (depth > DEEPEST) {
      throw new BadUserInputError(at, `nests too deep; ${DEEPEST} levels are the most.`);
    }
    const all = (filters: readonly F[] | null | undefined, name: string) =>
      Promise.all((filters ?? []).map((one, i) => visit(one, `${at}.${name}[${i}]`, depth + 1)));
    const [own, every, some, none] = await Promise.all([
      compile(each, at),
      all(each.and, 'and'),
      all(each.or, 'or'),
      each.not ? visit(each.not, `${at}.not`, depth + 1) : null,
    ]);
    return and([
      ...own,
      ...every.map((condition) => sql`(${condition})`),
      ...(each.or ? [anyOf(some)] : []),
      ...(none ? [sql`(${none}) IS NOT TRUE`] : []),
    ]);
  };
  return filter ? visit(filter, path, 1) : sql`TRUE`;
}

/** Conditions joined by OR; of none nothing is true. */
function anyOf(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  if (conditions.length === 0) return sql`FALSE`;
  return sql`(${sql.join(
    conditions.map((condition) => sql`(${condition})`),
    sql` OR `,
  )})`;
}
