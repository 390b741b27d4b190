import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { OidcConfig } from '../../server/shared/config.ts';
import { type Answer, missingDatabase, startTestHub, type TestHub, withHub } from '../setup/hub.ts';
import { enterPerson } from '../setup/people.ts';
import {
  CLIENT_SECRET,
  locationOf,
  PUBLIC_URL,
  startProvider,
  TestBrowser,
} from '../setup/provider.ts';

/** The hub's configuration at a provider, in the normal form that `readConfig` gives it. */
const configFor = (issuer: string, create = false): OidcConfig => ({
  issuer: new URL(issuer).href,
  clientId: 'jinlin',
  clientSecret: CLIENT_SECRET,
  name: '城市规划局',
  publicUrl: PUBLIC_URL,
  create,
});

const provider = await startProvider();
const hub = withHub({ writes: true, options: { oidc: configFor(provider.issuer) } });
afterEach(() => {
  vi.useRealTimers();
  provider.onToken = undefined;
});
afterAll(() => provider.close());

const UPDATE =
  'mutation ($input: UpdatePersonInput!) { updatePerson(input: $input) { subject version } }';

async function update(name: string, changes: object, at = hub): Promise<Answer> {
  const { data } = await at.send('{ people { id name version } }');
  const { id, version } = data.people.find((person: { name: string }) => person.name === name);
  return at.send(UPDATE, { input: { id, version, ...changes } });
}

/** A person whom an administrator has tied to a `sub` at the provider. */
async function enter(name: string, sub: string): Promise<void> {
  await enterPerson(hub, name, 'PLANNER');
  expect((await update(name, { subject: sub })).errors).toBeUndefined();
}

/** Who a browser is to the hub. */
async function viewerOf(browser: TestBrowser, at = hub): Promise<unknown> {
  const who = { cookie: browser.cookie };
  return (await at.send('{ viewer { means name role } }', {}, who)).data.viewer;
}

/** What the web pages are told when nobody was signed in. */
function failureIn(response: Response): Record<string, string> {
  expect(response.status).toBe(302);
  const { origin, pathname, hash } = new URL(locationOf(response));
  expect(origin + pathname).toBe(`${PUBLIC_URL}/`);
  return Object.fromEntries(new URLSearchParams(hash.slice(1)));
}

const NOBODY = { means: 'NONE', name: null, role: null };

describe.skipIf(missingDatabase)('signing in at the organisation', () => {
  test('begins a session of the person whose subject it is', async () => {
    await enter('wang', 'sub-of-wang');
    const browser = new TestBrowser(hub.url);
    const response = await browser.signIn('sub-of-wang');
    expect(response.status).toBe(302);
    expect(locationOf(response)).toBe(`${PUBLIC_URL}/`);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await viewerOf(browser)).toEqual({ means: 'SESSION', name: 'wang', role: 'PLANNER' });
    const { data } = await hub.send('{ viewer { organisation } }', {}, null);
    expect(data.viewer.organisation).toBe('城市规划局');
  });

  test('asks by a code with PKCE, state and nonce, which are new each time', async () => {
    const first = await new TestBrowser(hub.url).begin();
    const again = await new TestBrowser(hub.url).begin();
    expect(Object.fromEntries(first.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid',
      redirect_uri: `${PUBLIC_URL}/auth/oidc/callback`,
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(first.searchParams.get(name)).toMatch(/^[\w-]{43}$/);
      expect(first.searchParams.get(name)).not.toBe(again.searchParams.get(name));
    }
  });

  test('keeps its cookies from scripts and other sites, and tells nothing by them', async () => {
    await enter('flags', 'sub-of-flags');
    const browser = new TestBrowser(hub.url);
    const begun = await browser.open('/auth/oidc');
    const [kept = ''] = begun.headers.getSetCookie();
    expect(kept).toMatch(/^jinlin_oidc=[\w-]+; Max-Age=600; Path=\/auth\/oidc; /);
    for (const flag of ['HttpOnly', 'Secure', 'SameSite=Lax']) expect(kept).toContain(flag);
    const authorization = new URL(locationOf(begun));
    const opened = Buffer.from(kept.split(/[=;]/)[1] as string, 'base64url').toString('latin1');
    expect(opened).not.toContain(authorization.searchParams.get('state'));

    const done = await browser.open(await browser.vouch(authorization, 'sub-of-flags'));
    const [cleared, session] = done.headers.getSetCookie();
    expect(cleared).toMatch(/^jinlin_oidc=; Max-Age=0; Path=\/auth\/oidc; /);
    expect(session).toMatch(/^jinlin_session=[\w-]{43}; .*HttpOnly; SameSite=Strict/);
    expect(browser.cookie).toMatch(/^jinlin_session=[\w-]{43}; jinlin_device=[\w-]{43}$/);
  });

  test.each([
    ['/tiles?v=1&x=a%20b#c=1', '/tiles?v=1&x=a%20b#c=1'],
    ['/中', '/%E4%B8%AD'],
  ])('leads back to where it began: %s', async (given, found) => {
    await enter(`back${given.length}`, `sub-of-back${given.length}`);
    const response = await new TestBrowser(hub.url).signIn(`sub-of-back${given.length}`, given);
    expect(response.headers.get('location')).toBe(found);
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    'evil',
    '',
    '/auth/oidc',
    '/../auth/oidc',
    `/${'a'.repeat(2_000)}`,
  ])('never leads to another host: %j', async (given) => {
    const url = `/auth/oidc?${new URLSearchParams({ return: given })}`;
    const response = await new TestBrowser(hub.url).open(url);
    expect(response.status).toBe(400);
    const { errors } = (await response.json()) as Answer;
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'return' });
  });

  test('takes one return path only', async () => {
    const response = await new TestBrowser(hub.url).open('/auth/oidc?return=/a&return=/b');
    expect(response.status).toBe(400);
  });

  test('is not there without a provider', async () => {
    const plain = await hub.beside({});
    const response = await fetch(`${plain.url}/auth/oidc`, { redirect: 'manual' });
    expect(response.status).toBe(404);
    const { data } = await plain.send('{ viewer { organisation } }', {}, null);
    expect(data.viewer.organisation).toBeNull();
    const { errors } = await plain.send(
      'mutation { createPerson(input: { name: "xx", role: VIEWER, subject: "x" }) { id } }',
    );
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.subject',
    });
    await plain.close();
  });
});

describe.skipIf(missingDatabase)('the way back from the provider', () => {
  beforeAll(() => enter('li', 'sub-of-li'));

  test('needs the state that was begun with', async () => {
    const browser = new TestBrowser(hub.url);
    const back = new URL(await browser.vouch(await browser.begin(), 'sub-of-li'));
    const state = back.searchParams.get('state') as string;
    for (const wrong of [`${state.slice(0, -1)}_`, '', null]) {
      if (wrong === null) back.searchParams.delete('state');
      else back.searchParams.set('state', wrong);
      expect(failureIn(await browser.open(back))).toEqual({ 'sign-in-failed': 'BEGIN_AGAIN' });
    }
    expect(await viewerOf(browser)).toEqual(NOBODY);
    // Whoever made the browser open that has not spoilt the true one.
    back.searchParams.set('state', state);
    expect(locationOf(await browser.open(back))).toBe(`${PUBLIC_URL}/`);
  });

  test('uses a code once', async () => {
    const browser = new TestBrowser(hub.url);
    const back = await browser.vouch(await browser.begin(), 'sub-of-li');
    const { cookie } = browser;
    await browser.open(back);
    expect(failureIn(await browser.open(back))).toEqual({ 'sign-in-failed': 'BEGIN_AGAIN' });
    // With the cookie that was taken away it is the provider who says no.
    browser.cookie = cookie;
    expect(failureIn(await browser.open(back))).toEqual({ 'sign-in-failed': 'REFUSED' });
    expect(await viewerOf(browser)).toEqual(NOBODY);
  });

  test('is of no use in another browser', async () => {
    const browser = new TestBrowser(hub.url);
    const back = await browser.vouch(await browser.begin(), 'sub-of-li');
    const thief = new TestBrowser(hub.url);
    expect(failureIn(await thief.open(back))).toEqual({ 'sign-in-failed': 'BEGIN_AGAIN' });
    // Nor after the thief has begun on their own.
    await thief.begin();
    expect(failureIn(await thief.open(back))).toEqual({ 'sign-in-failed': 'BEGIN_AGAIN' });
    expect(await viewerOf(thief)).toEqual(NOBODY);
  });

  test('takes a code only for the secret of PKCE that was begun with', async () => {
    const [victim, thief] = [new TestBrowser(hub.url), new TestBrowser(hub.url)];
    const stolen = new URL(await victim.vouch(await victim.begin(), 'sub-of-li'));
    const own = await thief.begin();
    stolen.searchParams.set('state', own.searchParams.get('state') as string);
    expect(failureIn(await thief.open(stolen))).toEqual({ 'sign-in-failed': 'REFUSED' });
  });

  test('ends ten minutes after it began', async () => {
    const browser = new TestBrowser(hub.url);
    const back = await browser.vouch(await browser.begin(), 'sub-of-li');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 60_000 + 1 });
    expect(failureIn(await browser.open(back))).toEqual({ 'sign-in-failed': 'BEGIN_AGAIN' });
    expect(await viewerOf(browser)).toEqual(NOBODY);
  });

  test('takes no cookie that the hub did not make', async () => {
    const browser = new TestBrowser(hub.url);
    const back = await browser.vouch(await browser.begin(), 'sub-of-li');
    const [, value = ''] = browser.cookie.split('=');
    const flipped = value.slice(0, 30) + (value[30] === 'A' ? 'B' : 'A') + value.slice(31);
    for (const cookie of ['', 'x', 'a'.repeat(200), flipped, `${value}AAAA`, value.slice(0, -4)]) {
      browser.cookie = `jinlin_oidc=${cookie}`;
      expect(failureIn(await browser.open(back))).toEqual({ 'sign-in-failed': 'BEGIN_AGAIN' });
    }
  });

  test('tells when the person gave up', async () => {
    const browser = new TestBrowser(hub.url);
    const back = await browser.vouch(await browser.begin(), null);
    expect(failureIn(await browser.open(back))).toEqual({ 'sign-in-failed': 'CANCELLED' });
  });

  test.each([
    ['nonce', 'any other nonce'],
    ['client_id', 'other'],
  ])('is refused when the provider was asked with another %s', async (name, value) => {
    const browser = new TestBrowser(hub.url);
    const authorization = await browser.begin();
    authorization.searchParams.set(name, value);
    const back = await browser.vouch(authorization, 'sub-of-li');
    expect(failureIn(await browser.open(back))).toEqual({ 'sign-in-failed': 'REFUSED' });
    expect(await viewerOf(browser)).toEqual(NOBODY);
  });

  test.each([
    ['for another client', { aud: 'other' }],
    ['for both clients, asked by the other', { aud: ['jinlin', 'other'], azp: 'other' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['that is over', { exp: 1_000_000_000 }],
    ['without a nonce', { nonce: undefined }],
    ['without a subject', { sub: undefined }],
    ['with a subject that no text can be', { sub: 'a\0b' }],
    ['with a subject that is too long', { sub: 'a'.repeat(256) }],
  ])('takes no token %s', async (_what, claims) => {
    const browser = new TestBrowser(hub.url);
    const back = await browser.vouch(await browser.begin(), 'sub-of-li');
    provider.forge((true_) => ({ ...true_, ...claims }));
    expect(failureIn(await browser.open(back))).toEqual({ 'sign-in-failed': 'REFUSED' });
    expect(await viewerOf(browser)).toEqual(NOBODY);
  });

  test('takes a token that was signed anew, but none with a broken signature', async () => {
    const browser = new TestBrowser(hub.url);
    provider.forge((claims) => claims, 'signature');
    const back = await browser.vouch(await browser.begin(), 'sub-of-li');
    expect(failureIn(await browser.open(back))).toEqual({ 'sign-in-failed': 'REFUSED' });
    provider.forge((claims) => claims);
    expect(locationOf(await browser.signIn('sub-of-li'))).toBe(`${PUBLIC_URL}/`);
  });

  test.each([
    ['a page', (): string => '<html>'],
    ['half of an answer', (): string => '{ "access_token": "secret-'],
    [
      'an error of its own',
      (context: { status: number }): string => {
        context.status = 500;
        return '{"error":"server_error"}';
      },
    ],
  ])('says so when the provider answers rubbish for the code: %s', async (_what, answer) => {
    const browser = new TestBrowser(hub.url);
    const back = await browser.vouch(await browser.begin(), 'sub-of-li');
    provider.onToken = (context) => {
      context.body = answer(context);
      context.type = 'json';
    };
    expect(failureIn(await browser.open(back))).toEqual({ 'sign-in-failed': 'UNAVAILABLE' });
  });
});

describe.skipIf(missingDatabase)('a person at the provider', () => {
  test('who is unknown learns what the administrator has to enter', async () => {
    await enterPerson(hub, 'sun', 'PLANNER');
    const browser = new TestBrowser(hub.url);
    // Bears the name of a person of the hub, which ties nobody to them.
    const told = failureIn(await browser.signIn('sun'));
    expect(told).toEqual({ 'sign-in-failed': 'UNKNOWN', sub: 'sun' });
    expect(await viewerOf(browser)).toEqual(NOBODY);
    const { data } = await update('sun', { subject: ` ${told['sub']}\n` });
    expect(data.updatePerson.subject).toBe('sun');
    await browser.signIn('sun');
    expect(await viewerOf(browser)).toMatchObject({ name: 'sun' });
  });

  test('who is inactive stays outside', async () => {
    await enter('zhou', 'sub-of-zhou');
    await update('zhou', { active: false });
    const browser = new TestBrowser(hub.url);
    expect(failureIn(await browser.signIn('sub-of-zhou'))).toEqual({
      'sign-in-failed': 'INACTIVE',
    });
    expect(await viewerOf(browser)).toEqual(NOBODY);
  });

  test('whose subject is taken away is signed out and unknown', async () => {
    await enter('wu', 'sub-of-wu');
    const browser = new TestBrowser(hub.url);
    await browser.signIn('sub-of-wu');
    expect((await update('wu', { displayName: '吴' })).data.updatePerson.subject).toBe('sub-of-wu');
    expect(await viewerOf(browser)).toMatchObject({ name: 'wu' });
    expect((await update('wu', { subject: null })).data.updatePerson.subject).toBeNull();
    expect(await viewerOf(browser)).toEqual(NOBODY);
    expect(failureIn(await browser.signIn('sub-of-wu'))).toMatchObject({ sub: 'sub-of-wu' });
  });

  test('is one person only', async () => {
    await enter('zheng', 'sub-of-zheng');
    await enterPerson(hub, 'feng', 'VIEWER');
    const taken = { code: 'CONFLICT', field: 'input.subject' };
    const changed = await update('feng', { subject: 'sub-of-zheng' });
    expect(changed.errors?.[0]?.extensions).toMatchObject(taken);
    const created = await hub.send(
      'mutation { createPerson(input: { name: "chen", role: VIEWER, subject: "sub-of-zheng" }) { id } }',
    );
    expect(created.errors?.[0]?.extensions).toMatchObject(taken);
    // Whose capitals differ is somebody else.
    expect((await update('feng', { subject: 'SUB-of-zheng' })).errors).toBeUndefined();
  });

  test.each(['', ' ', 'a'.repeat(256), 'a\0b', '\ud800'])(
    'has no such subject: %j',
    async (subject) => {
      const { errors } = await hub.send(
        'mutation ($input: CreatePersonInput!) { createPerson(input: $input) { id } }',
        { input: { name: 'never', role: 'VIEWER', subject } },
      );
      expect(errors?.[0]?.extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        field: 'input.subject',
      });
    },
  );

  test('is nobody at another provider, whatever their subject there', async () => {
    await enter('wei', 'sub-of-wei');
    await run(`UPDATE person SET subject = 'https://other.example/ sub-of-wei' WHERE name = 'wei'`);
    expect(failureIn(await new TestBrowser(hub.url).signIn('sub-of-wei'))).toMatchObject({
      'sign-in-failed': 'UNKNOWN',
    });
    const { data } = await hub.send('{ people { name subject } }');
    expect(data.people).toContainEqual({ name: 'wei', subject: null });
  });
});

describe.skipIf(missingDatabase)('a hub that enters whom it does not know', () => {
  let open: TestHub;
  beforeAll(async () => {
    open = await startTestHub({ oidc: configFor(provider.issuer, true) });
  });
  afterAll(() => open?.close());

  test('lets them look, under a name of their own', async () => {
    await enterPerson(open, 'taken', 'ADMIN');
    for (const sub of ['jiang', 'taken', 'a name with blanks', 'x']) {
      const browser = new TestBrowser(open.url);
      expect(locationOf(await browser.signIn(sub))).toBe(`${PUBLIC_URL}/`);
      expect(await viewerOf(browser, open)).toMatchObject({ role: 'VIEWER' });
      // The second time they are known.
      expect(locationOf(await browser.signIn(sub))).toBe(`${PUBLIC_URL}/`);
    }
    const { data } = await open.send('{ people { name displayName role subject } }');
    const made = expect.stringMatching(/^viewer-[0-9a-f]{16}$/);
    const viewer = (name: unknown, sub: string): object => ({
      name,
      displayName: `${sub} 同志`,
      role: 'VIEWER',
      subject: sub,
    });
    expect(data.people).toHaveLength(5);
    expect(data.people).toEqual(
      expect.arrayContaining([
        { name: 'taken', displayName: 'taken 同志', role: 'ADMIN', subject: null },
        viewer('jiang', 'jiang'),
        viewer(made, 'taken'),
        viewer('a-name-with-blanks', 'a name with blanks'),
        viewer(made, 'x'),
      ]),
    );
  });

  test('enters them once, also when they come by two windows at the same time', async () => {
    const windows = Array.from({ length: 4 }, () => new TestBrowser(open.url));
    const backs = await Promise.all(
      windows.map(async (window) => window.vouch(await window.begin(), 'shen')),
    );
    const answers = await Promise.all(windows.map((window, i) => window.open(backs[i] as string)));
    expect(answers.map((answer) => locationOf(answer))).toEqual(Array(4).fill(`${PUBLIC_URL}/`));
    const { data } = await open.send('{ people { subject } }');
    const shen = data.people.filter(({ subject }: { subject: string }) => subject === 'shen');
    expect(shen).toHaveLength(1);
  });
});

describe.skipIf(missingDatabase)('a provider that does not work', () => {
  let lone: TestHub;
  let port: number;
  let server: Server | undefined;

  /** Puts something else in the place of the provider. */
  async function stand(listener: RequestListener): Promise<void> {
    const standing = createServer(listener);
    await new Promise<void>((resolve) => standing.listen(port, '127.0.0.1', resolve));
    server = standing;
  }
  async function fall(): Promise<void> {
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    server = undefined;
  }

  beforeAll(async () => {
    const reserved = createServer();
    await new Promise<void>((resolve) => reserved.listen(0, '127.0.0.1', resolve));
    ({ port } = reserved.address() as AddressInfo);
    await new Promise((resolve) => reserved.close(resolve));
    lone = await hub.beside({ oidc: configFor(`http://127.0.0.1:${port}`) });
  });
  afterEach(fall);
  afterAll(() => lone?.close());

  const begin = async (): Promise<Record<string, string>> =>
    failureIn(await new TestBrowser(lone.url).open('/auth/oidc'));
  const DOWN = { 'sign-in-failed': 'UNAVAILABLE' };

  test('lets the hub start and run, says so, and is used as soon as it is back', async () => {
    expect(await begin()).toEqual(DOWN);
    expect(lone.log.join('\n')).toContain('ECONNREFUSED');
    expect((await lone.send('{ viewer { means } }', {}, null)).data.viewer.means).toBe('NONE');
    const late = await startProvider({ port });
    const browser = new TestBrowser(lone.url);
    const authorization = await browser.begin();
    expect(authorization.origin).toBe(`http://127.0.0.1:${port}`);
    // Gone again while the person is there.
    const back = await browser.vouch(authorization, 'anybody');
    await late.close();
    expect(failureIn(await browser.open(back))).toEqual(DOWN);
    // What it told of itself is believed for an hour, and no longer.
    expect((await browser.begin()).origin).toBe(authorization.origin);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_001 });
    expect(await begin()).toEqual(DOWN);
  });

  test('is waited for only seconds', async () => {
    await stand(() => undefined);
    const began = performance.now();
    expect(await begin()).toEqual(DOWN);
    expect(performance.now() - began).toBeLessThan(8_000);
  });

  test.each([
    ['a page', 200, 'text/html', '<html>'],
    ['a page that says it is JSON', 200, 'application/json', '<html>'],
    ['nothing of itself', 200, 'application/json', '{}'],
    ['a list', 200, 'application/json', '[]'],
    ['another issuer', 200, 'application/json', '{"issuer":"https://evil.example"}'],
    ['no addresses', 200, 'application/json', '{"issuer":"ISSUER"}'],
    ['an error', 500, 'application/json', '{}'],
    ['a way elsewhere', 302, 'text/plain', ''],
  ])('is told apart when it answers %s', async (_what, status, type, body) => {
    await stand((_request, response) => {
      response.writeHead(status, { 'content-type': type, location: provider.issuer });
      response.end(body.replace('ISSUER', `http://127.0.0.1:${port}`));
    });
    // What it told before is forgotten.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_001 + Math.random() });
    expect(await begin()).toEqual(DOWN);
  });
});

describe.skipIf(missingDatabase)('the log', () => {
  test('tells why the provider did not vouch, but no code, state, nonce, token or cookie', async () => {
    await enter('qin', 'sub-of-qin');
    const browser = new TestBrowser(hub.url);
    const authorization = await browser.begin();
    const kept = browser.cookie.split('=')[1] as string;
    const back = await browser.vouch(authorization, 'sub-of-qin');
    let tokens = {};
    provider.onToken = (context) => {
      tokens = { ...(context.body as object) };
    };
    await browser.open(back);
    const session = browser.cookie.split('=')[1] as string;
    await browser.open(back);
    browser.cookie = `jinlin_oidc=${kept}`;
    await browser.open(back);
    await fetch(`${hub.url}/auth/oidc/callback${new URL(back).search}`, { method: 'POST' });
    await run('ALTER TABLE session RENAME TO away');
    const next = new TestBrowser(hub.url);
    const lost = await next.vouch(await next.begin(), 'sub-of-qin');
    const response = await next.open(lost);
    await run('ALTER TABLE away RENAME TO session');
    expect(response.status).toBe(500);

    const log = hub.log.join('\n');
    expect(log).toContain('/auth/oidc/callback');
    expect(log).toContain('invalid_grant');
    expect(log).toContain('A request failed');
    const { id_token, access_token } = tokens as Record<string, string>;
    const secrets = [
      kept,
      session,
      id_token,
      access_token,
      CLIENT_SECRET,
      authorization.searchParams.get('nonce'),
      ...[back, lost].flatMap((url) => {
        const { searchParams } = new URL(url);
        return [searchParams.get('code'), searchParams.get('state')];
      }),
    ];
    expect(secrets.filter((secret) => !secret || secret.length < 16)).toEqual([]);
    expect(secrets.filter((secret) => log.includes(secret as string))).toEqual([]);
  });
});

async function run(statement: string): Promise<void> {
  await hub.database.orm.em.fork().getConnection().execute(statement);
}
