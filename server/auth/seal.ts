import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Something that the hub gives away and takes back, good until a time. */
interface Sealed<T> {
  readonly value: T;
  /** In milliseconds since 1970. */
  readonly until: number;
}

/**
 * Makes a text of a value that only who knows the secret can read or make, for what a browser is to keep.
 * Every process of a hub, and the hub after a restart, can {@link unseal} it.
 */
export function seal(value: unknown, secret: string, lastsMs: number): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyOf(secret), iv);
  const text = JSON.stringify({ value, until: Date.now() + lastsMs } satisfies Sealed<unknown>);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
}

/** The value of a text that {@link seal} made; undefined when it was changed or its time is over. */
export function unseal<T>(sealed: string, secret: string): T | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, keyOf(secret), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  let text: string;
  try {
    text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8');
    text += decipher.final('utf8');
  } catch {
    return undefined;
  }
  const { value, until } = JSON.parse(text) as Sealed<T>;
  return Date.now() < until ? value : undefined;
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'jinlin sealed cookie', 32));
}
