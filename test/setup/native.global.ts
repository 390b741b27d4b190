import 'reflect-metadata';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../db/orm.ts';
import { setUp } from '../../server/setup.ts';
import { TEMPLATE } from './context.ts';
import { startPostgres } from './postgres.ts';

/**
 * Starts a private PostgreSQL + PostGIS, or takes the one at TEST_DATABASE_URL, and fills a template
 * database with the sample city; every test file gets a copy of it. Where none can be had the tests are
 * skipped, and say why.
 */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given ? { url: given, stop: async () => undefined } : await startPostgres();
  if ('missing' in server) {
    const tell = async (): Promise<void> =>
      console.warn(`\nLeft out: the tests on PostgreSQL. ${server.missing}\n`);
    await tell();
    project.provide('databases', { missing: server.missing });
    // Told once more at the end, below the results.
    return tell;
  }
  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${TEMPLATE}`);
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  const url = new URL(server.url);
  url.pathname = `/${TEMPLATE}`;
  const database = await openDatabase({ databaseUrl: url.href, dataDir: '', poolSize: 1 });
  try {
    await setUp(database);
  } finally {
    await database.close();
  }
  project.provide('databases', { nativeUrl: server.url });
  return server.stop;
}
