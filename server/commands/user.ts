/**
 * `npm run user:create`: enters a person and prints the one-time link by which they set a password. It
 * works beside a running hub. Without arguments it asks; scripts give `-- --name … --role …`, and a
 * password by `--password` or, better, by the environment variable JINLIN_PASSWORD.
 */
import 'reflect-metadata';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { GraphQLError } from 'graphql';
import { Role } from '../../db/entities/person.ts';
import { openDatabase } from '../../db/orm.ts';
import { createPasswordLink, createPerson, setPassword } from '../people/people.queries.ts';
import { parseDisplayName, parseName } from '../people/person.input.ts';
import { setUp } from '../setup.ts';
import { readConfig } from '../shared/config.ts';

const ROLES = Object.keys(Role).map((role) => role.toLowerCase());

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      name: { type: 'string' },
      'display-name': { type: 'string' },
      role: { type: 'string', default: 'admin' },
      password: { type: 'string' },
    },
  });
  const given = values.name ?? (await ask('Name to sign in with: '));
  const name = parseName(given, '--name');
  const displayName = parseDisplayName(values['display-name'] ?? given, '--display-name');
  const role = values.role.toUpperCase() as Role;
  if (!Object.hasOwn(Role, role)) throw new Error(`--role must be one of ${ROLES.join(', ')}.`);
  const password = values.password ?? process.env['JINLIN_PASSWORD'];

  const config = readConfig(process.env);
  const database = await openDatabase({ ...config, beside: true });
  try {
    await setUp(database, console.log, { sample: false });
    const em = database.orm.em.fork();
    const areas = { regionIds: [], communityIds: [] };
    const { id } = await createPerson(em, { name, displayName, role, ...areas });
    const link = await createPasswordLink(em, id);
    if (password) {
      await setPassword(em, link, password);
      console.log(`${name} can sign in as ${role.toLowerCase()}.`);
    } else {
      console.log(`${name} is entered as ${role.toLowerCase()}, and sets a password here, once:`);
      console.log(`  ${config.publicUrl ?? `http://${config.host}:${config.port}`}/#link=${link}`);
    }
  } finally {
    await database.close();
  }
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
