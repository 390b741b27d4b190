import { describe, expect, test } from 'vitest';
import { weaknessOf } from '../../server/auth/guessing.ts';

describe('a password', () => {
  test.each([
    ['Password2024!', 'PASSWORD_COMMON'],
    ['P@ssw0rd1234', 'PASSWORD_COMMON'],
    ['qwertyuiop', 'PASSWORD_COMMON'],
    // Of Chinese words: "I love you forever", a name with a birthday, a city, an office's habit.
    ['woaini1314520', 'PASSWORD_COMMON'],
    ['zhangwei19880808', 'PASSWORD_COMMON'],
    ['beijing2008', 'PASSWORD_COMMON'],
    ['Admin@123456', 'PASSWORD_COMMON'],
    ['shequfuwuzhan', 'PASSWORD_COMMON'],
    ['aaaaaaaaaaaa', 'PASSWORD_PATTERN'],
    ['abcdefghijk', 'PASSWORD_PATTERN'],
    ['19880808198', 'PASSWORD_DATE'],
  ])('that many choose is weak: %s', async (password, weakness) => {
    expect(await weaknessOf(password, [])).toBe(weakness);
  });

  test.each([
    'correct horse battery staple',
    'one that nobody else has',
    'xK9#mQ2$vL',
    '三月的风吹过老槐树',
  ])('that nobody else chooses is not: %s', async (password) => {
    expect(await weaknessOf(password, [])).toBeNull();
  });

  test('built of what is known of the person is weak', async () => {
    expect(await weaknessOf('ouyangxiufen1', ['ouyangxiufen'])).toBe('PASSWORD_COMMON');
    expect(await weaknessOf('ouyangxiufen1', [])).toBeNull();
  });

  test('of any length and kind is looked at within a second', async () => {
    await weaknessOf('warm', []);
    for (const password of ['a4@1!'.repeat(40), '1'.repeat(200), '密码'.repeat(100)]) {
      const begun = performance.now();
      await weaknessOf(password, []);
      expect(performance.now() - begun).toBeLessThan(1_000);
    }
  });
});
