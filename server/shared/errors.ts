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

/** Too much was tried in too short a time. */
export class TooManyAttemptsError extends ClientError {
  constructor(message: string, retryAfterSeconds: number) {
    super('TOO_MANY_ATTEMPTS', message, { retryAfterSeconds });
  }
}
