import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';
import { isTimeout } from '../../db/deadline.ts';
import { causesOf, type DatabaseFailure, failureOf } from '../../db/failures.ts';

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
  METHOD_NOT_ALLOWED: 405,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  TOO_EXPENSIVE: 400,
  TOO_LARGE: 413,
  TOO_MANY_ATTEMPTS: 429,
  TOO_MANY_REQUESTS: 429,
  TIMEOUT: 503,
  BUSY: 503,
  DISK_FULL: 507,
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
  constructor(field: string, message: string, extensions: GraphQLErrorExtensions = {}) {
    super('BAD_USER_INPUT', `${field}: ${message}`, { field, ...extensions });
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

/** The database cannot be asked for now. */
export class BusyError extends ClientError {
  constructor(message: string, extensions: GraphQLErrorExtensions = {}) {
    super('BUSY', message, { retryAfterSeconds: 60, ...extensions, http: { status: 503 } });
  }
}

/** There is no room left on the disk of the database, or of the hub. */
class DiskFullError extends ClientError {
  constructor() {
    super(
      'DISK_FULL',
      'The disk of the hub or of its database is full. Nothing was changed; tell the operator, who has to make room.',
      { retryAfterSeconds: 600, http: { status: 507 } },
    );
  }
}

const CLIENT_ERRORS: Record<DatabaseFailure, () => GraphQLError> = {
  NO_CONNECTION: () =>
    new BusyError(
      'The database is at work on something long, such as a large import, or cannot be reached. Nothing was changed; try again in a minute.',
    ),
  CONNECTION_LOST: () =>
    new BusyError(
      'The connection to the database was lost. Nothing was changed; try again in a minute.',
    ),
  OUTCOME_UNKNOWN: () =>
    new BusyError(
      'The connection to the database was lost while this was being saved. Look whether it was, before you send it again.',
      { reason: 'OUTCOME_UNKNOWN' },
    ),
  DISK_FULL: () => new DiskFullError(),
};

/** What the operator's log takes. */
interface Log {
  error(details: { err: unknown }, message: string): void;
}

/**
 * An error as clients are told it; undefined for one that nobody expected. What the operator has to mend is told to
 * the log.
 */
export function asClientError(error: unknown, log: Log): GraphQLError | undefined {
  if (error instanceof ClientError) return error;
  const late = causesOf(error).find(isTimeout);
  if (late) return new TimeoutError(late.limitMs);
  const failure = failureOf(error);
  if (failure === undefined) return undefined;
  if (failure !== 'NO_CONNECTION') log.error({ err: error }, OPERATOR_MESSAGES[failure]);
  return CLIENT_ERRORS[failure]();
}

const OPERATOR_MESSAGES = {
  CONNECTION_LOST: 'The connection to the database was lost',
  OUTCOME_UNKNOWN: 'The connection to the database was lost while something was being saved',
  DISK_FULL: 'The disk is full',
};

/** More requests came from one network than the hub takes. */
export class TooManyRequestsError extends ClientError {
  constructor(message: string, retryAfterSeconds: number) {
    super('TOO_MANY_REQUESTS', message, { retryAfterSeconds });
  }
}

/** Too much was tried in too short a time. */
export class TooManyAttemptsError extends ClientError {
  constructor(message: string, retryAfterSeconds: number) {
    super('TOO_MANY_ATTEMPTS', message, { retryAfterSeconds });
  }
}
