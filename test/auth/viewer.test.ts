import { describe, expect, test } from 'vitest';
import { demand } from '../../server/auth/policy.ts';
import { mayUse, viewerOf } from '../../server/auth/viewer.ts';
import { refusal } from '../shared/refusal.ts';

const TOKEN = 'a-token-of-enough-length';

describe('the viewer', () => {
  test.each([
    ['no header', undefined, TOKEN, { role: 'anonymous', refused: false }],
    ['the right token', `Bearer ${TOKEN}`, TOKEN, { role: 'admin', refused: false }],
    ['the scheme in lower case', `bearer ${TOKEN}`, TOKEN, { role: 'admin', refused: false }],
    ['a wrong token', 'Bearer nope', TOKEN, { role: 'anonymous', refused: true }],
    ['a token that is longer', `Bearer ${TOKEN}x`, TOKEN, { role: 'anonymous', refused: true }],
    ['another scheme', `Basic ${TOKEN}`, TOKEN, { role: 'anonymous', refused: true }],
    ['a hub without token', `Bearer ${TOKEN}`, undefined, { role: 'anonymous', refused: true }],
    ['an empty token', 'Bearer ', '', { role: 'anonymous', refused: true }],
  ] as const)('with %s', (_name, header, adminToken, viewer) => {
    expect(viewerOf(header, adminToken)).toEqual(viewer);
  });
});

describe('a policy', () => {
  const anonymous = { role: 'anonymous', refused: false } as const;
  const admin = { role: 'admin', refused: false } as const;

  test('is denied to everybody when there is none', () => {
    expect(mayUse(anonymous, undefined)).toBe(false);
    expect(mayUse(admin, undefined)).toBe(false);
    expect(refusal(() => demand(admin, undefined, 'It'))).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('admin is for the administrator only', () => {
    expect(mayUse(anonymous, 'admin')).toBe(false);
    expect(mayUse(admin, 'admin')).toBe(true);
    expect(refusal(() => demand(anonymous, 'admin', 'It'))).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  test('public is for all', () => {
    expect(mayUse(anonymous, 'public')).toBe(true);
  });
});
