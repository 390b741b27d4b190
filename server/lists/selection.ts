import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import { type RawBuilder, sql } from 'kysely';

/** Columns by the property that they fill, which for what can be requested is the field's name. */
export type Columns = Readonly<Record<string, RawBuilder<unknown>>>;

/** What can be read of a row. */
export interface RowColumns {
  /** Read always. */
  readonly keys: Columns;
  /** Read when requested; all of them for fields that {@link needs} does not know. */
  readonly fields: Columns;
  /** Read only when requested by name: geometry. */
  readonly shapes?: Columns;
  /** The properties that fields with a resolver look at. */
  readonly needs: Readonly<Record<string, readonly string[]>>;
}

/** Names of fields. */
export type FieldNames = ReadonlySet<string>;

const known = new WeakMap<readonly FieldNode[], Map<string, FieldNames>>();

/**
 * The names of the fields that are requested below a field, down a path of field names: what a list reads of
 * its rows. Aliases do not matter, and what `@skip` or `@include` leave out counts, so it is never too little.
 */
export function fieldsBelow(
  { fieldNodes, fragments }: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>,
  ...path: string[]
): FieldNames {
  const paths = known.get(fieldNodes) ?? new Map<string, FieldNames>();
  known.set(fieldNodes, paths);
  const key = path.join('.');
  const found = paths.get(key);
  if (found) return found;

  const childrenOf = (nodes: readonly FieldNode[]): FieldNode[] => {
    const children: FieldNode[] = [];
    const seen = new Set<string>();
    const gather = (set: SelectionSetNode | undefined): void => {
      for (const selection of set?.selections ?? []) {
        if (selection.kind === Kind.FIELD) children.push(selection);
        else if (selection.kind === Kind.INLINE_FRAGMENT) gather(selection.selectionSet);
        else if (!seen.has(selection.name.value)) {
          seen.add(selection.name.value);
          gather(fragments[selection.name.value]?.selectionSet);
        }
      }
    };
    for (const node of nodes) gather(node.selectionSet);
    return children;
  };
  let nodes = childrenOf(fieldNodes);
  for (const step of path) nodes = childrenOf(nodes.filter(({ name }) => name.value === step));
  const names = new Set(nodes.map(({ name }) => name.value));
  paths.set(key, names);
  return names;
}

/** Stands among the names of a page's fields when cursors are requested. */
const CURSORS = '__cursors';

/** What is requested of the rows of a page, a connection. */
export function fieldsOfPage(info: Parameters<typeof fieldsBelow>[0]): FieldNames {
  const fields = fieldsBelow(info, 'edges', 'node');
  const known = withCursors.get(fields);
  if (known) return known;
  const place = fieldsBelow(info, 'pageInfo');
  const isRequested =
    place.has('startCursor') || place.has('endCursor') || fieldsBelow(info, 'edges').has('cursor');
  const requested = isRequested ? new Set([...fields, CURSORS]) : fields;
  withCursors.set(fields, requested);
  return requested;
}

const withCursors = new WeakMap<FieldNames, FieldNames>();

/** Whether cursors of rows are needed; they are unless it is known what is requested. */
export function wantsCursors(fields: FieldNames | undefined): boolean {
  return !fields || fields.has(CURSORS);
}

/** What is requested by a document is requested again with the next request. */
const lists = new WeakMap<RowColumns, WeakMap<FieldNames, RawBuilder<unknown>>>();
const EVERYTHING: FieldNames = new Set();

/** Columns for SELECT: the keys, and what is requested; without `fields` all but the shapes. */
export function columnsFor(
  columns: RowColumns,
  fields: FieldNames = EVERYTHING,
): RawBuilder<unknown> {
  const made = lists.get(columns) ?? new WeakMap<FieldNames, RawBuilder<unknown>>();
  lists.set(columns, made);
  const list = made.get(fields) ?? listColumns(columns, fields === EVERYTHING ? undefined : fields);
  made.set(fields, list);
  return list;
}

function listColumns(columns: RowColumns, fields: FieldNames | undefined): RawBuilder<unknown> {
  const { keys, fields: plain, shapes = {}, needs } = columns;
  const needed = new Set<string>();
  let all = !fields;
  for (const name of fields ?? []) {
    if (name in plain || name in shapes) needed.add(name);
    else if (needs[name]) for (const property of needs[name]) needed.add(property);
    else all ||= !(name in keys) && name !== CURSORS && name !== '__typename';
  }
  const chosen = [
    ...Object.entries(keys),
    ...Object.entries(plain).filter(([name]) => all || needed.has(name)),
    ...Object.entries(shapes).filter(([name]) => needed.has(name)),
  ];
  return sql.join(
    chosen.map(([name, column]) => sql`${column} AS ${sql.id(name)}`),
    sql`, `,
  );
}
