/**
 * `npm run user:create`: enters a person and prints the one-time link by which they set a password. It
 * works beside a running hub. Without arguments it asks; scripts give `-- --name … --role …`, and a
 * password by `--password` or, better, by the environment variable JINLIN_PASSWORD. `-- --name … --link`
 * gives somebody who is entered already a new link. What is refused leaves nothing behind.
 */
import 'reflect-metadata';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { EntityManager } from '@mikro-orm/postgresql';
import { GraphQLError } from 'graphql';
import { Role } from '../../db/entities/person.ts';
import { openDatabase } from '../../db/orm.ts';
import { parsePassword } from '../auth/passwords.ts';
import {
  createPasswordLink,
  createPerson,
  getPersonByName,
  setPassword,
} from '../people/people.queries.ts';
import { parseDisplayName, parseName } from '../people/person.input.ts';
import { setUp } from '../setup.ts';
import { type Config, readConfig } from '../shared/config.ts';
import { ConflictError } from '../shared/errors.ts';
import { findAddress, localUrl } from './hub-address.ts';

const ROLES = Object.keys(Role).map((role) => role.toLowerCase());

/** What is to be done. */
interface Order {
  readonly name: string;
  readonly displayName: string;
  readonly role: Role;
  /** To be set at once; a one-time link is printed unless given. */
  readonly password: string | undefined;
  /** Whether the person is entered already and gets a new link only. */
  readonly renewsLink: boolean;
}

async function main(): Promise<void> {
  const order = await readOrder();
  const config = readConfig(process.env);
  const database = await openDatabase({ ...config, beside: true });
  try {
    await setUp(database, console.log, { sample: false });
    // Whatever fails, nothing is left behind, and the same command can be given again.
    const link = await database.orm.em.fork().transactional(async (em) => {
      if (order.renewsLink) return renewLink(em, order.name);
      const { name, displayName, role, password } = order;
      const none = { regionIds: [], communityIds: [] };
      const { id } = await createPerson(em, { name, displayName, role, ...none }).catch(hintAtLink);
      const secret = await createPasswordLink(em, id);
      if (!password) return secret;
      await setPassword(em, secret, password);
      return undefined;
    });
    const role = order.role.toLowerCase();
    if (link === undefined) return console.log(`${order.name} can sign in as ${role}.`);
    const state = order.renewsLink ? 'has a new link' : `is entered as ${role}`;
    console.log(`${order.name} ${state}, and sets a password here, once:`);
    console.log(`  ${await hubUrl(config)}/#link=${link}`);
  } finally {
    await database.close();
  }
}

/** Reads what is to be done. @throws an error that names the option and what it takes */
async function readOrder(): Promise<Order> {
  const { values } = parseArgs({
    options: {
      name: { type: 'string' },
      'display-name': { type: 'string' },
      role: { type: 'string' },
      password: { type: 'string' },
      link: { type: 'boolean', default: false },
    },
  });
  const { link: renewsLink, ...others } = values;
  const extra = Object.keys(others).find((option) => option !== 'name');
  if (renewsLink && extra) {
    throw new Error(`--link is for somebody who is entered already: leave out --${extra}.`);
  }
  const given = values.name ?? (await ask('Name to sign in with: '));
  const name = parseName(given, '--name');
  const displayName = parseDisplayName(values['display-name'] ?? given, '--display-name');
  const role = (values.role ?? 'admin').toUpperCase() as Role;
  if (!Object.hasOwn(Role, role)) throw new Error(`--role must be one of ${ROLES.join(', ')}.`);
  const password = renewsLink ? undefined : values.password || process.env['JINLIN_PASSWORD'];
  if (password) {
    await parsePassword(password, name, values.password ? '--password' : 'JINLIN_PASSWORD');
  }
  return { name, displayName, role, password, renewsLink };
}

/** Whoever is entered already may only have lost their link. */
function hintAtLink(error: unknown): never {
  if (!(error instanceof ConflictError)) throw error;
  throw new Error(`${error.message} A new link for somebody who is entered: -- --name … --link`);
}

async function renewLink(em: EntityManager, name: string): Promise<string> {
  const { id, active } = await getPersonByName(em, name);
  if (active) return createPasswordLink(em, id);
  throw new Error(`${name} may not sign in: an administrator has to allow it again first.`);
}

/** Where browsers reach the hub: as it is told, else where it runs, else where it would. */
async function hubUrl({ publicUrl, dataDir, host, port }: Config): Promise<string> {
  return publicUrl ?? (await findAddress(dataDir)) ?? localUrl(host, port);
}

async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) throw new Error('Give the name to sign in with: -- --name …');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(question);
  terminal.close();
  return answer;
}

main().catch((error: unknown) => {
  if (error instanceof GraphQLError || error instanceof Error) console.error(error.message);
  else console.error(error);
  process.exitCode = 1;
});
