import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';

/** What a client can act on; `extensions.code` names the class, `extensions.field` the argument. */
abstract class ClientError extends GraphQLError {
  constructor(code: string, message: string, extensions: GraphQLErrorExtensions = {}) {
    super(message, { extensions: { code, ...extensions } });
  }
}

/** The HTTP status of each class of errors. */
export const STATUS_OF_CODE: Record<string, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  TOO_EXPENSIVE: 400,
  TOO_LARGE: 413,
  TOO_MANY_ATTEMPTS: 429,
  TIMEOUT: 503,
  BUSY: 503,
  PERSISTED_DOCUMENT_UNKNOWN: 400,
};

/** Nobody is signed in, or the token is unknown. */
export class UnauthenticatedError extends ClientError {
  constructor(message: string, extensions: GraphQLErrorExtensions = {}) {
    super('UNAUTHENTICATED', message, extensions);
  }
}

/** The viewer may not do this. */
export class ForbiddenError extends ClientError {
  constructor(message: string, extensions: GraphQLErrorExtensions = {}) {
    super('FORBIDDEN', message, extensions);
  }
}

/** What an argument names does not exist. */
export class NotFoundError extends ClientError {
  constructor(field: string, message: string) {
    super('NOT_FOUND', message, { field });
  }
}

/** An argument is wrong; `field` is its path, such as `filter.bbox`. */
export class BadUserInputError extends ClientError {
  constructor(field: string, message: string) {
    super('BAD_USER_INPUT', `${field}: ${message}`, { field });
  }
}

/** The write contradicts what is stored by now. */
export class ConflictError extends ClientError {
  constructor(field: string, message: string, extensions: GraphQLErrorExtensions = {}) {
    super('CONFLICT', message, { field, ...extensions });
  }
}

/** The request costs more than the hub gives to one request. */
export class TooExpensiveError extends ClientError {
  constructor(message: string, extensions: GraphQLErrorExtensions) {
    super('TOO_EXPENSIVE', message, extensions);
  }
}

/** What was sent is larger than the hub takes. */
export class TooLargeError extends ClientError {
  constructor(message: string) {
    super('TOO_LARGE', message);
  }
}

/** The client names a document that the hub does not know. */
export class PersistedDocumentUnknownError extends ClientError {
  constructor() {
    super(
      'PERSISTED_DOCUMENT_UNKNOWN',
      'documentId: the hub does not know this document; send its text as `query` by POST.',
      { field: 'documentId' },
    );
  }
}

/** The request took longer than the hub gives to one request. */
export class TimeoutError extends ClientError {
  constructor(limitMs: number) {
    super(
      'TIMEOUT',
      `The request took longer than ${limitMs / 1_000} s and was given up. Ask for less at once: smaller pages, smaller shapes or distances; or try again later.`,
      { limitMs, http: { status: 503 } },
    );
  }
}

/** No connection to the database came free in time. */
export class BusyError extends ClientError {
  constructor() {
    super(
      'BUSY',
      'The database is at work on something long, such as a large import, or cannot be reached. Nothing was changed; try again in a minute.',
      { retryAfterSeconds: 60, http: { status: 503 } },
    );
  }
}

/** What `pg` says when no connection came free, or none could be made, in time. */
const NO_CONNECTION = /timeout exceeded when trying to connect|due to connection timeout/;

/** An error as clients are told it; undefined for one that nobody expected. */
export function asClientError(error: unknown): GraphQLError | undefined {
  if (error instanceof ClientError) return error;
  for (let cause = error; cause instanceof Error; cause = originOf(cause)) {
    if (NO_CONNECTION.test(cause.message)) return new BusyError();
  }
  return undefined;
}

function originOf(error: Error): unknown {
  return error.cause ?? (error as { originalError?: unknown }).originalError;
}

/** Too much was tried in too short a time. */
export class TooManyAttemptsError extends ClientError {
  constructor(message: string, retryAfterSeconds: number) {
    super('TOO_MANY_ATTEMPTS', message, { retryAfterSeconds });
  }
}
