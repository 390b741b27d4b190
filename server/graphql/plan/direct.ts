import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';

type Metadata = ReturnType<typeof getMetadataStorage>;
type Parameter = NonNullable<Metadata['fieldResolvers'][number]['params']>[number];
type Method = (...values: unknown[]) => unknown;

/** Marks a field whose resolver reads its row and the context only. */
export const OF_ROW = 'ofRow';

/**
 * Calls resolvers that take nothing but their row and the context as they are. type-graphql would gather their
 * parameters anew for each row, and a page has thousands. Such fields are marked by {@link OF_ROW}.
 */
export function callDirectly(schema: GraphQLSchema): GraphQLSchema {
  const { fieldResolvers, objectTypes } = getMetadataStorage();
  for (const { target, methodName, schemaName, getObjectType, params = [] } of fieldResolvers) {
    const typeName = objectTypes.find((type) => type.target === getObjectType?.())?.name;
    const type = typeName === undefined ? undefined : schema.getType(typeName);
    if (!type || !('getFields' in type) || !params.every(isPlain)) continue;
    const field = type.getFields()[schemaName];
    if (!field || !('resolve' in field)) continue;
    const resolver = new (target as new () => Record<string, Method>)();
    field.resolve = direct(resolver, resolver[methodName] as Method, params);
    field.extensions = { ...field.extensions, [OF_ROW]: true };
  }
  return schema;
}

/** A whole row that no class is made of, or the whole context. */
function isPlain(parameter: Parameter): boolean {
  if (parameter.kind === 'context') return parameter.propertyName === undefined;
  if (parameter.kind !== 'root' || parameter.propertyName !== undefined) return false;
  const type: unknown = parameter.getType?.();
  return type === undefined || type === Object;
}

function direct(
  resolver: unknown,
  method: Method,
  params: readonly Parameter[],
): GraphQLFieldResolver<unknown, unknown> {
  const [first, second] = params.toSorted((a, b) => a.index - b.index).map(({ kind }) => kind);
  return (row, _args, context) =>
    method.call(resolver, first === 'root' ? row : context, second === 'root' ? row : context);
}
