import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode, unwrapResolverError } from '@apollo/server/errors';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { demandModestCost } from './graphql/cost.ts';
import type { Executor } from './graphql/executor.ts';
import { plannedExecution, stringifyResult } from './graphql/gateway.ts';
import type { ValidDocuments } from './graphql/valid-documents.ts';
import type { Context } from './shared/context.ts';
import { asClientError, BadUserInputError } from './shared/errors.ts';
import { demandModest, explainTokens, MOST_TOKENS } from './shared/limits.ts';

/** Codes that tell the client what to do; any other error is masked. */
const TELLING_CODES = new Set<unknown>([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'TOO_EXPENSIVE',
  'TIMEOUT',
  'BUSY',
  'TOO_MANY_ATTEMPTS',
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_SUPPORTED,
  ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
  ApolloServerErrorCode.BAD_REQUEST,
]);

/** Apollo Server over the schema: introspection for all, no landing page, errors typed or masked. */
export function createApollo(
  schema: GraphQLSchema,
  run: Executor,
  valid: ValidDocuments,
  log: FastifyBaseLogger,
  plugins: ApolloServerPlugin<Context>[],
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    gateway: plannedExecution(schema, run),
    parseOptions: { maxTokens: MOST_TOKENS },
    stringifyResult,
    introspection: true,
    // On a signal the hub ends as a whole. Apollo would send itself the signal once more, which ends at once.
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    // Its cache control would stand between the answer and each of its fields; see graphql/ for the hub's own.
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ...plugins,
      sendToSocket,
      limit(valid),
      maskErrors(log),
    ],
    formatError: (formatted) => formatted,
  });
}

/** Refuses subscriptions, which a single answer cannot serve. */
const sendToSocket: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation !== 'subscription') return;
        const error = new BadUserInputError(
          'query',
          'subscriptions go by WebSocket: connect to /graphql/live with the protocol graphql-transport-ws.',
        );
        error.extensions['http'] = { status: 400 };
        throw error;
      },
    };
  },
};

/** Refuses a request that asks for too much, before anything is read; others need not be judged again. */
function limit(valid: ValidDocuments): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, source, document, operation, request, contextValue }) {
          if (!operation) return;
          const viewer = contextValue.sharing.unaffectedBy(() => contextValue.viewer);
          try {
            demandModest(document, operation);
            demandModestCost(schema, document, operation, request.variables ?? {}, viewer);
          } catch (error) {
            // Thrown before anything is resolved, it would be taken for a fault of the server.
            if (error instanceof GraphQLError) error.extensions['http'] = { status: 400 };
            throw error;
          }
          valid.remember(source, request.operationName, { document, operation });
        },
      };
    },
  };
}

/**
 * Logs what the hub did not expect, with the request's id, and tells the client that id only. A plugin
 * rather than `formatError`, because only here the request is known.
 */
function maskErrors(log: FastifyBaseLogger): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ contextValue }) {
      return {
        async willSendResponse({ response, errors }) {
          if (response.body.kind !== 'single' || !errors) return;
          const { requestId } = contextValue;
          const shown = response.body.singleResult.errors ?? [];
          response.body.singleResult.errors = shown.map((formatted, i) =>
            mask(formatted, errors[i], requestId, log),
          );
        },
      };
    },
  };
}

/** The path of a variable's part that has the wrong type, which GraphQL itself tells in words only. */
function fieldOfVariable(message: string): string | undefined {
  const [, variable, path] = /^Variable "\$(\w+)" .*?(?:at "([\w.[\]]+)")?;/.exec(message) ?? [];
  return path ?? variable;
}

/** An error as a client may see it; what the hub did not expect is logged, and masked. */
export function mask(
  formatted: GraphQLFormattedError,
  error: GraphQLError | undefined,
  requestId: string,
  log: FastifyBaseLogger,
): GraphQLFormattedError {
  const { message, locations, path, extensions } = explainTokens(formatted.message) ?? formatted;
  const shown = { message, ...(locations && { locations }), ...(path && { path }) };
  if (TELLING_CODES.has(extensions?.['code'])) {
    const field = extensions?.['field'] ?? fieldOfVariable(message);
    return { ...shown, extensions: { ...extensions, ...(field ? { field } : {}), requestId } };
  }
  const busy = asClientError(unwrapResolverError(error) ?? error);
  if (busy) {
    const { http: _, ...told } = busy.extensions;
    return { ...shown, message: busy.message, extensions: { ...told, requestId } };
  }
  log.error({ requestId, err: unwrapResolverError(error) ?? error }, 'A request failed');
  return {
    ...shown,
    message: `The hub could not answer. Tell its operator this request id: ${requestId}.`,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  };
}
