import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub({ writes: true });
const MEGABYTE = 1024 * 1024;
const QUESTION = Buffer.from(JSON.stringify({ query: '{ hub { cityName } }' }));
/** Every route that takes a body, with its type. */
const ROUTES = [
  ['/graphql', 'application/json'],
  ['/imports?name=a.csv', 'application/octet-stream'],
] as const;

async function post(
  path: string,
  type: string,
  body: Uint8Array<ArrayBuffer>,
  encoding: string,
): Promise<[number, string | undefined]> {
  const response = await fetch(`${hub.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': type,
      'content-encoding': encoding,
      authorization: `Bearer ${ADMIN_TOKEN}`,
    },
    body,
  });
  const text = await response.text();
  return [response.status, /"code":"(\w+)"/.exec(text)?.[1]];
}

const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

describe.skipIf(missingDatabase)('a compressed body', () => {
  test('is taken by gzip', async () => {
    const [path, type] = ROUTES[0];
    expect(await post(path, type, own(gzipSync(QUESTION)), 'gzip')).toEqual([200, undefined]);
    const file = Buffer.from(`name,lon,lat\n${'园,121.5,25\n'.repeat(1_000)}`);
    expect(await post(ROUTES[1][0], ROUTES[1][1], own(gzipSync(file)), 'gzip')).toEqual([
      201,
      undefined,
    ]);
    const { data } = await hub.send('{ imports { edges { node { sizeBytes } } } }');
    expect(data.imports.edges[0].node.sizeBytes).toBe(file.length);
  });

  test.each(ROUTES)('is refused by any other way: %s', async (path, type) => {
    const bodies = [
      ['br', brotliCompressSync(QUESTION)],
      ['deflate', deflateSync(QUESTION)],
      ['gzip, gzip', gzipSync(gzipSync(QUESTION))],
      ['zip', QUESTION],
    ] as const;
    for (const [encoding, body] of bodies) {
      expect(await post(path, type, own(body), encoding)).toEqual([400, 'BAD_USER_INPUT']);
    }
  });

  test.each(ROUTES)('that is far larger than it was sent is let go of: %s', async (path, type) => {
    const bomb = gzipSync(Buffer.alloc(100 * MEGABYTE));
    expect(bomb.length).toBeLessThan(MEGABYTE / 8);
    expect(await post(path, type, own(bomb), 'gzip')).toEqual([413, 'TOO_LARGE']);
  });

  test.each(ROUTES)('that is none is refused: %s', async (path, type) => {
    expect(await post(path, type, own(QUESTION), 'gzip')).toEqual([400, 'BAD_USER_INPUT']);
    const cutOff = gzipSync(QUESTION).subarray(0, 20);
    expect(await post(path, type, own(cutOff), 'gzip')).toEqual([400, 'BAD_USER_INPUT']);
  });

  test('is all of the routes that take one', () => {
    const posts = [...hub.routes.keys()].filter((route) => !/^(GET|HEAD|OPTIONS) /.test(route));
    expect(posts.sort()).toEqual(['POST /graphql', 'POST /imports']);
  });
});
