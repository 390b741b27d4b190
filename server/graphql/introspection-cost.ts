import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** How long the lists are that a schema tells of itself; of those that differ by type, on average. */
type Lengths = Readonly<Record<string, number>>;

const known = new WeakMap<GraphQLSchema, Lengths>();

function lengthsOf(schema: GraphQLSchema): Lengths {
  const found = known.get(schema);
  if (found) return found;
  const types = Object.values(schema.getTypeMap());
  const objects = types.filter(isObjectType);
  const fields = objects.flatMap((type) => Object.values(type.getFields()));
  const inputs = types.filter(isInputObjectType);
  const enums = types.filter(isEnumType);
  const average = (counts: readonly number[]): number =>
    counts.length === 0 ? 0 : counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const lengths = {
    types: types.length,
    directives: schema.getDirectives().length,
    fields: fields.length / Math.max(1, objects.length),
    args: Math.max(1, average(fields.map(({ args }) => args.length))),
    inputFields: average(inputs.map((type) => Object.keys(type.getFields()).length)),
    enumValues: average(enums.map((type) => type.getValues().length)),
    interfaces: 1,
    possibleTypes: 2,
  };
  known.set(schema, lengths);
  return lengths;
}

/** Values that a field `__schema` or `__type` gives, about. */
export function countIntrospected(
  schema: GraphQLSchema,
  node: FieldNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): number {
  const lengths = lengthsOf(schema);
  const ofFragments = new Map<string, number>();
  const ofSet = ({ selections }: SelectionSetNode): number => {
    let values = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) values += ofField(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) values += ofSet(selection.selectionSet);
      else values += ofFragment(selection.name.value);
    }
    return values;
  };
  const ofFragment = (name: string): number => {
    const counted = ofFragments.get(name);
    const fragment = fragments.get(name);
    if (counted !== undefined || !fragment) return counted ?? 0;
    const values = ofSet(fragment.selectionSet);
    ofFragments.set(name, values);
    return values;
  };
  const ofField = ({ name, selectionSet }: FieldNode): number =>
    selectionSet ? 1 + (lengths[name.value] ?? 1) * ofSet(selectionSet) : 1;
  return ofField(node);
}

/** Whether a field asks the schema of itself. */
export function isIntrospection({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}
