import { AsyncLocalStorage } from 'node:async_hooks';

/** Until when work may ask the database. */
export interface Deadline {
  /** By `performance.now()`. */
  readonly at: number;
  /** How long one statement may take, in milliseconds. */
  readonly limitMs: number;
  /** Ends the work before its time, when nobody waits for it any more. */
  readonly signal?: AbortSignal | undefined;
}

const current = new AsyncLocalStorage<Deadline>();

/** What PostgreSQL calls a statement that took too long. */
const QUERY_CANCELED = '57014';

/** A statement was ended, or not sent any more, because the time was over. */
export class DeadlineError extends Error {
  readonly code = QUERY_CANCELED;
  readonly limitMs: number;

  constructor(limitMs: number) {
    super(`The time for this work, ${limitMs} ms, is over.`);
    this.limitMs = limitMs;
  }
}

/**
 * Does work that has so much time, in milliseconds: its statements are ended when they take longer, and after
 * that no more are sent. By `signal` it is ended before.
 */
export function withDeadline<T>(limitMs: number, work: () => T, signal?: AbortSignal): T {
  return current.run({ at: performance.now() + limitMs, limitMs, signal }, work);
}

/** Does work that goes on behind whatever began it, whose deadline is not its own. */
export function withoutDeadline<T>(work: () => T): T {
  return current.exit(work);
}

/** Does work of which each statement has so much time, in milliseconds, however long it takes as a whole. */
export function withStatementLimit<T>(limitMs: number, work: () => T, signal?: AbortSignal): T {
  return current.run({ at: Number.POSITIVE_INFINITY, limitMs, signal }, work);
}

/** The deadline of what goes on now. @throws DeadlineError when it has passed, or nobody waits any more */
export function demandTime(): Deadline | undefined {
  const deadline = current.getStore();
  const isOver = deadline && (performance.now() > deadline.at || deadline.signal?.aborted);
  if (isOver) throw new DeadlineError(deadline.limitMs);
  return deadline;
}

/** Whether an error says that the time was over; what the ORM makes of a {@link DeadlineError} does, too. */
export function isTimeout(
  error: unknown,
): error is Error & Pick<DeadlineError, 'code' | 'limitMs'> {
  return (error as { code?: unknown } | null | undefined)?.code === QUERY_CANCELED;
}
