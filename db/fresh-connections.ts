import type { Pool, PoolClient } from 'pg';

/**
 * Hands out no connection of a pool that is older than the last one that was lost. What cuts one connection cuts
 * all that were open then, and those that lie idle need not have noticed.
 */
export class FreshConnections {
  readonly #madeAt = new WeakMap<PoolClient, number>();
  #lostAt = Number.NEGATIVE_INFINITY;

  /** Watches over a pool from now on. */
  attach(pool: Pool): void {
    pool.on('connect', (client: PoolClient) => this.#madeAt.set(client, performance.now()));
    const connect = pool.connect.bind(pool);
    const connectAnew = async (): Promise<PoolClient> => {
      for (;;) {
        const client = await connect();
        if ((this.#madeAt.get(client) ?? Number.POSITIVE_INFINITY) >= this.#lostAt) return client;
        client.release(true);
      }
    };
    pool.connect = ((callback?: Parameters<typeof connect>[0]) =>
      callback ? connect(callback) : connectAnew()) as typeof pool.connect;
  }

  /** Tells that a connection was lost just now. */
  tellLoss(): void {
    this.#lostAt = performance.now();
  }
}
