import { describe, expect, it } from 'vitest';
import { kindNames, placeName, shortName } from '../../web/i18n/names.ts';
import { formatHectares, formatNumber, formatShare } from '../../web/i18n/numbers.ts';

describe('figures', () => {
  it('have thousands separators in both languages', () => {
    expect(formatNumber(2602418, 'zh')).toBe('2,602,418');
    expect(formatNumber(2602418, 'en')).toBe('2,602,418');
  });

  it.each([
    [0, '0.0%'],
    [0.00001, '0.1%'],
    [0.5, '50.0%'],
    [0.99999, '99.9%'],
    [1, '100.0%'],
  ])('never round a share of %f to all or nothing', (share, text) => {
    expect(formatShare(share, 'zh')).toBe(text);
  });

  it('give areas in hectares', () => {
    expect(formatHectares(123_456, 'zh')).toBe('12.3');
    expect(formatHectares(28_400_000, 'en')).toBe('2,840');
  });
});

describe('names', () => {
  const wenshan = { name: '文山區', nameEn: 'Wenshan District' };

  it('are Chinese, and in English have the Chinese name behind', () => {
    expect(placeName(wenshan, 'zh')).toBe('文山區');
    expect(placeName(wenshan, 'en')).toBe('Wenshan District 文山區');
    expect(shortName(wenshan, 'en')).toBe('Wenshan District');
  });

  it('fall back to Chinese where there is no English one', () => {
    expect(placeName({ name: '南港1號廣場', nameEn: null }, 'en')).toBe('南港1號廣場');
  });

  it('of several kinds are joined by "or"', () => {
    const kinds = [
      { name: '广场', nameEn: 'Plaza' },
      { name: '公园', nameEn: 'Park' },
    ];
    expect(kindNames(kinds, 'en')).toBe('plaza or park');
    expect(kindNames(kinds, 'zh')).toBe('广场或公园');
  });
});
