import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
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
import { COST, type FieldCost } from '../access/cost.ts';
import { countPositions, filterCost } from '../lists/filter/filter-cost.ts';
import { DEFAULT_PAGE } from '../lists/page.ts';
import type { ListedTable, TableSize, TableSizes } from '../lists/table-sizes.ts';
import { WEIGHTS } from '../lists/weights.ts';
import { TooExpensiveError } from '../shared/errors.ts';
import { countIntrospected, isIntrospection } from './introspection-cost.ts';
import { listLength, tableOfFilter, tableOfType } from './listed.ts';

/** The most that one request may cost, in units of `lists/weights.ts`, reckoned before anything is read. */
export const MAX_COST = 200_000;
/** The most that one request of staff may cost. */
export const MAX_COST_OF_STAFF = 1_000_000;

type Values = Readonly<Record<string, unknown>>;
type AnyField = GraphQLField<unknown, unknown>;

/** What is known of a request while its cost is reckoned. */
interface Reckoning {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Values;
  readonly sizes: TableSizes;
  /** Fragments that double each other would take for ever otherwise. */
  readonly reckoned: Map<string, number>;
}

/**
 * What an operation costs at most, in units of `lists/weights.ts`: rows with their values and shapes, where pages
 * multiply when they are nested; statements, and the rows that they look at for filters and orders. Every field at
 * the root costs something, also for an empty page, and every alias counts. Values of variables count as literals do.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Values,
  sizes: TableSizes,
): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  }
  const given = { ...defaultsOf(operation), ...variables };
  const reckoning = { schema, fragments, variables: given, sizes, reckoned: new Map() };
  const root = schema.getRootType(operation.operation);
  const cost = root ? costOfSet(reckoning, operation.selectionSet, root, 1) : 0;
  return Math.ceil(WEIGHTS.request + cost);
}

/** What a selection of so many objects costs. */
function costOfSet(
  reckoning: Reckoning,
  { selections }: SelectionSetNode,
  parent: GraphQLCompositeType,
  count: number,
): number {
  let cost = 0;
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) cost += costOfField(reckoning, selection, parent, count);
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const type = narrowed(reckoning, parent, selection.typeCondition);
      cost += costOfSet(reckoning, selection.selectionSet, type, count);
    } else cost += costOfFragment(reckoning, selection.name.value, parent, count);
  }
  return cost;
}

/** Fields of `node(id)` are those of the type that a fragment is on. */
function narrowed(
  { schema }: Reckoning,
  parent: GraphQLCompositeType,
  condition: NamedTypeNode | undefined,
): GraphQLCompositeType {
  const type = condition && schema.getType(condition.name.value);
  return type && isCompositeType(type) ? type : parent;
}

function costOfFragment(
  reckoning: Reckoning,
  name: string,
  parent: GraphQLCompositeType,
  count: number,
): number {
  const { fragments, reckoned } = reckoning;
  const key = `${name} ${count}`;
  const known = reckoned.get(key);
  const fragment = fragments.get(name);
  if (known !== undefined || !fragment) return known ?? 0;
  const type = narrowed(reckoning, parent, fragment.typeCondition);
  const cost = costOfSet(reckoning, fragment.selectionSet, type, count);
  reckoned.set(key, cost);
  return cost;
}

function costOfField(
  reckoning: Reckoning,
  node: FieldNode,
  parent: GraphQLCompositeType,
  count: number,
): number {
  const { schema, fragments, sizes } = reckoning;
  if (isIntrospection(node)) {
    const values = countIntrospected(schema, node, fragments);
    return WEIGHTS.field + values * WEIGHTS.introspection;
  }
  const field = 'getFields' in parent ? parent.getFields()[node.name.value] : undefined;
  const type = field && getNamedType(field.type);
  const isAtRoot = schema.getQueryType() === parent || schema.getMutationType() === parent;
  const floor = WEIGHTS.field + (isAtRoot ? WEIGHTS.statement : 0);
  if (!field || !type) return floor + count * WEIGHTS.value;
  const args = argumentsOf(node, reckoning.variables);
  const sent = countPositions(withoutFilter(args)) * WEIGHTS.sentPosition;
  const own = floor + sent + ownCost(field, sizes, count);
  if (!node.selectionSet || !isCompositeType(type)) {
    return own + count * costOfValue(type.name, parent, sizes);
  }
  const below = (objects: number): number =>
    costOfSet(reckoning, node.selectionSet as SelectionSetNode, type, objects);
  // The edges of a page are counted with the page.
  if (/(Connection|Edge)$/.test(parent.name)) return own + below(count);
  const looked = costOfLooking(field, args, sizes);
  if (type.name.endsWith('Connection')) {
    // One statement reads the page, another one counts; each looks at the rows.
    const statements = selects(reckoning, node.selectionSet, 'totalCount') ? 2 : 1;
    const size = Math.min(pageSize(args), tableOf(type.name, sizes)?.rows ?? Infinity);
    const read = statements * (WEIGHTS.statement + looked.scan) + looked.sort;
    const rows = count * size;
    return own + read + count * WEIGHTS.page + rows * WEIGHTS.row + below(rows);
  }
  const isList = isListType(getNullableType(field.type));
  const length = isList ? listLength(node.name.value, type.name, args, sizes) : 1;
  const rows = count * length;
  const asked = isAtRoot ? 0 : WEIGHTS.statement;
  return own + asked + looked.scan + rows * WEIGHTS.row + below(rows);
}

function ownCost({ extensions }: AnyField, sizes: TableSizes, count: number): number {
  const { each, most } = (extensions[COST] ?? {}) as Partial<FieldCost>;
  return Math.min(count * (each?.(sizes) ?? 0), most?.(sizes) ?? Infinity);
}

/** Shapes cost by their positions; of types that are in no list, as those of communities. */
function costOfValue(type: string, parent: GraphQLCompositeType, sizes: TableSizes): number {
  if (type === 'BBox') return WEIGHTS.box;
  if (!type.startsWith('GeoJSON')) return WEIGHTS.value;
  const { positions } = tableOf(parent.name, sizes) ?? sizes.communities;
  return type === 'GeoJSONPoint' ? WEIGHTS.shape : WEIGHTS.shape + positions * WEIGHTS.position;
}

/** What a statement takes that looks at the rows of a filter, and what it takes to bring them in order. */
function costOfLooking(
  field: AnyField,
  args: Values,
  sizes: TableSizes,
): { scan: number; sort: number } {
  const argument = field.args.find(({ name }) => name === 'filter');
  const name = argument && tableOfFilter(getNamedType(argument.type).name);
  if (!name) return { scan: 0, sort: 0 };
  const table = sizes[name];
  const filter = filterCost(args['filter'], table, sizes);
  const isSummed = !getNamedType(field.type).name.endsWith('Connection');
  const perRow = WEIGHTS.scan + filter.perRow + (isSummed ? WEIGHTS.sum : 0);
  return {
    scan: filter.once + table.rows * perRow,
    sort: args['orderBy'] ? table.rows * costOfKey(args['orderBy'], table) : 0,
  };
}

/** Positions that a distance is measured from, of each row. */
function costOfKey(order: unknown, { measuredPositions }: TableSize): number {
  const { field } = order as { field?: unknown };
  return WEIGHTS.sort + (field === 'DISTANCE' ? measuredPositions * WEIGHTS.keyPosition : 0);
}

function tableOf(type: string, sizes: TableSizes): TableSize | undefined {
  const name: ListedTable | undefined = tableOfType(type);
  return name && sizes[name];
}

/** Whether a field is among those selected, also by way of fragments. */
function selects(
  { fragments }: Reckoning,
  selectionSet: SelectionSetNode,
  wanted: string,
  seen = new Set<string>(),
): boolean {
  const within = (set: SelectionSetNode | undefined): boolean =>
    (set?.selections ?? []).some((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === wanted;
      if (selection.kind === Kind.INLINE_FRAGMENT) return within(selection.selectionSet);
      const { value } = selection.name;
      if (seen.has(value)) return false;
      seen.add(value);
      return within(fragments.get(value)?.selectionSet);
    });
  return within(selectionSet);
}

/** Arguments as they were written, with the values of variables. */
function argumentsOf({ arguments: given = [] }: FieldNode, variables: Values): Values {
  return Object.fromEntries(
    given.map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]),
  );
}

/** What is in a filter is reckoned with it. */
function withoutFilter({ filter: _, ...others }: Values): Values {
  return others;
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Values {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}

function pageSize({ first, last }: Values): number {
  const sizes = [first, last].filter((size) => typeof size === 'number' && size >= 0);
  return sizes.length > 0 ? Math.max(...(sizes as number[])) : DEFAULT_PAGE;
}

/** @throws TOO_EXPENSIVE naming the cost, the limit and what to change */
export function demandAffordable(cost: number, most = MAX_COST): void {
  if (cost <= most) return;
  const told = cost.toLocaleString('en');
  const limit = most.toLocaleString('en');
  throw new TooExpensiveError(
    `The request costs up to ${told}; the limit is ${limit}. Ask for less at once: smaller pages (\`first\`), above all of nested lists; fewer filters of distances and shapes, with fewer positions; fewer fields at the root.`,
    { cost, limit: most },
  );
}
