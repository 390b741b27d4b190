import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';
import {
  launchBrowser,
  mapIsDrawn,
  missingBrowser,
  seriousViolations,
  smallTargets,
  type Visitor,
  visit,
} from './browser.ts';

const missing = missingBrowser ?? missingDatabase;
const webDir = fileURLToPath(new URL('../../dist/web/', import.meta.url));
/** To be looked at after a run. */
const SCREENSHOTS = new URL('../../test-results/screenshots/', import.meta.url);
const VISITORS: Visitor[] = [
  { language: 'zh', device: 'desk' },
  { language: 'en', device: 'desk' },
  { language: 'zh', device: 'phone' },
  { language: 'en', device: 'phone' },
];

let hub: TestHub;
let browser: Browser;

beforeAll(async () => {
  if (missing) return;
  hub = await startTestHub({ webDir });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

/** Draws the sheet of a phone up, so that the panel can be used. */
async function openPanel(page: Page, { device }: Visitor): Promise<void> {
  if (device === 'desk') return;
  const handle = page.getByTestId('sheet-handle');
  const top = async (): Promise<number> => (await handle.boundingBox())?.y ?? Infinity;
  for (let before = await top(); before >= 200; before = await top()) {
    await handle.press('Enter');
    await expect.poll(top).not.toBe(before);
  }
}

/** The worst community of a rule by the API. */
async function worst(rule: string): Promise<{
  id: string;
  name: string;
  nameEn: string;
  servicePoint: { coordinates: [number, number] };
  coverage: { nearest: { distanceMeters: number } };
}> {
  const { data } = await hub.ask(
    `query ($rule: String!) { communities(first: 1, filter: { coverage: { rule: $rule, status: FAIL } },
      orderBy: { field: NEAREST_FACILITY_DISTANCE, direction: DESC }) { edges { node { id name nameEn
        servicePoint coverage(rule: $rule) { nearest { distanceMeters } } } } } }`,
    { rule },
  );
  return (data as { communities: { edges: { node: never }[] } }).communities.edges[0]
    ?.node as never;
}

async function summary(rule: string): Promise<{ passing: number; failing: number; total: number }> {
  const { data } = await hub.ask(
    'query ($rule: String!) { coverageSummary(rule: $rule) { passing failing total } }',
    { rule },
  );
  return (data as { coverageSummary: never }).coverageSummary;
}

const figure = (meters: number): string => Math.round(meters).toLocaleString('en');

describe.skipIf(missing).each(VISITORS)(
  'the service map for $language at the $device',
  (visitor) => {
    test('shows the city, switches the rule, tells why a community fails, and is shared as a link', async () => {
      const { page, faults, close } = await visit(browser, hub.url, visitor);
      const plaza = await summary('plaza-2km');
      expect(await page.locator('html').getAttribute('lang')).toMatch(
        visitor.language === 'zh' ? /^zh/ : /^en/,
      );
      await openPanel(page, visitor);
      const failing = page.getByTestId('status-FAIL');
      await expect.poll(() => failing.textContent()).toContain(String(plaza.failing));
      // What is drawn: every community of the city, in the colour of its verdict.
      const drawn = await page.evaluate(() => {
        const states = new Map<string, string>();
        for (const { id, state } of window.jinlin?.map.queryRenderedFeatures() ?? []) {
          if (String(id).startsWith('community_')) states.set(String(id), String(state['status']));
        }
        return [...states.values()];
      });
      if (visitor.device === 'desk') {
        expect(drawn).toHaveLength(plaza.total);
        expect(drawn.filter((status) => status === 'FAIL')).toHaveLength(plaza.failing);
        expect(drawn.filter((status) => status === 'PASS')).toHaveLength(plaza.passing);
      }
      expect(await seriousViolations(page)).toEqual([]);
      await page.screenshot({
        path: fileURLToPath(new URL(`map-${visitor.device}-${visitor.language}.png`, SCREENSHOTS)),
      });

      // The other rule.
      const fitness = await summary('fitness-1km');
      await page.getByTestId('rule-switch').locator('label').nth(1).click();
      await expect.poll(() => failing.textContent()).toContain(String(fitness.failing));
      expect(page.url()).toContain('rule=fitness-1km');

      // The first of the list, and why it fails.
      const community = await worst('fitness-1km');
      const name = visitor.language === 'zh' ? community.name : community.nameEn;
      await openPanel(page, visitor);
      await page
        .getByTestId('verdict-list')
        .getByRole('button', { name: new RegExp(name) })
        .click();
      await page.getByTestId('community-panel').waitFor();
      expect(await page.getByTestId('detail-title').textContent()).toContain(
        visitor.language === 'zh' ? community.name : community.nameEn.replace(' Vil.', ''),
      );
      const reason = page.getByTestId('coverage-fitness-1km').getByTestId('reason');
      const meters = community.coverage.nearest.distanceMeters;
      expect(await reason.textContent()).toContain(`${figure(meters)} m`);
      expect(await reason.textContent()).toContain(`${figure(meters - 1_000)} m`);
      await mapIsDrawn(page);
      await openPanel(page, visitor);
      expect(await seriousViolations(page)).toEqual([]);
      await page.screenshot({
        path: fileURLToPath(
          new URL(`reason-${visitor.device}-${visitor.language}.png`, SCREENSHOTS),
        ),
      });

      // The link shows somebody else the same.
      const camera = (on: Page): Promise<number[]> =>
        on.evaluate(() => {
          const { map } = window.jinlin as NonNullable<Window['jinlin']>;
          return [map.getCenter().lng, map.getCenter().lat, map.getZoom()];
        });
      await mapIsDrawn(page);
      await expect
        .poll(async () => {
          // A map that has not been moved has no place in its address.
          const lon = new URL(page.url()).searchParams.get('lon');
          return lon === null ? 0 : Math.abs(Number(lon) - ((await camera(page))[0] ?? NaN));
        })
        .toBeLessThan(1e-4);
      const shared = await visit(browser, page.url(), visitor);
      await shared.page.getByTestId('community-panel').waitFor();
      expect(await shared.page.getByTestId('detail-title').textContent()).toBe(
        await page.getByTestId('detail-title').textContent(),
      );
      const [there, here] = [await camera(shared.page), await camera(page)];
      for (const [i, value] of there.entries()) {
        expect(Math.abs(value - (here[i] ?? 0))).toBeLessThan(0.01);
      }
      expect(shared.faults).toEqual([]);
      await shared.close();

      // Back is back.
      await page.goBack();
      await page.getByTestId('overview').waitFor({ state: 'attached' });
      expect(faults).toEqual([]);
      await close();
    });

    test('tells what is near a place that is tapped, as the server would', async () => {
      const { page, faults, close } = await visit(browser, hub.url, visitor);
      const { width, height } = page.viewportSize() as { width: number; height: number };
      await page.getByTestId('check-place').click();
      const spot =
        visitor.device === 'desk'
          ? { x: width * 0.6, y: height * 0.6 }
          : { x: width / 2, y: height * 0.4 };
      if (visitor.device === 'desk') await page.mouse.click(spot.x, spot.y);
      else await page.touchscreen.tap(spot.x, spot.y);
      await page.getByTestId('here-panel').waitFor();
      const at = new URL(page.url()).searchParams.get('at')?.split(',').map(Number);
      expect(at).toHaveLength(2);
      const { data } = await hub.ask(
        'query ($point: Position!) { coverageAt(point: $point) { rule { code } status nearest { distanceMeters } } }',
        { point: at },
      );
      const { coverageAt } = data as {
        coverageAt: {
          rule: { code: string };
          status: string;
          nearest: { distanceMeters: number };
        }[];
      };
      await openPanel(page, visitor);
      for (const { rule, status, nearest } of coverageAt) {
        const verdict = page.getByTestId(`here-${rule.code}`);
        await verdict.waitFor();
        expect(await verdict.getAttribute('data-status')).toBe(status);
        expect(await verdict.textContent()).toContain(`${figure(nearest.distanceMeters)} m`);
      }
      await mapIsDrawn(page);
      expect(await seriousViolations(page)).toEqual([]);
      expect(faults).toEqual([]);
      await close();
    });

    test('finds a community by its name and goes there', async () => {
      const { page, faults, close } = await visit(browser, hub.url, visitor);
      const { name, nameEn, servicePoint } = await worst('plaza-2km');
      const search = page.getByRole('combobox', { name: /搜索|Search/ });
      await search.fill(visitor.language === 'zh' ? name : nameEn.replace(' Vil.', ''));
      await page
        .getByRole('option', { name: new RegExp(name) })
        .first()
        .waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await search.press('ArrowDown');
      await search.press('Enter');
      await page.getByTestId('community-panel').waitFor();
      await mapIsDrawn(page);
      const inView = await page.evaluate(
        ([lon, lat]) => window.jinlin?.map.getBounds().contains([lon as number, lat as number]),
        servicePoint.coordinates,
      );
      expect(inView).toBe(true);
      expect(faults).toEqual([]);
      await close();
    });
  },
);

describe.skipIf(missing)('the service map', () => {
  const visitor: Visitor = { language: 'zh', device: 'desk' };

  test('limits figures and list to a district', async () => {
    const { page, close } = await visit(browser, `${hub.url}/?district=63000060`, visitor);
    const { data } = await hub.ask(
      '{ coverageSummary(rule: "plaza-2km", region: "63000060") { passing total } }',
    );
    const { passing, total } = (data as { coverageSummary: { passing: number; total: number } })
      .coverageSummary;
    await expect
      .poll(() => page.getByTestId('summary').textContent())
      .toMatch(new RegExp(`${passing}\\D+${total}`));
    await close();
  });

  test('can be used with the keyboard alone', async () => {
    const { page, close } = await visit(browser, hub.url, visitor);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/跳到/);
    await page.getByTestId('verdict-list').getByRole('button').first().focus();
    const row = page.locator('.row-name').first();
    await row.focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('community-panel').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('overview').waitFor();
    await close();
  });

  test('says so when the hub cannot be reached, keeps the page, and recovers by itself', async () => {
    const { page, close } = await visit(browser, hub.url, visitor);
    await page.route('**/graphql*', (route) => route.abort());
    await page.locator('.row-name').first().click();
    const problem = page.getByTestId('problem').first();
    await problem.waitFor();
    expect(await problem.textContent()).toContain('无法连接');
    await problem.getByRole('button').first().click();
    await problem.waitFor();
    await page.unroute('**/graphql*');
    await page.getByTestId('community-panel').waitFor();
    await close();
  });

  test('says so when a link names a rule that does not exist', async () => {
    const { page, close } = await visit(browser, `${hub.url}/?rule=nope`, visitor);
    const problem = page.getByTestId('problem').first();
    await problem.waitFor();
    expect(await problem.textContent()).toContain('不存在');
    await close();
  });

  test('prints a page with the title, the figures and the map', async () => {
    const { page, close } = await visit(browser, hub.url, visitor);
    const pdf = await page.pdf({ format: 'A4', printBackground: true });
    expect(pdf.byteLength).toBeGreaterThan(30_000);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByTestId('check-place').isVisible()).toBe(false);
    expect(await page.getByTestId('summary').isVisible()).toBe(true);
    await close();
  });

  test('has a query editor whose examples run', async () => {
    const context = await browser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    const hosts = new Set<string>();
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    await page.goto(`${hub.url}/graphiql`);
    // The button does nothing before the editor behind it is there.
    await expect
      .poll(() => page.locator('.graphiql-query-editor').textContent(), { timeout: 30_000 })
      .toContain('coverage');
    await page.locator('.result-window .monaco-editor').waitFor();
    await page.getByRole('button', { name: /Execute/ }).click();
    await expect
      .poll(() => page.locator('.result-window').textContent(), { timeout: 20_000 })
      .toMatch(/"data"/);
    hosts.delete('');
    expect([...hosts]).toEqual([new URL(hub.url).host]);
    await context.close();
  });
});

describe.skipIf(missing).each<Visitor>([
  { language: 'zh', device: 'desk' },
  { language: 'en', device: 'phone' },
])('data are taken away in $language at the $device', (visitor) => {
  test('as a file in the format and coordinates chosen, of what is filtered', async () => {
    const { data } = await hub.ask(
      '{ regions(first: 1, filter: { level: COUNTY }) { edges { node { code } } } }',
    );
    const [region] = (data as { regions: { edges: { node: { code: string } }[] } }).regions.edges;
    const code = region?.node.code;
    const { page, faults, close } = await visit(
      browser,
      `${hub.url}/?district=${code}&status=fail`,
      visitor,
    );
    await openPanel(page, visitor);
    await page.getByTestId('export').click();
    await page.getByTestId('export-save').waitFor();
    await page.getByTestId('export-layer').selectOption('communities');
    await page.getByTestId('export-format').selectOption('csv');
    await page.getByTestId('export-system').selectOption('GCJ02');
    expect(await page.getByTestId('export-dialog').innerText()).toContain('0.1');
    expect(await seriousViolations(page)).toEqual([]);
    if (visitor.device === 'phone') expect(await smallTargets(page, 'dialog')).toEqual([]);
    const name = `export-${visitor.language}-${visitor.device}.png`;
    await page.screenshot({ path: fileURLToPath(new URL(name, SCREENSHOTS)) });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('export-save').click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^Taipei-communities-GCJ02-.*\.csv$/);
    const text = await readFile(await download.path(), 'utf8');
    const filter = { region: code, coverage: { rule: 'plaza-2km', status: 'FAIL' } };
    const counted = await hub.ask(
      'query ($filter: CommunityFilter) { communities(filter: $filter) { totalCount } }',
      { filter },
    );
    const { totalCount } = (counted.data as { communities: { totalCount: number } }).communities;
    expect(text.trim().split('\r\n')).toHaveLength(1 + totalCount);
    expect(text).toContain('wkt (GCJ02)');
    await page.keyboard.press('Escape');
    await page.getByTestId('export-dialog').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await close();
  });
});
