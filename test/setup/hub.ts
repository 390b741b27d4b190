import { cp, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphQLFormattedError } from 'graphql';
import { Client } from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../db/orm.ts';
import { createApp } from '../../server/app.ts';
import { TEMPLATE } from './context.ts';

/** Token of the test hubs' administrator. */
export const ADMIN_TOKEN = 'test-administrator-token';

/** Why the tests of this project cannot run here, if so. */
export const missingDatabase: string | undefined = inject('databases').missing;

/** A hub over a fresh copy of the sample city, listening on a port of its own. */
export interface TestHub {
  readonly url: string;
  readonly database: Database;
  /** Asks GraphQL over HTTP; fails when the answer has errors. Gives the data and the SQL sent. */
  ask(query: string, variables?: object): Promise<{ data: never; sql: string[] }>;
  /** Asks GraphQL over HTTP as the administrator unless `token` says otherwise; gives what comes. */
  send(
    query: string,
    variables?: object,
    token?: string | null,
  ): Promise<{ data?: Record<string, unknown> | null; errors?: GraphQLFormattedError[] }>;
  close(): Promise<void>;
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
export async function startTestHub(options: { webDir?: string } = {}): Promise<TestHub> {
  const { drop, ...place } = await createTestDatabase();
  const statements: string[] = [];
  const database = await openDatabase({
    ...place,
    poolSize: 1,
    onStatement: (sql) => statements.push(sql),
  });
  const app = await createApp({
    database,
    adminToken: ADMIN_TOKEN,
    logLevel: 'silent',
    ...options,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;

  const send: TestHub['send'] = async (query, variables, token = ADMIN_TOKEN) => {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (token) headers['authorization'] = `Bearer ${token}`;
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
    return response.json() as ReturnType<TestHub['send']>;
  };
  return {
    url,
    database,
    send,
    async ask(query, variables) {
      statements.length = 0;
      const { data, errors } = await send(query, variables, null);
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
