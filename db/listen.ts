import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier, type Pool } from 'pg';

/** Told what is notified on a channel of the database (`NOTIFY`, PostgreSQL documentation). */
export interface ChannelListener {
  /** A transaction that notified has committed. */
  onMessage(payload: string): void;
  /** Messages may have been missed: the connection was lost, and is there again. */
  onGap(): void;
}

/** A listening that goes on until it is closed. */
export interface Listening {
  close(): Promise<void>;
}

/** By this name the connection is known in `pg_stat_activity`. */
export const LISTENER_NAME = 'jinlin-live';
const CONNECTION_TIMEOUT_MS = 10_000;
/** How often the connection is tried: one that was cut silently would never say so. */
const HEARTBEAT_MS = 30_000;
const HEARTBEAT_TIMEOUT_MS = 10_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Listens on PostgreSQL by a connection of its own, and connects again whenever that breaks.
 * @throws when the first connection cannot be made
 */
export async function listenByConnection(
  databaseUrl: string,
  channel: string,
  listener: ChannelListener,
): Promise<Listening> {
  const closing = new AbortController();
  let connection = await connect(databaseUrl, channel, listener);

  const keep = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await connection.ended;
      const next = await connectAgain();
      if (!next) return;
      connection = next;
      listener.onGap();
    }
  };
  const connectAgain = async (): Promise<typeof connection | undefined> => {
    for (let pauseMs = FIRST_PAUSE_MS; !closing.signal.aborted; pauseMs *= 2) {
      try {
        return await connect(databaseUrl, channel, listener);
      } catch {
        const { signal } = closing;
        const longest = Math.min(pauseMs, LONGEST_PAUSE_MS);
        // Not all hubs at the same moment, when it was the database that went away.
        await sleep(longest * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
      }
    }
    return undefined;
  };
  const kept = keep();
  return {
    async close() {
      closing.abort();
      await connection.close();
      await kept;
      // It may have come up while this was closing.
      await connection.close();
    },
  };
}

async function connect(
  connectionString: string,
  channel: string,
  listener: ChannelListener,
): Promise<{ ended: Promise<void>; close(): Promise<void> }> {
  const client = new Client({
    connectionString,
    application_name: LISTENER_NAME,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    query_timeout: HEARTBEAT_TIMEOUT_MS,
    keepAlive: true,
  });
  const ended = new Promise<void>((resolve) => client.once('end', resolve));
  // Every error of the connection is followed by its end.
  client.on('error', () => undefined);
  client.on('notification', ({ payload }) => listener.onMessage(payload ?? ''));
  try {
    await client.connect();
    await client.query(`LISTEN ${escapeIdentifier(channel)}`);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  const heartbeat = setInterval(() => {
    client.query('SELECT 1').catch(() => client.end().catch(() => undefined));
  }, HEARTBEAT_MS);
  void ended.then(() => clearInterval(heartbeat));
  return { ended, close: () => client.end() };
}

/**
 * Listens on the embedded database, by the connections of the pool. PGlite has one session, whoever is
 * connected, and hands a notification to the client whose statement it follows: a listening connection of its
 * own would hear nothing, while the pool, which all writes go through, hears everything.
 */
export class PoolListeners {
  readonly #listeners = new Map<string, Set<ChannelListener>>();

  /** Hears the connections of a pool, those that come later too. */
  attach(pool: Pool): void {
    pool.on('connect', (client) => {
      client.on('notification', ({ channel, payload = '' }) => {
        for (const listener of this.#listeners.get(channel) ?? []) listener.onMessage(payload);
      });
    });
  }

  /** What a new connection has to send: a database that was started again knows of no channels. */
  statements(): string[] {
    return [...this.#listeners.keys()].map((channel) => `LISTEN ${escapeIdentifier(channel)}`);
  }

  /** Tells all listeners that messages may have been missed. */
  tellGap(): void {
    for (const listeners of this.#listeners.values()) {
      for (const listener of listeners) listener.onGap();
    }
  }

  /** Begins to listen, by a connection of the pool. The listener is told in the context in which it began. */
  async listen(pool: Pool, channel: string, listener: ChannelListener): Promise<Listening> {
    const listeners = this.#listeners.get(channel) ?? new Set();
    const here = inThisContext(listener);
    this.#listeners.set(channel, listeners.add(here));
    await pool.query(`LISTEN ${escapeIdentifier(channel)}`);
    return {
      close: async () => {
        listeners.delete(here);
      },
    };
  }
}

/**
 * A connection's events come in the context of whatever opened it: a request whose time is long over, or a transaction
 * that has ended, in which nothing can be read any more.
 */
function inThisContext(listener: ChannelListener): ChannelListener {
  const run = AsyncLocalStorage.snapshot();
  return {
    onMessage: (payload) => run(() => listener.onMessage(payload)),
    onGap: () => run(() => listener.onGap()),
  };
}
