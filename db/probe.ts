import { Client, type ClientConfig } from 'pg';
import { failureOf } from './failures.ts';

/** How a database is. */
export type Condition =
  | 'READY'
  /** No connection can be made. */
  | 'UNREACHABLE'
  /** There is a connection, but no answer in time. */
  | 'SILENT'
  | 'DISK_FULL';

/** By this name the connection is known in `pg_stat_activity`. */
export const PROBE_NAME = 'jinlin-health';
/** The whole question takes less than a second, whatever happens. */
const DEADLINE_MS = 900;
/** For so long an answer is given again: who asks often shall not keep the disk at work. */
const FRESH_MS = 1_000;

/** Work that fails when the disk is full, besides the question whether anybody answers. */
export interface ProbeOptions {
  /** How the database is reached. */
  readonly connection: ClientConfig;
  /** What it is asked. */
  readonly sql: string;
  /** Takes up some room on the disk, and gives it back. @throws when there is none */
  readonly takeRoom?: () => Promise<void>;
}

/**
 * PostgreSQL writes what does not fit into `work_mem` to its disk, here 1 MiB: without touching a table, on a
 * replica too. `temp_tablespaces` might lead to another disk.
 */
export const ROOM_SQL = `SET statement_timeout = ${DEADLINE_MS}; SET work_mem = '64kB'; SET temp_tablespaces = '';
  SELECT count(*) FROM unnest(array_fill(repeat('x', 8192), ARRAY[128]))`;

/**
 * Asks a database how it is, by a connection of its own and within a second: neither a pool that is all at work
 * nor a network that swallows everything shall keep the answer back.
 */
export class Probe {
  readonly #options: ProbeOptions;
  #client: Client | undefined;
  #last: { readonly at: number; readonly condition: Promise<Condition> } | undefined;

  constructor(options: ProbeOptions) {
    this.#options = options;
  }

  /** How the database is, or was less than a second ago. */
  condition(): Promise<Condition> {
    const now = performance.now();
    if (!this.#last || now - this.#last.at > FRESH_MS) {
      this.#last = { at: now, condition: this.#ask() };
    }
    return this.#last.condition;
  }

  /** Lets go of the connection. */
  async close(): Promise<void> {
    await this.#letGo();
  }

  async #ask(): Promise<Condition> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Condition>((resolve) => {
      timer = setTimeout(resolve, DEADLINE_MS, 'SILENT');
    });
    const condition = await Promise.race([this.#try(), late]);
    clearTimeout(timer);
    // Whatever it was, the next question goes by another connection.
    if (condition !== 'READY') void this.#letGo();
    return condition;
  }

  async #try(): Promise<Condition> {
    const { sql, takeRoom } = this.#options;
    try {
      await takeRoom?.();
      const wasOpen = this.#client !== undefined;
      try {
        await this.#query(sql);
      } catch (error) {
        // It may have been lost long since, unnoticed.
        if (!wasOpen || failureOf(error) !== 'CONNECTION_LOST') throw error;
        void this.#letGo();
        await this.#query(sql);
      }
      return 'READY';
    } catch (error) {
      const failure = failureOf(error);
      if (failure === 'DISK_FULL') return 'DISK_FULL';
      return failure === undefined || failure === 'NO_CONNECTION' ? 'SILENT' : 'UNREACHABLE';
    }
  }

  async #query(sql: string): Promise<void> {
    if (!this.#client) {
      this.#client = new Client({
        ...this.#options.connection,
        application_name: PROBE_NAME,
        connectionTimeoutMillis: DEADLINE_MS,
      });
      // Every error of the connection fails the next question.
      this.#client.on('error', () => undefined);
      await this.#client.connect();
    }
    await this.#client.query(sql);
  }

  async #letGo(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }
}
