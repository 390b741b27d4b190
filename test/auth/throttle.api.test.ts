import { sql } from 'kysely';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, codesOf, missingDatabase, withHub } from '../setup/hub.ts';
import { PASSWORD, signedIn } from '../setup/people.ts';

const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name } } }';

const hub = withHub({ writes: true, options: { trustProxy: 1 } });
/** The cookie of the device from which mei signed in at her desk. */
let device: string;

beforeAll(async () => {
  if (missingDatabase) return;
  await signedIn(hub, 'mei', 'CADRE');
  await signedIn(hub, 'lan', 'CADRE');
  const { response } = await attempt(DESK, PASSWORD);
  device = response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] as string)
    .find((cookie) => cookie.startsWith('jinlin_device=')) as string;
});
afterEach(async () => {
  if (hub) await sql`DELETE FROM sign_in_attempt`.execute(hub.database.orm.em.fork().getKysely());
});

const DESK = '203.0.113.7';
const ELSEWHERE = '198.51.100.20';

interface From {
  readonly address: string;
  readonly cookie?: string | undefined;
}

/** Tries a password for a name from somewhere. */
async function attempt(
  from: string | From,
  password: string,
  name = 'mei',
): Promise<{ answer: Answer; response: Response }> {
  const { address, cookie } =
    typeof from === 'string' ? { address: from, cookie: undefined } : from;
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': address,
      ...(cookie && { cookie }),
    },
    body: JSON.stringify({ query: SIGN_IN, variables: { input: { name, password } } }),
  });
  return { answer: (await response.json()) as Answer, response };
}

const guess = (address: string, i: number): Promise<unknown> => attempt(address, `guess ${i}`);
const guesses = async (addresses: readonly string[]): Promise<void> => {
  for (const [i, address] of addresses.entries()) await guess(address, i);
};

/** What somebody who wants mei locked out does. */
const ATTACKERS: Record<string, () => Promise<void>> = {
  nobody: async () => undefined,
  'sixty guesses from one address': () => guesses(Array.from({ length: 60 }, () => '192.0.2.1')),
  'guesses from many addresses': () =>
    guesses(Array.from({ length: 20 }, (_, i) => `192.0.2.${i + 10}`)),
  'guesses from one IPv6 network': () =>
    guesses(Array.from({ length: 20 }, (_, i) => `2001:db8:0:7::${i + 1}`)),
  'aliases in one request': async () => {
    const fields = Array.from(
      { length: 12 },
      (_, i) => `a${i}: signIn(input: { name: "mei", password: "guess ${i}" }) { viewer { name } }`,
    );
    await hub.send(
      `mutation { ${fields.join(' ')} }`,
      {},
      { headers: { 'x-forwarded-for': '192.0.2.9' } },
    );
  },
  'six guesses from her own desk’s address': () => guesses(Array.from({ length: 6 }, () => DESK)),
};

/** From where mei signs in with the right password. */
const VICTIMS: Record<string, () => From> = {
  'her own device': () => ({ address: DESK, cookie: device }),
  'her own device, elsewhere': () => ({ address: ELSEWHERE, cookie: device }),
  'another device at her address': () => ({ address: DESK }),
  'another device elsewhere': () => ({ address: ELSEWHERE }),
};

/** The one who shares an address with an attacker, and comes with a device that nobody knows, waits. */
const REFUSED = 'six guesses from her own desk’s address × another device at her address';

describe.skipIf(missingDatabase)('whoever knows the password signs in', () => {
  test.each(
    Object.keys(ATTACKERS).flatMap((attacker) =>
      Object.keys(VICTIMS).map((victim) => ({ attacker, victim })),
    ),
  )('after $attacker, from $victim', async ({ attacker, victim }) => {
    await (ATTACKERS[attacker] as () => Promise<void>)();
    const { answer } = await attempt((VICTIMS[victim] as () => From)(), PASSWORD);
    const isRefused = `${attacker} × ${victim}` === REFUSED;
    expect(codesOf(answer)).toEqual(isRefused ? ['TOO_MANY_ATTEMPTS'] : []);
  });
});

describe.skipIf(missingDatabase)('whoever guesses', () => {
  const counts = async (): Promise<Record<string, number>> => {
    const { rows } = await sql<{ key: string; attempts: number }>`
      SELECT key, attempts FROM sign_in_attempt`.execute(hub.database.orm.em.fork().getKysely());
    return Object.fromEntries(rows.map(({ key, attempts }) => [key, attempts]));
  };

  test('is refused after five guesses from an address, and what is refused counts nowhere', async () => {
    await guesses(Array.from({ length: 30 }, () => '192.0.2.1'));
    expect(await counts()).toEqual({
      'pair mei 192.0.2.1': 5,
      'address 192.0.2.1': 5,
      'name mei': 5,
    });
  });

  test('from the addresses of one IPv6 network has as many guesses as from one', async () => {
    await guesses(Array.from({ length: 12 }, (_, i) => `2001:db8:0:8::${i + 1}`));
    expect((await counts())['name mei']).toBe(5);
  });

  test('at many names from one address is refused after fifty', async () => {
    for (let i = 0; i < 55; i++) await attempt('192.0.2.2', 'guess', `somebody${i}`);
    expect((await counts())['address 192.0.2.2']).toBe(50);
  });

  test('with a stolen device cookie has ten guesses, and the cookie of another name’s device is none', async () => {
    for (let i = 0; i < 12; i++)
      await attempt({ address: ELSEWHERE, cookie: device }, `guess ${i}`);
    const found = await counts();
    expect(Object.entries(found).find(([key]) => key.startsWith('device '))?.[1]).toBe(10);
    await attempt({ address: ELSEWHERE, cookie: device }, 'guess', 'lan');
    expect((await counts())[`pair lan ${ELSEWHERE}`]).toBe(1);
  });
});
