import {
  type DocumentNode,
  defaultTypeResolver,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLTypeResolver,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { OF_ROW } from './direct.ts';
import { collectFields, collectSubfields, getFieldDef } from './graphql-internals.ts';
import { leafWriter } from './leaf.ts';

/** How the values of a type are written. */
export type Shape =
  | { readonly kind: 'leaf'; readonly write: (value: unknown) => string }
  | { readonly kind: 'list'; readonly item: Shape; readonly itemMayBeNull: boolean }
  | { readonly kind: 'object'; readonly fields: () => readonly PlannedField[] }
  | {
      readonly kind: 'abstract';
      readonly resolveType: GraphQLTypeResolver<unknown, unknown>;
      readonly type: GraphQLAbstractType;
      readonly fieldsOf: (typeName: unknown) => readonly PlannedField[];
    };

/** A field of an operation with all that does not change from row to row. */
export interface PlannedField {
  /** Name in the result: the alias, or the field's own. */
  readonly key: string;
  /** The JSON before its value: `,"name":`, or `{"name":` for the first. */
  readonly opening: string;
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  /** Undefined where the value is a property of the row. */
  readonly resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  /** Whether the resolver reads the row and the context only. */
  readonly ofRow: boolean;
  /** The value is always this JSON. */
  readonly constant: string | undefined;
  readonly mayBeNull: boolean;
  readonly shape: Shape;
  /** Where each run keeps the field's arguments. */
  readonly index: number;
}

/** An operation with all that does not change from run to run. */
export interface Plan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly fields: readonly PlannedField[];
}

/** Plans that are kept of one document: its operations, and what `@skip` and `@include` make of them. */
const MOST_PLANS = 8;
const plans = new WeakMap<DocumentNode, Map<string, Plan>>();
const conditions = new WeakMap<DocumentNode, readonly string[]>();

/** The plan of an operation of a valid document; kept for as long as the document is. */
export function planOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Plan {
  const known = plans.get(document) ?? new Map<string, Plan>();
  plans.set(document, known);
  const names = conditions.get(document) ?? conditionsOf(document);
  conditions.set(document, names);
  const key = [operation.name?.value, ...names.map((name) => variables[name])].join();
  const found = known.get(key);
  if (found?.schema === schema) return found;
  const plan = makePlan(schema, document, operation, variables);
  if (known.size >= MOST_PLANS) known.clear();
  known.set(key, plan);
  return plan;
}

/** Plans never call `isTypeOf`. @throws an error naming a type that has it */
export function demandPlannable(schema: GraphQLSchema): void {
  const typed = Object.values(schema.getTypeMap()).find(
    (type) => isObjectType(type) && type.isTypeOf,
  );
  if (typed) throw new Error(`${typed} has \`isTypeOf\`, which plans do not know.`);
}

/** Names of the variables that decide what is selected. */
function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(node) {
      for (const { value } of node.arguments ?? [])
        if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

function makePlan(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Plan {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  let fieldCount = 0;

  const plan = (type: GraphQLObjectType, collected: Map<string, readonly FieldNode[]>) =>
    [...collected].map(([key, nodes], i) => {
      const definition = getFieldDef(schema, type, nodes[0] as FieldNode);
      if (!definition) throw new Error(`${type} has no field ${key}: validate first.`);
      return planField(`${i === 0 ? '{' : ','}"${key}":`, key, nodes, type, definition);
    });

  const shapeOf = (type: GraphQLOutputType, nodes: readonly FieldNode[]): Shape => {
    if (isNonNullType(type)) return shapeOf(type.ofType, nodes);
    if (isListType(type)) {
      const itemMayBeNull = !isNonNullType(type.ofType);
      return { kind: 'list', item: shapeOf(type.ofType, nodes), itemMayBeNull };
    }
    if (isLeafType(type)) return { kind: 'leaf', write: leafWriter(type) };
    // Planned when the first such object is there: fragments that double each other stay as small as data.
    const fieldsOf = (object: GraphQLObjectType) => () =>
      plan(object, collectSubfields(schema, fragments, variables, object, nodes));
    if (isObjectType(type)) return { kind: 'object', fields: once(fieldsOf(type)) };
    const byType = new Map(
      schema.getPossibleTypes(type).map((object) => [object.name, once(fieldsOf(object))]),
    );
    return {
      kind: 'abstract',
      type,
      resolveType: type.resolveType ?? defaultTypeResolver,
      fieldsOf(typeName) {
        const fields = byType.get(typeName as string);
        if (fields) return fields();
        throw new GraphQLError(
          `Runtime Object type "${typeName}" is not a possible type for "${type}".`,
        );
      },
    };
  };

  const planField = (
    opening: string,
    key: string,
    nodes: readonly FieldNode[],
    parentType: GraphQLObjectType,
    definition: GraphQLField<unknown, unknown>,
  ): PlannedField => ({
    key,
    opening,
    nodes,
    parentType,
    definition,
    resolve: definition.resolve,
    ofRow: definition.extensions[OF_ROW] === true,
    constant: definition.name === '__typename' ? `"${parentType.name}"` : undefined,
    mayBeNull: !isNonNullType(definition.type),
    shape: shapeOf(definition.type, nodes),
    index: fieldCount++,
  });

  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no ${operation.operation}.`);
  const collected = collectFields(schema, fragments, variables, root, operation.selectionSet);
  return { schema, operation, fragments, fields: plan(root, collected) };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
