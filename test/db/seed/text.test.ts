import { expect, test } from 'vitest';
import {
  lostCharacterPattern,
  nameVariants,
  normaliseName,
  simplify,
} from '../../../db/seed/text.ts';

test.each([
  ['西本願寺（萬華406號）廣場', '西本願寺(萬華406號)廣場'],
  ['信義 414 號公園', '信義414號公園'],
  ['臺北公園', '台北公園'],
  ['南港五號廣場', '南港5號廣場'],
  ['萬芳十號公園', '萬芳10號公園'],
  ['萬芳十二號公園', '萬芳12號公園'],
  ['籃球架（全場）　', '籃球架(全場)'],
  ['三民公園', '三民公園'],
])('compares %s as %s', (raw, normal) => {
  expect(normaliseName(raw)).toBe(normal);
});

test('knows a name without its brackets and without the 號 after its number', () => {
  expect(nameVariants('五分埔公園(前名中坡公園)')).toContain('五分埔公園');
  expect(nameVariants('大同249號綠地')).toContain('大同249綠地');
});

test('fills a lost character with exactly one', () => {
  const pattern = lostCharacterPattern('?公公園');
  expect(pattern.test('瑠公公園')).toBe(true);
  expect(pattern.test('瑠公圳公園')).toBe(false);
  expect(pattern.test('公公園')).toBe(false);
});

test('takes nothing but the lost character as a pattern', () => {
  expect(lostCharacterPattern('?園(前.名)').test('公園(前名名)')).toBe(false);
});

test('writes names in simplified characters', () => {
  expect(simplify('萬華區健身路徑')).toBe('万华区健身路径');
});
