import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { digestOf } from './secrets.ts';

/** Seconds for which an app shows a code. */
const PERIOD_SECONDS = 30;
const DIGITS = 6;
/** Bytes of the secret that hub and app share; RFC 4226 advises 20. */
const SECRET_BYTES = 20;
/** Codes of this many periods before and after are good, since clocks differ. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
/** 80 bits: too many to be found from a digest. */
const RECOVERY_BYTES = 10;
const GROUP = /.{4}(?=.)/g;

/** A new secret for an app that makes codes, in Base32. */
export function newAppSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What an app reads from a QR code: `otpauth://…`. @source Google Authenticator's Key URI Format */
export function appUri(secret: string, name: string, issuer: string): string {
  return totp(secret, name, issuer).toString();
}

/**
 * The period (in half minutes since 1970) that a code of the app belongs to, if it is good at a time; undefined
 * otherwise. @source RFC 6238
 */
export function stepOf(secret: string, code: string, nowMs = Date.now()): number | undefined {
  const delta = totp(secret).validate({ token: code, timestamp: nowMs, window: WINDOW });
  return delta === null ? undefined : Math.floor(nowMs / 1_000 / PERIOD_SECONDS) + delta;
}

/** Whether a text looks like a code of the app, not like a recovery code. */
export function isAppCode(code: string): boolean {
  return /^\d{6}$/.test(code);
}

/** A code as it was typed, without the blanks and hyphens that make it legible. */
export function plainCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .slice(0, 100)
    .replace(/[\s-]+/g, '')
    .toUpperCase();
}

/** New codes for when the app is lost, each good once, such as `7KQF-2MZA-…`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const { buffer } = new Uint8Array(randomBytes(RECOVERY_BYTES));
    return new Secret({ buffer }).base32.replace(GROUP, '$&-');
  });
}

/** What is stored of a recovery code. */
export function recoveryDigest(code: string): Buffer {
  return digestOf(`recovery ${plainCode(code)}`);
}

function totp(secret: string, label = '', issuer = ''): TOTP {
  return new TOTP({
    issuer,
    label,
    algorithm: 'SHA1',
    digits: DIGITS,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}
