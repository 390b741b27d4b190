import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../server/schema.ts';

/** Everything of the schema that can have a description, with it. */
function* described(schema: GraphQLSchema): Generator<[path: string, description: unknown]> {
  const roots: unknown[] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ];
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || isSpecifiedScalarType(type)) continue;
    if (!roots.includes(type)) yield [type.name, type.description];
    if (isObjectType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        yield [`${type.name}.${field.name}`, field.description];
        for (const arg of 'args' in field ? field.args : []) {
          yield [`${type.name}.${field.name}(${arg.name})`, arg.description];
        }
      }
    }
    if (isEnumType(type)) {
      for (const value of type.getValues()) {
        // A sort key or a direction says itself what it is.
        if (!/Order/.test(type.name)) yield [`${type.name}.${value.name}`, value.description];
      }
    }
  }
}

describe('the schema', () => {
  test('describes every type, field, argument and value', () => {
    const silent = [...described(createSchema())].filter(([, description]) => !description);
    expect(silent.map(([path]) => path)).toEqual([]);
  });
});
