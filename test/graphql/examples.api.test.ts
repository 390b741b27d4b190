import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';

/** The examples that the query editor opens with; each names its variables' values by defaults. */
const folder = new URL('../../web/graphiql/examples/', import.meta.url);
const examples = readdirSync(folder).filter((name) => name.endsWith('.graphql'));

let hub: TestHub;

beforeAll(async () => {
  if (!missingDatabase) hub = await startTestHub();
});
afterAll(() => hub?.close());

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
    await expect(`${statements.join('\n\n')}\n`).toMatchFileSnapshot(
      `./examples/${name.replace('.graphql', '.sql')}`,
    );
  });

  test.each(examples.filter((name) => !queries.includes(name)))(
    '%s works for the administrator',
    async (name) => {
      const { errors } = await hub.send(read(name));
      expect(errors).toBeUndefined();
    },
  );
});
