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
  type OperationDefinitionNode,
  type SelectionSetNode,
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

/** Says that working a field out costs as much as so many rows, whatever is selected of it. */
export function Costs(rows: number): MethodDecorator {
  return Extensions({ rows }) as MethodDecorator;
}

type Variables = Readonly<Record<string, unknown>>;

/**
 * The rows that an operation may give at most: page sizes multiply where pages are nested, and every alias
 * counts. Values of variables count as literals do.
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
        rows += rowsOf(selection.selectionSet, parent);
      else rows += rowsOfFragment(selection.name.value, parent);
    }
    return rows;
  };

  // Counted once each: fragments that double each other would take for ever otherwise.
  const counted = new Map<string, number>();
  const rowsOfFragment = (name: string, parent: GraphQLCompositeType): number => {
    const known = counted.get(name);
    const fragment = fragments.get(name);
    if (known !== undefined || !fragment) return known ?? 0;
    const rows = rowsOf(fragment.selectionSet, parent);
    counted.set(name, rows);
    return rows;
  };

  const rowsOfField = (node: FieldNode, parent: GraphQLCompositeType): number => {
    const field = 'getFields' in parent ? parent.getFields()[node.name.value] : undefined;
    const type = field && getNamedType(field.type);
    if (!field || !node.selectionSet || !isCompositeType(type)) return 0;
    const own = Number(field.extensions['rows'] ?? 0);
    const each = own + rowsOf(node.selectionSet, type);
    if (type.name.endsWith('Connection')) return pageSize(node, variables) * (1 + each);
    const isList = isListType(getNullableType(field.type));
    // The edges of a page are counted with the page.
    return isList && node.name.value !== 'edges' ? PLAIN_LIST_ROWS * (1 + each) : each;
  };

  const root = schema.getRootType(operation.operation);
  return root ? rowsOf(operation.selectionSet, root) : 0;
}

function pageSize(node: FieldNode, variables: Variables): number {
  const sizes = (node.arguments ?? [])
    .filter(({ name }) => name.value === 'first' || name.value === 'last')
    .map(({ value }) => {
      if (value.kind === Kind.INT) return Number(value.value);
      return value.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
    })
    .filter((size): size is number => typeof size === 'number' && size >= 0);
  return sizes.length > 0 ? Math.max(...sizes) : DEFAULT_PAGE;
}

/** @throws TOO_EXPENSIVE naming the cost, the limit and what to change */
export function demandAffordable(rows: number, most = MAX_ROWS): void {
  if (rows <= most) return;
  const count = rows.toLocaleString('en');
  const limit = most.toLocaleString('en');
  throw new TooExpensiveError(
    `The request asks for up to ${count} rows; the limit is ${limit}. Ask for less at once: smaller pages (\`first\`), above all of nested lists, and fewer scenarios.`,
    { cost: rows, limit: most },
  );
}
