import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { listenTo } from '../live/listener.ts';
import { installDebianPackages } from '../setup/apt.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';
import { PASSWORD, signedIn } from '../setup/people.ts';

const NGINX = '/usr/sbin/nginx';
const HAPROXY = '/usr/sbin/haproxy';
const missing =
  missingDatabase ??
  (existsSync(NGINX) && existsSync(HAPROXY)
    ? undefined
    : await installDebianPackages(['nginx-light', 'haproxy', 'openssl']));
if (missing) console.warn(`\nLeft out: the tests behind real proxies. ${missing}\n`);

/** The configuration of a proxy, as the document for operators gives it. */
function configurationOf(language: string): string {
  const text = readFileSync(new URL('../../docs/operators.md', import.meta.url), 'utf8');
  const block = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(text)?.[1];
  if (!block) throw new Error(`docs/operators.md has no configuration of ${language}.`);
  return block;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

let folder: string;
const hub = withHub({
  writes: true,
  options: { trustProxy: ['127.0.0.1'], allowedHosts: ['hub.example'] },
});

beforeAll(async () => {
  if (missing) return;
  folder = mkdtempSync(join(tmpdir(), 'jinlin-proxy-'));
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '1',
        '-subj',
        '/CN=hub.example',
      ],
      ...['-keyout', join(folder, 'hub.key'), '-out', join(folder, 'hub.crt')],
    ],
    { stdio: 'ignore' },
  );
  const pem = ['hub.crt', 'hub.key'].map((file) => readFileSync(join(folder, file), 'utf8'));
  writeFileSync(join(folder, 'hub.pem'), pem.join(''));
  await signedIn(hub, 'mei', 'PLANNER');
});
afterAll(async () => {
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** The document's configuration, with this test's ports and files in the place of a city's. */
function adapted(language: string, port: number): string {
  return configurationOf(language)
    .replace('127.0.0.1:4000', new URL(hub.url).host)
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace('bind :443', `bind 127.0.0.1:${port}`)
    .replace(/\/etc\/(ssl|haproxy)\//g, `${folder}/`);
}

const PROXIES: Record<string, (port: number) => ChildProcess> = {
  nginx(port) {
    const file = join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
      events {} http { access_log off; ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
        .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
        .join(' ')} ${adapted('nginx', port)} }`,
    );
    return spawn(NGINX, ['-c', file, '-p', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  },
  haproxy(port) {
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, adapted('haproxy', port));
    return spawn(HAPROXY, ['-f', file, '-db', '-q'], { stdio: ['ignore', 'ignore', 'inherit'] });
  },
};

interface Reply {
  status: number;
  cookies: string[];
  body: { data?: Record<string, unknown>; errors?: { extensions: Record<string, unknown> }[] };
}

/** Asks GraphQL through a proxy, as a browser that knows the hub as hub.example does. */
function ask(port: number, query: string, headers: Record<string, string> = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...{ host: '127.0.0.1', port, path: '/graphql', method: 'POST', agent: false },
        rejectUnauthorized: false,
        headers: { host: 'hub.example', 'content-type': 'application/json', ...headers },
      },
      (response) => {
        let text = '';
        response.on('data', (part) => {
          text += part;
        });
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            cookies: response.headers['set-cookie'] ?? [],
            body: text.startsWith('{') ? JSON.parse(text) : {},
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(JSON.stringify({ query }));
  });
}

const signIn = (password: string): string =>
  `mutation { signIn(input: { name: "mei", password: "${password}" }) { viewer { name } } }`;

describe.skipIf(missing).each(Object.keys(PROXIES))(
  'behind %s as the documents set it up',
  (name) => {
    let port: number;
    let proxy: ChildProcess;
    beforeAll(async () => {
      port = await freePort();
      proxy = (PROXIES[name] as (port: number) => ChildProcess)(port);
      await vi.waitFor(
        async () => expect((await ask(port, '{ hub { dataVersion } }')).status).toBe(200),
        { timeout: 20_000, interval: 100 },
      );
    });
    afterAll(async () => {
      const ended = new Promise((resolve) => proxy?.once('exit', resolve));
      proxy?.kill('SIGTERM');
      await Promise.race([ended, sleep(5_000)]);
      await sql`DELETE FROM sign_in_attempt`.execute(hub.database.orm.em.fork().getKysely());
    });

    test('people sign in, by cookies for HTTPS and this host only', async () => {
      const { body, cookies } = await ask(port, signIn(PASSWORD), {
        origin: 'https://hub.example',
      });
      expect(body.data).toEqual({ signIn: { viewer: { name: 'mei' } } });
      expect(cookies).toHaveLength(2);
      for (const cookie of cookies) {
        expect(cookie).toMatch(
          /^__Host-jinlin_(session|device)=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Strict/,
        );
      }
      const cookie = cookies.map((each) => each.split(';')[0]).join('; ');
      const { body: seen } = await ask(port, '{ viewer { name means } }', { cookie });
      expect(seen.data).toEqual({ viewer: { name: 'mei', means: 'SESSION' } });
    });

    test('pages of another site, and other names for the hub, are refused', async () => {
      const foreign = await ask(port, signIn(PASSWORD), { origin: 'https://evil.example' });
      expect(foreign.body.errors?.[0]?.extensions['reason']).toBe('CROSS_SITE');
      const rebound = await ask(port, '{ hub { dataVersion } }', { host: 'evil.example' });
      expect(rebound.status).toBe(400);
    });

    test('the map is live', async () => {
      const ear = await listenTo(`https://127.0.0.1:${port}`, [-180, -90, 180, 90], {
        options: { rejectUnauthorized: false, headers: { host: 'hub.example' } },
      });
      const { errors } = await hub.send(
        'mutation ($input: CreateFacilityInput!) { createFacility(input: $input) { dataVersion } }',
        {
          input: {
            kind: 'plaza',
            name: `经 ${name}`,
            location: { type: 'Point', coordinates: [121.5, 25] },
          },
        },
      );
      expect(errors).toBeUndefined();
      expect((await ear.next()).facilities.map((facility) => facility.name)).toEqual([
        `经 ${name}`,
      ]);
      ear.close();
    });

    test('attempts count for the true address, whatever the client says', async () => {
      for (let i = 0; i < 7; i++) {
        await ask(port, signIn(`guess ${i}`), { 'x-forwarded-for': `203.0.113.${i}` });
      }
      const { rows } = await sql<{ key: string; attempts: number }>`
      SELECT key, attempts FROM sign_in_attempt WHERE key LIKE 'pair%' AND attempts > 0`.execute(
        hub.database.orm.em.fork().getKysely(),
      );
      expect(rows).toEqual([{ key: 'pair mei 127.0.0.1', attempts: 5 }]);
    });
  },
);
