import { Migrator } from '@mikro-orm/migrations';
import {
  DefaultLogger,
  type LogContext,
  type LoggerNamespace,
  MikroORM,
} from '@mikro-orm/postgresql';
import { Client, type Pool, type PoolClient } from 'pg';
import { demandTime } from './deadline.ts';
import { findRunning, startEmbedded } from './embedded/embedded.ts';
import { entities } from './entities/index.ts';
import {
  type ChannelListener,
  type Listening,
  listenByConnection,
  PoolListeners,
} from './listen.ts';
import { Foundation } from './migrations/0001-foundation.ts';
import { ReadingsAndScenarios } from './migrations/0002-readings-and-scenarios.ts';
import { PeopleAndHistory } from './migrations/0003-people-and-history.ts';
import { Imports } from './migrations/0004-imports.ts';
import { StatementNames } from './statement-names.ts';

/** Where the data are kept. */
export interface DatabaseConfig {
  /** `postgres://…`: PostgreSQL ≥ 15 with PostGIS ≥ 3.3. Unset: the embedded database. */
  databaseUrl?: string | undefined;
  /** Folder of the embedded database. */
  dataDir: string;
  /** Whether the embedded database may be one that a hub is running: for commands beside it. */
  beside?: boolean;
  /** Connections to PostgreSQL; the embedded database has one. */
  poolSize?: number;
  /** How long one waits for a connection, in milliseconds; 30,000 unless given. */
  connectionTimeoutMs?: number;
  /** Told what start-up is doing. */
  log?: (message: string) => void;
  /** Told every SQL statement that is sent. */
  onStatement?: (sql: string) => void;
}

/** An open database. */
export interface Database {
  readonly orm: MikroORM;
  readonly kind: 'embedded' | 'postgresql';
  /** Applies the migrations that are missing. Hubs that start at the same time wait for each other. */
  migrate(): Promise<void>;
  /** Hears what is notified on a channel; what a transaction notifies arrives when it has committed. */
  listen(channel: string, listener: ChannelListener): Promise<Listening>;
  close(): Promise<void>;
}

/** One migration at a time, also when several hubs start at once ("jinlin" in ASCII). */
const MIGRATION_LOCK = 0x6a696e6c696e;
const CONNECTION_TIMEOUT_MS = 30_000;

/** Opens the database that the configuration names: the one place that chooses between the two. */
export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  const { databaseUrl, dataDir, log, onStatement } = config;
  const running = databaseUrl || !config.beside ? undefined : await findRunning(dataDir);
  const embedded = databaseUrl ? undefined : (running ?? (await startEmbedded(dataDir, log)));
  const poolListeners = new PoolListeners();
  let pool: Pool | undefined;
  embedded?.onRestart(() => poolListeners.tellGap());
  const connection = embedded
    ? { host: embedded.host, port: embedded.port, user: 'postgres', dbName: 'postgres' }
    : { clientUrl: databaseUrl as string };
  try {
    const orm = await MikroORM.init({
      ...connection,
      entities,
      extensions: [Migrator],
      migrations: {
        migrationsList: [
          { name: '0001-foundation', class: Foundation },
          { name: '0002-readings-and-scenarios', class: ReadingsAndScenarios },
          { name: '0003-people-and-history', class: PeopleAndHistory },
          { name: '0004-imports', class: Imports },
        ],
        tableName: 'migration',
        transactional: true,
        allOrNothing: true,
        snapshot: false,
      },
      pool: { min: 0, max: embedded ? 1 : (config.poolSize ?? 10) },
      driverOptions: {
        connectionTimeoutMillis: config.connectionTimeoutMs ?? CONNECTION_TIMEOUT_MS,
        onPoolCreated(created: Pool) {
          pool = created;
          if (embedded) poolListeners.attach(created);
          // The embedded database is one session for all who are connected: names would collide there.
          const names = embedded ? undefined : new StatementNames();
          tapStatements(created, onStatement, names, () => poolListeners.statements());
        },
      },
      loggerFactory: (options) => new WarningLogger(options, log),
      ignoreUndefinedInQuery: true,
    });
    await greet(orm);
    return {
      orm,
      kind: embedded ? 'embedded' : 'postgresql',
      migrate: () => migrate(orm, databaseUrl),
      listen: (channel, listener) =>
        embedded
          ? poolListeners.listen(pool as Pool, channel, listener)
          : listenByConnection(databaseUrl as string, channel, listener),
      async close() {
        await orm.close(true);
        await embedded?.close();
      },
    };
  } catch (error) {
    await embedded?.close();
    throw error;
  }
}

async function migrate(orm: MikroORM, databaseUrl: string | undefined): Promise<void> {
  // The embedded database has one hub only. Elsewhere the lock needs a session of its own, because
  // the migrator works outside of any transaction that was begun here.
  if (!databaseUrl) {
    await orm.migrator.up();
    return;
  }
  const session = new Client({ connectionString: databaseUrl });
  await session.connect();
  try {
    await session.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await orm.migrator.up();
  } finally {
    await session.end();
  }
}

async function greet(orm: MikroORM): Promise<void> {
  try {
    await orm.em.getConnection().execute('SELECT 1');
  } catch (error) {
    throw new Error(
      `The database cannot be reached (${(error as Error).message}). ` +
        'Check DATABASE_URL and that the server is up.',
      { cause: error },
    );
  }
}

/**
 * Tells every statement at the driver, so that none can be sent unseen, whoever wrote it, and sends it by
 * the extended protocol: by the simple one the embedded database could not tell of some errors (see
 * `embedded/answer-guard.ts`), and both databases shall be asked in the same way.
 */
function tapStatements(
  pool: Pool,
  onStatement: ((sql: string) => void) | undefined,
  names: StatementNames | undefined,
  prelude: () => string[],
): void {
  pool.on('connect', (client: PoolClient) => {
    // Compiling a statement pays off after seconds; the hub's take milliseconds. If the connection is lost
    // here already, whoever asked for it is told by their own statement.
    client.query(['SET jit = off', ...prelude()].join('; ')).catch(() => undefined);
    const send = client.query.bind(client) as (...args: unknown[]) => unknown;
    let limited = 0;
    client.query = ((...args: unknown[]) => {
      const [statement, values] = args as [string | { text: string }, unknown];
      if (typeof statement !== 'string' || args.length > 2) {
        onStatement?.(typeof statement === 'string' ? statement : statement.text);
        return send(...args);
      }
      const sent = promised((told) => {
        // What was begun must be taken back even when the time is over.
        const limitMs = statement === 'rollback' ? limited : (demandTime()?.limitMs ?? 0);
        onStatement?.(statement);
        const name = TRANSACTION_BOUND.test(statement) ? undefined : names?.nameOf(statement);
        const named = name === undefined ? {} : { name };
        const ask = (): unknown =>
          send({ text: statement, values, queryMode: 'extended', ...named }, told);
        if (limitMs === limited) return ask();
        // Only where the connection had another limit before.
        limited = limitMs;
        send(`SET statement_timeout = ${limitMs}`, (error: Error | null) => {
          if (!error) return ask();
          limited = Number.NaN;
          told(error);
        });
      });
      return TRANSACTION_BOUND.test(statement) ? orGiveBack(client, sent) : sent;
    }) as typeof client.query;
  });
}

/**
 * A promise of what is told later. With those that `pg` itself gives, rows were seen to outlive many collections
 * of garbage, which took ten times as long then.
 */
function promised(
  ask: (told: (error: Error | null, result?: unknown) => void) => unknown,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    ask((error, result) => {
      if (!error) return resolve(result);
      // Where it was sent from says more than where its answer was read.
      Error.captureStackTrace(error);
      reject(error);
    });
  });
}

const TRANSACTION_BOUND = /^(begin|start transaction|rollback)(?! to\b)/;

/**
 * Takes a connection that cannot even begin a transaction, or roll one back, out of the pool. Kysely, which
 * sends these, keeps such a connection for good: after as many lost ones as the pool has room for, the hub
 * would wait for its own connections for ever.
 * @see https://github.com/kysely-org/kysely/issues/1990
 */
async function orGiveBack(client: PoolClient, sent: Promise<unknown>): Promise<unknown> {
  try {
    return await sent;
  } catch (error) {
    client.release(error as Error);
    throw error;
  }
}

/** Hands warnings and errors to the log, and nothing else. */
class WarningLogger extends DefaultLogger {
  readonly #log: ((message: string) => void) | undefined;

  constructor(
    options: ConstructorParameters<typeof DefaultLogger>[0],
    log?: (message: string) => void,
  ) {
    super(options);
    this.#log = log;
  }

  override log(_namespace: LoggerNamespace, message: string, context?: LogContext): void {
    if (context?.level === 'error' || context?.level === 'warning') this.#log?.(message);
  }
}
