import type { MatchExtended, ZxcvbnFactory } from '@zxcvbn-ts/core';
import { CHINESE_PASSWORDS } from './chinese-passwords.ts';

/** Why a password is found soon, for programs. */
export type Weakness =
  | 'PASSWORD_COMMON'
  | 'PASSWORD_PATTERN'
  | 'PASSWORD_DATE'
  | 'PASSWORD_GUESSED';

/**
 * Guesses that a password must withstand. At 20 attempts an hour from each of many addresses nobody gets there; from
 * a stolen digest, at 1,000 attempts a second by Argon2id, it takes a day.
 */
const FEWEST_GUESSES = 1e8;
/** Characters that are looked at: what is longer is long enough. */
const LONGEST_CHECKED = 32;

/** Ways to read digits and signs as letters that are tried: each costs time. */
const MOST_SUBSTITUTIONS = 16;

let checker: Promise<ZxcvbnFactory> | undefined;

/** Why somebody who knows common passwords finds this one soon; null when they do not. `known` is what they know of the person. */
export async function weaknessOf(
  password: string,
  known: readonly string[],
): Promise<Weakness | null> {
  checker ??= loadChecker();
  const { guesses, sequence } = (await checker).check(password, [...known]);
  return guesses < FEWEST_GUESSES ? reasonOf(sequence, password) : null;
}

/** Lists of two megabytes, which a hub needs when a password is set, not before. */
async function loadChecker(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new core.ZxcvbnFactory({
    dictionary: {
      ...common.dictionary,
      ...english.dictionary,
      'passwords-zh': [...CHINESE_PASSWORDS],
    },
    graphs: common.adjacencyGraphs,
    maxLength: LONGEST_CHECKED,
    l33tMaxSubstitutions: MOST_SUBSTITUTIONS,
  });
}

/** The part that makes most of the password easy says why. */
function reasonOf(sequence: readonly MatchExtended[], password: string): Weakness {
  const known = sequence.filter(({ pattern }) => pattern !== 'bruteforce');
  const longest = known.reduce<MatchExtended | undefined>(
    (best, each) => (best && best.token.length >= each.token.length ? best : each),
    undefined,
  );
  if (!longest || longest.token.length * 2 < password.length) return 'PASSWORD_GUESSED';
  if (longest.pattern === 'dictionary') return 'PASSWORD_COMMON';
  if (longest.pattern === 'date' || longest.pattern === 'regex') return 'PASSWORD_DATE';
  return 'PASSWORD_PATTERN';
}
