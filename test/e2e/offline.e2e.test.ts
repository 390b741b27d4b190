import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { graphql } from '../generated/gql.ts';
import { type Cable, layCable } from './cable.ts';
import { nearlyPassing, summaryOf } from './city.ts';
import { mapIsDrawn, picture, seriousViolations } from './page.ts';
import {
  builtPages,
  CROSSED_VISITORS,
  missing,
  untilBuilt,
  type Visit,
  type Visitor,
  withStage,
} from './stage.ts';

const source = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A copy of the pages, because a test puts another build in its place. */
const webDir = await mkdtemp(join(tmpdir(), 'jinlin-web-'));
let cable: Cable;

beforeAll(async () => {
  await untilBuilt();
  await cp(builtPages, webDir, { recursive: true });
});
afterAll(() => rm(webDir, { recursive: true, force: true }));
// After the pages have been closed, which would miss it.
afterEach(() => cable.close());
const { hub, visit } = withStage({ webDir });
beforeEach(async () => {
  cable = await layCable(hub.url);
});

/** Opens the page at the end of the cable, and waits until it could do without the network. */
async function visitAndKeep(path: string, visitor: Visitor): Promise<Visit> {
  const opened = await visit(visitor, `${cable.url}${path}`, {
    serviceWorker: true,
    isCut: () => cable.isCut,
  });
  await viewIsKept(opened.page);
  return opened;
}

/** Waits until the service worker is in charge and has every tile of the view. */
async function viewIsKept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const missingTiles = () =>
    page.evaluate(async () => {
      const kept = await caches.open('jinlin-tiles');
      const paths = new Set((await kept.keys()).map(({ url }) => new URL(url).pathname));
      const shown = window.jinlin?.map.coveringTiles({ tileSize: 512, maxzoom: 16 }) ?? [];
      return shown
        .map(({ canonical: { z, x, y } }) => `/tiles/${z}/${x}/${y}.mvt`)
        .filter((path) => !paths.has(path));
    });
  await mapIsDrawn(page);
  await expect.poll(missingTiles).toEqual([]);
}

/** Verdicts of the communities that are drawn, by id. */
async function drawnVerdicts(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const states: Record<string, string> = {};
    const drawn = window.jinlin?.map.queryRenderedFeatures({ layers: ['communities'] }) ?? [];
    for (const { id, state } of drawn) states[String(id)] = String(state['status']);
    return states;
  });
}

/** Verdicts of the communities by the API, by id. */
async function verdicts(): Promise<Record<string, string>> {
  const { data } = await hub.ask(
    graphql(`query StatusesByPlaza { coverageStatuses(rule: "plaza-2km") { passing failing } }`),
  );
  const { passing, failing } = data.coverageStatuses;
  return Object.fromEntries([
    ...passing.map((id) => [id, 'PASS']),
    ...failing.map((id) => [id, 'FAIL']),
  ]);
}

/** Keys of the answers that the page has stored. */
function keptAnswers(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const opening = indexedDB.open('jinlin-answers');
    await new Promise((resolve) => opening.addEventListener('success', resolve));
    const keys = opening.result.transaction('answers').objectStore('answers').getAllKeys();
    await new Promise((resolve) => keys.addEventListener('success', resolve));
    opening.result.close();
    return keys.result.map(String);
  });
}

/** Builds a plaza through the API, past cable and page. */
async function buildPlaza(coordinates: number[], name: string): Promise<void> {
  const { errors } = await hub.send(
    'mutation ($input: CreateFacilityInput!) { createFacility(input: $input) { facility { id } } }',
    { input: { kind: 'plaza', name, location: { type: 'Point', coordinates } } },
  );
  expect(errors).toBeUndefined();
}

const sign = (page: Page): Locator => page.getByTestId('offline');
const plazaCard = (page: Page): Locator => page.getByTestId('coverage-plaza-2km');

describe.skipIf(missing).each(CROSSED_VISITORS)(
  'without a network, for $language at the $device',
  (visitor) => {
    test('the service map opens as it was, says so, and asks for everything when the network is back', async () => {
      const { id, at } = await nearlyPassing(hub, 'plaza-2km');
      const { page } = await visitAndKeep(`/?selected=${id}`, visitor);
      const reason = plazaCard(page).getByTestId('reason');
      const reasonBefore = await reason.textContent();
      const verdictsBefore = await verdicts();
      await viewIsKept(page);
      expect(await sign(page).textContent()).toBe('');

      cable.cut();
      await page.reload();
      await mapIsDrawn(page);
      await sign(page)
        .getByText(/\d\d:\d\d/)
        .waitFor();
      expect(await sign(page).textContent()).toMatch(
        visitor.language === 'zh'
          ? /^离线：显示的是 \d\d:\d\d 的数据$/
          : /^Offline: showing the state of \d\d:\d\d$/,
      );
      expect(await reason.textContent()).toBe(reasonBefore);
      // Tiles and verdicts come from two stores, one after the other.
      await expect
        .poll(async () => {
          const drawn = Object.entries(await drawnVerdicts(page));
          return {
            many: drawn.length > 20,
            wrong: drawn.filter(([id, verdict]) => verdictsBefore[id] !== verdict),
          };
        })
        .toEqual({ many: true, wrong: [] });
      expect(await seriousViolations(page)).toEqual([]);
      await picture(page, `offline-${visitor.device}-${visitor.language}`);

      await buildPlaza(at, `离线时新建 ${visitor.device} ${visitor.language}`);
      expect(await plazaCard(page).getAttribute('data-status')).toBe('FAIL');
      cable.mend();
      await expect.poll(() => sign(page).textContent()).toBe('');
      await expect.poll(() => plazaCard(page).getAttribute('data-status')).toBe('PASS');
      await expect.poll(async () => (await drawnVerdicts(page))[id]).toBe('PASS');
    });
  },
);

describe.skipIf(missing)('the service map and its network', () => {
  const visitor: Visitor = { language: 'zh', device: 'desk' };

  test('a network that swallows everything keeps nobody waiting for long', async () => {
    const { page } = await visitAndKeep('/', visitor);
    const { passing, total } = await summaryOf(hub, 'plaza-2km');
    cable.stall();
    await page.reload();
    await sign(page)
      .getByText(/\d\d:\d\d/)
      .waitFor();
    const all = await verdicts();
    await expect.poll(() => drawnVerdicts(page)).toEqual(all);
    expect(await page.getByTestId('summary').textContent()).toMatch(
      new RegExp(`${passing}\\D+${total}`),
    );
    // The other rule was never asked for, and nobody invents an answer.
    await page.getByTestId('rule-switch').locator('label').nth(1).click();
    cable.cut();
    await page.getByTestId('problem').first().waitFor();
    cable.mend();
    await expect.poll(() => sign(page).textContent()).toBe('');
    await page.getByTestId('problem').first().waitFor({ state: 'detached' });
  });

  test('a page opened with another rule than the last time shows what is known of it', async () => {
    const { page } = await visitAndKeep('/', visitor);
    await page.getByTestId('rule-switch').locator('label').nth(1).click();
    const failing = page.getByTestId('status-FAIL');
    const { failing: expected } = await summaryOf(hub, 'fitness-1km');
    await expect.poll(() => failing.textContent()).toContain(String(expected));
    for (const name of ['Summary', 'Statuses']) {
      await expect
        .poll(() => keptAnswers(page))
        .toContainEqual(expect.stringMatching(`^${name} .*fitness-1km`));
    }
    cable.cut();
    await page.reload();
    await sign(page)
      .getByText(/\d\d:\d\d/)
      .waitFor();
    expect(page.url()).toContain('rule=fitness-1km');
    await expect.poll(() => failing.textContent()).toContain(String(expected));
  });

  test('where nobody has looked, the city is there from afar', async () => {
    const { page } = await visitAndKeep('/', visitor);
    const cityTiles = () =>
      page.evaluate(async () => {
        const kept = await (await caches.open('jinlin-tiles')).keys();
        return kept.filter(({ url }) => url.includes('/tiles/11/')).length;
      });
    await expect.poll(cityTiles).toBeGreaterThan(3);
    cable.cut();
    await page.evaluate(() => window.jinlin?.map.jumpTo({ center: [121.54, 25.1], zoom: 14 }));
    await sign(page)
      .getByText(/\d\d:\d\d/)
      .waitFor();
    await expect.poll(async () => Object.keys(await drawnVerdicts(page))).not.toEqual([]);
    expect(await page.getByTestId('tile-problem').count()).toBe(0);
    await picture(page, 'offline-unseen');
  });

  test('with a network nothing old is shown: an edit is there after a plain reload', async () => {
    const { id, at } = await nearlyPassing(hub, 'plaza-2km');
    const { page } = await visitAndKeep(`/?selected=${id}`, visitor);
    expect(await plazaCard(page).getAttribute('data-status')).toBe('FAIL');
    await buildPlaza(at, '刚刚建成');
    await page.reload();
    // What is shown first is what counts: the old would be put right soon.
    await plazaCard(page).waitFor();
    expect(await plazaCard(page).getAttribute('data-status')).toBe('PASS');
    let drawn: string | undefined;
    await expect
      .poll(async () => {
        drawn = (await drawnVerdicts(page))[id];
        return drawn;
      })
      .toMatch(/PASS|FAIL/);
    expect(drawn).toBe('PASS');
    const names = () =>
      page.evaluate(() =>
        window.jinlin?.map
          .querySourceFeatures('hub', { sourceLayer: 'facilities' })
          .map(({ properties }) => properties['name']),
      );
    await expect.poll(names).toContain('刚刚建成');
  });

  test('signing out leaves nothing behind', async () => {
    const { page } = await visitAndKeep('/', visitor);
    expect(await keptAnswers(page)).toContainEqual(expect.stringMatching(/^Start /));
    // What a part that signs out calls, built by itself: a page cannot be asked for its modules.
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        lib: {
          entry: source('web/hub/offline/clearStored.ts'),
          formats: ['es'],
          fileName: 'clear',
        },
        outDir: join(webDir, 'clear'),
      },
    });
    await page.evaluate(`import('/clear/clear.js').then((part) => part.clearStoredData())`);
    expect(await keptAnswers(page)).toEqual([]);
    expect(await page.evaluate(() => caches.has('jinlin-tiles'))).toBe(false);
  });

  test('another build replaces the page at the next load, and pages still open keep their parts', async () => {
    const { page } = await visitAndKeep('/', visitor);
    const script = () => page.locator('script[type=module]').getAttribute('src');
    const scriptBefore = await script();
    const part = (await readdir(join(webDir, 'assets'))).find((name) =>
      /^TrialLayer-.*\.js$/.test(name),
    );

    await installOtherBuild();
    expect((await fetch(`${hub.url}/assets/${part}`)).status).toBe(404);
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      const changed = new Promise((resolve) => {
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
      });
      await registration?.update();
      await changed;
    });
    await page.getByTestId('try-sites').click();
    await page.getByTestId('scenario-panel').waitFor();
    await page.waitForFunction(
      (name) =>
        performance
          .getEntriesByType('resource')
          .some(
            (entry) =>
              entry.name.endsWith(name) &&
              'responseStatus' in entry &&
              entry.responseStatus === 200,
          ),
      part as string,
    );

    await page.reload();
    await mapIsDrawn(page);
    const scriptAfter = await script();
    expect(scriptAfter).not.toBe(scriptBefore);
    cable.cut();
    await page.reload();
    await mapIsDrawn(page);
    expect(await script()).toBe(scriptAfter);
  });
});

/** Puts a build whose chunks have other names in the place of the one that is served. */
async function installOtherBuild(): Promise<void> {
  vi.stubEnv('NODE_ENV', 'production');
  const outDir = await mkdtemp(join(tmpdir(), 'jinlin-build-'));
  await build({
    configFile: source('vite.config.ts'),
    logLevel: 'error',
    plugins: [
      {
        name: 'another-build',
        transform: (code, id) =>
          /\/web\/.+\.tsx?$/.test(id) ? `${code}\nglobalThis.isOtherBuild = true;` : null,
      },
    ],
    build: { outDir },
  });
  await rm(webDir, { recursive: true });
  await cp(outDir, webDir, { recursive: true });
  await rm(outDir, { recursive: true });
  vi.unstubAllEnvs();
}
