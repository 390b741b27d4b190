import { expect, test } from 'vitest';
import { formatMoment } from '../../web/i18n/moment.ts';

const now = new Date(2026, 10, 23, 15, 0).getTime();

test.each([
  ['today', new Date(2026, 10, 23, 9, 5), '09:05', '09:05'],
  ['just after midnight', new Date(2026, 10, 23, 0, 7), '00:07', '00:07'],
  ['the evening before', new Date(2026, 10, 22, 23, 59), '22 Nov, 23:59', '11月22日 23:59'],
  ['the year before', new Date(2025, 10, 23, 15, 0), '23 Nov 2025, 15:00', '2025年11月23日 15:00'],
])('a moment of %s', (_, at, en, zh) => {
  expect(formatMoment(at.getTime(), now, 'en')).toBe(en);
  expect(formatMoment(at.getTime(), now, 'zh')).toBe(zh);
});
