import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAddress, localUrl, tellAddress } from '../../server/commands/hub-address.ts';
import { codesOf, missingDatabase, withHub } from '../setup/hub.ts';
import { PASSWORD } from '../setup/people.ts';

const hub = withHub({ writes: true });
const root = fileURLToPath(new URL('../../', import.meta.url));
const NO_PASSWORD = { JINLIN_PASSWORD: '' };
/** The data folder beside PostgreSQL, where the hub of the tests has none. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jinlin-user-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const dataFolder = (): string => hub.place.dataDir || folder;

/** Runs the command as an operator does, beside the hub; gives all that it prints. */
async function userCreate(
  args: readonly string[],
  env: Record<string, string> = NO_PASSWORD,
): Promise<{ code: number; text: string }> {
  const place = { DATABASE_URL: hub.place.databaseUrl ?? '', JINLIN_DATA_DIR: dataFolder() };
  const command = ['--import', 'tsx', 'server/commands/user.ts', ...args];
  const options = { cwd: root, env: { ...process.env, JINLIN_PUBLIC_URL: '', ...place, ...env } };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, options);
    return { code: 0, text: stdout };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, text: stderr };
  }
}

const namesOf = async (): Promise<string[]> =>
  (await hub.send('{ people { name } }')).data.people.map(({ name }: { name: string }) => name);
const setBy = (text: string): Promise<unknown[]> => {
  const link = /#link=(\S+)/.exec(text)?.[1];
  const query =
    'mutation ($input: SetPasswordInput!) { setPassword(input: $input) { viewer { name } } }';
  return hub.send(query, { input: { link, password: PASSWORD } }, null).then(codesOf);
};

describe.skipIf(missingDatabase)('npm run user:create', () => {
  test('with a refused password leaves nothing behind, and can be said again', async () => {
    const args = ['--name', 'mei', '--role', 'planner'];
    const refused = await userCreate(args, { JINLIN_PASSWORD: 'woaini1314' });
    expect(refused).toMatchObject({
      code: 1,
      text: expect.stringMatching(/^JINLIN_PASSWORD: is one of/),
    });
    expect(await namesOf()).not.toContain('mei');
    const taken = await userCreate(args, { JINLIN_PASSWORD: PASSWORD });
    expect(taken).toMatchObject({ code: 0, text: 'mei can sign in as planner.\n' });
    const again = await userCreate(args, { JINLIN_PASSWORD: PASSWORD });
    expect(again.code).toBe(1);
    expect(again.text).toContain('--link');
  });

  test('prints a link, and renews it with --link', async () => {
    const first = await userCreate(['--name', 'lan']);
    expect(first.text).toContain('lan is entered as admin');
    const second = await userCreate(['--name', 'lan', '--link']);
    expect(second.text).toContain('lan has a new link');
    expect(await setBy(first.text)).toEqual(['NOT_FOUND']);
    expect(await setBy(second.text)).toEqual([]);
  });

  test('says why --link is refused', async () => {
    const unknown = await userCreate(['--name', 'no-one', '--link']);
    expect(unknown).toMatchObject({ code: 1, text: expect.stringContaining('Nobody signs in as') });
    const both = await userCreate(['--name', 'lan', '--link', '--role', 'admin']);
    expect(both).toMatchObject({ code: 1, text: expect.stringContaining('leave out --role') });
  });

  test('links to the hub that runs, or to where browsers reach it', async () => {
    const forget = await tellAddress(dataFolder(), hub.url);
    const running = await userCreate(['--name', 'lan', '--link']);
    expect(running.text).toContain(`  ${hub.url}/#link=`);
    const told = { ...NO_PASSWORD, JINLIN_PUBLIC_URL: 'https://hub.example' };
    const named = await userCreate(['--name', 'lan', '--link'], told);
    expect(named.text).toContain('  https://hub.example/#link=');
    await forget();
    const none = await userCreate(['--name', 'lan', '--link'], { ...NO_PASSWORD, PORT: '4321' });
    expect(none.text).toContain('  http://127.0.0.1:4321/#link=');
  });
});

describe.skipIf(missingDatabase)('the address of a hub in its data folder', () => {
  test('is there while it runs', async () => {
    expect(await findAddress(folder)).toBeUndefined();
    const forget = await tellAddress(folder, hub.url);
    expect(await findAddress(folder)).toBe(hub.url);
    await forget();
    expect(await findAddress(folder)).toBeUndefined();
  });

  test('is not believed when nobody answers there, nor when it is spoilt', async () => {
    await tellAddress(folder, 'http://127.0.0.1:9');
    expect(await findAddress(folder)).toBeUndefined();
    await writeFile(join(folder, 'hub-address.json'), '{"url":');
    expect(await findAddress(folder)).toBeUndefined();
  });

  test('of another hub is left alone', async () => {
    const forget = await tellAddress(folder, hub.url);
    const path = join(folder, 'hub-address.json');
    const other = JSON.stringify({ url: hub.url, pid: 1 });
    await writeFile(path, other);
    await forget();
    expect(await readFile(path, 'utf8')).toBe(other);
  });

  test.each([
    ['127.0.0.1', 'http://127.0.0.1:4000'],
    ['0.0.0.0', 'http://localhost:4000'],
    ['::', 'http://localhost:4000'],
    ['::1', 'http://[::1]:4000'],
    ['hub.intra', 'http://hub.intra:4000'],
  ])('at %s is %s', (host, url) => {
    expect(localUrl(host, 4000)).toBe(url);
  });
});
