import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  ApolloClient,
  ApolloLink,
  gql as document,
  HttpLink,
  InMemoryCache,
} from '@apollo/client/core';
import { GraphQLClient } from 'graphql-request';
import { Client, fetchExchange, gql } from 'urql';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../db/package-root.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const run = promisify(execFile);
const hub = withHub();
const COUNT = { communities: { totalCount: 456 } };
const QUESTION = 'query Count($first: Int) { communities(first: $first) { totalCount } }';

/** Each Node here: the one that the project uses, and the machine's own where it is another. */
async function nodes(): Promise<string[]> {
  const version = (node: string): Promise<string> =>
    run(node, ['--version']).then(
      ({ stdout }) => stdout,
      () => '',
    );
  const found = new Map<string, string>();
  for (const node of [process.execPath, '/usr/bin/node', '/usr/local/bin/node']) {
    const its = await version(node);
    if (its && !found.has(its)) found.set(its, node);
  }
  return [...found.values()];
}

describe.skipIf(missingDatabase)('a client of GraphQL with its defaults', () => {
  test('gets its answer: urql, which asks by GET', async () => {
    const client = new Client({ url: `${hub.url}/graphql`, exchanges: [fetchExchange] });
    const { data, error } = await client
      .query(gql`{ communities(first: 1) { totalCount } }`, {})
      .toPromise();
    expect(error).toBeUndefined();
    expect(data).toMatchObject(COUNT);
  });

  test.each(['POST', 'GET'] as const)('gets its answer: graphql-request by %s', async (method) => {
    const client = new GraphQLClient(`${hub.url}/graphql`, { method });
    expect(await client.request(QUESTION, { first: 1 })).toEqual(COUNT);
  });

  test('says what is wrong: graphql-request', async () => {
    const client = new GraphQLClient(`${hub.url}/graphql`);
    await expect(client.request(QUESTION, { first: -1 })).rejects.toMatchObject({
      response: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
    });
  });

  test.each([false, true])(
    'gets its answer: Apollo Client, by GET: %s',
    async (useGETForQueries) => {
      const link: ApolloLink = new HttpLink({ uri: `${hub.url}/graphql`, useGETForQueries });
      const client = new ApolloClient({ link, cache: new InMemoryCache() });
      const { data } = await client.query({ query: document(QUESTION), variables: { first: 1 } });
      expect(data).toMatchObject(COUNT);
      client.stop();
    },
  );

  test('reads the schema: graphql-codegen, on each Node here', { timeout: 120_000 }, async () => {
    const cli = join(
      createRequire(import.meta.url).resolve('@graphql-codegen/cli/package.json'),
      '../esm/bin.js',
    );
    const folder = await mkdtemp(join(tmpdir(), 'jinlin-codegen-'));
    try {
      for (const node of await nodes()) {
        const config = join(folder, 'codegen.json');
        const written = join(folder, 'types.ts');
        const generates = { [written]: { plugins: ['typescript', 'typescript-operations'] } };
        await writeFile(config, JSON.stringify({ schema: `${hub.url}/graphql`, generates }));
        await run(node, [cli, '--config', config], { cwd: packageRoot });
        expect(await readFile(written, 'utf8')).toMatch(/export type Community = /);
        await rm(written);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
