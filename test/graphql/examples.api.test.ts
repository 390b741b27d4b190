import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { missingDatabase, withHub } from '../setup/hub.ts';

/** The examples that the query editor opens with; each names its variables' values by defaults. */
const folder = new URL('../../web/graphiql/examples/', import.meta.url);
const examples = readdirSync(folder).filter((name) => name.endsWith('.graphql'));

/**
 * Shapes are long: what is recorded of them is how they begin. Of numbers it is nine digits: the last ones
 * are the library's that the database was built with.
 */
function shortened(key: string, value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(9));
  return key === 'coordinates' ? `${JSON.stringify(value).slice(0, 60)}…` : value;
}

const hub = withHub({ writes: true });

describe.skipIf(missingDatabase)('the example', () => {
  const read = (name: string): string => readFileSync(fileURLToPath(new URL(name, folder)), 'utf8');
  const queries = examples.filter((name) => !/^\s*mutation/m.test(read(name)));

  test('queries are there, and a mutation', () => {
    expect(queries.length).toBeGreaterThanOrEqual(7);
    expect(examples.length).toBeGreaterThan(queries.length);
  });

  test.each(queries)('%s finds something, by the statements recorded beside it', async (name) => {
    const { data, sql } = await hub.ask(read(name));
    for (const value of Object.values(data as Record<string, { edges?: unknown[] }>)) {
      expect(value).not.toBeNull();
      if (value?.edges) expect(value.edges.length).toBeGreaterThan(0);
    }
    const statements = sql.map((statement) => statement.replace(/\s+/g, ' ').trim());
    const recorded = `./examples/${name.replace('.graphql', '')}`;
    await expect(`${statements.join('\n\n')}\n`).toMatchFileSnapshot(`${recorded}.sql`);
    await expect(`${JSON.stringify(data, shortened, 1)}\n`).toMatchFileSnapshot(`${recorded}.json`);
  });

  test.each(queries)('%s sends no more SQL for its page than for one row', async (name) => {
    const query = read(name);
    const { sql } = await hub.ask(query);
    const one = await hub.ask(query.replaceAll(/first: \d+/g, 'first: 1'));
    expect(one.sql).toHaveLength(sql.length);
  });

  test.each(examples.filter((name) => !queries.includes(name)))(
    '%s works for the administrator',
    async (name) => {
      const { errors } = await hub.send(read(name));
      expect(errors).toBeUndefined();
    },
  );
});
