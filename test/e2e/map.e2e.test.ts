import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { graphql } from '../generated/gql.ts';
import { summaryOf, worstCommunity } from './city.ts';
import { mapIsDrawn, picture, seriousViolations, smallTargets, spotInCommunity } from './page.ts';
import { missing, VISITORS, type Visitor, withStage } from './stage.ts';

const { hub, visit } = withStage();

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

/** How many communities are drawn, and how many in the colour of each verdict. */
function drawnVerdicts(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const states = new Map<string, string>();
    for (const { id, state } of window.jinlin?.map.queryRenderedFeatures() ?? []) {
      if (String(id).startsWith('community_')) states.set(String(id), String(state['status']));
    }
    const counts: Record<string, number> = { total: states.size };
    for (const status of states.values()) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  });
}

const figure = (meters: number): string => Math.round(meters).toLocaleString('en');

describe.skipIf(missing).each(VISITORS)(
  'the service map for $language at the $device',
  (visitor) => {
    test('shows the city, switches the rule, tells why a community fails, and is shared as a link', async () => {
      const { page } = await visit(visitor);
      const plaza = await summaryOf(hub, 'plaza-2km');
      expect(await page.locator('html').getAttribute('lang')).toMatch(
        visitor.language === 'zh' ? /^zh/ : /^en/,
      );
      await openPanel(page, visitor);
      const failing = page.getByTestId('status-FAIL');
      await expect.poll(() => failing.textContent()).toContain(String(plaza.failing));
      // What is drawn: every community of the city, in the colour of its verdict.
      if (visitor.device === 'desk') {
        const { total, failing: FAIL, passing: PASS } = plaza;
        await expect.poll(() => drawnVerdicts(page)).toEqual({ total, FAIL, PASS });
      }
      expect(await seriousViolations(page)).toEqual([]);
      await picture(page, `map-${visitor.device}-${visitor.language}`);

      // The other rule.
      const fitness = await summaryOf(hub, 'fitness-1km');
      await page.getByTestId('rule-switch').locator('label').nth(1).click();
      await expect.poll(() => failing.textContent()).toContain(String(fitness.failing));
      expect(page.url()).toContain('rule=fitness-1km');

      // The first of the list, and why it fails.
      const community = await worstCommunity(hub, 'fitness-1km');
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
      const meters = community.distanceMeters;
      expect(await reason.textContent()).toContain(`${figure(meters)} m`);
      expect(await reason.textContent()).toContain(`${figure(meters - 1_000)} m`);
      await mapIsDrawn(page);
      await openPanel(page, visitor);
      expect(await seriousViolations(page)).toEqual([]);
      await picture(page, `reason-${visitor.device}-${visitor.language}`);

      // The link shows somebody else the same.
      const camera = (on: Page): Promise<number[]> =>
        on.evaluate(() => {
          const { map } = window.jinlin as NonNullable<Window['jinlin']>;
          return [map.getCenter().lng, map.getCenter().lat, map.getZoom()];
        });
      await mapIsDrawn(page);
      await expect
        .poll(async () => {
          const { searchParams } = new URL(page.url());
          const place = ['lon', 'lat', 'zoom'].map((name) => Number(searchParams.get(name) ?? NaN));
          const here = await camera(page);
          return place.every((value, i) => Math.abs(value - (here[i] ?? NaN)) < 0.006);
        })
        .toBe(true);
      const shared = await visit(visitor, page.url());
      await shared.page.getByTestId('community-panel').waitFor();
      expect(await shared.page.getByTestId('detail-title').textContent()).toBe(
        await page.getByTestId('detail-title').textContent(),
      );
      const [there, here] = [await camera(shared.page), await camera(page)];
      for (const [i, value] of there.entries()) {
        expect(Math.abs(value - (here[i] ?? 0))).toBeLessThan(0.01);
      }

      // Back is back.
      await page.goBack();
      await page.getByTestId('overview').waitFor({ state: 'attached' });
    });
  },
);

describe.skipIf(missing).each(VISITORS)(
  'places on the map for $language at the $device',
  (visitor) => {
    test('are judged where one taps, as the server would', async () => {
      const { page } = await visit(visitor);
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
        graphql(`query CoverageWhereTapped($point: Position!) { coverageAt(point: $point) {
          rule { code } status nearest { distanceMeters } } }`),
        { point: at },
      );
      await openPanel(page, visitor);
      for (const { rule, status, nearest } of data.coverageAt) {
        const verdict = page.getByTestId(`here-${rule.code}`);
        await verdict.waitFor();
        expect(await verdict.getAttribute('data-status')).toBe(status);
        expect(await verdict.textContent()).toContain(`${figure(nearest?.distanceMeters ?? 0)} m`);
      }
      await mapIsDrawn(page);
      expect(await seriousViolations(page)).toEqual([]);
    });

    test('are found by the name of a community', async () => {
      const { page } = await visit(visitor);
      const { name, nameEn, at } = await worstCommunity(hub, 'plaza-2km');
      const search = page.getByRole('combobox', { name: /搜索|Search/ });
      // Two have this name: their districts stand beside it.
      await search.fill('中央里');
      const lines = page.locator('.search-hit:has(.search-mark) small');
      await expect.poll(() => lines.count()).toBe(2);
      expect(new Set(await lines.allTextContents()).size).toBe(2);
      await search.fill(visitor.language === 'zh' ? name : nameEn.replace(' Vil.', ''));
      await page
        .getByRole('option', { name: new RegExp(name) })
        .first()
        .waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await search.press('ArrowDown');
      await search.press('Enter');
      await page.getByTestId('community-panel').waitFor();
      // The panel is there before the map has gone where it says.
      await expect
        .poll(() =>
          page.evaluate(
            ([lon, lat]) => window.jinlin?.map.getBounds().contains([lon as number, lat as number]),
            at,
          ),
        )
        .toBe(true);
    });
  },
);

describe.skipIf(missing)('the service map', () => {
  const visitor: Visitor = { language: 'zh', device: 'desk' };

  test('limits figures and list to a district', async () => {
    const { page } = await visit(visitor, '/?district=63000060');
    const { passing, total } = await summaryOf(hub, 'plaza-2km', '63000060');
    await expect
      .poll(() => page.getByTestId('summary').textContent())
      .toMatch(new RegExp(`${passing}\\D+${total}`));
  });

  test('can be used with the keyboard alone', async () => {
    const { page } = await visit(visitor);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/跳到/);
    await page.getByTestId('verdict-list').getByRole('button').first().focus();
    const row = page.locator('.row-name').first();
    await row.focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('community-panel').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('overview').waitFor();
  });

  test('keeps the whole city in view, whatever size it takes, until somebody moves it', async () => {
    const { page } = await visit(visitor);
    const { data } = await hub.ask(graphql(`query BoxOfCity { hub { bbox } }`));
    const [west, south, east, north] = data.hub.bbox as number[];
    const shows = (corners: (number | undefined)[][]) =>
      page.evaluate(
        (positions) =>
          positions.every((at) => window.jinlin?.map.getBounds().contains(at as [number, number])),
        corners,
      );
    const city = [
      [west, south],
      [east, north],
    ];
    for (const [width, height] of [
      [1280, 800],
      [700, 560],
      [360, 640],
      [640, 360],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect.poll(() => shows(city)).toBe(true);
      expect(new URL(page.url()).searchParams.has('lon')).toBe(false);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await expect.poll(() => shows(city)).toBe(true);
    await page.getByRole('button', { name: '放大' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.has('lon')).toBe(true);
    const zoom = () => page.evaluate(() => window.jinlin?.map.getZoom());
    const before = await zoom();
    await page.setViewportSize({ width: 1000, height: 700 });
    await mapIsDrawn(page);
    expect(await zoom()).toBe(before);
  });

  test('gives taps and keys to what is being done, and Escape ends that only', async () => {
    const { page } = await visit(visitor);
    const picking = page.getByTestId('check-place');
    const canvas = page.locator('.maplibregl-canvas');
    await picking.click();
    expect(await picking.getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Escape');
    await expect.poll(() => picking.getAttribute('aria-pressed')).toBe('false');

    await picking.click();
    await canvas.press('Enter');
    await page.getByTestId('here-panel').waitFor();
    expect(await picking.getAttribute('aria-pressed')).toBe('false');

    // Then sites are tried.
    await page.getByTestId('try-sites').click();
    const adding = page.getByTestId('add-plaza');
    await adding.click();
    await page.keyboard.press('Escape');
    await expect.poll(() => adding.getAttribute('aria-pressed')).toBe('false');
    expect(new URL(page.url()).searchParams.get('try')).toBe('');
    await adding.click();
    await canvas.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('try')).toMatch(/^plaza@[\d.,]+$/);

    // A community that is looked at closes first; the trial stays.
    const spot = await spotInCommunity(page);
    await page.mouse.click(spot.x, spot.y);
    await page.getByTestId('community-panel').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('scenario-panel').waitFor();
    expect(new URL(page.url()).searchParams.get('selected')).toBeNull();
  });

  test('says so when the hub cannot be reached, keeps the page, and recovers by itself', async () => {
    let isCut = false;
    const { page } = await visit(visitor, '/', { isCut: () => isCut });
    const row = page.locator('.row-name').first();
    // The list may come after the map.
    await row.waitFor();
    isCut = true;
    await page.route('**/graphql*', (route) => route.abort());
    await row.click();
    const problem = page.getByTestId('problem').first();
    await problem.waitFor();
    expect(await problem.textContent()).toContain('无法连接');
    await problem.getByRole('button').first().click();
    await problem.waitFor();
    await page.unroute('**/graphql*');
    isCut = false;
    await page.getByTestId('community-panel').waitFor();
  });

  test('says so when a link names a rule that does not exist', async () => {
    const { page } = await visit(visitor, `/?rule=nope`);
    const problem = page.getByTestId('problem').first();
    await problem.waitFor();
    expect(await problem.textContent()).toContain('不存在');
  });

  test('prints a page with the title, the figures and the map', async () => {
    const { page } = await visit(visitor);
    const pdf = await page.pdf({ format: 'A4', printBackground: true });
    expect(pdf.byteLength).toBeGreaterThan(30_000);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByTestId('check-place').isVisible()).toBe(false);
    expect(await page.getByTestId('summary').isVisible()).toBe(true);
  });

  test('has a query editor whose examples run', async () => {
    const { page } = await visit({ language: 'en', device: 'desk' }, '/graphiql', {
      hasMap: false,
    });
    // The button does nothing before the editor behind it is there.
    await expect
      .poll(() => page.locator('.graphiql-query-editor').textContent())
      .toContain('coverage');
    await page.locator('.result-window .monaco-editor').waitFor();
    await page.getByRole('button', { name: /Execute/ }).click();
    await expect.poll(() => page.locator('.result-window').textContent()).toMatch(/"data"/);
  });
});

describe.skipIf(missing).each<Visitor>([
  { language: 'zh', device: 'desk' },
  { language: 'en', device: 'phone' },
])('data are taken away in $language at the $device', (visitor) => {
  test('as a file in the format and coordinates chosen, of what is filtered', async () => {
    const { data } = await hub.ask(
      graphql(`query FirstCounty { regions(first: 1, filter: { level: COUNTY }) {
        edges { node { code } } } }`),
    );
    const code = data.regions.edges[0]?.node.code;
    const { page } = await visit(visitor, `/?district=${code}&status=fail`);
    await openPanel(page, visitor);
    await page.getByTestId('export').click();
    await page.getByTestId('export-save').waitFor();
    await page.getByTestId('export-layer').selectOption('communities');
    await page.getByTestId('export-format').selectOption('csv');
    await page.getByTestId('export-system').selectOption('GCJ02');
    expect(await page.getByTestId('export-dialog').innerText()).toContain('0.1');
    expect(await seriousViolations(page)).toEqual([]);
    if (visitor.device === 'phone') expect(await smallTargets(page, 'dialog')).toEqual([]);
    await picture(page, `export-${visitor.device}-${visitor.language}`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('export-save').click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^Taipei-communities-GCJ02-.*\.csv$/);
    const text = await readFile(await download.path(), 'utf8');
    const filter = { region: code, coverage: { rule: 'plaza-2km', status: 'FAIL' } };
    const counted = await hub.ask(
      graphql(`query CountOfCommunities($filter: CommunityFilter) {
        communities(filter: $filter) { totalCount } }`),
      { filter },
    );
    expect(text.trim().split('\r\n')).toHaveLength(1 + counted.data.communities.totalCount);
    expect(text).toContain('wkt (GCJ02)');
    await page.keyboard.press('Escape');
    await page.getByTestId('export-dialog').waitFor({ state: 'detached' });
  });
});
