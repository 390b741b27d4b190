import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { ADMIN_TOKEN, codesOf, missingDatabase, withHub } from '../setup/hub.ts';

const PER_MINUTE = 5;
const SOCKETS = 2;
/** Long enough for a busy machine to send in, short enough to wait for. */
const PATIENCE = { headersMs: 400, bodyMs: 800 };

const hub = withHub({
  writes: true,
  options: {
    trustProxy: 1,
    requestsPerMinute: PER_MINUTE,
    socketsPerNetwork: SOCKETS,
    patience: PATIENCE,
  },
});

const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });

async function get(path: string, address: string): Promise<Response> {
  const response = await fetch(`${hub.url}${path}`, { headers: from(address) });
  await response.arrayBuffer();
  return response;
}

/** Uses up what a network may ask for. */
async function exhaust(address: string): Promise<void> {
  for (let i = 0; i < PER_MINUTE; i++) await get('/ogc', address);
}

describe.skipIf(missingDatabase)('requests of one network', () => {
  test('say how many are left, and are refused beyond that, by name, before anything is read', async () => {
    const address = '203.0.113.7';
    const first = await get('/ogc', address);
    expect(first.headers.get('ratelimit-limit')).toBe(String(PER_MINUTE));
    expect(first.headers.get('ratelimit-remaining')).toBe(String(PER_MINUTE - 1));
    expect(Number(first.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
    await exhaust(address);
    hub.statements.length = 0;
    const refused = await hub.send('{ hub { cityName } }', {}, { headers: from(address) });
    expect([refused.status, codesOf(refused)]).toEqual([429, ['TOO_MANY_REQUESTS']]);
    const { status, headers } = await get('/ogc', address);
    expect([status, headers.get('retry-after')]).toEqual([429, headers.get('ratelimit-reset')]);
    expect(hub.statements).toEqual([]);
  });

  test('are those of 64 bits of an IPv6 address, and of nobody else', async () => {
    await exhaust('2001:db8:1:2::1');
    expect((await get('/ogc', '2001:db8:1:2:ffff::9')).status).toBe(429);
    expect((await get('/ogc', '2001:db8:1:3::1')).status).toBe(200);
    expect((await get('/ogc', '203.0.113.8')).status).toBe(200);
  });

  test('leave tiles a limit of their own, and health none', async () => {
    const address = '203.0.113.9';
    await exhaust(address);
    expect((await get('/ogc', address)).status).toBe(429);
    const tile = await get('/tiles/10/857/438.mvt', address);
    expect([tile.status, tile.headers.get('ratelimit-limit')]).toEqual([
      200,
      String(PER_MINUTE * 10),
    ]);
    const health = await get('/healthz', address);
    expect([health.status, health.headers.has('ratelimit-limit')]).toEqual([200, false]);
  });

  test('are not counted from the hub’s own machine, where an unknown proxy may stand', async () => {
    for (let i = 0; i <= PER_MINUTE; i++) {
      expect((await get('/ogc', '127.0.0.1')).status).toBe(200);
    }
  });

  test('that go nowhere count, too', async () => {
    const address = '203.0.113.10';
    for (let i = 0; i < PER_MINUTE; i++) expect((await get('/nothing', address)).status).toBe(404);
    expect((await get('/nothing', address)).status).toBe(429);
  });
});

/** Opens a WebSocket; gives it, or the status with which it was refused. */
function open(address: string): Promise<WebSocket | number> {
  const url = `${hub.url.replace('http', 'ws')}/graphql/live`;
  const socket = new WebSocket(url, 'graphql-transport-ws', { headers: from(address) });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.once('error', reject);
  });
}

describe.skipIf(missingDatabase)('WebSockets of one network', () => {
  test('are so many at a time', async () => {
    const first = (await open('198.51.100.1')) as WebSocket;
    const second = (await open('198.51.100.1')) as WebSocket;
    expect(await open('198.51.100.1')).toBe(429);
    const other = (await open('198.51.100.2')) as WebSocket;
    first.close();
    await expect.poll(() => open('198.51.100.1'), { timeout: 20_000 }).toBeInstanceOf(WebSocket);
    for (const socket of [second, other]) socket.terminate();
  });
});

/** Sends a beginning and then a byte at a time until the hub has enough; gives what it answers. */
function dribble(beginning: string, bytes: string): Promise<string> {
  const { port } = new URL(hub.url);
  const socket = connect(Number(port), '127.0.0.1');
  let answer = '';
  let at = 0;
  socket.write(beginning);
  const drops = setInterval(() => socket.write(bytes[at++ % bytes.length] as string), 50);
  return new Promise((resolve) => {
    socket.on('data', (data) => {
      answer += data;
    });
    // What is written to a connection that was cut fails.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(drops);
      resolve(answer);
    });
  });
}

const post = (path: string, type: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${ADMIN_TOKEN}\r\nContent-Type: ${type}\r\nContent-Length: 100000\r\n\r\n`;

describe.skipIf(missingDatabase)('a client that sends a byte at a time is cut off', () => {
  test('in the headers', async () => {
    expect(await dribble('GET / HTTP/1.1\r\nX: ', 'x')).toMatch(/^HTTP\/1\.1 408 /);
  });

  test.each([
    ['a query', post('/graphql', 'application/json'), '{'],
    ['a file', post('/imports?name=a.csv', 'application/octet-stream'), 'x'],
  ])('in the body of %s', async (_what, beginning, bytes) => {
    const answer = await dribble(beginning, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*"code":"TIMEOUT"/s);
  });

  test('also when its request was refused before', async () => {
    const beginning = post('/imports?name=a.csv', 'application/octet-stream');
    const answer = await dribble(beginning.replace(ADMIN_TOKEN, 'wrong-token'), 'x');
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('but not one that waits for the hub', async () => {
    // While the only connection is taken, nobody reads the file; more is sent than is read ahead.
    const upload = await hub.database.orm.em.fork().transactional(async (tx) => {
      await sql`SELECT 1`.execute(tx.getKysely());
      const sent = fetch(`${hub.url}/imports?name=a.csv`, {
        method: 'POST',
        headers: {
          'content-type': 'application/octet-stream',
          authorization: `Bearer ${ADMIN_TOKEN}`,
        },
        body: 'name\n'.repeat(200_000),
      });
      await sleep(4 * PATIENCE.bodyMs);
      return { sent };
    });
    expect((await upload.sent).status).toBe(201);
  });
});
