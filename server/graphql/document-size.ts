import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { TooExpensiveError } from '../shared/errors.ts';

/** The most characters of a document, and the most tokens (names, numbers, brackets …). */
export const MOST_CHARACTERS = 50_000;
export const MOST_TOKENS = 4_000;

/** What an operation may have at most; fields count as often as fragments bring them in. */
export const MOST = { depth: 20, rootFields: 100, aliases: 100, fields: 2_000 } as const;

type Measures = Record<keyof typeof MOST, number>;

const WHAT_TO_CHANGE: Record<keyof typeof MOST, string> = {
  depth: 'nest less deeply',
  rootFields: 'ask for fewer fields of Query in one request',
  aliases: 'use fewer aliases, and lists with filters instead',
  fields: 'select less, or spread fragments less often',
};

/** @throws TOO_EXPENSIVE for a document that would take long to read */
export function demandReadable(source: string): void {
  if (source.length <= MOST_CHARACTERS) return;
  throw tooMuch('characters', source.length, MOST_CHARACTERS);
}

/** @throws TOO_EXPENSIVE naming what there is too much of, the limit and what to change */
export function demandModest(document: DocumentNode, operation: OperationDefinitionNode): void {
  const measures = measure(document, operation);
  for (const name of Object.keys(MOST) as (keyof typeof MOST)[]) {
    if (measures[name] > MOST[name])
      throw tooMuch(name, measures[name], MOST[name], WHAT_TO_CHANGE[name]);
  }
}

/** The error that says better than the parser's own that there are too many tokens; undefined for others. */
export function explainTokens(message: string): TooExpensiveError | undefined {
  return message.includes(`more that ${MOST_TOKENS} tokens`)
    ? tooMuch('tokens', MOST_TOKENS + 1, MOST_TOKENS)
    : undefined;
}

/** The error for too much of something; `cost` and `limit` are for programs. */
export function tooMuch(
  what: string,
  cost: number,
  limit: number,
  change = 'send less at once',
): TooExpensiveError {
  const name = { rootFields: 'fields at the root', depth: 'levels' }[what] ?? what;
  return new TooExpensiveError(
    `The request has ${cost.toLocaleString('en')} ${name}; the limit is ${limit.toLocaleString('en')}: ${change}.`,
    { cost, limit, http: { status: 400 } },
  );
}

/** Measures an operation; each fragment once, however often it is spread. */
export function measure(document: DocumentNode, operation: OperationDefinitionNode): Measures {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, Measures>();
  const ofFragment = (name: string): Measures => {
    const found = known.get(name);
    if (found) return found;
    const fragment = fragments.get(name);
    const measures = fragment ? ofSet(fragment.selectionSet) : NOTHING;
    known.set(name, measures);
    return measures;
  };
  const ofSet = ({ selections }: SelectionSetNode): Measures => {
    const sum = { ...NOTHING };
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet ? ofSet(selection.selectionSet) : NOTHING;
        add(sum, below, below.depth + 1);
        sum.rootFields++;
        sum.fields++;
        if (selection.alias) sum.aliases++;
      } else {
        const part =
          selection.kind === Kind.INLINE_FRAGMENT
            ? ofSet(selection.selectionSet)
            : ofFragment(selection.name.value);
        add(sum, part, part.depth);
        sum.rootFields += part.rootFields;
      }
    }
    return sum;
  };
  return ofSet(operation.selectionSet);
}

const NOTHING: Measures = { depth: 0, rootFields: 0, aliases: 0, fields: 0 };

function add(sum: Measures, part: Measures, depth: number): void {
  sum.depth = Math.max(sum.depth, depth);
  sum.fields += part.fields;
  sum.aliases += part.aliases;
}
