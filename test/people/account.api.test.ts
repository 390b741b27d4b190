import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Answer, codesOf, missingDatabase, type Who, withHub } from '../setup/hub.ts';
import { enterPerson, PASSWORD, signedIn, tokenOf } from '../setup/people.ts';

const hub = withHub({ writes: true });

const SIGN_IN =
  'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name displayName role means scopes } } }';
const SET_PASSWORD =
  'mutation ($input: SetPasswordInput!) { setPassword(input: $input) { viewer { name } } }';
const VIEWER = '{ viewer { means name role scopes } }';

const signIn = (name: string, password = PASSWORD, who: Who = null): Promise<Answer> =>
  hub.send(SIGN_IN, { input: { name, password } }, who);
const meansOf = async (who: Who): Promise<string> =>
  (await hub.send(VIEWER, {}, who)).data.viewer.means;

describe.skipIf(missingDatabase)('a one-time link', () => {
  test('sets a password once and signs in', async () => {
    const { link } = await enterPerson(hub, 'wang', 'CADRE');
    const ask = '($link: String!) { passwordLinkName(link: $link) }';
    expect((await hub.send(`query ${ask}`, { link }, null)).data.passwordLinkName).toBe('wang');
    const input = { link, password: PASSWORD };
    const first = await hub.send(SET_PASSWORD, { input }, null);
    expect(first.data.setPassword.viewer.name).toBe('wang');
    expect(await meansOf({ cookie: first.cookie as string })).toBe('SESSION');
    expect(codesOf(await hub.send(SET_PASSWORD, { input }, null))).toEqual(['NOT_FOUND']);
    expect((await hub.send(`query ${ask}`, { link }, null)).data.passwordLinkName).toBeNull();
    expect((await signIn('WANG ')).data.signIn.viewer).toEqual({
      name: 'wang',
      displayName: 'wang 同志',
      role: 'CADRE',
      means: 'SESSION',
      scopes: ['READ', 'EDIT'],
    });
  });

  test('is no longer good after its time, nor after a newer one', async () => {
    const { id, link } = await enterPerson(hub, 'zhao', 'VIEWER');
    const { data } = await hub.send(
      'mutation ($id: ID!) { createPasswordLink(person: $id) { path } }',
      { id },
    );
    const newer = data.createPasswordLink.path.replace('/#link=', '');
    const set = async (secret: string): Promise<unknown[]> =>
      codesOf(await hub.send(SET_PASSWORD, { input: { link: secret, password: PASSWORD } }, null));
    expect(await set(link)).toEqual(['NOT_FOUND']);
    await run("UPDATE password_link SET expires_at = now() - interval '1 second'");
    expect(await set(newer)).toEqual(['NOT_FOUND']);
  });

  test.each([
    ['too short', 'x7!kQ2', 'PASSWORD_SHORT'],
    ['all the same', 'aaaaaaaaaaaa', 'PASSWORD_PATTERN'],
    ['the name', 'i-am-qian-and-nobody-else', 'PASSWORD_NAME'],
    ['too long', 'ab3de'.repeat(50), 'PASSWORD_LONG'],
    ['common', 'woaini1314520', 'PASSWORD_COMMON'],
  ])('takes no poor password: %s', async (_what, password, reason) => {
    const { link } = await enterPerson(hub, 'qian', 'VIEWER').catch(async () => {
      const { data } = await hub.send('{ people { id name } }');
      const { id } = data.people.find(({ name }: { name: string }) => name === 'qian');
      const made = await hub.send(
        'mutation ($id: ID!) { createPasswordLink(person: $id) { path } }',
        { id },
      );
      return { link: made.data.createPasswordLink.path.replace('/#link=', '') };
    });
    const { errors } = await hub.send(SET_PASSWORD, { input: { link, password } }, null);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.password',
      reason,
    });
  });
});

describe.skipIf(missingDatabase)('a session', () => {
  test('has a cookie that scripts cannot read and other sites cannot use', async () => {
    await signedIn(hub, 'sun', 'PLANNER');
    const { setCookie } = await signIn('sun');
    expect(setCookie).toMatch(/^jinlin_session=[\w-]{43}; /);
    expect(setCookie).toMatch(/HttpOnly/);
    expect(setCookie).toMatch(/SameSite=Strict/);
    expect(setCookie).toMatch(/Path=\//);
    // Over plain HTTP the browser would not send a secure cookie back.
    expect(setCookie).not.toMatch(/Secure/);
  });

  test('is over once signed out, and the cookie is of no use to whoever kept it', async () => {
    const who = await signedIn(hub, 'li', 'CADRE');
    expect(await meansOf(who)).toBe('SESSION');
    const { setCookie } = await hub.send('mutation { signOut { viewer { means } } }', {}, who);
    expect(setCookie).toMatch(/^jinlin_session=;/);
    expect(await meansOf(who)).toBe('NONE');
  });

  test('leaves nothing in the cache of the browser when it is signed out', async () => {
    for (const field of ['signOut', 'signOutEverywhere']) {
      const { cookie } = await signedIn(hub, `leaves-${field.toLowerCase()}`, 'VIEWER');
      const { headers } = await fetch(`${hub.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify({ query: `mutation { ${field} { viewer { means } } }` }),
      });
      expect(headers.get('clear-site-data')).toBe('"cache"');
    }
  });

  test('is over everywhere when signed out everywhere', async () => {
    const phone = await signedIn(hub, 'zhou', 'CADRE');
    const desk = { cookie: (await signIn('zhou')).cookie as string };
    const { data } = await hub.send('{ sessions { agent isThis } }', {}, desk);
    expect(data.sessions.map(({ isThis }: { isThis: boolean }) => isThis).sort()).toEqual([
      false,
      true,
    ]);
    await hub.send('mutation { signOutEverywhere { viewer { means } } }', {}, desk);
    expect(await meansOf(phone)).toBe('NONE');
    expect(await meansOf(desk)).toBe('NONE');
  });

  test.each([["seen_at = now() - interval '8 days'"], ["created_at = now() - interval '31 days'"]])(
    'ends by itself: %s',
    async (aged) => {
      const name = `old${aged.length}`;
      const who = await signedIn(hub, name, 'PLANNER');
      await run(`UPDATE session SET ${aged}
      WHERE person_id = (SELECT id FROM person WHERE name = '${name}')`);
      expect(await meansOf(who)).toBe('NONE');
      const { errors } = await hub.send('{ scenarios { id } }', {}, who);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'ENDED' });
      // Signing in again clears it away.
      await signIn(name);
      const { data } = await hub.send(
        '{ sessions { id } }',
        {},
        {
          cookie: (await signIn(name)).cookie as string,
        },
      );
      expect(data.sessions).toHaveLength(2);
    },
  );

  test('cannot be made up', async () => {
    for (const value of ['', 'x', 'a'.repeat(43), '%00', "' OR 1=1 --", '"', 'a'.repeat(5000)]) {
      expect(await meansOf({ cookie: `jinlin_session=${value}` })).toBe('NONE');
    }
  });

  test('shows in `seenAt` that it is used, to the hour', async () => {
    const who = await signedIn(hub, 'hour', 'VIEWER');
    const seen = async (): Promise<string> =>
      (await hub.send('{ sessions { seenAt } }', {}, who)).data.sessions[0].seenAt;
    const before = await seen();
    expect(await seen()).toBe(before);
    await run("UPDATE session SET seen_at = seen_at - interval '2 hours'");
    await meansOf(who);
    expect(Date.parse(await seen())).toBeGreaterThanOrEqual(Date.parse(before));
  });

  test('takes effect on what its person may do with the very next request', async () => {
    const who = await signedIn(hub, 'wu', 'PLANNER');
    const call = '{ scenarios { id } }';
    expect(codesOf(await hub.send(call, {}, who))).toEqual([]);
    const { data } = await hub.send('{ people { id name version } }');
    const { id, version } = data.people.find(({ name }: { name: string }) => name === 'wu');
    const update =
      'mutation ($input: UpdatePersonInput!) { updatePerson(input: $input) { version } }';
    await hub.send(update, { input: { id, version, role: 'CADRE' } });
    expect(codesOf(await hub.send(call, {}, who))).toEqual(['FORBIDDEN']);
    expect(codesOf(await hub.send(update, { input: { id, version, role: 'PLANNER' } }))).toEqual([
      'CONFLICT',
    ]);
    await hub.send(update, { input: { id, version: version + 1, active: false } });
    expect(await meansOf(who)).toBe('NONE');
    expect(codesOf(await signIn('wu'))).toEqual(['UNAUTHENTICATED']);
  });
});

describe.skipIf(missingDatabase)('signing in', () => {
  test('does not tell whether the name exists', async () => {
    await signedIn(hub, 'zheng', 'VIEWER');
    const wrong = await signIn('zheng', 'not the password');
    const unknown = await signIn('nobody-of-that-name', 'not the password');
    const told = ({ errors }: Answer): unknown => [
      errors?.[0]?.message,
      errors?.[0]?.extensions?.['code'],
    ];
    expect(told(unknown)).toEqual(told(wrong));
    expect(codesOf(wrong)).toEqual(['UNAUTHENTICATED']);
    expect(wrong.cookie).toBeUndefined();
    for (const name of ['', '\0', 'x'.repeat(10_000), '\ud800']) {
      expect(codesOf(await signIn(name))).toEqual(['UNAUTHENTICATED']);
    }
    await run('DELETE FROM sign_in_attempt');
  });

  test('waits after five failures, also of many at once, and for the right password too', async () => {
    await signedIn(hub, 'feng', 'VIEWER');
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => signIn('feng', 'wrong guess')),
    );
    const codes = answers.flatMap(codesOf);
    expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(5);
    expect(codes.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(7);
    const late = await signIn('feng');
    expect(late.errors?.[0]?.extensions).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
    expect(late.errors?.[0]?.extensions?.['retryAfterSeconds']).toBeGreaterThan(0);
    await run("UPDATE sign_in_attempt SET forgotten_at = now() - interval '1 second'");
    expect(codesOf(await signIn('feng'))).toEqual([]);
    await run('DELETE FROM sign_in_attempt');
  });

  test('does not count what went well', async () => {
    await signedIn(hub, 'chen', 'VIEWER');
    for (let i = 0; i < 8; i++) expect(codesOf(await signIn('chen'))).toEqual([]);
  });
});

describe.skipIf(missingDatabase)('a password', () => {
  test('is changed by who knows it, and ends the other sessions', async () => {
    const phone = await signedIn(hub, 'chu', 'CADRE');
    const desk = { cookie: (await signIn('chu')).cookie as string };
    const change = (old: string, password: string): Promise<Answer> =>
      hub.send(
        'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { viewer { name } } }',
        { input: { old, password } },
        desk,
      );
    const { errors } = await change('a guess of mine', 'a quite new one');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.old' });
    const changed = await change(PASSWORD, 'a quite new one');
    expect(codesOf(changed)).toEqual([]);
    expect(await meansOf(phone)).toBe('NONE');
    // The cookie of this session is another one, too.
    expect(await meansOf(desk)).toBe('NONE');
    expect(await meansOf({ cookie: changed.cookie as string })).toBe('SESSION');
    expect(codesOf(await signIn('chu'))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await signIn('chu', 'a quite new one'))).toEqual([]);
  });

  test('is stored by Argon2id, tokens and sessions as digests', async () => {
    const who = await signedIn(hub, 'wei', 'ANALYST');
    const token = await tokenOf(hub, who, ['READ']);
    const { rows } = await sql<{ row: string }>`
      SELECT p::text || coalesce(s::text, '') || coalesce(t::text, '') AS row FROM person p
      LEFT JOIN session s ON s.person_id = p.id LEFT JOIN api_token t ON t.person_id = p.id
      WHERE p.name = 'wei'`.execute(hub.database.orm.em.fork().getKysely());
    const row = rows[0]?.row ?? '';
    expect(row).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(row).not.toContain(PASSWORD);
    expect(row).not.toContain(token);
    expect(row).not.toContain(who.cookie.split('=')[1]);
  });
});

describe.skipIf(missingDatabase)('a token', () => {
  test('does what its scopes name, until it is revoked', async () => {
    const who = await signedIn(hub, 'jiang', 'PLANNER');
    const reader = await tokenOf(hub, who, ['READ']);
    const planner = await tokenOf(hub, who, ['READ', 'PLAN']);
    expect(reader).toMatch(/^jinlin_[\w-]{43}$/);
    const { data } = await hub.send(VIEWER, {}, planner);
    expect(data.viewer).toEqual({
      means: 'TOKEN',
      name: 'jiang',
      role: 'PLANNER',
      scopes: ['READ', 'PLAN'],
    });
    const call = '{ scenarios { id } }';
    expect(codesOf(await hub.send(call, {}, planner))).toEqual([]);
    const refused = await hub.send(call, {}, reader);
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', reason: 'SCOPE' });
    // It can neither make nor see tokens, nor change the password.
    expect(codesOf(await hub.send('{ apiTokens { id } }', {}, planner))).toEqual(['FORBIDDEN']);

    const list = await hub.send('{ apiTokens { id name scopes usedAt } }', {}, who);
    expect(list.data.apiTokens).toHaveLength(2);
    expect(list.data.apiTokens[0].usedAt).not.toBeNull();
    const revoke = 'mutation ($id: ID!) { revokeApiToken(id: $id) { id } }';
    const left = await hub.send(revoke, { id: list.data.apiTokens[0].id }, who);
    expect(left.data.revokeApiToken).toHaveLength(1);
    expect(codesOf(await hub.send(call, {}, planner))).toEqual(['UNAUTHENTICATED']);
    const stranger = await signedIn(hub, 'shen', 'PLANNER');
    expect(
      codesOf(await hub.send(revoke, { id: left.data.revokeApiToken[0].id }, stranger)),
    ).toEqual(['NOT_FOUND']);
  });

  test('ends by its time, and with its person', async () => {
    const who = await signedIn(hub, 'han', 'PLANNER');
    const token = await tokenOf(hub, who, ['READ', 'PLAN']);
    await run(`UPDATE api_token SET expires_at = now() - interval '1 second'
      WHERE person_id = (SELECT id FROM person WHERE name = 'han')`);
    const { errors } = await hub.send('{ scenarios { id } }', {}, token);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', reason: 'ENDED' });
    const next = await tokenOf(hub, who, ['READ', 'PLAN']);
    await run("UPDATE person SET active = false WHERE name = 'han'");
    expect(codesOf(await hub.send('{ scenarios { id } }', {}, next))).toEqual(['UNAUTHENTICATED']);
  });

  test.each([
    [{ name: '', scopes: ['READ'] }, 'input.name'],
    [{ name: 'x', scopes: [] }, 'input.scopes'],
    [{ name: 'x', scopes: ['READ'], days: 0 }, 'input.days'],
    [{ name: 'x', scopes: ['READ'], days: 1000 }, 'input.days'],
  ])('is refused when ill described: %j', async (input, field) => {
    const who = { cookie: (await signIn('sun')).cookie as string };
    const { errors } = await hub.send(
      'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }',
      { input },
      who,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});

describe.skipIf(missingDatabase)('tokens and passwords', () => {
  const CHANGE =
    'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { viewer { name } } }';
  const NEXT = 'one that nobody else has';

  test.each([
    [undefined, 'NONE'],
    [false, 'NONE'],
    [true, 'TOKEN'],
  ])('a changed password with keepsTokens %s leaves the token %s', async (keepsTokens, means) => {
    const who = await signedIn(hub, `qin-${keepsTokens}`, 'ANALYST');
    const token = await tokenOf(hub, who, ['READ']);
    const input = { old: PASSWORD, password: NEXT, ...(keepsTokens != null && { keepsTokens }) };
    expect(codesOf(await hub.send(CHANGE, { input }, who))).toEqual([]);
    expect(await meansOf(token)).toBe(means);
  });

  test.each([
    [undefined, 'NONE'],
    [true, 'TOKEN'],
  ])('a reset with keepsTokens %s leaves the token %s', async (keepsTokens, means) => {
    const name = `you-${keepsTokens}`;
    const { id } = await enterPerson(hub, `${name}x`, 'VIEWER');
    expect(id).toMatch(/^person_/);
    const who = await signedIn(hub, name, 'ANALYST');
    const token = await tokenOf(hub, who, ['READ']);
    const { data } = await hub.send('{ people { id name } }');
    const person = data.people.find((each: { name: string }) => each.name === name).id;
    const link = await hub.send(
      'mutation ($id: ID!) { createPasswordLink(person: $id) { path } }',
      {
        id: person,
      },
    );
    const secret = link.data.createPasswordLink.path.replace('/#link=', '');
    const input = { link: secret, password: NEXT, ...(keepsTokens && { keepsTokens }) };
    expect(codesOf(await hub.send(SET_PASSWORD, { input }, null))).toEqual([]);
    expect(await meansOf(token)).toBe(means);
  });

  test('a token is for nothing that its person may not do', async () => {
    const who = await signedIn(hub, 'xu', 'ANALYST');
    const { errors } = await hub.send(
      'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }',
      { input: { name: 'x', scopes: ['READ', 'PLAN'] } },
      who,
    );
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.scopes[1]',
    });
  });

  test('a person has twenty tokens at the most, however many are made at once', async () => {
    const who = await signedIn(hub, 'he', 'ANALYST');
    const made = await Promise.allSettled(
      Array.from({ length: 25 }, () => tokenOf(hub, who, ['READ'])),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect((await hub.send('{ apiTokens { id } }', {}, who)).data.apiTokens).toHaveLength(20);
  });

  test('a token does not change the account that it belongs to', async () => {
    const who = await signedIn(hub, 'lyu', 'ADMIN');
    const token = await tokenOf(hub, who, ['READ', 'ADMINISTER']);
    const { data } = await hub.send('{ people { id name version } }', {}, token);
    const self = data.people.find((each: { name: string }) => each.name === 'lyu');
    const link = 'mutation ($id: ID!) { createPasswordLink(person: $id) { path } }';
    const update = 'mutation ($input: UpdatePersonInput!) { updatePerson(input: $input) { id } }';
    const input = { id: self.id, version: self.version, displayName: '别人' };
    for (const answer of [
      await hub.send(link, { id: self.id }, token),
      await hub.send(update, { input }, token),
    ]) {
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', reason: 'SELF' });
    }
    expect(codesOf(await hub.send(link, { id: self.id }, who))).toEqual([]);
    await run("UPDATE person SET role = 'VIEWER' WHERE name = 'lyu'");
  });

  test('administrators see and end sessions and tokens of others', async () => {
    const who = await signedIn(hub, 'shi', 'ANALYST');
    const [first, second] = [await tokenOf(hub, who, ['READ']), await tokenOf(hub, who, ['READ'])];
    const ask = async (): Promise<{
      id: string;
      apiTokens: { id: string }[];
      sessions: { id: string }[];
    }> => {
      const { data } = await hub.send(
        '{ people { id name apiTokens { id name scopes usedAt } sessions { id agent seenAt isThis } } }',
      );
      return data.people.find((each: { name: string }) => each.name === 'shi');
    };
    const end = (id?: string): Promise<Answer> =>
      hub.send('mutation ($p: ID!, $id: ID) { revokeAccess(person: $p, id: $id) { name } }', {
        p: person.id,
        ...(id && { id }),
      });
    const person = await ask();
    expect([person.apiTokens.length, person.sessions.length]).toEqual([2, 1]);
    expect(codesOf(await end(person.apiTokens[0]?.id))).toEqual([]);
    expect([await meansOf(first), await meansOf(second)]).toEqual(['TOKEN', 'NONE']);
    expect(codesOf(await end(person.apiTokens[0]?.id))).toEqual(['NOT_FOUND']);
    expect(codesOf(await end('facility_1'))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await end())).toEqual([]);
    expect([await meansOf(first), await meansOf(who)]).toEqual(['NONE', 'NONE']);
    expect(await ask()).toMatchObject({ apiTokens: [], sessions: [] });
  });
});

describe.skipIf(missingDatabase)('people', () => {
  const create = (input: object): Promise<Answer> =>
    hub.send('mutation ($input: CreatePersonInput!) { createPerson(input: $input) { id name } }', {
      input,
    });

  test.each([
    [{ name: 'a b', role: 'CADRE' }, 'BAD_USER_INPUT', 'input.name'],
    [{ name: 'x', role: 'CADRE' }, 'BAD_USER_INPUT', 'input.name'],
    [{ name: 'yy', role: 'CADRE', displayName: ' ' }, 'BAD_USER_INPUT', 'input.displayName'],
    [{ name: 'yy', role: 'CADRE', regions: ['region_9999'] }, 'NOT_FOUND', 'input.regions[0]'],
    [{ name: 'yy', role: 'CADRE', communities: ['x'] }, 'BAD_USER_INPUT', 'input.communities[0]'],
  ])('are refused when ill described: %j', async (input, code, field) => {
    const { errors } = await create(input);
    expect(errors?.[0]?.extensions).toMatchObject({ code, field });
  });

  test('have names of their own, whatever their capitals and width', async () => {
    expect((await create({ name: 'ＹＡＮＧ', role: 'VIEWER' })).data.createPerson.name).toBe(
      'yang',
    );
    expect(codesOf(await create({ name: 'Yang', role: 'VIEWER' }))).toEqual(['CONFLICT']);
  });

  test('always have an administrator among them', async () => {
    const who = await signedIn(hub, 'zhu', 'ADMIN');
    const { data } = await hub.send('{ people { id name role version } }', {}, who);
    const admins = data.people.filter(({ role }: { role: string }) => role === 'ADMIN');
    expect(admins).toHaveLength(1);
    const { id, version } = admins[0];
    for (const change of [{ active: false }, { role: 'PLANNER' }]) {
      const { errors } = await hub.send(
        'mutation ($input: UpdatePersonInput!) { updatePerson(input: $input) { id } }',
        { input: { id, version, ...change } },
        who,
      );
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.id' });
    }
  });
});

describe.skipIf(missingDatabase)('another site', () => {
  test.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['an origin that begins alike', { origin: 'http://127.0.0.1.evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['no true origin', { origin: 'null' }],
    ['what the browser tells', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling', { 'sec-fetch-site': 'same-site' }],
  ])('cannot use the session of a browser: %s', async (_what, headers) => {
    const who = { cookie: (await signIn('sun')).cookie as string };
    const call = 'mutation { signOutEverywhere { viewer { means } } }';
    const { status, errors } = await hub.send(call, {}, { ...who, headers });
    expect(status).toBe(403);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', reason: 'CROSS_SITE' });
    expect(await meansOf(who)).toBe('SESSION');
    // Nor can it sign a browser in as somebody else.
    expect((await signIn('sun', PASSWORD, { headers })).cookie).toBeUndefined();
  });

  test('is told apart from the own one', async () => {
    const headers = { origin: hub.url, 'sec-fetch-site': 'same-origin' };
    expect(codesOf(await signIn('sun', PASSWORD, { headers }))).toEqual([]);
  });
});

describe.skipIf(missingDatabase)('the log', () => {
  test('never tells a password, a token, a cookie or a link', async () => {
    const { link } = await enterPerson(hub, 'qin', 'PLANNER');
    await hub.send(SET_PASSWORD, { input: { link, password: 'my secret number 1' } }, null);
    const { cookie = '' } = await signIn('qin', 'my secret number 1');
    await signIn('qin', 'my secret number 2');
    await signIn('qin', 'my secret number 3', { headers: { origin: 'https://evil.example' } });
    const token = await tokenOf(hub, { cookie }, ['READ']);
    await hub.send('{ scenarios { id } }', {}, token);
    await fetch(`${hub.url}/nothing/here`, {
      headers: { cookie, authorization: `Bearer ${token}` },
    });
    await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: `{ "query": "mutation { signIn(input: { name: \\"qin\\", password: \\"my secret number 4\\" }`,
    });
    // An error that is logged: the table is gone for a moment.
    await run('ALTER TABLE sign_in_attempt RENAME TO away');
    const { errors } = await signIn('qin', 'my secret number 5');
    await run('ALTER TABLE away RENAME TO sign_in_attempt');
    expect(errors?.[0]?.extensions?.['code']).toBe('INTERNAL_SERVER_ERROR');

    const log = hub.log.join('\n');
    expect(log).toContain('A request failed');
    for (const secret of [
      'my secret number',
      PASSWORD,
      token,
      link,
      cookie.split('=')[1] as string,
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});

async function run(statement: string): Promise<void> {
  await hub.database.orm.em.fork().getConnection().execute(statement);
}
