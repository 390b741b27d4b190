import { Migrator } from '@mikro-orm/migrations';
import {
  DefaultLogger,
  type LogContext,
  type LoggerNamespace,
  MikroORM,
} from '@mikro-orm/postgresql';
import { Client, escapeIdentifier, type Pool, type PoolClient } from 'pg';
import { findRunning, startEmbedded } from './embedded/embedded.ts';
import { takeRoom } from './embedded/room.ts';
import { clientThatWaits } from './embedded/waiting-client.ts';
import { entities } from './entities/index.ts';
import { failureOf, markUnknownOutcome } from './failures.ts';
import { FreshConnections } from './fresh-connections.ts';
import {
  type ChannelListener,
  type Listening,
  listenByConnection,
  PoolListeners,
} from './listen.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { type Condition, Probe, ROOM_SQL } from './probe.ts';
import { limitByEnding, limitByServer, type SendInTime, type Told } from './statement-limit.ts';
import { StatementNames } from './statement-names.ts';
import { DEFAULT_SCHEMA, MIGRATION_TABLE, prepareTarget } from './target.ts';

/** Where the data are kept. */
export interface DatabaseConfig {
  /** `postgres://…`: PostgreSQL ≥ 15 with PostGIS ≥ 3.3. Unset: the embedded database. */
  databaseUrl?: string | undefined;
  /** Schema of PostgreSQL that holds the hub's tables; `public` unless given. */
  schema?: string | undefined;
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
  /** How the database is, told within a second by a connection of its own. */
  condition(): Promise<Condition>;
  close(): Promise<void>;
}

/** One migration at a time, also when several hubs start at once ("jinlin" in ASCII). */
const MIGRATION_LOCK = 0x6a696e6c696e;
const CONNECTION_TIMEOUT_MS = 30_000;
/** How long a connection has been quiet when it is tried whether it is still there. */
const KEEP_ALIVE_MS = 10_000;
const EMBEDDED_USER = { user: 'postgres', database: 'postgres' };

/** Tables by which one sees that a schema is in use. */
const TABLES = ['hub', 'region', 'community', 'facility', 'grid', 'coverage', 'person'];

/** Opens the database that the configuration names: the one place that chooses between the two. */
export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  const { databaseUrl, dataDir, log, onStatement, schema = DEFAULT_SCHEMA } = config;
  if (databaseUrl) {
    const migrations = MIGRATIONS.map(({ name }) => name);
    await prepareTarget(databaseUrl, schema, { tables: TABLES, migrations });
  }
  const running = databaseUrl || !config.beside ? undefined : await findRunning(dataDir);
  const embedded = databaseUrl ? undefined : (running ?? (await startEmbedded(dataDir, log)));
  const connectionTimeoutMs = config.connectionTimeoutMs ?? CONNECTION_TIMEOUT_MS;
  const poolListeners = new PoolListeners();
  const fresh = new FreshConnections();
  const probe = new Probe(
    embedded
      ? {
          connection: { host: embedded.host, port: embedded.port, ...EMBEDDED_USER },
          sql: 'SELECT 1',
          takeRoom: () => takeRoom(dataDir),
        }
      : { connection: { connectionString: databaseUrl }, sql: ROOM_SQL },
  );
  let pool: Pool | undefined;
  embedded?.onRestart(() => poolListeners.tellGap());
  const connection = embedded
    ? {
        host: embedded.host,
        port: embedded.port,
        user: EMBEDDED_USER.user,
        dbName: EMBEDDED_USER.database,
      }
    : { clientUrl: databaseUrl as string, schema };
  try {
    const orm = await MikroORM.init({
      ...connection,
      // A database whose name was mistyped must not come into being.
      ensureDatabase: false,
      entities,
      extensions: [Migrator],
      migrations: {
        migrationsList: MIGRATIONS,
        tableName: MIGRATION_TABLE,
        transactional: true,
        allOrNothing: true,
        snapshot: false,
      },
      pool: { min: 0, max: embedded ? 1 : (config.poolSize ?? 10) },
      driverOptions: {
        connectionTimeoutMillis: connectionTimeoutMs,
        keepAlive: true,
        keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
        ...(embedded && { Client: clientThatWaits(embedded.untilReady, connectionTimeoutMs) }),
        onPoolCreated(created: Pool) {
          pool = created;
          fresh.attach(created);
          if (embedded) poolListeners.attach(created);
          // The embedded database is one session for all who are connected: names would collide there.
          const names = embedded ? undefined : new StatementNames();
          tapStatements(created, {
            onStatement,
            names,
            onLoss: () => fresh.tellLoss(),
            prelude: () => [
              ...(schema === DEFAULT_SCHEMA ? [] : [searchPath(schema)]),
              ...poolListeners.statements(),
            ],
            limitOf: (client) =>
              embedded
                ? limitByEnding(embedded.interrupt)
                : limitByServer(client, databaseUrl as string),
          });
        },
      },
      loggerFactory: (options) => new WarningLogger(options, log),
      ignoreUndefinedInQuery: true,
    });
    await orm.em.getConnection().execute('SELECT 1');
    return {
      orm,
      kind: embedded ? 'embedded' : 'postgresql',
      migrate: () => migrate(orm, databaseUrl),
      listen: (channel, listener) =>
        embedded
          ? poolListeners.listen(pool as Pool, channelIn(schema, channel), listener)
          : listenByConnection(databaseUrl as string, channelIn(schema, channel), listener),
      condition: () => probe.condition(),
      async close() {
        await probe.close();
        await orm.close(true);
        await embedded?.close();
      },
    };
  } catch (error) {
    await embedded?.close();
    throw error;
  }
}

/** Hubs in several schemas of one database must not hear each other. SQL says the same by `current_schema()`. */
function channelIn(schema: string, channel: string): string {
  return `${channel}_${schema}`;
}

/** Functions and types of PostGIS are found wherever they were installed before, most often in `public`. */
function searchPath(schema: string): string {
  return `SET search_path = ${escapeIdentifier(schema)}, ${DEFAULT_SCHEMA}`;
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

/** What is done with the statements of a pool. */
interface Tap {
  readonly onStatement: ((sql: string) => void) | undefined;
  /** Undefined where statements cannot be named, as on the embedded database. */
  readonly names: StatementNames | undefined;
  /** Told when a connection was lost. */
  readonly onLoss: () => void;
  /** Statements that a new connection sends first. */
  readonly prelude: () => string[];
  /** How statements of a connection are kept to their time. */
  readonly limitOf: (client: PoolClient) => SendInTime;
}

/**
 * Tells every statement at the driver, so that none can be sent unseen, whoever wrote it, and sends it by
 * the extended protocol: by the simple one the embedded database could not tell of some errors (see
 * `embedded/answer-guard.ts`), and both databases shall be asked in the same way.
 */
function tapStatements(pool: Pool, { onStatement, names, onLoss, prelude, limitOf }: Tap): void {
  pool.on('connect', (client: PoolClient) => {
    // Compiling a statement pays off after seconds; the hub's take milliseconds. If the connection is lost
    // here already, whoever asked for it is told by their own statement.
    client.query(['SET jit = off', ...prelude()].join('; ')).catch(() => undefined);
    const send = client.query.bind(client) as (...args: unknown[]) => unknown;
    const sendInTime = limitOf(client);
    let isInTransaction = false;
    client.query = ((...args: unknown[]) => {
      const [statement, values] = args as [string | { text: string }, unknown];
      if (typeof statement !== 'string' || args.length > 2) {
        onStatement?.(typeof statement === 'string' ? statement : statement.text);
        return send(...args);
      }
      const isLastWord = COMMIT.test(statement) || (!isInTransaction && CHANGE.test(statement));
      if (TRANSACTION_BOUND.test(statement)) isInTransaction = !statement.startsWith('rollback');
      if (COMMIT.test(statement)) isInTransaction = false;
      const sent = promised((answer) => {
        const told: Told = (error, result) => {
          if (failureOf(error) === 'CONNECTION_LOST') {
            onLoss();
            if (error && isLastWord) markUnknownOutcome(error);
          }
          answer(error, result);
        };
        const sendIt = (answered: Told): void => {
          onStatement?.(statement);
          const name = TRANSACTION_BOUND.test(statement) ? undefined : names?.nameOf(statement);
          const named = name === undefined ? {} : { name };
          send({ text: statement, values, queryMode: 'extended', ...named }, answered);
        };
        sendInTime(statement, sendIt, told);
      });
      return TRANSACTION_BOUND.test(statement) ? orGiveBack(client, sent) : sent;
    }) as typeof client.query;
  });
}

/**
 * A promise of what is told later. With those that `pg` itself gives, rows were seen to outlive many collections
 * of garbage, which took ten times as long then.
 */
function promised(ask: (told: Told) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    ask((error, result) => {
      if (!error) return resolve(result);
      // Where it was sent from says more than where its answer was read.
      Error.captureStackTrace(error);
      reject(error);
    });
  });
}

const COMMIT = /^commit/i;
const CHANGE = /^\s*(insert|update|delete|merge)\b/i;
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
