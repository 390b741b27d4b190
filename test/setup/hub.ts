import { cp, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphQLFormattedError } from 'graphql';
import { Client } from 'pg';
import { inject } from 'vitest';
import { type Database, type DatabaseConfig, openDatabase } from '../../db/orm.ts';
import { type AppOptions, createApp } from '../../server/app.ts';
import type { Policy } from '../../server/auth/policy.ts';
import { TEMPLATE } from './context.ts';

/** Nobody, who wants no answer that was kept: then the SQL is that of the question. */
const ANEW: Who = { headers: { 'cache-control': 'no-store' } };
/** Token of the test hubs' administrator. */
export const ADMIN_TOKEN = 'test-administrator-token';

/** Why the tests of this project cannot run here, if so. */
export const missingDatabase: string | undefined = inject('databases').missing;

/** A hub over a fresh copy of the sample city, listening on a port of its own. */
export interface TestHub {
  readonly url: string;
  readonly database: Database;
  /** The policy of each route, by `METHOD url`. */
  readonly routes: ReadonlyMap<string, Policy>;
  /** Asks GraphQL over HTTP; fails when the answer has errors. Gives the data and the SQL sent. */
  ask(query: string, variables?: object): Promise<{ data: never; sql: string[] }>;
  /** Asks GraphQL over HTTP as the operator unless `who` says otherwise; gives what comes. */
  send(query: string, variables?: object, who?: Who): Promise<Answer>;
  /** All SQL that was sent; a test may empty it. */
  readonly statements: string[];
  /** What the logger wrote so far. */
  readonly log: string[];
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

let serial = 0;

/** A copy of the prepared database of this project: the embedded one, or a native one. */
export async function createTestDatabase(): Promise<{
  databaseUrl?: string;
  dataDir: string;
  drop(): Promise<void>;
}> {
  const { embeddedFolder, nativeUrl } = inject('databases');
  if (embeddedFolder) {
    const dataDir = await mkdtemp(join(tmpdir(), 'jinlin-copy-'));
    await cp(embeddedFolder, dataDir, { recursive: true });
    return { dataDir, drop: () => rm(dataDir, { recursive: true, force: true }) };
  }
  const name = `jinlin_test_${process.pid}_${serial++}`;
  const run = async (statement: string): Promise<void> => {
    const admin = new Client({ connectionString: nativeUrl });
    await admin.connect();
    await admin.query(statement);
    await admin.end();
  };
  await run(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  const url = new URL(nativeUrl as string);
  url.pathname = `/${name}`;
  return {
    databaseUrl: url.href,
    dataDir: '',
    drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

/** Starts a hub over a fresh copy of the sample city. The pool has one connection on both databases. */
export async function startTestHub(
  options: Partial<Omit<AppOptions, 'database'>> = {},
  databaseOptions: Partial<DatabaseConfig> = {},
): Promise<TestHub> {
  const { drop, ...place } = await createTestDatabase();
  const statements: string[] = [];
  const database = await openDatabase({
    ...place,
    poolSize: 1,
    ...databaseOptions,
    onStatement: (sql) => statements.push(sql),
  });
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

  const send: TestHub['send'] = async (query, variables, who = ADMIN_TOKEN) => {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (typeof who === 'string') headers['authorization'] = `Bearer ${who}`;
    else if (who?.cookie) headers['cookie'] = who.cookie;
    if (who && typeof who === 'object') Object.assign(headers, who.headers);
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    const [setCookie] = response.headers.getSetCookie();
    const answer = (await response.json()) as Answer;
    return { ...answer, status: response.status, setCookie, cookie: setCookie?.split(';')[0] };
  };
  return {
    url,
    database,
    routes: app.policies,
    log,
    statements,
    send,
    async ask(query, variables) {
      statements.length = 0;
      const { data, errors } = await send(query, variables, ANEW);
      if (errors) throw new Error(JSON.stringify(errors, null, 2));
      return { data: data as never, sql: statements.slice() };
    },
    async close() {
      await app.close();
      await database.close();
      await drop();
    },
  };
}
