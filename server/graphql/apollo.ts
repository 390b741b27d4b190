import {
  ApolloServer,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
} from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { KnownSizes } from '../hub/table-sizes.queries.ts';
import { writeResult } from './bytes.ts';
import type { PipelineContext } from './context.ts';
import { MOST_TOKENS } from './document-size.ts';
import type { KnownDocuments } from './documents.ts';
import { maskErrors } from './errors.ts';
import { createExecutor, type TimeLimits } from './execution.ts';
import type { KeptAnswers } from './kept-answers.ts';
import { limits } from './limits.ts';
import { subscribe } from './subscription.ts';

type Gateway = ApolloServerOptionsWithGateway<PipelineContext>['gateway'];

/** What the pipeline stands on. */
export interface PipelineOptions {
  readonly schema: GraphQLSchema;
  readonly documents: KnownDocuments;
  readonly answers: KeptAnswers;
  readonly sizes: KnownSizes;
  readonly timeLimits: TimeLimits;
  readonly log: FastifyBaseLogger;
  readonly plugins: ApolloServerPlugin<PipelineContext>[];
}

/**
 * The one pipeline of GraphQL. Apollo Server stands at its door: it knows what GraphQL over HTTP says of methods,
 * types of content, other sites and digests of documents. Requests by POST, GET and WebSocket take the same steps:
 *
 * 1. `request.ts` reads what was sent
 * 2. `kept-answers.ts` gives the answer that an equal request was given, if there is one
 * 3. `documents.ts` knows the document; else it is parsed and validated
 * 4. `limits.ts` refuses what asks for too much
 * 5. `execution.ts` executes by plan, `subscription.ts` by graphql-js
 * 6. `bytes.ts` writes the result as JSON in bytes; `errors.ts` masks errors before
 *
 * What is kept is only for HTTP, and is looked up before Apollo Server, which takes longer than all of that.
 */
export function createApollo(options: PipelineOptions): ApolloServer<PipelineContext> {
  const { documents, sizes, log, plugins } = options;
  return new ApolloServer<PipelineContext>({
    parseOptions: { maxTokens: MOST_TOKENS },
    documentStore: documents,
    // Its cache control would stand between the answer and each of its fields.
    plugins: [ApolloServerPluginCacheControlDisabled(), ...plugins, limits(sizes), maskErrors(log)],
    gateway: gatewayOf(options),
    stringifyResult: writeResult,
    introspection: true,
    // A simple GET is answered as a stranger's (`credentialsForGraphQL`); POST takes JSON only, which is never simple.
    csrfPrevention: false,
    // On a signal the hub ends as a whole. Apollo would send itself the signal once more, which ends at once.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
  });
}

/** Stands for data that are written already; Apollo Server carries only text. */
const IN_BYTES = { data: {} };

/** Step 5, where Apollo Server takes it: as a gateway to other servers, of which the hub has none. */
function gatewayOf({ schema, answers, timeLimits }: PipelineOptions): Gateway {
  const execute = createExecutor(schema, timeLimits);
  return {
    onSchemaLoadOrUpdate(listener) {
      listener({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: async () => ({
      executor: async ({ document, operation, request, context: given }) => {
        const context = given as PipelineContext;
        const { operationName, variables } = request;
        const execution = { document, operation, operationName, variables, context };
        if (operation?.operation === 'subscription') return subscribe(schema, execution);
        const { outcome } = context;
        const result =
          outcome.place && operation?.operation === 'query'
            ? await answers.getOrExecute(outcome.place, context, () => execute(execution))
            : await execute(execution);
        if (!('body' in result)) return result;
        outcome.body = result;
        return IN_BYTES;
      },
    }),
    stop: async () => undefined,
  };
}
