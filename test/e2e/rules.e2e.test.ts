import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { summaryOf } from './city.ts';
import { picture, seriousViolations } from './page.ts';
import { CROSSED_VISITORS, missing, type Visitor, withStage } from './stage.ts';

const LONG = 'Public green space, park or playground open to everybody all year';
const parks = { facilityKinds: ['park'], radiusMeters: 300, clause: 'GB 50180-2018' };
const RULES = [
  { code: 'park-300m', name: '公园绿地 300 米', nameEn: 'Park within 300 m', ...parks },
  { code: 'park-long', name: '面向全体居民常年开放的公园绿地和儿童游乐场', nameEn: LONG, ...parks },
  {
    code: 'park-area',
    name: '公园绿地覆盖面积',
    nameEn: 'Area with a park in reach',
    ...parks,
    reading: 'AREA',
    minimumShare: 0.6,
  },
  {
    code: 'park-residents',
    name: '九成居民有公园',
    nameEn: 'Park for nine of ten residents',
    ...parks,
    reading: 'RESIDENTS',
    minimumShare: 0.9,
  },
];

const { hub, visit } = withStage();

beforeAll(async () => {
  for (const input of RULES) await change('createRule', input);
});

async function change(name: string, input: object): Promise<void> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { errors } = await hub.send(
    `mutation ($input: ${type}!) { ${name}(input: $input) { dataVersion } }`,
    { input },
  );
  expect(errors).toBeUndefined();
}

async function openPanel(page: Page, { device }: Visitor): Promise<void> {
  if (device === 'desk') return;
  await page.getByTestId('sheet-handle').press('Enter');
  await page.getByTestId('sheet-handle').press('Enter');
}

describe.skipIf(missing).each(CROSSED_VISITORS)(
  'many rules with long names for $language at the $device',
  (visitor) => {
    const { language } = visitor;

    test('are chosen from a list that says what each demands', async () => {
      const { page } = await visit(visitor);
      await openPanel(page, visitor);
      const rules = page.getByTestId('rule-switch');
      await rules.locator('.rule-select').click();
      const options = page.locator('.rule-select-list .ant-select-item-option');
      await expect.poll(() => options.count()).toBeGreaterThan(3);
      await expect.poll(() => options.first().boundingBox()).not.toBeNull();
      await picture(page, `rules-${visitor.device}-${language}`);
      // No name is cut off, and none leaves the screen.
      const cut = await options.evaluateAll(
        (found) =>
          found.filter(
            (option) =>
              [option, ...option.querySelectorAll('*')].some(
                (part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0,
              ) || option.getBoundingClientRect().right > innerWidth,
          ).length,
      );
      expect(cut).toBe(0);
      expect(await seriousViolations(page)).toEqual([]);
      const name = language === 'zh' ? '九成居民有公园' : 'Park for nine of ten residents';
      // The list is as long as it is; what is typed shortens it.
      await page.keyboard.type(name.slice(0, 12));
      await options.filter({ hasText: name }).click();
      await expect.poll(() => page.url()).toContain('rule=park-residents');
      await expect
        .poll(() => page.getByTestId('rule-text').textContent())
        .toBe(
          language === 'zh'
            ? '≥ 90% 的居民 300 m 内有公园 · 依据 GB 50180-2018'
            : 'Park within 300 m for ≥ 90% of residents · Source: GB 50180-2018',
        );
      const { failing } = await summaryOf(hub, 'park-residents');
      await expect
        .poll(() => page.getByTestId('status-FAIL').textContent())
        .toContain(String(failing));

      // Why the worst one fails: the share that is missing.
      await page.locator('.row-name').first().click();
      const card = page.getByTestId('coverage-park-residents');
      await card.waitFor();
      expect(await card.getByTestId('reason').textContent()).toMatch(
        language === 'zh'
          ? /^[\d.]+% 的居民住在 300 m 服务半径内，要求 90%，还差 [\d.]+ 个百分点，即 [\d,]+ 人。$/
          : /^[\d.]+% of residents live within the 300 m radius, [\d.]+ points below the 90% required: residents missing: [\d,]+\.$/,
      );
      expect(await seriousViolations(page)).toEqual([]);
      await picture(page, `rule-reason-${visitor.device}-${language}`);
    });
  },
);

describe.skipIf(missing)('a city without the rule that pages open with', () => {
  test('opens with another one', async () => {
    await change('retireRule', { code: 'plaza-2km', version: 1 });
    const visitor: Visitor = { language: 'zh', device: 'desk' };
    const { page } = await visit(visitor);
    await page.getByTestId('summary').waitFor();
    expect(new URL(page.url()).searchParams.get('rule')).toBe('fitness-1km');
  });
});
