import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import { type RawBuilder, sql } from 'kysely';

/** Columns by the property that they fill, which for what can be asked for is the field's name. */
export type Columns = Readonly<Record<string, RawBuilder<unknown>>>;

/** Names of fields. */
export type FieldNames = ReadonlySet<string>;

const known = new WeakMap<readonly FieldNode[], Map<string, FieldNames>>();

/**
 * The names of the fields that are asked for below a field, down a path of field names: what a list reads of
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

/** A list of columns for SELECT: those that a row always has, and of the others those asked for. */
export function columnsFor(
  always: Columns,
  others: Columns,
  fields?: FieldNames,
): RawBuilder<unknown> {
  const asked = Object.entries(others).filter(([name]) => !fields || fields.has(name));
  return sql.join(
    [...Object.entries(always), ...asked].map(
      ([name, column]) => sql`${column} AS ${sql.id(name)}`,
    ),
    sql`, `,
  );
}
