import { BadUserInputError } from '../shared/errors.ts';

const LONGEST = 2_000;

/**
 * A path of the hub to which a browser is sent back, with its query and fragment, in its normal form.
 * Browsers read `//evil`, `/\evil` and `/.//evil` as another host, and skip tabs and line breaks.
 * @throws BAD_USER_INPUT naming `return` for anything that is not such a path
 */
export function parseReturnPath(value: unknown): string {
  if (value === undefined) return '/';
  const path = typeof value === 'string' ? normalPath(value) : undefined;
  // Back at the begin of signing in, the browser would go round in circles.
  if (!path || path.length > LONGEST || path.startsWith('/auth/')) {
    throw new BadUserInputError(
      'return',
      `must be a path of this hub, such as "/", with at most ${LONGEST} characters.`,
    );
  }
  return path;
}

function normalPath(value: string): string | undefined {
  const hub = 'http://hub.invalid';
  if (!value.startsWith('/') || !URL.canParse(value, hub)) return undefined;
  const { origin, pathname, search, hash } = new URL(value, hub);
  return origin === hub && !pathname.startsWith('//') ? pathname + search + hash : undefined;
}
