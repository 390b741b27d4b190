import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from 'graphql';
import type { Viewer } from '../auth/viewer.ts';
import { countRows, demandAffordable } from '../shared/cost.ts';
import { BadUserInputError, TooExpensiveError } from '../shared/errors.ts';
import { demandModest, demandReadable } from '../shared/limits.ts';
import type { ChangeEvent } from './change-feed.ts';
import type { LiveContext } from './live.resolver.ts';

/** What a client asks for. */
interface Payload {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

/**
 * What to execute for a client, or what stands against it: wrong syntax, fields that are not there, anything
 * but a subscription, too much asked, or too many subscriptions open (this one is counted).
 */
export function prepareSubscription(
  schema: GraphQLSchema,
  { query, operationName, variables }: Payload,
  contextValue: LiveContext,
  { open, most }: { open: number; most: number },
): ExecutionArgs | GraphQLError[] {
  try {
    if (open > most) {
      throw new TooExpensiveError(
        `${most} subscriptions are open on this connection; end one first.`,
        { cost: open, limit: most },
      );
    }
    demandReadable(query);
    const document = parse(query);
    const problems = validate(schema, document);
    if (problems.length > 0) return problems.map(coded('GRAPHQL_VALIDATION_FAILED'));
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== 'subscription') {
      throw new BadUserInputError(
        'query',
        'only subscriptions are served here; send queries and mutations to /graphql by POST.',
      );
    }
    const variableValues = variables ?? {};
    demandModest(document, operation);
    demandAffordable(countRows(schema, document, operation, variableValues));
    return { schema, document, variableValues, contextValue, operationName: operationName ?? null };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return [error.extensions['code'] ? error : coded('GRAPHQL_PARSE_FAILED')(error)];
  }
}

/**
 * Subscribes as GraphQL says, but reads each event by its own loaders: those of the connection would give
 * what they read first for ever; and as whoever the connection's session makes of it by then.
 */
export async function subscribeWithFreshReading(
  args: ExecutionArgs,
  viewerNow: () => Promise<Viewer>,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) {
    // Errors that have no cause are GraphQL's own: of variables that do not fit.
    const errors = source.errors?.map((error) =>
      error.originalError || error.extensions['code'] ? error : coded('BAD_USER_INPUT')(error),
    );
    return { errors: errors ?? [] };
  }
  const events = source[Symbol.asyncIterator]() as AsyncIterator<ChangeEvent>;
  return mapEvents(events, async (event) => {
    const { em, loaders } = event;
    const begun = args.contextValue as LiveContext;
    // A session may have ended since; whoever is unknown has none.
    const viewer = begun.viewer.means === 'NONE' ? begun.viewer : await viewerNow();
    const contextValue = { ...begun, viewer, em, loaders };
    return execute({ ...args, rootValue: event, contextValue });
  });
}

/** Maps events one by one. Unlike a generator it can be ended while it waits for an event. */
function mapEvents<T, R>(
  source: AsyncIterator<T>,
  map: (event: T) => R | Promise<R>,
): AsyncIterableIterator<R> {
  return {
    async next() {
      const { done, value } = await source.next();
      return done ? { done: true, value: undefined } : { done: false, value: await map(value) };
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Gives an error a code, as Apollo does with what comes by POST. */
function coded(code: string): (error: GraphQLError) => GraphQLError {
  return (error) => {
    error.extensions['code'] = code;
    return error;
  };
}
