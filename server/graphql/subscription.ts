import type { ApolloServer, GraphQLRequest } from '@apollo/server';
import {
  createSourceEventStream,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
} from 'graphql';
import type { PipelineContext, Subscription, SubscriptionContext } from './context.ts';
import { MaskedError } from './errors.ts';
import type { Execution } from './execution.ts';
import type { RequestFields } from './request.ts';

/**
 * Leads a request that came by WebSocket through the same steps as those by HTTP. Gives the subscription that
 * began, or what stands against it, as the client may see it.
 */
export async function beginSubscription(
  apollo: ApolloServer<PipelineContext>,
  fields: RequestFields,
  context: SubscriptionContext,
): Promise<Subscription | MaskedError[]> {
  const { body } = await apollo.executeOperation(fields as GraphQLRequest, {
    contextValue: context,
  });
  const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
  const { subscription } = context.outcome;
  if (errors || !subscription) return (errors ?? []).map((error) => new MaskedError(error));
  return subscription;
}

/** Stands for the data, which come event by event. */
const BEGUN = { data: {} };

/** Step 5 for subscriptions: begins one by GraphQL's own functions, and leaves it in the context. */
export async function subscribe(
  schema: GraphQLSchema,
  { document, operationName = null, variables, context }: Execution,
): Promise<ExecutionResult> {
  const { outcome, contextOfEvent } = context as SubscriptionContext;
  const args = { schema, document, operationName, variableValues: variables ?? {} };
  const source = await createSourceEventStream({ ...args, contextValue: context });
  if (!(Symbol.asyncIterator in source)) return { errors: source.errors ?? [] };
  const results = mapEvents(source[Symbol.asyncIterator](), async (event) =>
    execute({ ...args, rootValue: event, contextValue: await contextOfEvent(event) }),
  );
  outcome.subscription = { ...args, results };
  return BEGUN;
}

/** Maps events one by one. Unlike a generator it can be ended while it waits for an event. */
function mapEvents<T, R>(
  source: AsyncIterator<T>,
  map: (event: T) => Promise<R>,
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
