import { ArgsType, Field, Int } from 'type-graphql';
import { BadUserInputError } from '../shared/errors.ts';

/** The most rows of one page. */
export const MAX_PAGE = 1_000;
/** The rows of a page when no size is given. */
export const DEFAULT_PAGE = 100;

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: `The first rows of the list, at most ${MAX_PAGE}; ${DEFAULT_PAGE} when neither \`first\` nor \`last\` is given.`,
  })
  first?: number;

  @Field(() => String, { nullable: true, description: 'Only rows after this cursor.' })
  after?: string;

  @Field(() => Int, {
    nullable: true,
    description: `The last rows of the list, at most ${MAX_PAGE}.`,
  })
  last?: number;

  @Field(() => String, { nullable: true, description: 'Only rows before this cursor.' })
  before?: string;
}

/** Where a row stands in an ordering: its key as text, and its id, which settles ties. */
export interface Place {
  readonly key: string;
  readonly id: number;
}

/** A validated page request. */
export interface Page {
  readonly size: number;
  readonly backward: boolean;
  readonly after?: Place | undefined;
  readonly before?: Place | undefined;
}

/** Checks page arguments for the ordering of that name. @throws BAD_USER_INPUT naming the argument */
export function parsePage(args: PageArgs, ordering: string): Page {
  const { first, last } = args;
  if (first != null && last != null) {
    throw new BadUserInputError('last', 'give either `first` or `last`, not both.');
  }
  return {
    size: parseSize(last ?? first ?? DEFAULT_PAGE, last == null ? 'first' : 'last'),
    backward: last != null,
    after: args.after == null ? undefined : parseCursor(args.after, ordering, 'after'),
    before: args.before == null ? undefined : parseCursor(args.before, ordering, 'before'),
  };
}

function parseSize(size: number, field: string): number {
  if (size < 0 || size > MAX_PAGE) {
    throw new BadUserInputError(
      field,
      `must lie between 0 and ${MAX_PAGE}, not ${size}; page on with \`after\`.`,
    );
  }
  return size;
}

/** An opaque cursor: it names its ordering, so that it cannot be used with another one. */
export function cursorOf(ordering: string, place: Place): string {
  return Buffer.from(JSON.stringify([ordering, place.key, place.id])).toString('base64url');
}

function parseCursor(cursor: string, ordering: string, field: string): Place {
  const parts = decode(cursor);
  if (!parts) {
    throw new BadUserInputError(field, 'is not a cursor of this list; take it from `pageInfo`.');
  }
  const [name, key, id] = parts;
  if (name !== ordering) {
    throw new BadUserInputError(
      field,
      `belongs to the ordering ${name}, not ${ordering}; start again without a cursor.`,
    );
  }
  return { key, id };
}

function decode(cursor: string): [string, string, number] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== 3) return undefined;
    const [name, key, id] = parts;
    const sound = typeof name === 'string' && typeof key === 'string' && !key.includes('\0');
    return sound && Number.isInteger(id) && Math.abs(id) < 2 ** 31
      ? [name.slice(0, 80), key, id]
      : undefined;
  } catch {
    return undefined;
  }
}
