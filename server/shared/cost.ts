import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { Extensions } from 'type-graphql';
import { TooExpensiveError } from './errors.ts';
import { DEFAULT_PAGE } from './page.ts';

/** The most rows that one request may ask for, counted before anything is read. */
export const MAX_ROWS = 200_000;
/** As many may be asked for by whoever analyses. */
export const MAX_ROWS_OF_ANALYSTS = 1_000_000;
/** How many rows a list without page arguments is counted as. */
const PLAIN_LIST_ROWS = 5;
/** So many meters of a distance count as a row: what lies within is compared one by one. */
const METERS_PER_ROW = 100;

/** Says that working a field out costs as much as so many rows, whatever is selected of it. */
export function Costs(rows: number): MethodDecorator {
  return Extensions({ rows }) as MethodDecorator;
}

type Variables = Readonly<Record<string, unknown>>;

/**
 * The rows that an operation may give at most: page sizes multiply where pages are nested, and every alias
 * counts. Shapes and distances that are asked about count as the rows that they take as long as. Values of
 * variables count as literals do.
 */
export function countRows(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  }

  const rowsOf = (selections: SelectionSetNode, parent: GraphQLCompositeType): number => {
    let rows = 0;
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) rows += rowsOfField(selection, parent);
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        rows += rowsOf(selection.selectionSet, narrowed(parent, selection.typeCondition));
      else rows += rowsOfFragment(selection.name.value, parent);
    }
    return rows;
  };

  /** Fields of `node(id)` are those of the type that a fragment is on. */
  const narrowed = (
    parent: GraphQLCompositeType,
    condition: NamedTypeNode | undefined,
  ): GraphQLCompositeType => {
    const type = condition && schema.getType(condition.name.value);
    return type && isCompositeType(type) ? type : parent;
  };

  // Counted once each: fragments that double each other would take for ever otherwise.
  const counted = new Map<string, number>();
  const rowsOfFragment = (name: string, parent: GraphQLCompositeType): number => {
    const known = counted.get(name);
    const fragment = fragments.get(name);
    if (known !== undefined || !fragment) return known ?? 0;
    const rows = rowsOf(fragment.selectionSet, narrowed(parent, fragment.typeCondition));
    counted.set(name, rows);
    return rows;
  };

  const rowsOfField = (node: FieldNode, parent: GraphQLCompositeType): number => {
    const field = 'getFields' in parent ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    if (!field || !node.selectionSet || !isCompositeType(type)) return 0;
    const args = argumentsOf(node, given);
    const own = Number(field.extensions['rows'] ?? 0);
    const each = own + rowsOf(node.selectionSet, type);
    const asked = rowsOfValue(args);
    if (type.name.endsWith('Connection')) return asked + pageSize(args) * (1 + each);
    const isList = isListType(getNullableType(field.type));
    // The edges of a page are counted with the page.
    if (!isList || node.name.value === 'edges') return asked + each;
    const { ids } = args;
    return asked + (Array.isArray(ids) ? ids.length : PLAIN_LIST_ROWS) * (1 + each);
  };

  const given = { ...defaultsOf(operation), ...variables };
  const root = schema.getRootType(operation.operation);
  return root ? rowsOf(operation.selectionSet, root) : 0;
}

/** Arguments as they were written, with the values of variables. */
function argumentsOf({ arguments: given = [] }: FieldNode, variables: Variables): Variables {
  return Object.fromEntries(
    given.map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]),
  );
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}

function pageSize({ first, last }: Variables): number {
  const sizes = [first, last].filter((size) => typeof size === 'number' && size >= 0);
  return sizes.length > 0 ? Math.max(...(sizes as number[])) : DEFAULT_PAGE;
}

/** Positions of shapes, and meters of distances, as rows; values nest as deeply as clients like. */
function rowsOfValue(value: unknown): number {
  let rows = 0;
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (Array.isArray(next)) {
      if (typeof next[0] === 'number') rows++;
      else for (const item of next) waiting.push(item);
    } else if (typeof next === 'object' && next !== null) {
      const { meters } = next as { meters?: unknown };
      if (typeof meters === 'number' && meters > 0) rows += Math.floor(meters / METERS_PER_ROW);
      for (const item of Object.values(next)) waiting.push(item);
    }
  }
  return rows;
}

/** @throws TOO_EXPENSIVE naming the cost, the limit and what to change */
export function demandAffordable(rows: number, most = MAX_ROWS): void {
  if (rows <= most) return;
  const count = rows.toLocaleString('en');
  const limit = most.toLocaleString('en');
  throw new TooExpensiveError(
    `The request asks for up to ${count} rows; the limit is ${limit}. Ask for less at once: smaller pages (\`first\`), above all of nested lists, shapes of fewer positions, shorter distances, and fewer scenarios.`,
    { cost: rows, limit: most },
  );
}
