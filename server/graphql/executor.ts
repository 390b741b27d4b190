import {
  type DocumentNode,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { isTimeout, withDeadline } from '../../db/deadline.ts';
import type { Context } from '../shared/context.ts';
import { TimeoutError, TooExpensiveError } from '../shared/errors.ts';
import { SHARED } from '../shared/sharing.ts';
import { demandPlannable, type Plan, planOf } from './plan.ts';
import { type Answer, readVariables, runPlan } from './run.ts';

/** How long queries and mutations may take, in milliseconds. */
export interface TimeLimits {
  readonly queryMs: number;
  readonly mutationMs: number;
}

/** Unless the operator says otherwise: as long as people and proxies wait. Writes may judge a province. */
export const TIME_LIMITS: TimeLimits = { queryMs: 30_000, mutationMs: 300_000 };

/** The largest answer, in characters. */
export const MOST_ANSWER = 64 * 1024 * 1024;

/** An operation of a valid document with its variables. */
export interface Execution {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode | undefined;
  readonly operationName?: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
  readonly context: Context;
}

/** Runs operations within their time. */
export type Executor = (execution: Execution) => Promise<Answer>;

/** Makes an executor for a schema; plans are kept with their documents. */
export function createExecutor(schema: GraphQLSchema, limits: TimeLimits): Executor {
  demandPlannable(schema);
  return async ({ document, operation, operationName = null, variables, context }) => {
    // GraphQL's own says best why none can be chosen.
    if (!operation) return (await execute({ schema, document, operationName })) as Answer;
    const read = readVariables({ schema, operation }, variables ?? {});
    if ('errors' in read) return read;
    const plan = planOf(schema, document, operation, read.coerced);
    if (!isShared(plan)) context.sharing.forbid();
    const limitMs = operation.operation === 'query' ? limits.queryMs : limits.mutationMs;
    const answer = await inTime(limitMs, () => runPlan(plan, context, read.coerced));
    // The context lives on for a while; the rows that it holds need not.
    context.loaders.clear();
    return answer;
  };
}

/** Whether a plan begins with fields only whose answers are the same for all who may read. */
function isShared({ operation, fields }: Plan): boolean {
  return (
    operation.operation === 'query' &&
    fields.every(({ constant, definition }) => constant ?? definition.extensions[SHARED])
  );
}

/** The answer, or TIMEOUT alone when it is not there in time, or lacks what was not. */
async function inTime(limitMs: number, run: () => Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve({ errors: [new TimeoutError(limitMs)] }), limitMs);
  });
  try {
    const answer = await Promise.race([withDeadline(limitMs, run), late]);
    if (answer.errors?.some(wasLate)) return { errors: [new TimeoutError(limitMs)] };
    const { length } = answer.data?.text ?? '';
    return length > MOST_ANSWER ? { errors: [tooLarge(length)] } : answer;
  } finally {
    clearTimeout(timer);
  }
}

function wasLate({ originalError }: GraphQLError): boolean {
  return isTimeout(originalError);
}

function tooLarge(length: number): GraphQLError {
  return new TooExpensiveError(
    `The answer has ${length.toLocaleString('en')} characters; the limit is ${MOST_ANSWER.toLocaleString('en')}. Ask for less at once: smaller pages, above all of geometry.`,
    { cost: length, limit: MOST_ANSWER, http: { status: 400 } },
  );
}
