import { hash, verify } from '@node-rs/argon2';
import { BadUserInputError } from '../shared/errors.ts';
import { type Weakness, weaknessOf } from './guessing.ts';
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

const WEAK: Record<Weakness, string> = {
  PASSWORD_COMMON:
    'is one of the passwords that are tried first, or built of them; take a sentence that only you know.',
  PASSWORD_PATTERN:
    'repeats or follows the keyboard, an alphabet or a row of digits; take a sentence that only you know.',
  PASSWORD_DATE: 'is little more than a date or a year; take a sentence that only you know.',
  PASSWORD_GUESSED:
    'is built of what is easily guessed; make it longer, with words that do not belong together.',
};

/**
 * Checks a new password of the person who signs in by `name`.
 * @throws BAD_USER_INPUT naming `field`, with the reason
 */
export async function parsePassword(
  password: string,
  name: string,
  field: string,
): Promise<string> {
  const { length } = password;
  if (length < SHORTEST || length > LONGEST) {
    const reason = length < SHORTEST ? 'PASSWORD_SHORT' : 'PASSWORD_LONG';
    const message = `must have ${SHORTEST} to ${LONGEST} characters.`;
    throw new BadUserInputError(field, message, { reason });
  }
  if (password.toLowerCase().includes(name)) {
    const message = 'must not hold the name that you sign in with.';
    throw new BadUserInputError(field, message, { reason: 'PASSWORD_NAME' });
  }
  const weakness = await weaknessOf(password, [name]);
  if (weakness) throw new BadUserInputError(field, WEAK[weakness], { reason: weakness });
  return password;
}
