import {
  type DocumentNode,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { isTimeout, withDeadline } from '../../db/deadline.ts';
import { failureOf } from '../../db/failures.ts';
import type { Context } from '../access/context.ts';
import { SHARED } from '../access/sharing.ts';
import { TimeoutError, TooExpensiveError } from '../shared/errors.ts';
import { type Body, bodyOf } from './bytes.ts';
import { demandPlannable, type Plan, planOf } from './plan/plan.ts';
import { type PlanResult, readVariables, runPlan } from './plan/run-plan.ts';

/** How long queries and mutations may take, in milliseconds. */
export interface TimeLimits {
  readonly queryMs: number;
  readonly mutationMs: number;
}

/** Unless the operator says otherwise: as long as people and proxies wait. Writes may judge a province. */
export const TIME_LIMITS: TimeLimits = { queryMs: 30_000, mutationMs: 300_000 };

/** The largest result, in characters of JSON. */
export const MOST_CHARACTERS = 64 * 1024 * 1024;

/** An operation of a valid document with its variables. */
export interface Execution {
  readonly document: DocumentNode;
  /** Undefined when the document has none of that name, or several and no name was given. */
  readonly operation: OperationDefinitionNode | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
  readonly context: Context;
}

/** What an execution gives: the body of a response, or errors, with such data as there are. */
export type Result = Body | Failure;

/** A result with errors. */
export interface Failure extends PlanResult {
  readonly errors: readonly GraphQLError[];
}

/** Executes operations within their time. */
export type Executor = (execution: Execution) => Promise<Result>;

/**
 * Step 5: executes queries and mutations by plan, which gives the result that GraphQL's own `execute` would. Plans
 * are kept with their documents.
 */
export function createExecutor(schema: GraphQLSchema, limits: TimeLimits): Executor {
  demandPlannable(schema);
  return async ({ document, operation, operationName = null, variables, context }) => {
    // GraphQL's own says best why none can be chosen.
    if (!operation) return (await execute({ schema, document, operationName })) as Failure;
    const read = readVariables({ schema, operation }, variables ?? {});
    if ('errors' in read) return read;
    const plan = planOf(schema, document, operation, read.coerced);
    if (!isShared(plan)) context.sharing.forbid();
    const run = (): Promise<PlanResult> => runPlan(plan, context, read.coerced);
    const result =
      operation.operation === 'query'
        ? await inTime(limits.queryMs, () => againWhenLost(run, context))
        : await inTime(limits.mutationMs, run);
    // The context lives on for a while; the rows that it holds need not.
    context.loaders.clear();
    return result;
  };
}

/** Whether a plan begins with fields only whose values are the same for all who may read. */
function isShared({ operation, fields }: Plan): boolean {
  return (
    operation.operation === 'query' &&
    fields.every(({ constant, definition }) => constant ?? definition.extensions[SHARED])
  );
}

/** The result, or TIMEOUT alone when it is not there in time, or lacks what was not. */
async function inTime(limitMs: number, run: () => Promise<PlanResult>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<PlanResult>((resolve) => {
    timer = setTimeout(() => resolve({ errors: [new TimeoutError(limitMs)] }), limitMs);
  });
  try {
    const { data, errors } = await Promise.race([withDeadline(limitMs, run), late]);
    if (errors?.some(wasLate)) return { errors: [new TimeoutError(limitMs)] };
    const { length } = data?.text ?? '';
    if (length > MOST_CHARACTERS) return { errors: [tooLarge(length)] };
    return errors || !data
      ? { errors: errors ?? [], ...(data !== undefined && { data }) }
      : bodyOf(data);
  } finally {
    clearTimeout(timer);
  }
}

/** The result of a query, or of the second attempt when the connection to the database was lost in the first. */
async function againWhenLost(
  run: () => Promise<PlanResult>,
  { loaders }: Context,
): Promise<PlanResult> {
  const result = await run();
  const isLost = result.errors?.some((error) => failureOf(error) === 'CONNECTION_LOST');
  if (!isLost) return result;
  // They hold what failed.
  loaders.clear();
  return run();
}

function wasLate({ originalError }: GraphQLError): boolean {
  return isTimeout(originalError);
}

function tooLarge(length: number): GraphQLError {
  return new TooExpensiveError(
    `The answer has ${length.toLocaleString('en')} characters; the limit is ${MOST_CHARACTERS.toLocaleString('en')}. Ask for less at once: smaller pages, above all of geometry.`,
    { cost: length, limit: MOST_CHARACTERS, http: { status: 400 } },
  );
}
