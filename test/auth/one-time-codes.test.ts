import { describe, expect, test } from 'vitest';
import {
  appUri,
  isAppCode,
  newAppSecret,
  newRecoveryCodes,
  plainCode,
  recoveryDigest,
  stepOf,
} from '../../server/auth/one-time-codes.ts';

/** "12345678901234567890", the secret of RFC 6238, Appendix B; its codes have 8 digits, of which ours are the last 6. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('a code of the app', () => {
  test.each([
    [59, '287082', 0x1],
    [1_111_111_109, '081804', 0x23523ec],
    [1_111_111_111, '050471', 0x23523ed],
    [1_234_567_890, '005924', 0x273ef07],
    [2_000_000_000, '279037', 0x3f940aa],
  ])('is that of RFC 6238 at %d s', (seconds, code, step) => {
    expect(stepOf(SECRET, code, seconds * 1_000)).toBe(step);
  });

  test('is good half a minute earlier and later, not longer', () => {
    const at = (seconds: number) => stepOf(SECRET, '287082', seconds * 1_000);
    expect([at(0), at(30), at(89)]).toEqual([1, 1, 1]);
    expect(at(90)).toBeUndefined();
    expect(stepOf(SECRET, '287083', 59_000)).toBeUndefined();
  });

  test('is read as it is shown', () => {
    expect(plainCode(' 287 082 ')).toBe('287082');
    expect(plainCode('２８７０８２')).toBe('287082');
    expect(isAppCode('287082')).toBe(true);
    expect(isAppCode('ABCDEF')).toBe(false);
  });
});

describe('a secret for the app', () => {
  test('has the 160 bits that RFC 4226 advises, and is another each time', () => {
    expect(newAppSecret()).toMatch(/^[A-Z2-7]{32}$/);
    expect(newAppSecret()).not.toBe(newAppSecret());
  });

  test('is told to apps by an address', () => {
    const url = new URL(appUri(SECRET, '李 梅', 'Jinlin'));
    expect([url.protocol, url.host]).toEqual(['otpauth:', 'totp']);
    expect(decodeURIComponent(url.pathname)).toBe('/Jinlin:李 梅');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      secret: SECRET,
      issuer: 'Jinlin',
      digits: '6',
      period: '30',
    });
  });
});

describe('recovery codes', () => {
  test('are ten different ones, in groups', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/);
  });

  test('are known again however they are typed', () => {
    expect(recoveryDigest('abcd efgh-ijkl mnop')).toEqual(recoveryDigest('ABCD-EFGH-IJKL-MNOP'));
    expect(recoveryDigest('ABCD-EFGH-IJKL-MNOQ')).not.toEqual(
      recoveryDigest('ABCD-EFGH-IJKL-MNOP'),
    );
  });
});
