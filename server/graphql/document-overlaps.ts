import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { MOST, MOST_TOKENS, tooMuch } from './document-size.ts';

/** The most pairs of fields of one name and place that a document may have: each is compared when it is validated. */
export const MOST_PAIRS = 5_000;
/** Shorter documents have no room for so many. */
const LONG_CHARACTERS = 1_000;
/** Texts that are remembered as harmless. */
const MOST_REMEMBERED = 500;

const harmless = new LRUCache<string, true>({ max: MOST_REMEMBERED });

/**
 * Refuses a document whose validation would take long: GraphQL compares every two fields that are to become one, so
 * that their number counts by its square. @throws TOO_EXPENSIVE
 */
export function demandComparable(source: string): void {
  if (source.length < LONG_CHARACTERS || harmless.has(source)) return;
  const document = parsed(source);
  const pairs = document ? countPairs(document) : 0;
  if (pairs > MOST_PAIRS) throw tooMuch('fields that are repeated', pairs, MOST_PAIRS);
  harmless.set(source, true);
}

/** What is no document is refused in a better place. */
function parsed(source: string): DocumentNode | undefined {
  try {
    return parse(source, { maxTokens: MOST_TOKENS, noLocation: true });
  } catch {
    return undefined;
  }
}

/** Pairs of fields that are to become one; when there are too many, a number above {@link MOST_PAIRS}. */
export function countPairs({ definitions }: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  }
  let pairs = 0;
  let visits = 0;
  const compare = (sets: readonly SelectionSetNode[], depth: number): void => {
    // Fragments that spread themselves are refused by GraphQL.
    if (depth > MOST.depth) return;
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    const gather = ({ selections }: SelectionSetNode): void => {
      for (const selection of selections) {
        if (++visits > MOST_VISITS) return;
        if (selection.kind === Kind.FIELD) {
          const name = (selection.alias ?? selection.name).value;
          fields.set(name, [...(fields.get(name) ?? []), selection]);
        } else if (selection.kind === Kind.INLINE_FRAGMENT) gather(selection.selectionSet);
        else if (!spread.has(selection.name.value)) {
          spread.add(selection.name.value);
          // Two fragments are compared, too, if no two of their fields are.
          pairs += spread.size - 1;
          const fragment = fragments.get(selection.name.value);
          if (fragment) gather(fragment.selectionSet);
        }
      }
    };
    for (const set of sets) gather(set);
    for (const nodes of fields.values()) {
      pairs += (nodes.length * (nodes.length - 1)) / 2;
      if (pairs > MOST_PAIRS || visits > MOST_VISITS) return;
      compare(
        nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
        depth + 1,
      );
    }
  };
  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) compare([definition.selectionSet], 1);
  }
  return visits > MOST_VISITS ? Math.max(pairs, MOST_PAIRS + 1) : pairs;
}

/** Fragments that double each other are given up here; other documents are refused for their size before. */
const MOST_VISITS = 20_000;
