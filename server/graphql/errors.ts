import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode, unwrapResolverError } from '@apollo/server/errors';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Context } from '../access/context.ts';
import { asClientError, STATUS_OF_CODE } from '../shared/errors.ts';
import { explainTokens } from './document-size.ts';

/** Codes that say what the client can do; any other error is masked. */
const CLIENT_CODES = new Set<unknown>([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'TOO_EXPENSIVE',
  'TIMEOUT',
  'BUSY',
  'DISK_FULL',
  'TOO_MANY_ATTEMPTS',
  'TOO_MANY_REQUESTS',
  'PERSISTED_DOCUMENT_UNKNOWN',
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_SUPPORTED,
  ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
  ApolloServerErrorCode.BAD_REQUEST,
]);

/** What Apollo Server says of a digest without a code: the client has worked it out wrongly. */
const MISTAKES_OF_CLIENTS = new Set([
  'provided sha does not match query',
  'Unsupported persisted query version',
]);

/** Statuses of errors that are the hub's come with the errors, but for those that are found out here. */
function statusOf(errors: readonly GraphQLFormattedError[]): number | undefined {
  const found = errors.find(({ extensions }) => FOUND_OUT_HERE.has(extensions?.['code']));
  return found && STATUS_OF_CODE[String(found.extensions?.['code'])];
}

const FOUND_OUT_HERE = new Set<unknown>(['BUSY', 'DISK_FULL']);

/** An error in the form in which the client sees it. */
export class MaskedError extends GraphQLError {
  readonly formatted: GraphQLFormattedError;

  constructor(formatted: GraphQLFormattedError) {
    super(formatted.message, { extensions: formatted.extensions });
    this.formatted = formatted;
  }

  override toJSON(): GraphQLFormattedError {
    return this.formatted;
  }
}

/** Masks the errors of all results, by HTTP or at the beginning of a subscription. */
export function maskErrors(log: FastifyBaseLogger): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ contextValue }) {
      return {
        async willSendResponse({ response, errors }) {
          if (response.body.kind !== 'single' || !errors) return;
          const { singleResult } = response.body;
          const { requestId } = contextValue;
          const masked = (singleResult.errors ?? []).map((formatted, i) =>
            mask(formatted, errors[i], requestId, log),
          );
          singleResult.errors = masked;
          const { http } = response;
          const status = singleResult.data ? undefined : statusOf(masked);
          if (status) http.status = status;
          const waits = masked.map(({ extensions }) => Number(extensions?.['retryAfterSeconds']));
          const wait = Math.max(0, ...waits.filter((seconds) => seconds > 0));
          if (wait > 0) http.headers.set('retry-after', String(wait));
        },
      };
    },
  };
}

/**
 * An error as a client may see it, with the id of its request. What the hub did not expect is logged, and the
 * client is given that id only.
 */
export function mask(
  formatted: GraphQLFormattedError,
  error: GraphQLError | undefined,
  requestId: string,
  log: FastifyBaseLogger,
): GraphQLFormattedError {
  if (error instanceof MaskedError) return error.formatted;
  const { message, locations, path, extensions } = explainTokens(formatted.message) ?? formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (CLIENT_CODES.has(extensions?.['code'])) {
    const { http: _, field = fieldOfVariable(message), ...more } = extensions ?? {};
    return { message, ...place, extensions: { ...more, ...(field ? { field } : {}), requestId } };
  }
  if (MISTAKES_OF_CLIENTS.has(message)) {
    const said = { code: 'BAD_USER_INPUT', field: 'extensions.persistedQuery', requestId };
    return { message: `extensions.persistedQuery: ${message}.`, ...place, extensions: said };
  }
  const cause = unwrapResolverError(error) ?? error;
  const known = asClientError(cause, log);
  if (known) {
    const { http: _, ...shown } = known.extensions;
    return { message: known.message, ...place, extensions: { ...shown, requestId } };
  }
  log.error({ requestId, err: cause }, 'A request failed');
  return {
    message: `The hub could not answer. Tell its operator this request id: ${requestId}.`,
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
  };
}

/** The path of a variable's part that has the wrong type, which GraphQL itself names in its message only. */
function fieldOfVariable(message: string): string | undefined {
  const [, variable, path] = /^Variable "\$(\w+)" .*?(?:at "([\w.[\]]+)")?;/.exec(message) ?? [];
  return path ?? variable;
}
