import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { TEMPLATE } from './context.ts';
import { startPostgres } from './postgres.ts';
import { fillSample } from './work.ts';

/**
 * Starts a private PostgreSQL + PostGIS, or takes the one at TEST_DATABASE_URL, and fills a template
 * database with the sample city; test files get copies of it. Where none can be had the tests are skipped,
 * and say why.
 */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  const server = given
    ? { url: given, stop: () => dropCopies(given) }
    : await startPostgres({ autovacuum: 'off' });
  if ('missing' in server) {
    const tell = async (): Promise<void> =>
      console.warn(`\nLeft out: the tests on PostgreSQL. ${server.missing}\n`);
    await tell();
    project.provide('databases', { missing: server.missing });
    // Told once more at the end, below the results.
    return tell;
  }
  await run(server.url, `DROP DATABASE IF EXISTS ${TEMPLATE}`, `CREATE DATABASE ${TEMPLATE}`);
  const template = new URL(server.url);
  template.pathname = `/${TEMPLATE}`;
  const filling = fillSample(template.href);
  project.provide('databases', { nativeUrl: server.url, copies: COPIES, filling: filling.id });
  return async () => {
    await filling.stop();
    await server.stop();
  };
}

const COPIES = `jinlin_test_${process.pid}_`;

async function run(url: string, ...statements: string[]): Promise<unknown[][]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const results: unknown[][] = [];
  for (const statement of statements) results.push((await client.query(statement)).rows);
  await client.end();
  return results;
}

/** On a server that stays, what was not dropped by the tests themselves goes now. */
async function dropCopies(url: string): Promise<void> {
  const [rows] = await run(url, `SELECT datname FROM pg_database WHERE datname LIKE '${COPIES}%'`);
  const names = (rows as { datname: string }[]).map(({ datname }) => datname);
  await run(url, ...names.map((name) => `DROP DATABASE ${name} WITH (FORCE)`));
}
