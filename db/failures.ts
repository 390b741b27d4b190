/** What can go wrong between the hub and its database, whatever is asked; each has a remedy of its own. */
export type DatabaseFailure =
  /** No connection came free, or none could be made, in time. */
  | 'NO_CONNECTION'
  /** The connection was lost, or is refused for now; nothing was changed. */
  | 'CONNECTION_LOST'
  /** The connection was lost while a change was being saved: nobody knows whether it was. */
  | 'OUTCOME_UNKNOWN'
  /** The disk of the database, or of the hub, is full. */
  | 'DISK_FULL';

/** What an error may bear, by PostgreSQL, `pg`, Node, or {@link markUnknownOutcome}. */
interface Details {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly originalError?: unknown;
  isOutcomeUnknown?: boolean;
}

/** What `pg` says when no connection came free, or none could be made, in time. */
const NO_CONNECTION = /timeout exceeded when trying to connect|due to connection timeout/;
/** What `pg` says of a connection that broke. */
const BROKEN = /^Connection terminated|is not queryable$/;
/**
 * SQLSTATE: connection exceptions, a server that is shut down, crashed or starts, too many connections
 * (PostgreSQL documentation, appendix A); and what Node says of networks.
 */
const LOST =
  /^(08...|57P0[1235]|53300|ECONNRESET|ECONNREFUSED|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|ENOTFOUND|EAI_AGAIN)$/;
/** SQLSTATE and Node: no room, or no more than one is given. */
const FULL = /^(53100|ENOSPC|EDQUOT)$/;

/** What an error, or its cause, says of the database; undefined when it is none of these. */
export function failureOf(error: unknown): DatabaseFailure | undefined {
  for (const cause of causesOf(error)) {
    const { code, syscall, isOutcomeUnknown } = cause as Details;
    if (FULL.test(String(code))) return 'DISK_FULL';
    if (NO_CONNECTION.test(cause.message)) return 'NO_CONNECTION';
    if (isOutcomeUnknown) return 'OUTCOME_UNKNOWN';
    // The socket of an embedded database that has not started yet.
    const isMissing = code === 'ENOENT' && syscall === 'connect';
    if (isMissing || LOST.test(String(code)) || BROKEN.test(cause.message)) {
      return 'CONNECTION_LOST';
    }
  }
  return undefined;
}

/** An error, its cause, the cause of that … */
export function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error; ) {
    causes.push(cause);
    cause = cause.cause ?? (cause as Details).originalError;
  }
  return causes;
}

/** Says of an error that what was to be saved may have been. */
export function markUnknownOutcome(error: Error): void {
  (error as Details).isOutcomeUnknown = true;
}

/**
 * Reads, and once more when the connection was lost meanwhile: the second time is by another connection (see
 * `fresh-connections.ts`). Never for work that writes.
 */
export async function readAgainWhenLost<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (failureOf(error) !== 'CONNECTION_LOST') throw error;
    return read();
  }
}
