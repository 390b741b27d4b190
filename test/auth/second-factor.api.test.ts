import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../db/entities/person.ts';
import {
  type Answer,
  codesOf,
  missingDatabase,
  type TestHub,
  type Who,
  withHub,
} from '../setup/hub.ts';
import { PASSWORD, signedIn, tokenOf } from '../setup/people.ts';

const hub = withHub({ writes: true });

const BEGIN =
  'mutation ($input: BeginSecondFactorInput!) { beginSecondFactor(input: $input) { secret uri } }';
const CONFIRM =
  'mutation ($input: SecondFactorInput!) { confirmSecondFactor(input: $input) { codes } }';
const RENEW =
  'mutation ($input: SecondFactorInput!) { renewRecoveryCodes(input: $input) { codes } }';
const REMOVE =
  'mutation ($input: SecondFactorInput!) { removeSecondFactor(input: $input) { isSet } }';
const RESET = 'mutation ($id: ID!) { resetSecondFactor(person: $id) { id hasSecondFactor } }';
const STATE = '{ secondFactor { isSet recoveryCodesLeft } }';
const VIEWER = '{ viewer { means name hasSecondFactor mustSetUpSecondFactor scopes } }';
const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name } } }';
const SET_PASSWORD =
  'mutation ($input: SetPasswordInput!) { setPassword(input: $input) { viewer { name } } }';

const run = (statement: string): Promise<unknown> =>
  sql.raw(statement).execute(hub.database.orm.em.fork().getKysely());
const reasonsOf = ({ errors = [] }: Answer): unknown[] =>
  errors.map(({ extensions }) => extensions?.['reason'] ?? extensions?.['code']);
const signIn = (name: string, code?: string, at: TestHub = hub): Promise<Answer> =>
  at.send(SIGN_IN, { input: { name, password: PASSWORD, code } }, null);

/** The code that an app shows, `later` seconds from now. */
function codeOf(secret: string, later = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return totp.generate({ timestamp: Date.now() + later * 1_000 });
}

/** As if time had passed: codes that were used belong to the past, wrong ones are forgotten. */
async function afterAWhile(): Promise<void> {
  await run('UPDATE second_factor SET last_step = 0');
  await run('DELETE FROM sign_in_attempt');
}

/** A person with a second factor, their app's secret and recovery codes. */
async function withFactor(
  name: string,
  role: Role = 'PLANNER',
  at: TestHub = hub,
): Promise<{ who: { cookie: string }; secret: string; codes: string[] }> {
  const who = await signedIn(at, name, role);
  const begun = await at.send(BEGIN, { input: { password: PASSWORD } }, who);
  const { secret } = begun.data.beginSecondFactor;
  const confirmed = await at.send(CONFIRM, { input: { code: codeOf(secret) } }, who);
  expect(codesOf(confirmed)).toEqual([]);
  await afterAWhile();
  return { who, secret, codes: confirmed.data.confirmSecondFactor.codes };
}

describe.skipIf(missingDatabase)('a second factor', () => {
  test('counts once it is confirmed, and is asked for when signing in', async () => {
    const who = await signedIn(hub, 'mei', 'PLANNER');
    const other = { cookie: (await signIn('mei')).cookie as string };
    const wrong = await hub.send(BEGIN, { input: { password: 'not it at all' } }, who);
    expect(wrong.errors?.[0]?.extensions).toMatchObject({ field: 'input.password' });
    const { data } = await hub.send(BEGIN, { input: { password: PASSWORD } }, who);
    const { secret, uri } = data.beginSecondFactor;
    expect(new URL(uri).searchParams.get('secret')).toBe(secret);
    // Begun only: nothing is asked for yet.
    expect(codesOf(await signIn('mei'))).toEqual([]);
    const bad = await hub.send(CONFIRM, { input: { code: '000000' } }, who);
    expect(reasonsOf(bad)).toEqual(['WRONG_CODE']);
    const good = await hub.send(CONFIRM, { input: { code: codeOf(secret) } }, who);
    expect(good.data.confirmSecondFactor.codes).toHaveLength(10);
    expect((await hub.send(STATE, {}, who)).data.secondFactor).toEqual({
      isSet: true,
      recoveryCodesLeft: 10,
    });
    expect((await hub.send(VIEWER, {}, who)).data.viewer).toMatchObject({ hasSecondFactor: true });
    // Whoever was signed in elsewhere did so by the password alone.
    expect((await hub.send(VIEWER, {}, other)).data.viewer.means).toBe('NONE');
    await afterAWhile();

    const asked = await signIn('mei');
    expect(asked.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.code',
      reason: 'SECOND_FACTOR',
    });
    expect(asked.cookie).toBeUndefined();
    expect(reasonsOf(await signIn('mei', '123'))).toEqual(['WRONG_CODE']);
    expect(codesOf(await signIn('mei', codeOf(secret)))).toEqual([]);
  });

  test('tells nobody who does not know the password that it is there', async () => {
    await withFactor('quiet');
    const input = { name: 'quiet', password: 'some other guess', code: '123456' };
    expect(reasonsOf(await hub.send(SIGN_IN, { input }, null))).toEqual(['WRONG_PASSWORD']);
  });

  test('takes no code twice, nor one that is older than the last', async () => {
    const { secret } = await withFactor('twice');
    const [now, next] = [codeOf(secret), codeOf(secret, 30)];
    expect(codesOf(await signIn('twice', next))).toEqual([]);
    expect(reasonsOf(await signIn('twice', next))).toEqual(['WRONG_CODE']);
    expect(reasonsOf(await signIn('twice', now))).toEqual(['WRONG_CODE']);
  });

  test('lets a code be used once, of many at the same time', async () => {
    const { secret } = await withFactor('many');
    const code = codeOf(secret);
    const answers = await Promise.all(Array.from({ length: 4 }, () => signIn('many', code)));
    expect(answers.filter((answer) => codesOf(answer).length === 0)).toHaveLength(1);
  });

  test('takes each recovery code once, and new ones in their place', async () => {
    const { who, secret, codes } = await withFactor('lost');
    const [first, second] = codes as [string, string];
    expect(codesOf(await signIn('lost', first.toLowerCase().replaceAll('-', ' ')))).toEqual([]);
    expect(reasonsOf(await signIn('lost', first))).toEqual(['WRONG_CODE']);
    expect((await hub.send(STATE, {}, who)).data.secondFactor.recoveryCodesLeft).toBe(9);
    const renewed = await hub.send(RENEW, { input: { code: codeOf(secret) } }, who);
    const [next] = renewed.data.renewRecoveryCodes.codes;
    expect(reasonsOf(await signIn('lost', second))).toEqual(['WRONG_CODE']);
    expect(codesOf(await signIn('lost', next))).toEqual([]);
  });

  test('makes wrong codes wait, whatever address they come from', async () => {
    const { secret } = await withFactor('slow');
    for (let i = 0; i < 10; i++) {
      expect(reasonsOf(await signIn('slow', '000000'))).toEqual(['WRONG_CODE']);
      await run("DELETE FROM sign_in_attempt WHERE key NOT LIKE 'code %'");
    }
    expect(codesOf(await signIn('slow', codeOf(secret)))).toEqual(['TOO_MANY_ATTEMPTS']);
    await afterAWhile();
    expect(codesOf(await signIn('slow', codeOf(secret)))).toEqual([]);
  });

  test('is asked for by a new token, a new password and a one-time link', async () => {
    const { who, secret } = await withFactor('all');
    const token = (code?: string) =>
      hub.send(
        'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret } }',
        { input: { name: 'x', scopes: ['READ', 'PLAN'], code } },
        who,
      );
    expect(reasonsOf(await token())).toEqual(['SECOND_FACTOR']);
    const made = await token(codeOf(secret));
    expect(codesOf(made)).toEqual([]);
    await afterAWhile();

    const people = await hub.send('{ people { id name } }');
    const { id } = people.data.people.find(({ name }: { name: string }) => name === 'all');
    const link = (
      await hub.send('mutation ($id: ID!) { createPasswordLink(person: $id) { path } }', { id })
    ).data.createPasswordLink.path.replace('/#link=', '');
    const set = (code?: string) =>
      hub.send(
        SET_PASSWORD,
        { input: { link, password: PASSWORD, code, keepsTokens: true } },
        null,
      );
    expect(reasonsOf(await set())).toEqual(['SECOND_FACTOR']);
    expect(reasonsOf(await set('000000'))).toEqual(['WRONG_CODE']);
    const reset = await set(codeOf(secret));
    expect(codesOf(reset)).toEqual([]);
    await afterAWhile();

    const me = { cookie: reset.cookie as string };
    const change = (code?: string) =>
      hub.send(
        'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { viewer { name } } }',
        { input: { old: PASSWORD, password: 'a quite new one', code, keepsTokens: true } },
        me,
      );
    expect(reasonsOf(await change())).toEqual(['SECOND_FACTOR']);
    expect(codesOf(await change(codeOf(secret)))).toEqual([]);
    // The program goes on without it.
    const used = await hub.send('{ scenarios { id } }', {}, made.data.createApiToken.secret);
    expect(codesOf(used)).toEqual([]);
  });

  test('is set up anew only after it was removed, by a code', async () => {
    const { who, secret } = await withFactor('anew');
    const again = await hub.send(BEGIN, { input: { password: PASSWORD } }, who);
    expect(codesOf(again)).toEqual(['CONFLICT']);
    expect(reasonsOf(await hub.send(REMOVE, { input: { code: '000000' } }, who))).toEqual([
      'WRONG_CODE',
    ]);
    const removed = await hub.send(REMOVE, { input: { code: codeOf(secret) } }, who);
    expect(removed.data.removeSecondFactor.isSet).toBe(false);
    expect((await hub.send(STATE, {}, who)).data.secondFactor.recoveryCodesLeft).toBe(0);
    expect(codesOf(await signIn('anew'))).toEqual([]);
  });

  test('of others is removed by administrators, not their own', async () => {
    const { who: admin } = await withFactor('chief', 'ADMIN');
    await withFactor('clumsy');
    const people = await hub.send('{ people { id name hasSecondFactor } }', {}, admin);
    const idOf = (wanted: string): string =>
      people.data.people.find(({ name }: { name: string }) => name === wanted).id;
    const self = await hub.send(RESET, { id: idOf('chief') }, admin);
    expect(self.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', reason: 'SELF' });
    const other = await hub.send(RESET, { id: idOf('clumsy') }, admin);
    expect(other.data.resetSecondFactor).toMatchObject({ hasSecondFactor: false });
    expect(codesOf(await signIn('clumsy'))).toEqual([]);
  });

  test('is stored sealed, its recovery codes as digests', async () => {
    const { secret, codes } = await withFactor('stored');
    const { rows } = await sql<{ row: string }>`SELECT f::text || string_agg(r::text, ' ') AS row
      FROM second_factor f JOIN recovery_code r USING (person_id) JOIN person p ON p.id = f.person_id
      WHERE p.name = 'stored' GROUP BY f`.execute(hub.database.orm.em.fork().getKysely());
    expect(rows[0]?.row).not.toContain(secret);
    for (const code of codes) expect(rows[0]?.row).not.toContain(code);
  });

  test('of one person is of no use in the place of another’s', async () => {
    const mine = await withFactor('mallory');
    await withFactor('victim');
    await run(`UPDATE second_factor SET secret = (SELECT f.secret FROM second_factor f
      JOIN person p ON p.id = f.person_id WHERE p.name = 'mallory')
      WHERE person_id = (SELECT id FROM person WHERE name = 'victim')`);
    expect(reasonsOf(await signIn('victim', codeOf(mine.secret)))).toEqual(['WRONG_CODE']);
  });
});

describe.skipIf(missingDatabase)('a hub with a key of its own', () => {
  let keyed: TestHub;
  beforeAll(async () => {
    keyed = await hub.beside({ secretKey: 'a key that the operator keeps' });
  });
  afterAll(() => keyed?.close());

  test('opens what it sealed; by another key only recovery codes are good', async () => {
    const { secret, codes } = await withFactor('keyed', 'PLANNER', keyed);
    expect(codesOf(await signIn('keyed', codeOf(secret), keyed))).toEqual([]);
    await afterAWhile();
    expect(reasonsOf(await signIn('keyed', codeOf(secret)))).toEqual(['WRONG_CODE']);
    expect(codesOf(await signIn('keyed', codes[0]))).toEqual([]);
  });
});

describe.skipIf(missingDatabase).each([
  ['administrators', true, false],
  ['everybody', true, true],
] as const)('a hub that demands a second factor of %s', (secondFactor, ofAdmin, ofPlanner) => {
  let open: TestHub;
  let closed: TestHub;
  beforeAll(async () => {
    open = await hub.beside({ secondFactor });
    closed = await hub.beside({ secondFactor, publicReading: false });
  });
  afterAll(async () => {
    await open?.close();
    await closed?.close();
  });

  test.each([
    ['ADMIN', ofAdmin, '{ people { id } }'],
    ['PLANNER', ofPlanner, '{ scenarios { id } }'],
  ] as const)('lets %s without one only set it up', async (role, must, call) => {
    const name = `${secondFactor}-${role}`.toLowerCase();
    const who: Who = await signedIn(open, name, role);
    const { viewer } = (await open.send(VIEWER, {}, who)).data;
    expect(viewer).toMatchObject({ hasSecondFactor: false, mustSetUpSecondFactor: must });
    expect(reasonsOf(await open.send(call, {}, who))).toEqual(must ? ['SECOND_FACTOR'] : []);
    const read = '{ hub { dataVersion } }';
    expect(codesOf(await open.send(read, {}, who))).toEqual([]);
    expect(reasonsOf(await closed.send(read, {}, who))).toEqual(must ? ['SECOND_FACTOR'] : []);
    const made = await tokenOf(open, who, ['READ']).then(
      () => true,
      () => false,
    );
    expect(made).toBe(!must);

    const begun = await open.send(BEGIN, { input: { password: PASSWORD } }, who);
    const code = codeOf(begun.data.beginSecondFactor.secret);
    expect(codesOf(await open.send(CONFIRM, { input: { code } }, who))).toEqual([]);
    expect(reasonsOf(await open.send(call, {}, who))).toEqual([]);
    expect(reasonsOf(await closed.send(read, {}, who))).toEqual([]);
  });

  test('leaves those alone who have no password: their provider asks them', async () => {
    const who = await signedIn(open, `${secondFactor}-provided`, 'ADMIN');
    await run(`UPDATE person SET password_hash = NULL WHERE name = '${secondFactor}-provided'`);
    expect(codesOf(await open.send('{ people { id } }', {}, who))).toEqual([]);
  });
});
