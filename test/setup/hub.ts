import type { AddressInfo } from 'node:net';
import type { GraphQLFormattedError } from 'graphql';
import { afterAll, beforeAll } from 'vitest';
import { type Database, type DatabaseConfig, openDatabase } from '../../db/orm.ts';
import type { Policy } from '../../server/access/policy.ts';
import { type AppOptions, createApp } from '../../server/app.ts';
import type { TypedDocumentString } from '../generated/graphql.ts';
import { createTestDatabase, missingDatabase, type TestDatabase } from './databases.ts';

export { missingDatabase };

/** Nobody, who wants no answer that was kept: then the SQL is that of the question. */
const ANEW: Who = { headers: { 'cache-control': 'no-store' } };
/** Token of the test hubs' administrator. */
export const ADMIN_TOKEN = 'test-administrator-token';

/** A hub over a copy of the sample city, listening on a port of its own. */
export interface TestHub {
  readonly url: string;
  readonly database: Database;
  /** Where the database is. */
  readonly place: Pick<TestDatabase, 'databaseUrl' | 'dataDir'>;
  /** The policy of each route, by `METHOD url`. */
  readonly routes: ReadonlyMap<string, Policy>;
  /**
   * Asks GraphQL over HTTP; fails when the answer has errors. Gives the data, which are typed where the query
   * is one of `graphql()`, and the SQL sent.
   */
  ask<Data, Variables>(
    query: TypedDocumentString<Data, Variables>,
    variables?: object,
  ): Promise<{ data: Data; sql: string[] }>;
  ask(query: string, variables?: object): Promise<{ data: never; sql: string[] }>;
  /** Asks GraphQL over HTTP as the operator unless `who` says otherwise; gives what comes. */
  send(query: string, variables?: object, who?: Who): Promise<Answer>;
  /** All SQL that was sent; a test may empty it. */
  readonly statements: string[];
  /** What the logger wrote so far. */
  readonly log: string[];
  /** Another hub over the same database, or what else opened it; it is to be closed before this one. */
  beside(options: HubOptions, database?: Database): Promise<TestHub>;
  close(): Promise<void>;
}

/** A token, a cookie, or nobody; further headers as they are. */
export type Who = string | null | { cookie?: string; headers?: Record<string, string> };

/** An answer of GraphQL with the cookie that it sets, if any. */
export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they asked for
  data?: any;
  errors?: GraphQLFormattedError[];
  /** `name=value` as a browser would send it back. */
  cookie?: string | undefined;
  /** The header `Set-Cookie` as a whole. */
  setCookie?: string | undefined;
}

/** The codes of an answer's errors. */
export function codesOf({ errors = [] }: Answer): unknown[] {
  return errors.map(({ extensions }) => extensions?.['code']);
}

/** Options of a hub beyond what all test hubs have. */
export type HubOptions = Partial<Omit<AppOptions, 'database'>>;

/** What a test file needs of its hub. */
export interface HubNeeds {
  /** Whether its tests write: then it has a hub and a database of its own. */
  readonly writes: boolean;
  readonly options?: HubOptions;
  readonly database?: Partial<DatabaseConfig>;
}

/**
 * The hub of a test file, which is there before its tests begin. Files that only read share one with all
 * others that do, in the same process; a file that writes to that one all the same fails.
 */
export function withHub(needs: HubNeeds = { writes: false }): TestHub {
  let hub: TestHub | undefined;
  beforeAll(async () => {
    if (missingDatabase) return;
    const { writes, options, database } = needs;
    hub = writes ? await startTestHub(options, database) : await sharedHub();
  });
  afterAll(async () => {
    if (needs.writes) await hub?.close();
    else demandNoWrites();
  });
  // It is started after the file has got it.
  return new Proxy({} as TestHub, {
    get(_, name: keyof TestHub) {
      if (!hub) throw new Error('The hub is not there before the tests begin.');
      return hub[name];
    },
  });
}

let shared: Promise<TestHub> | undefined;
const writesToShared: string[] = [];
const WRITE = /\b(INSERT INTO|UPDATE (?!OF\b)|DELETE FROM|TRUNCATE|ALTER|CREATE|DROP)\b/i;

/** Ends with this process, and its database with the run. */
function sharedHub(): Promise<TestHub> {
  shared ??= startTestHub(
    {},
    { onStatement: (sql) => WRITE.test(sql) && writesToShared.push(sql) },
  );
  return shared;
}

function demandNoWrites(): void {
  const [first] = writesToShared.splice(0);
  if (first) {
    throw new Error(`This file writes, so it needs withHub({ writes: true }). It sent:\n${first}`);
  }
}

/**
 * Starts a hub over a fresh copy of the sample city, or the one that was made before, for a part of a test file: `withHub` is for all of it.
 * The pool has one connection on both databases.
 */
export async function startTestHub(
  options: HubOptions = {},
  databaseOptions: Partial<DatabaseConfig> = {},
  made?: TestDatabase,
): Promise<TestHub> {
  const { drop, ...place } = made ?? (await createTestDatabase());
  const statements: string[] = [];
  const { onStatement } = databaseOptions;
  const database = await openDatabase({
    ...place,
    poolSize: 1,
    ...databaseOptions,
    onStatement: (sql) => {
      statements.push(sql);
      onStatement?.(sql);
    },
  });
  const hub = await serve({ database, place, statements }, options);
  return {
    ...hub,
    async close() {
      await hub.close();
      await database.close();
      await drop();
    },
  };
}

/** Starts a hub over a database that is open. */
async function serve(
  base: Pick<TestHub, 'database' | 'place' | 'statements'>,
  options: HubOptions,
): Promise<TestHub> {
  const { database, statements } = base;
  const log: string[] = [];
  const app = await createApp({
    database,
    adminToken: ADMIN_TOKEN,
    logLevel: 'trace',
    logStream: { write: (line) => void log.push(line) },
    ...options,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const send = (query: string, variables?: object, who: Who = ADMIN_TOKEN): Promise<Answer> =>
    post(url, query, variables, who);
  return {
    ...base,
    url,
    routes: app.policies,
    log,
    send,
    async ask(query: unknown, variables?: object) {
      statements.length = 0;
      const { data, errors } = await send(String(query), variables, ANEW);
      if (errors) throw new Error(JSON.stringify(errors, null, 2));
      return { data: data as never, sql: statements.slice() };
    },
    beside: (others, other = database) => serve({ ...base, database: other }, others),
    close: () => app.close(),
  };
}

async function post(
  url: string,
  query: string,
  variables: object | undefined,
  who: Who,
): Promise<Answer> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (typeof who === 'string') headers['authorization'] = `Bearer ${who}`;
  else if (who?.cookie) headers['cookie'] = who.cookie;
  if (who && typeof who === 'object') Object.assign(headers, who.headers);
  const body = JSON.stringify({ query, variables });
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
  const [setCookie] = response.headers.getSetCookie();
  const answer = (await response.json()) as Answer;
  return { ...answer, status: response.status, setCookie, cookie: setCookie?.split(';')[0] };
}
