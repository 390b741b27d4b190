import type { Socket } from 'node:net';
import { Client, type PoolClient } from 'pg';
import { type Deadline, DeadlineError, demandTime, isTimeout } from './deadline.ts';

/** Told the result of a statement, or what went wrong. */
export type Told = (error: Error | null, result?: unknown) => void;

/** Sends a statement in such a way that it ends in time. @throws DeadlineError when the time is over already */
export type SendInTime = (statement: string, send: (told: Told) => void, told: Told) => void;

/** Statements end a little later than they must: ending one on the embedded database costs everybody seconds. */
const GRACE_MS = 1_000;
/** What PostgreSQL may need to give a statement up and say so. */
const SILENCE_MS = 2_000;
const CANCELLING_MS = 10_000;

/** By PostgreSQL, which cancels a statement that takes too long, or that nobody waits for any more. */
export function limitByServer(client: PoolClient, databaseUrl: string): SendInTime {
  const set = client.query.bind(client) as (text: string, told: Told) => void;
  let limited = 0;
  return (statement, send, told) => {
    const deadline = isRollback(statement) ? undefined : demandTime();
    // What was begun must be taken back even when the time is over.
    const limitMs = isRollback(statement) ? limited : (deadline?.limitMs ?? 0);
    const stopWaiting = cutWhenSilent(client, limitMs);
    const answered: Told = (error, result) => {
      stopWaiting();
      told(isTimeout(error) ? new DeadlineError(limitMs) : error, result);
    };
    const sendIt = (): void =>
      cancellable(deadline, () => cancel(client, databaseUrl), send, answered);
    if (limitMs === limited) return sendIt();
    // Only where the connection had another limit before.
    limited = limitMs;
    set(`SET statement_timeout = ${limitMs}`, (error) => {
      if (!error) return sendIt();
      limited = Number.NaN;
      answered(error);
    });
  };
}

/**
 * Cuts a connection when the answer to a statement with a time limit is overdue: the database would have sent at
 * least that it gave up, so the network swallows what is sent. Gives a function that calls this off.
 */
function cutWhenSilent(client: PoolClient, limitMs: number): () => void {
  // What has no limit of its own is left to the network's own signs of life.
  if (!limitMs) return () => undefined;
  const { connection } = client as unknown as { connection: { stream: Socket } };
  const timer = setTimeout(() => connection.stream.destroy(), limitMs + SILENCE_MS);
  return () => clearTimeout(timer);
}

/** Sends a statement, and cancels it when nobody waits for it any more. */
function cancellable(
  deadline: Deadline | undefined,
  cancelIt: () => Promise<void>,
  send: (told: Told) => void,
  told: Told,
): void {
  const signal = deadline?.signal;
  if (!signal) {
    send(told);
    return;
  }
  let cancelled: Promise<void> | undefined;
  const onAbort = (): void => {
    cancelled = cancelIt();
  };
  signal.addEventListener('abort', onAbort);
  send((error, result) => {
    signal.removeEventListener('abort', onAbort);
    // Whatever the connection does next must not be cancelled in its place.
    if (cancelled) void cancelled.then(() => told(error, result));
    else told(error, result);
  });
}

/** Asks PostgreSQL by another connection to cancel what this one does. If that cannot be made, its time ends it. */
async function cancel(client: PoolClient, databaseUrl: string): Promise<void> {
  const { processID } = client as PoolClient & { readonly processID: number | null };
  const other = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CANCELLING_MS,
    query_timeout: CANCELLING_MS,
  });
  other.on('error', () => undefined);
  try {
    await other.connect();
    await other.query('SELECT pg_cancel_backend($1)', [processID]);
  } catch {
    // It cannot be reached: then the statement is lost, too, or ends by its limit.
  } finally {
    await other.end().catch(() => undefined);
  }
}

/** By `end`, which ends the database with all that it is doing: PGlite cannot cancel a statement. */
export function limitByEnding(end: () => void): SendInTime {
  return (statement, send, told) => {
    const deadline = isRollback(statement) ? undefined : demandTime();
    if (!deadline) return send(told);
    const { at, limitMs } = deadline;
    let late: DeadlineError | undefined;
    const timer = setTimeout(
      () => {
        late = new DeadlineError(limitMs);
        end();
      },
      Math.min(at - performance.now(), limitMs) + GRACE_MS,
    );
    send((error, result) => {
      clearTimeout(timer);
      told(error && (late ?? error), result);
    });
  };
}

function isRollback(statement: string): boolean {
  return statement === 'rollback';
}
