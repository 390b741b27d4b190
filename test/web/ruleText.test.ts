import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import { en } from '../../web/i18n/en.ts';
import { formatTarget } from '../../web/i18n/numbers.ts';
import { zh } from '../../web/i18n/zh.ts';
import type { Rule } from '../../web/rules/rule.ts';
import { ruleLabels, ruleSentences } from '../../web/rules/ruleText.ts';

const i18n = i18next.createInstance();
i18n.init({
  resources: { zh: { translation: zh }, en: { translation: en } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

const school = { code: 'primary-school', name: '小学', nameEn: 'Primary school' };
const clinic = { code: 'clinic', name: '诊所', nameEn: 'Clinic' };
const plain: Rule = {
  code: 'school-500m',
  name: '小学 500 米',
  nameEn: 'Primary school within 500 m',
  clause: '11.3',
  radiusMeters: 1500,
  facilityKinds: [school],
  reading: 'SERVICE_POINT',
  minimumShare: null,
};

/** What the screen shows of a rule. */
function shown(rule: Parameters<typeof ruleSentences>[0], language: 'zh' | 'en'): string {
  const t = i18n.getFixedT(language) as (key: string, values: object) => string;
  return ruleSentences(rule, language)
    .map(({ key, values }) => t(key, values))
    .join(' · ');
}

describe('what a rule says', () => {
  it('is the radius where it reads the service point', () => {
    expect(shown(plain, 'zh')).toBe('服务半径 1,500 m · 依据第 11.3 条');
    expect(shown(plain, 'en')).toBe('Within 1,500 m · Clause 11.3');
  });

  it('names the share of residents', () => {
    const rule = { ...plain, reading: 'RESIDENTS', minimumShare: 0.9 } as const;
    expect(shown(rule, 'zh')).toBe('≥ 90% 的居民 1,500 m 内有小学 · 依据第 11.3 条');
    expect(shown(rule, 'en')).toBe(
      'Primary school within 1,500 m for ≥ 90% of residents · Clause 11.3',
    );
  });

  it('names the share of the area, all kinds, and a source that is no clause', () => {
    const rule: Rule = {
      ...plain,
      reading: 'AREA',
      minimumShare: 0.625,
      facilityKinds: [school, clinic],
      clause: 'GB 50180-2018',
    };
    expect(shown(rule, 'zh')).toBe(
      '≥ 62.5% 的面积在小学 / 诊所 1,500 m 服务范围内 · 依据 GB 50180-2018',
    );
    expect(shown(rule, 'en')).toBe(
      'Primary school / Clinic within 1,500 m for ≥ 62.5% of the area · Source: GB 50180-2018',
    );
  });

  it('names no source where there is none', () => {
    expect(shown({ ...plain, clause: '' }, 'en')).toBe('Within 1,500 m');
  });

  it.each([
    [0.9, '90%'],
    [0.07, '7%'],
    [0.905, '90.5%'],
    [1, '100%'],
    [1 / 3, '33.333333%'],
  ])('gives a share of %f the decimals that it has', (share, text) => {
    expect(formatTarget(share, 'zh')).toBe(text);
  });
});

describe('where there is little room, a rule', () => {
  it('is called by its kinds', () => {
    const other = { ...plain, code: 'b', facilityKinds: [school, clinic] };
    expect([...ruleLabels([plain, other], 'zh')]).toEqual([
      ['school-500m', '小学'],
      ['b', '小学 / 诊所'],
    ]);
  });

  it('is called by its name when another one asks for the same kinds', () => {
    const other = { ...plain, code: 'b', nameEn: 'School for 9 of 10' };
    expect([...ruleLabels([plain, other], 'en').values()]).toEqual([
      'Primary school within 500 m',
      'School for 9 of 10',
    ]);
  });
});
