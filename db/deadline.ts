import { AsyncLocalStorage } from 'node:async_hooks';

/** Until when work may ask the database. */
export interface Deadline {
  /** By `performance.now()`. */
  readonly at: number;
  /** How long one statement may take, in milliseconds. */
  readonly limitMs: number;
}

const current = new AsyncLocalStorage<Deadline>();

/** What PostgreSQL calls a statement that took too long. */
const QUERY_CANCELED = '57014';

/** A statement was cancelled, or not sent any more, because the time was over. */
export class DeadlineError extends Error {
  readonly code = QUERY_CANCELED;

  constructor(limitMs: number) {
    super(`The time for this work, ${limitMs} ms, is over.`);
  }
}

/**
 * Does work that has so much time, in milliseconds: PostgreSQL cancels its statements when they take longer,
 * and after that no more are sent. The embedded database cannot cancel; there the last one goes on.
 */
export function withDeadline<T>(limitMs: number, work: () => T): T {
  return current.run({ at: performance.now() + limitMs, limitMs }, work);
}

/** The deadline of what goes on now. @throws DeadlineError when it has passed */
export function demandTime(): Deadline | undefined {
  const deadline = current.getStore();
  if (deadline && performance.now() > deadline.at) throw new DeadlineError(deadline.limitMs);
  return deadline;
}

/** Whether an error says that the time was over. */
export function isTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null | undefined)?.code === QUERY_CANCELED;
}
