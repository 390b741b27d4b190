import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type DatabaseConfig, openDatabase } from '../../db/orm.ts';
import { createApp } from '../../server/app.ts';
import { setUp } from '../../server/setup.ts';

const { nativeUrl } = inject('databases');

describe.skipIf(!nativeUrl)('a PostgreSQL database', () => {
  const name = `jinlin_target_${randomUUID().slice(0, 8)}`;
  const urlOf = (database: string): string => {
    const url = new URL(nativeUrl as string);
    url.pathname = `/${database}`;
    return url.href;
  };
  const run = async (database: string, statement: string): Promise<Record<string, unknown>[]> => {
    const client = new Client({ connectionString: urlOf(database) });
    await client.connect();
    try {
      return (await client.query(statement)).rows;
    } finally {
      await client.end();
    }
  };
  const open = (more: Partial<DatabaseConfig> = {}) =>
    openDatabase({ databaseUrl: urlOf(name), dataDir: '', poolSize: 1, ...more });
  const failure = async (more: Partial<DatabaseConfig>): Promise<string> => {
    try {
      await (await open(more)).close();
      return 'it was opened';
    } catch (error) {
      return (error as Error).message;
    }
  };

  beforeAll(async () => {
    await run('postgres', `CREATE DATABASE ${name}`);
  });
  afterAll(async () => {
    await run('postgres', `DROP DATABASE ${name} WITH (FORCE)`);
  });

  test('whose name is mistyped is not created', async () => {
    const typo = `${name}_typo`;
    expect(await failure({ databaseUrl: urlOf(typo) })).toMatch(
      `There is no database "${typo}" on`,
    );
    expect(await run('postgres', `SELECT 1 FROM pg_database WHERE datname = '${typo}'`)).toEqual(
      [],
    );
  });

  test('that cannot be reached is named with the remedy', async () => {
    expect(await failure({ databaseUrl: 'postgres://127.0.0.1:1/city' })).toMatch(
      /cannot be reached .* Check DATABASE_URL/,
    );
  });

  test('with tables of another program is left alone, and another schema of it can be used', async () => {
    await run(name, 'CREATE TABLE community (whose text)');
    expect(await failure({})).toMatch(
      "has tables that are not Jinlin's: community. Name another schema by JINLIN_SCHEMA",
    );
    const database = await open({ schema: 'city' });
    const app = await createApp({ database });
    try {
      await setUp(database, undefined, { sample: false });
      const heard = new Promise((resolve) => {
        void database.listen('heard', { onMessage: resolve, onGap: () => undefined });
      });
      const answer = await app.inject({
        method: 'POST',
        url: '/graphql',
        payload: { query: '{ hub { dataVersion } communities(first: 1) { totalCount } }' },
      });
      expect(answer.json().data.communities.totalCount).toBe(0);
      const em = database.orm.em.fork();
      const notify = setInterval(
        () =>
          void em.getConnection().execute("SELECT pg_notify('heard_' || current_schema(), 'x')"),
        100,
      );
      expect(await heard).toBe('x');
      clearInterval(notify);
    } finally {
      await app.close();
      await database.close();
    }
    expect(
      await run(
        name,
        "SELECT DISTINCT schemaname AS schema FROM pg_tables WHERE tablename IN ('facility', 'migration')",
      ),
    ).toEqual([{ schema: 'city' }]);
    expect(await run(name, 'SELECT * FROM community')).toEqual([]);
  });

  test('of a newer hub is refused with a sentence, and not touched', async () => {
    await run(name, "INSERT INTO city.migration (name) VALUES ('9999-from-the-future')");
    expect(await failure({ schema: 'city' })).toMatch(
      'was brought up to date by a newer Jinlin (9999-from-the-future)',
    );
  });
});
