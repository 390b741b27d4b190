import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { asClientError, STATUS_OF_CODE } from '../shared/errors.ts';

/** As nginx calls it in its log. */
const CLIENT_CLOSED_REQUEST = 499;

/** Errors outside GraphQL have the same codes as in it. */
export function answerError(
  error: FastifyError | GraphQLError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  // Whoever went away ended the work, and hears nothing of it.
  if (reply.raw.destroyed) {
    reply.code(CLIENT_CLOSED_REQUEST).send();
    return;
  }
  const known = error instanceof GraphQLError ? error : asClientError(error, request.log);
  if (known) {
    const code = String(known.extensions['code']);
    const { code: _, http, ...more } = known.extensions;
    sayWhen(reply, known);
    reply.code(STATUS_OF_CODE[code] ?? 500).send(problem(code, known.message, request.id, more));
    return;
  }
  const { statusCode } = error as FastifyError;
  if (statusCode && statusCode < 500) {
    const code = statusCode === STATUS_OF_CODE['TOO_LARGE'] ? 'TOO_LARGE' : 'BAD_USER_INPUT';
    reply.code(statusCode).send(problem(code, error.message, request.id));
    return;
  }
  request.log.error({ err: error }, 'A request failed');
  const message = `The hub could not answer. Tell its operator this request id: ${request.id}.`;
  reply.code(500).send(problem('INTERNAL_SERVER_ERROR', message, request.id));
}

/** Says in the header `Retry-After` (RFC 9110, 10.2.3) when to try again, where an error tells that. */
export function sayWhen(reply: FastifyReply, { extensions }: GraphQLError): void {
  const seconds = extensions['retryAfterSeconds'];
  if (typeof seconds === 'number') reply.header('retry-after', String(Math.max(1, seconds)));
}

/** The body of an answer outside GraphQL that is an error. */
export function problem(
  code: string,
  message: string,
  requestId: string,
  more: object = {},
): object {
  return { errors: [{ message, extensions: { code, ...more, requestId } }] };
}
