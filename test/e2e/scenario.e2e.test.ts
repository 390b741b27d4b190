import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';
import { signedIn } from '../setup/people.ts';
import {
  launchBrowser,
  mapIsDrawn,
  missingBrowser,
  seriousViolations,
  signInHere,
  type Visitor,
  visit,
} from './browser.ts';

const missing = missingBrowser ?? missingDatabase;
const webDir = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const SCREENSHOTS = new URL('../../test-results/screenshots/', import.meta.url);

let hub: TestHub;
let browser: Browser;

beforeAll(async () => {
  if (missing) return;
  hub = await startTestHub({ webDir });
  await signedIn(hub, 'planner', 'PLANNER');
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

type Position = [number, number];

interface Failing {
  id: string;
  servicePoint: { coordinates: Position };
  coverage: { nearest: { facility: { id: string; location: { coordinates: Position } } } };
}

/** A failing community, and the facility of the rule's kind that is nearest to it. */
async function failing(): Promise<{
  id: string;
  at: Position;
  plaza: { id: string; at: Position };
}> {
  const { data } = await hub.ask(
    `{ communities(first: 1, filter: { coverage: { rule: "plaza-2km", status: FAIL } },
      orderBy: { field: NEAREST_FACILITY_DISTANCE, direction: ASC }) { edges { node { id servicePoint
        coverage(rule: "plaza-2km") { nearest { facility { id location } } } } } } }`,
  );
  const { edges } = (data as { communities: { edges: [{ node: Failing }] } }).communities;
  const { id, servicePoint, coverage } = edges[0].node;
  const { facility } = coverage.nearest;
  return {
    id,
    at: servicePoint.coordinates,
    plaza: { id: facility.id, at: facility.location.coordinates },
  };
}

const number = async (page: Page, testId: string): Promise<number> =>
  Number(((await page.getByTestId(testId).textContent()) ?? '').replace(/[^0-9]/g, ''));

async function balance(page: Page): Promise<Record<string, number>> {
  return {
    communitiesGained: await number(page, 'communities-gained'),
    communitiesLost: await number(page, 'communities-lost'),
    residentsGained: await number(page, 'residents-gained'),
    residentsLost: await number(page, 'residents-lost'),
  };
}

/** Where a position is on the screen, in pixels of the page. */
async function onScreen(page: Page, at: Position): Promise<{ x: number; y: number }> {
  const frame = await page.locator('#map').boundingBox();
  const point = await page.evaluate((position) => {
    const { x, y } = (window.jinlin as NonNullable<Window['jinlin']>).map.project(position);
    return { x, y };
  }, at);
  return { x: (frame?.x ?? 0) + point.x, y: (frame?.y ?? 0) + point.y };
}

/** The verdict that a community is coloured by. */
function colourOf(page: Page, id: string): Promise<unknown> {
  return page.evaluate((community) => {
    const state = window.jinlin?.map.getFeatureState({
      source: 'hub',
      sourceLayer: 'communities',
      id: community,
    });
    return state?.['proposed'] ?? state?.['status'];
  }, id);
}

/** Looks somewhere, in the part of the map that a phone's sheet leaves free. */
async function look(page: Page, at: Position, zoom: number): Promise<void> {
  await page.evaluate(
    ([center, level]) => {
      const sheet = innerWidth < 720 ? innerHeight * 0.55 : 0;
      const padding = { top: 0, bottom: sheet, left: 0, right: 0 };
      window.jinlin?.map.jumpTo({ center: center as Position, zoom: level as number, padding });
    },
    [at, zoom] as const,
  );
  await mapIsDrawn(page);
}

const screenshot = (page: Page, name: string): Promise<Buffer> =>
  page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, SCREENSHOTS)) });

const EVALUATE = `query ($rule: String!, $changes: [ScenarioChangeInput!]!) {
  evaluateScenario(rule: $rule, changes: $changes) {
    communitiesGained communitiesLost residentsGained residentsLost } }`;

describe.skipIf(missing).each<Visitor>([
  { language: 'zh', device: 'desk' },
  { language: 'en', device: 'phone' },
])('sites on trial, for $language at the $device', (visitor) => {
  test('a plaza dragged next to a failing community turns it before the button is released', async () => {
    const { page, faults, close } = await visit(browser, hub.url, visitor);
    const community = await failing();
    await page.getByTestId('try-sites').click();
    await page.getByTestId('scenario-panel').waitFor();
    const middle: Position = [
      (community.at[0] + community.plaza.at[0]) / 2,
      (community.at[1] + community.plaza.at[1]) / 2,
    ];
    await look(page, middle, visitor.device === 'desk' ? 13 : 12);
    const from = await onScreen(page, community.plaza.at);
    const to = await onScreen(page, community.at);
    await page.mouse.click(from.x, from.y);
    const pin = page.getByTestId(`pin-${community.plaza.id}`);
    await pin.waitFor();
    expect(await colourOf(page, community.id)).toBe('FAIL');
    expect(await balance(page)).toMatchObject({ communitiesGained: 0, residentsGained: 0 });

    const grip = await pin.boundingBox();
    const hold = { x: (grip?.x ?? 0) + 18, y: (grip?.y ?? 0) + 16 };
    await page.mouse.move(hold.x, hold.y);
    await page.mouse.down();
    for (let step = 1; step <= 8; step++) {
      await page.mouse.move(
        hold.x + ((to.x - from.x) * step) / 8,
        hold.y + ((to.y - from.y) * step) / 8,
      );
    }
    // Still held: nothing is released yet.
    await expect.poll(() => colourOf(page, community.id)).toBe('PASS');
    await expect.poll(() => number(page, 'communities-gained')).toBeGreaterThan(0);
    expect(await number(page, 'residents-gained')).toBeGreaterThan(0);
    expect(new URL(page.url()).searchParams.get('try')).toBe('');
    await mapIsDrawn(page);
    await screenshot(page, `trial-${visitor.device}-${visitor.language}`);
    const held = await balance(page);
    await page.mouse.up();
    await expect
      .poll(() => new URL(page.url()).searchParams.get('try'))
      .toMatch(new RegExp(`^${community.plaza.id}@`));
    expect(await balance(page)).toEqual(held);

    // The server says the same of what the link says.
    const [, lon, lat] = /@([\d.]+),([\d.]+)/.exec(page.url()) as unknown as [
      string,
      string,
      string,
    ];
    const changes = [
      {
        action: 'MOVE',
        facility: community.plaza.id,
        location: { type: 'Point', coordinates: [Number(lon), Number(lat)] },
      },
    ];
    const { data } = await hub.ask(EVALUATE, { rule: 'plaza-2km', changes });
    expect(await balance(page)).toEqual((data as { evaluateScenario: object }).evaluateScenario);

    // Compare with today, and back; undo, and redo.
    await page.getByTestId('compare').click();
    await expect.poll(() => colourOf(page, community.id)).toBe('FAIL');
    await page.getByTestId('compare').click();
    await expect.poll(() => colourOf(page, community.id)).toBe('PASS');
    await page.keyboard.press('Control+z');
    await expect.poll(() => number(page, 'communities-gained')).toBe(0);
    await page.getByTestId('redo').click();
    await expect.poll(() => balance(page)).toEqual(held);

    // Kept under a name, once a planner has signed in; what is tried is in the link all the while.
    await page.getByTestId('scenario-name').fill('北投方案');
    await page.getByTestId('keep').click();
    await page.getByTestId('keep-sign-in').click();
    await signInHere(page, 'planner');
    expect(faults.splice(0).every((fault) => fault.includes('401'))).toBe(true);
    await expect.poll(() => balance(page)).toEqual(held);
    await page.getByTestId('scenario-name').fill('北投方案');
    await page.getByTestId('keep').click();
    await expect.poll(() => page.getByTestId('scenario-title').textContent()).toBe('北投方案');
    const id = new URL(page.url()).searchParams.get('scenario');
    expect(id).toMatch(/^[0-9a-f-]{36}$/);

    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, `kept-${visitor.device}-${visitor.language}`);

    // Somebody else opens its link and sees the same, and so does the server.
    const other = await visit(browser, `${hub.url}/?scenario=${id}`, visitor);
    await expect
      .poll(() => other.page.getByTestId('scenario-title').textContent())
      .toBe('北投方案');
    await expect.poll(() => balance(other.page)).toEqual(held);
    const { data: kept } = await hub.ask(
      `query ($id: ID!) { scenario(id: $id) { outcome(rule: "plaza-2km") {
        communitiesGained communitiesLost residentsGained residentsLost } } }`,
      { id },
    );
    expect((kept as { scenario: { outcome: object } }).scenario.outcome).toEqual(held);
    // They may look at it by another rule, which plazas do not matter to.
    await other.page.getByTestId('rule-switch').locator('label').nth(1).click();
    await expect.poll(() => balance(other.page)).toMatchObject({ communitiesGained: 0 });
    expect(other.faults).toEqual([]);
    await other.close();

    await page.getByTestId('discard').click();
    await page.getByTestId('discard-sure').click();
    await page.getByTestId('overview').waitFor({ state: 'attached' });
    await expect.poll(() => colourOf(page, community.id)).toBe('FAIL');
    expect(new URL(page.url()).searchParams.has('scenario')).toBe(false);
    const gone = await hub.send('query ($id: ID!) { scenario(id: $id) { id } }', { id });
    expect(gone.errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
    expect(faults).toEqual([]);
    await close();
  });

  test('a new site is placed by a tap, moved by the keyboard, survives a reload, and is taken back', async () => {
    const { page, faults, close } = await visit(browser, hub.url, visitor);
    const community = await failing();
    await page.getByTestId('try-sites').click();
    await page.getByTestId('add-plaza').click();
    await look(page, community.at, 13);
    const spot = await onScreen(page, community.at);
    await page.mouse.click(spot.x, spot.y);
    await expect.poll(() => colourOf(page, community.id)).toBe('PASS');
    await expect.poll(() => new URL(page.url()).searchParams.get('try')).toMatch(/^plaza@/);
    const placed = new URL(page.url()).searchParams.get('try');

    await page.locator('.trial-pin').first().focus();
    await page.keyboard.press('Shift+ArrowUp');
    await expect.poll(() => new URL(page.url()).searchParams.get('try')).not.toBe(placed);
    const moved = await balance(page);

    await page.reload();
    await mapIsDrawn(page);
    await expect.poll(() => balance(page)).toEqual(moved);
    await page.locator('.trial-pin').first().focus();
    await page.keyboard.press('Delete');
    await expect.poll(() => balance(page)).toMatchObject({ communitiesGained: 0 });
    await page.getByTestId('leave').click();
    await page.getByTestId('overview').waitFor({ state: 'attached' });
    expect(faults).toEqual([]);
    await close();
  });
});

describe.skipIf(missing)('sites on trial under a rule that reads the area', () => {
  test('are worked out by the server when they are placed', async () => {
    const input = {
      code: 'plaza-area',
      name: '广场 1.5 公里面积',
      nameEn: 'Plaza area within 1.5 km',
      radiusMeters: 1_500,
      facilityKinds: ['plaza'],
      reading: 'AREA',
      minimumShare: 0.6,
    };
    await hub.send(
      'mutation ($input: CreateRuleInput!) { createRule(input: $input) { dataVersion } }',
      { input },
    );
    const changes = [
      {
        action: 'ADD',
        kind: 'plaza',
        location: { type: 'Point', coordinates: [121.55, 25.1] },
      },
    ];
    const { data } = await hub.ask(EVALUATE, { rule: 'plaza-area', changes });
    const expected = (data as { evaluateScenario: Record<string, number> }).evaluateScenario;
    expect(expected['communitiesGained']).toBeGreaterThan(0);
    const visitor: Visitor = { language: 'zh', device: 'desk' };
    const url = `${hub.url}/?rule=plaza-area&try=plaza@121.55,25.1`;
    const { page, faults, close } = await visit(browser, url, visitor);
    await expect.poll(() => balance(page)).toEqual(expected);
    expect(await page.getByTestId('scenario-panel').textContent()).toContain('按面积判断');
    await page.getByTestId('change-list').locator('.scenario-drop').click();
    await expect.poll(() => balance(page)).toMatchObject({ communitiesGained: 0 });
    expect(faults).toEqual([]);
    await close();
  });
});
