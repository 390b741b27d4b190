import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { emptyCity } from '../setup/empty.ts';
import { signedIn } from '../setup/people.ts';
import { summaryOf } from './city.ts';
import { picture, seriousViolations, signInHere, smallTargets } from './page.ts';
import { missing, VISITORS, type Visitor, withStage } from './stage.ts';

const { hub, visit } = withStage();
const RULE = 'plaza-2km';

beforeAll(async () => {
  if (!missing) await signedIn(hub, 'boss', 'ADMIN');
});

async function exported(name: string): Promise<Buffer> {
  const response = await fetch(`${hub.url}/export/${name}`);
  return Buffer.from(await response.arrayBuffer());
}

/** Brings a file by the page, from the step of the city that it belongs to. */
async function bring(page: Page, step: string, name: string, buffer: Buffer): Promise<void> {
  await page.getByTestId(`city-${step}`).getByRole('button').click();
  await page
    .getByTestId('import-file')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await page.getByTestId('import-counts').waitFor();
}

async function commit(page: Page): Promise<void> {
  await page.getByTestId('import-confirm').check();
  await page.getByTestId('import-commit').click();
  await page.getByTestId('import-done').waitFor();
}

test.skipIf(missing)('an empty hub becomes a working city by the page alone', async () => {
  const communities = await exported('communities.geojson');
  const facilities = await exported('facilities.csv');
  const before = await summaryOf(hub, RULE);
  for (const visitor of VISITORS) {
    await emptyCity(hub);
    await becomeCity(visitor, communities, facilities);
    expect(await summaryOf(hub, RULE)).toEqual(before);
  }
});

async function becomeCity(
  visitor: Visitor,
  communities: Buffer,
  facilities: Buffer,
): Promise<void> {
  const { page } = await visit(visitor);
  const { device, language } = visitor;
  await page.getByTestId('city-empty').waitFor();
  await picture(page, `city-empty-${device}-${language}`);
  await page.getByTestId('account').click();
  await signInHere(page, 'boss');
  await page.getByTestId('city-begin').click();
  if (device === 'phone') await page.getByTestId('sheet-handle').press('ArrowUp');

  await page.getByTestId('city-name-zh').fill('示例市');
  await page.getByTestId('city-name-en').fill('Sample City');
  await page.getByTestId('city-save').click();
  const name = language === 'zh' ? '示例市' : 'Sample City';
  await expect.poll(() => page.title()).toContain(name);
  await picture(page, `city-page-${device}-${language}`);
  expect(await seriousViolations(page)).toEqual([]);
  if (device === 'phone') expect(await smallTargets(page, '.city')).toEqual([]);

  await bring(page, 'communities', '社区.geojson', communities);
  const regions = page.getByTestId('import-new-regions');
  await expect.poll(() => regions.textContent()).toContain('12');
  await picture(page, `city-new-regions-${device}-${language}`);
  expect(await page.getByTestId('import-commit').isDisabled()).toBe(true);
  await page.getByTestId('import-create-regions').check();
  await expect.poll(() => page.getByTestId('count-CREATE').textContent()).toMatch(/456/);
  await commit(page);

  await page.goto(new URL('/?page=city', hub.url).href);
  await expect.poll(() => page.getByTestId('city-communities').textContent()).toContain('456');
  await bring(page, 'facilities', '设施.csv', facilities);
  await commit(page);

  await page.goto(new URL('/?page=city', hub.url).href);
  const states = page.locator('.city-steps > li');
  await expect
    .poll(() => states.evaluateAll((all) => all.map((each) => each.getAttribute('data-state'))))
    .toEqual(['DONE', 'DONE', 'DONE', 'MISSING', 'DONE']);
  await picture(page, `city-done-${device}-${language}`);
}
