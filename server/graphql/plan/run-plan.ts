import {
  GraphQLError,
  type GraphQLResolveInfo,
  getArgumentValues,
  getVariableValues,
  locatedError,
  responsePathAsArray,
} from 'graphql';
import { JsonText } from '../../shared/json-text.ts';
import type { Plan, PlannedField, Shape } from './plan.ts';
import { ResolveInfo } from './resolve-info.ts';
import { abandon, joined, type Text } from './text.ts';

type Variables = Record<string, unknown>;
type Path = GraphQLResolveInfo['path'];

/** The result of an operation; its data are JSON already. */
export interface PlanResult {
  readonly data?: JsonText | null;
  readonly errors?: readonly GraphQLError[];
}

/** As many errors in the variables are reported. */
const MOST_ERRORS = 50;
const NULL = 'null';
/** For resolvers that read neither arguments nor info. */
const NONE = {};
const NO_INFO = undefined as unknown as GraphQLResolveInfo;

/** Checks the variables of an operation as GraphQL says. */
export function readVariables(
  { schema, operation }: Pick<Plan, 'schema' | 'operation'>,
  given: Variables,
): { coerced: Variables } | { errors: readonly GraphQLError[] } {
  const { coerced, errors } = getVariableValues(
    schema,
    operation.variableDefinitions ?? [],
    given,
    { maxErrors: MOST_ERRORS },
  );
  return errors ? { errors } : { coerced };
}

/**
 * Runs a planned operation as GraphQL's own `execute` would, with the same values, errors and paths, but
 * writes the data as JSON at once: no objects are made of it, and what the database gave as JSON is not
 * parsed. Rows whose fields are all at hand are written without promises.
 */
export async function runPlan(
  plan: Plan,
  context: unknown,
  variables: Variables,
): Promise<PlanResult> {
  const run = new Run(plan, context, variables);
  const isMutation = plan.operation.operation === 'mutation';
  try {
    const text = await (isMutation ? run.writeInTurn(plan.fields) : run.writeRoot(plan.fields));
    const data = new JsonText(text);
    return run.errors.length > 0 ? { errors: run.errors, data } : { data };
  } catch (error) {
    run.errors.push(error as GraphQLError);
    return { errors: run.errors, data: null };
  }
}

class Run {
  readonly errors: GraphQLError[] = [];
  readonly plan: Plan;
  readonly variables: Variables;
  readonly #context: unknown;
  readonly #args: (Variables | undefined)[] = [];

  constructor(plan: Plan, context: unknown, variables: Variables) {
    this.plan = plan;
    this.#context = context;
    this.variables = variables;
  }

  writeRoot(fields: readonly PlannedField[]): Text {
    return this.#writeObject(fields, undefined, undefined);
  }

  /** Mutations: each field when the one before is done. */
  async writeInTurn(fields: readonly PlannedField[]): Promise<string> {
    const texts: string[] = [];
    for (const field of fields) {
      texts.push(field.opening + (await this.#writeField(field, undefined, undefined)));
    }
    return `${texts.join('')}}`;
  }

  #writeObject(fields: readonly PlannedField[], source: unknown, path: Path | undefined): Text {
    let text = '';
    let parts: Text[] | undefined;
    for (const field of fields) {
      let value: Text;
      try {
        value = field.constant ?? this.#writeField(field, source, path);
      } catch (error) {
        abandon(parts);
        throw error;
      }
      if (typeof value === 'string') {
        text += field.opening + value;
      } else {
        parts ??= [];
        parts.push(text + field.opening, value);
        text = '';
      }
    }
    if (!parts) return `${text}}`;
    parts.push(`${text}}`);
    return joined(parts);
  }

  #writeField(field: PlannedField, source: unknown, above: Path | undefined): Text {
    const { resolve, shape, mayBeNull } = field;
    const { name } = field.definition;
    let path: Path | undefined;
    try {
      let value: unknown;
      if (resolve && field.ofRow) {
        value = resolve(source, NONE, this.#context, NO_INFO);
      } else if (resolve) {
        path = { prev: above, key: field.key, typename: field.parentType.name };
        value = resolve(
          source,
          this.#argsOf(field),
          this.#context,
          new ResolveInfo(this.plan, this.variables, field, path),
        );
      } else {
        value = isObject(source) ? (source as Record<string, unknown>)[name] : undefined;
        if (typeof value === 'function') {
          path = { prev: above, key: field.key, typename: field.parentType.name };
          value = value.call(
            source,
            this.#argsOf(field),
            this.#context,
            new ResolveInfo(this.plan, this.variables, field, path),
          );
        }
      }
      if (shape.kind === 'leaf' && !isPromise(value))
        return this.#completeValue(field, value, undefined);
      const here = path ?? { prev: above, key: field.key, typename: field.parentType.name };
      path = here;
      if (isPromise(value)) {
        return value.then(
          (resolved) => this.#completeResolved(field, resolved, here),
          (error) => this.#fail(field, mayBeNull, error, here),
        );
      }
      const text = this.#completeValue(field, value, here);
      return typeof text === 'string'
        ? text
        : text.then(undefined, (error) => this.#fail(field, mayBeNull, error, here));
    } catch (error) {
      const here = path ?? { prev: above, key: field.key, typename: field.parentType.name };
      return this.#fail(field, mayBeNull, error, here);
    }
  }

  #completeResolved(field: PlannedField, value: unknown, path: Path): Text {
    const { mayBeNull } = field;
    try {
      const text = this.#completeValue(field, value, path);
      return typeof text === 'string'
        ? text
        : text.then(undefined, (error) => this.#fail(field, mayBeNull, error, path));
    } catch (error) {
      return this.#fail(field, mayBeNull, error, path);
    }
  }

  #completeValue(field: PlannedField, value: unknown, path: Path | undefined): Text {
    return this.#write(field, field.shape, field.mayBeNull, value, path);
  }

  #write(
    field: PlannedField,
    shape: Shape,
    mayBeNull: boolean,
    value: unknown,
    path: Path | undefined,
  ): Text {
    if (value instanceof Error) throw value;
    if (value == null) {
      if (mayBeNull) return NULL;
      const { parentType, definition } = field;
      throw new Error(
        `Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`,
      );
    }
    if (shape.kind === 'leaf') return shape.write(value);
    if (shape.kind === 'object') return this.#writeObject(shape.fields(), value, path);
    if (shape.kind === 'list') return this.#writeList(field, shape, value, path);
    return this.#writeAbstract(field, shape, value, path as Path);
  }

  #writeAbstract(
    field: PlannedField,
    { resolveType, type, fieldsOf }: Shape & { kind: 'abstract' },
    value: unknown,
    path: Path,
  ): Text {
    const typeName = resolveType(
      value,
      this.#context,
      new ResolveInfo(this.plan, this.variables, field, path),
      type,
    );
    return isPromise(typeName)
      ? typeName.then((name) => this.#writeObject(fieldsOf(name), value, path))
      : this.#writeObject(fieldsOf(typeName), value, path);
  }

  #writeList(
    field: PlannedField,
    { item, itemMayBeNull }: Shape & { kind: 'list' },
    values: unknown,
    path: Path | undefined,
  ): Text {
    if (!isObject(values) || !(Symbol.iterator in values)) {
      const { parentType, definition } = field;
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${parentType.name}.${definition.name}".`,
      );
    }
    let text = '';
    let opening = '[';
    let parts: Text[] | undefined;
    let i = 0;
    for (const value of values as Iterable<unknown>) {
      const here: Path = { prev: path, key: i++, typename: undefined };
      let written: Text;
      try {
        written = this.#writeItem(field, item, itemMayBeNull, value, here);
      } catch (error) {
        abandon(parts);
        throw error;
      }
      if (typeof written === 'string') {
        text += opening + written;
      } else {
        parts ??= [];
        parts.push(text + opening, written);
        text = '';
      }
      opening = ',';
    }
    if (!parts) return text === '' ? '[]' : `${text}]`;
    parts.push(`${text}]`);
    return joined(parts);
  }

  #writeItem(
    field: PlannedField,
    shape: Shape,
    mayBeNull: boolean,
    value: unknown,
    path: Path,
  ): Text {
    try {
      const text = isPromise(value)
        ? value.then((resolved) => this.#write(field, shape, mayBeNull, resolved, path))
        : this.#write(field, shape, mayBeNull, value, path);
      if (typeof text === 'string') return text;
      return text.then(undefined, (error) => this.#fail(field, mayBeNull, error, path));
    } catch (error) {
      return this.#fail(field, mayBeNull, error, path);
    }
  }

  /** A field that failed is null where it may be; else the error goes on to the field above. */
  #fail(field: PlannedField, mayBeNull: boolean, raw: unknown, path: Path): string {
    const error = locatedError(raw, field.nodes, responsePathAsArray(path));
    if (!mayBeNull) throw error;
    this.errors.push(error);
    return NULL;
  }

  /** The arguments of a field are the same for all rows. */
  #argsOf(field: PlannedField): Variables {
    const known = this.#args[field.index];
    if (known) return known;
    const [node] = field.nodes;
    const args = node ? getArgumentValues(field.definition, node, this.variables) : {};
    this.#args[field.index] = args;
    return args;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return isObject(value) && typeof (value as { then?: unknown }).then === 'function';
}
