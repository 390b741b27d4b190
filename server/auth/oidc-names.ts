import { digestOf } from './secrets.ts';

const LONGEST = 40;
const SHORTEST = 2;

/** What a provider tells of a person: claims by name, of which `preferred_username` and `name` count. */
export type Profile = Readonly<Record<string, unknown>>;

/**
 * Names for a person whom a provider vouches for and the hub did not know: names to sign in with, the best
 * first, of which the last is made of the subject and cannot be taken; and the name that others see.
 */
export function namesOf(
  { preferred_username, name }: Profile,
  subject: string,
): { names: string[]; displayName: string } {
  const made = `viewer-${digestOf(subject).toString('hex').slice(0, 16)}`;
  const wanted = plainText(preferred_username)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._@-]+/gu, '-');
  const names = wanted.length >= SHORTEST && wanted.length <= LONGEST ? [wanted, made] : [made];
  return { names, displayName: plainText(name) || plainText(preferred_username) || made };
}

/** A claim as a short text without control characters, marks of direction, and halves of characters. */
function plainText(claim: unknown): string {
  if (typeof claim !== 'string') return '';
  return claim
    .normalize('NFKC')
    .slice(0, LONGEST)
    .replace(/\p{C}+/gu, ' ')
    .trim();
}
