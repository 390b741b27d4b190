import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, missingDatabase, type TestHub, withHub } from '../setup/hub.ts';

const FRIEND = 'https://maps.example';
const STRANGER = 'https://elsewhere.example';

const pages = await mkdtemp(join(tmpdir(), 'jinlin-pages-'));
await mkdir(join(pages, 'assets'));
await writeFile(join(pages, 'index.html'), '<!doctype html><title>Jinlin</title>');
await writeFile(join(pages, 'assets', 'main-1.js'), '');
const hub = withHub({ writes: true, options: { webDir: pages, corsOrigins: [FRIEND] } });
let office: TestHub;
beforeAll(async () => {
  if (!missingDatabase) office = await hub.beside({ publicReading: false });
});
afterAll(async () => {
  await office?.close();
  await rm(pages, { recursive: true });
});

function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  of: TestHub = hub,
): Promise<Response> {
  return fetch(`${of.url}${path}`, { method, headers, redirect: 'manual' });
}

function preflight(path: string, origin: string, method: string, of?: TestHub): Promise<Response> {
  const headers = {
    ...{ origin, 'access-control-request-method': method },
    'access-control-request-headers': 'authorization, content-type',
  };
  return ask('OPTIONS', path, headers, of);
}

const ADDRESSES: [path: string, methods: string][] = [
  ['/graphql', 'GET, HEAD, POST'],
  ['/graphql/live', 'GET, HEAD'],
  ['/ogc', 'GET, HEAD'],
  ['/ogc/', 'GET, HEAD'],
  ['/ogc/collections/communities/items', 'GET, HEAD'],
  ['/tiles/12/3430/1752.mvt', 'GET, HEAD'],
  ['/tiles/communities/12/3430/1752.mvt?v=1', 'GET, HEAD'],
  ['/export/facilities.csv', 'GET, HEAD'],
  ['/export/failing-communities.xlsx', 'GET, HEAD'],
  ['/imports', 'POST'],
  ['/healthz', 'GET, HEAD'],
  ['/readyz', 'GET, HEAD'],
  ['/', 'GET, HEAD'],
  ['/assets/main-1.js', 'GET, HEAD'],
];

describe.skipIf(missingDatabase)('an address', () => {
  test.each(ADDRESSES)('%s tells that it has %s', async (path, methods) => {
    const answer = await ask('OPTIONS', path);
    expect([answer.status, answer.headers.get('allow')]).toEqual([204, `${methods}, OPTIONS`]);
    for (const method of ['DELETE', 'PATCH', ...(methods.includes('POST') ? [] : ['POST'])]) {
      const refused = await ask(method, path);
      expect([method, refused.status, refused.headers.get('allow')]).toEqual([
        ...[method, 405, `${methods}, OPTIONS`],
      ]);
      expect(await refused.json()).toMatchObject({
        errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED' } }],
      });
    }
  });

  test.each([
    '/nothing',
    '/assets/none.js',
    '/ogc/nothing',
    '/tiles/1',
    '/assets/%2e%2e/x',
    '/%E0%A4%A',
  ])('%s that there is not has no methods, either', async (path) => {
    for (const method of ['OPTIONS', 'POST', 'DELETE']) {
      const { status } = await ask(method, path);
      expect([method, status >= 400 && status < 405]).toEqual([method, true]);
    }
  });
});

describe.skipIf(missingDatabase)('a page of another site', () => {
  test('may read maps and features, once it has asked, whoever it is', async () => {
    for (const path of ['/ogc/collections', '/tiles/communities.json']) {
      const asked = await preflight(path, STRANGER, 'GET');
      expect(asked.status).toBe(204);
      expect(asked.headers.get('access-control-allow-origin')).toBe('*');
      expect(asked.headers.get('access-control-allow-methods')).toContain('GET');
      expect(asked.headers.get('access-control-allow-headers')).toContain('authorization');
      expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  test('may use the whole API where the operator names it, by a token and never by cookies', async () => {
    const asked = await preflight('/graphql', FRIEND, 'POST');
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, FRIEND]);
    const answer = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: {
        ...{ origin: FRIEND, 'content-type': 'application/json' },
        authorization: `Bearer ${ADMIN_TOKEN}`,
      },
      body: JSON.stringify({ query: '{ hub { dataVersion } }' }),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(FRIEND);
    expect(answer.headers.get('vary')).toMatch(/origin/);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    // A browser would send this with the session of whoever sits before it.
    const forged = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { origin: FRIEND, 'content-type': 'application/json', cookie: 'jinlin_session=x' },
      body: JSON.stringify({ query: 'mutation { signOut { viewer { means } } }' }),
    });
    expect(forged.status).toBe(403);
  });

  test.each([STRANGER, 'null', `${FRIEND}.evil.example`, FRIEND.replace('https', 'http')])(
    'from %s gets no permission for more',
    async (origin) => {
      for (const path of ['/graphql', '/export/facilities.csv', '/imports']) {
        const asked = await preflight(path, origin, 'POST');
        expect(asked.headers.get('access-control-allow-origin')).toBeNull();
      }
    },
  );

  test('gets none for anything where reading is not public', async () => {
    for (const path of ['/ogc/collections', '/tiles/communities.json', '/graphql']) {
      const asked = await preflight(path, STRANGER, 'GET', office);
      expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});

describe.skipIf(missingDatabase)('a token that is not known', () => {
  const wrong = { authorization: 'Bearer jinlin_not-a-token-that-anybody-has' };

  test.each(['/ogc/collections', '/tiles/communities.json', '/export/regions.csv'])(
    'is told at %s, where a stranger could read',
    async (path) => {
      expect((await ask('GET', path)).status).toBe(200);
      for (const headers of [
        wrong,
        { authorization: 'Basic eDp5' },
        { authorization: 'Bearer ' },
      ]) {
        const answer = await ask('GET', path, headers);
        expect([headers, answer.status]).toEqual([headers, 401]);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Jinlin"');
        expect(await answer.text()).toContain('token that was sent is not known');
      }
    },
  );

  test('is told by GraphQL at each field that is for readers', async () => {
    const answer = await ask('GET', '/graphql?query={hub{dataVersion}viewer{means}}', wrong);
    expect(await answer.json()).toMatchObject({
      errors: [{ path: ['hub'], extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_UNKNOWN' } }],
    });
  });

  test('does not keep pages and health from anybody', async () => {
    for (const path of ['/', '/healthz']) expect((await ask('GET', path, wrong)).status).toBe(200);
  });
});

describe.skipIf(missingDatabase)('an answer', () => {
  test.each([
    ['zstd, br, gzip', 'br'],
    ['zstd;q=1, gzip;q=0.5', 'gzip'],
    ['zstd', null],
    ['*', null],
  ])('to somebody who accepts %s is compressed as %s', async (accepted, encoding) => {
    for (const path of ['/ogc/api', '/graphql?query={__schema{types{name,description}}}']) {
      const answer = await ask('GET', path, { 'accept-encoding': accepted });
      const got = answer.headers.get('content-encoding');
      expect([path, accepted === '*' ? got !== 'zstd' : got]).toEqual([
        path,
        accepted === '*' ? true : encoding,
      ]);
    }
  });
});
