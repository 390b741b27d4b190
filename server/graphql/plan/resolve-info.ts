import type { GraphQLResolveInfo } from 'graphql';
import type { Plan, PlannedField } from './plan.ts';

/** What GraphQL tells a resolver of its field, its path and its operation. */
export class ResolveInfo implements GraphQLResolveInfo {
  readonly #plan: Plan;
  readonly #field: PlannedField;
  readonly variableValues: GraphQLResolveInfo['variableValues'];
  readonly path: GraphQLResolveInfo['path'];

  constructor(
    plan: Plan,
    variableValues: GraphQLResolveInfo['variableValues'],
    field: PlannedField,
    path: GraphQLResolveInfo['path'],
  ) {
    this.#plan = plan;
    this.variableValues = variableValues;
    this.#field = field;
    this.path = path;
  }
  get fieldName(): string {
    return this.#field.definition.name;
  }
  get fieldNodes(): GraphQLResolveInfo['fieldNodes'] {
    return this.#field.nodes;
  }
  get returnType(): GraphQLResolveInfo['returnType'] {
    return this.#field.definition.type;
  }
  get parentType(): GraphQLResolveInfo['parentType'] {
    return this.#field.parentType;
  }
  get schema(): GraphQLResolveInfo['schema'] {
    return this.#plan.schema;
  }
  get fragments(): GraphQLResolveInfo['fragments'] {
    return this.#plan.fragments;
  }
  get rootValue(): unknown {
    return undefined;
  }
  get operation(): GraphQLResolveInfo['operation'] {
    return this.#plan.operation;
  }
}
