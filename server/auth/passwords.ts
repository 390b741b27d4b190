import { hash, verify } from '@node-rs/argon2';
import { BadUserInputError } from '../shared/errors.ts';
import { newSecret } from './secrets.ts';

/** Argon2id, as OWASP advises: 19 MiB of memory, two passes, one thread. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const SHORTEST = 10;
const LONGEST = 200;

let decoy: Promise<string> | undefined;

/** What is stored of a password. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** Whether it is the password. Takes as long when there is none, so that nobody learns who exists. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(newSecret());
  const matches = await verify(stored ?? (await decoy), password.slice(0, LONGEST + 1));
  return stored !== null && matches;
}

/** Checks a new password. @throws BAD_USER_INPUT naming `field` */
export function parsePassword(password: string, name: string, field: string): string {
  if (password.length < SHORTEST || password.length > LONGEST) {
    throw new BadUserInputError(field, `must have ${SHORTEST} to ${LONGEST} characters.`);
  }
  if (new Set(password).size < 5) {
    throw new BadUserInputError(field, 'is too easy to guess; use more different characters.');
  }
  if (password.toLowerCase().includes(name)) {
    throw new BadUserInputError(field, 'must not hold the name that you sign in with.');
  }
  return password;
}
