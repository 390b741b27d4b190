import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';
import {
  launchBrowser,
  mapIsDrawn,
  missingBrowser,
  seriousViolations,
  type Visit,
  type Visitor,
  visit,
} from './browser.ts';
import { type Cable, layCable } from './cable.ts';

const missing = missingBrowser ?? missingDatabase;
const source = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const builtPages = source('dist/web/');
/** To be looked at after a run. */
const SCREENSHOTS = new URL('../../test-results/screenshots/', import.meta.url);
const VISITORS: Visitor[] = [
  { language: 'zh', device: 'phone' },
  { language: 'en', device: 'desk' },
];

/** The hub is asked again after up to 30 seconds. */
const PATIENT = { timeout: 40_000 };

let webDir: string;
let hub: TestHub;
let browser: Browser;
let cable: Cable;

beforeAll(async () => {
  if (missing) return;
  // A copy, because a test puts another build in its place.
  webDir = await mkdtemp(join(tmpdir(), 'jinlin-web-'));
  await cp(builtPages, webDir, { recursive: true });
  hub = await startTestHub({ webDir });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
  if (webDir) await rm(webDir, { recursive: true, force: true });
});
beforeEach(async () => {
  if (!missing) cable = await layCable(hub.url);
});
afterEach(() => cable?.close());

/** Opens the page at the end of the cable, and waits until it could do without the network. */
async function visitAndKeep(path: string, visitor: Visitor): Promise<Visit> {
  const opened = await visit(browser, `${cable.url}${path}`, visitor, {
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
  await expect.poll(missingTiles, PATIENT).toEqual([]);
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
  const { data } = await hub.ask('{ coverageStatuses(rule: "plaza-2km") { passing failing } }');
  const { passing, failing } = (
    data as { coverageStatuses: { passing: string[]; failing: string[] } }
  ).coverageStatuses;
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

/** Figures of a rule by the API. */
async function summary(rule: string): Promise<{ passing: number; failing: number; total: number }> {
  const { data } = await hub.ask(
    'query ($rule: String!) { coverageSummary(rule: $rule) { passing failing total } }',
    { rule },
  );
  return (data as { coverageSummary: never }).coverageSummary;
}

/** A community without a plaza in reach, and its service point. */
async function failingCommunity(): Promise<{ id: string; servicePoint: object }> {
  const { data } = await hub.ask(
    `{ communities(first: 1, filter: { coverage: { rule: "plaza-2km", status: FAIL } }) {
      edges { node { id servicePoint } } } }`,
  );
  return (data as { communities: { edges: [{ node: never }] } }).communities.edges[0].node;
}

/** Builds a plaza through the API, past cable and page. */
async function buildPlaza(location: object, name: string): Promise<void> {
  const { errors } = await hub.send(
    'mutation ($input: CreateFacilityInput!) { createFacility(input: $input) { facility { id } } }',
    { input: { kind: 'plaza', name, location } },
  );
  expect(errors).toBeUndefined();
}

const sign = (page: Page): Locator => page.getByTestId('offline');
const plazaCard = (page: Page): Locator => page.getByTestId('coverage-plaza-2km');
const screenshotOf = (page: Page, name: string): Promise<Buffer> =>
  page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, SCREENSHOTS)) });

describe.skipIf(missing).each(VISITORS)(
  'without a network, for $language at the $device',
  (visitor) => {
    test('the service map opens as it was, says so, and asks for everything when the network is back', async () => {
      const { id, servicePoint } = await failingCommunity();
      const { page, faults, close } = await visitAndKeep(`/?selected=${id}`, visitor);
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
      await mapIsDrawn(page);
      const drawn = await drawnVerdicts(page);
      expect(Object.keys(drawn).length).toBeGreaterThan(20);
      expect(verdictsBefore).toMatchObject(drawn);
      expect(await seriousViolations(page)).toEqual([]);
      await screenshotOf(page, `offline-${visitor.device}-${visitor.language}`);

      await buildPlaza(servicePoint, `离线时新建 ${visitor.device} ${visitor.language}`);
      expect(await plazaCard(page).getAttribute('data-status')).toBe('FAIL');
      cable.mend();
      await expect.poll(() => sign(page).textContent(), PATIENT).toBe('');
      await expect.poll(() => plazaCard(page).getAttribute('data-status'), PATIENT).toBe('PASS');
      await expect.poll(async () => (await drawnVerdicts(page))[id], PATIENT).toBe('PASS');
      expect(faults).toEqual([]);
      await close();
    });
  },
);

describe.skipIf(missing)('the service map and its network', () => {
  const visitor: Visitor = { language: 'zh', device: 'desk' };

  test('a network that swallows everything keeps nobody waiting for long', async () => {
    const { page, faults, close } = await visitAndKeep('/', visitor);
    const { passing, total } = await summary('plaza-2km');
    cable.stall();
    await page.reload();
    await sign(page)
      .getByText(/\d\d:\d\d/)
      .waitFor();
    await mapIsDrawn(page);
    expect(await drawnVerdicts(page)).toEqual(await verdicts());
    expect(await page.getByTestId('summary').textContent()).toMatch(
      new RegExp(`${passing}\\D+${total}`),
    );
    // The other rule was never asked for, and nobody invents an answer.
    await page.getByTestId('rule-switch').locator('label').nth(1).click();
    cable.cut();
    await page.getByTestId('problem').first().waitFor();
    cable.mend();
    await expect.poll(() => sign(page).textContent(), PATIENT).toBe('');
    await page.getByTestId('problem').first().waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await close();
  });

  test('a page opened with another rule than the last time shows what is known of it', async () => {
    const { page, close } = await visitAndKeep('/', visitor);
    await page.getByTestId('rule-switch').locator('label').nth(1).click();
    const failing = page.getByTestId('status-FAIL');
    const { failing: expected } = await summary('fitness-1km');
    await expect.poll(() => failing.textContent(), PATIENT).toContain(String(expected));
    for (const name of ['Summary', 'Statuses']) {
      await expect
        .poll(() => keptAnswers(page), PATIENT)
        .toContainEqual(expect.stringMatching(`^${name} .*fitness-1km`));
    }
    cable.cut();
    await page.reload();
    await sign(page)
      .getByText(/\d\d:\d\d/)
      .waitFor();
    expect(page.url()).toContain('rule=fitness-1km');
    await expect.poll(() => failing.textContent(), PATIENT).toContain(String(expected));
    await close();
  });

  test('where nobody has looked, the city is there from afar', async () => {
    const { page, faults, close } = await visitAndKeep('/', visitor);
    const cityTiles = () =>
      page.evaluate(async () => {
        const kept = await (await caches.open('jinlin-tiles')).keys();
        return kept.filter(({ url }) => url.includes('/tiles/11/')).length;
      });
    await expect.poll(cityTiles, PATIENT).toBeGreaterThan(3);
    cable.cut();
    await page.evaluate(() => window.jinlin?.map.jumpTo({ center: [121.54, 25.1], zoom: 14 }));
    await sign(page)
      .getByText(/\d\d:\d\d/)
      .waitFor();
    await expect.poll(async () => Object.keys(await drawnVerdicts(page)), PATIENT).not.toEqual([]);
    expect(await page.getByTestId('tile-problem').count()).toBe(0);
    await screenshotOf(page, 'offline-unseen');
    expect(faults).toEqual([]);
    await close();
  });

  test('with a network nothing old is shown: an edit is there after a plain reload', async () => {
    const { id, servicePoint } = await failingCommunity();
    const { page, faults, close } = await visitAndKeep(`/?selected=${id}`, visitor);
    expect(await plazaCard(page).getAttribute('data-status')).toBe('FAIL');
    await buildPlaza(servicePoint, '刚刚建成');
    await page.reload();
    await mapIsDrawn(page);
    expect(await plazaCard(page).getAttribute('data-status')).toBe('PASS');
    expect((await drawnVerdicts(page))[id]).toBe('PASS');
    const names = await page.evaluate(() =>
      window.jinlin?.map
        .querySourceFeatures('hub', { sourceLayer: 'facilities' })
        .map(({ properties }) => properties['name']),
    );
    expect(names).toContain('刚刚建成');
    expect(faults).toEqual([]);
    await close();
  });

  test('signing out leaves nothing behind', async () => {
    const { page, close } = await visitAndKeep('/', visitor);
    expect(await keptAnswers(page)).toContainEqual(expect.stringMatching(/^Start /));
    // What a part that signs out calls, built by itself: a page cannot be asked for its modules.
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        lib: { entry: source('web/offline/forget.ts'), formats: ['es'], fileName: 'forget' },
        outDir: join(webDir, 'forget'),
      },
    });
    await page.evaluate(`import('/forget/forget.js').then((part) => part.forgetEverything())`);
    expect(await keptAnswers(page)).toEqual([]);
    expect(await page.evaluate(() => caches.has('jinlin-tiles'))).toBe(false);
    await close();
  });

  test('another build replaces the page at the next load, and pages still open keep their parts', async () => {
    const { page, faults, close } = await visitAndKeep('/', visitor);
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
    expect(faults).toEqual([]);
    await close();
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
