import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { graphql } from '../generated/gql.ts';
import { signedIn } from '../setup/people.ts';
import { nearlyPassing } from './city.ts';
import { mapIsDrawn, picture, seriousViolations, signInHere, spotInCommunity } from './page.ts';
import { missing, type Visitor, withStage } from './stage.ts';

const { hub, visit } = withStage();

let planner: string;

beforeAll(async () => {
  planner = (await signedIn(hub, 'planner', 'PLANNER')).cookie;
});

type Position = [number, number];

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

const EVALUATE =
  graphql(`query BalanceOfScenario($rule: String!, $changes: [ScenarioChangeInput!]!) {
    evaluateScenario(rule: $rule, changes: $changes) {
      communitiesGained communitiesLost residentsGained residentsLost } }`);

describe.skipIf(missing).each<Visitor>([
  { language: 'zh', device: 'desk' },
  { language: 'en', device: 'phone' },
])('sites on trial, for $language at the $device', (visitor) => {
  test('a plaza dragged next to a failing community turns it before the button is released', async () => {
    const { page, faults } = await visit(visitor);
    const community = await nearlyPassing(hub, 'plaza-2km');
    const plaza = community.facility;
    const plazaAt = plaza.location.coordinates as Position;
    await page.getByTestId('try-sites').click();
    await page.getByTestId('scenario-panel').waitFor();
    const middle: Position = [
      (community.at[0] + plazaAt[0]) / 2,
      (community.at[1] + plazaAt[1]) / 2,
    ];
    await look(page, middle, visitor.device === 'desk' ? 13 : 12);
    const from = await onScreen(page, plazaAt);
    const to = await onScreen(page, community.at);
    await page.mouse.click(from.x, from.y);
    const pin = page.getByTestId(`pin-${plaza.id}`);
    // Another facility may stand so near that the map asks which one is meant.
    const choice = page.locator(`[data-testid=choice][data-id=${plaza.id}]`);
    await pin.or(choice).waitFor();
    if (await choice.isVisible()) await choice.click();
    await pin.waitFor();
    await expect.poll(() => colourOf(page, community.id)).toBe('FAIL');
    await expect
      .poll(() => balance(page))
      .toMatchObject({ communitiesGained: 0, residentsGained: 0 });

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
    await picture(page, `trial-${visitor.device}-${visitor.language}`);
    const held = await balance(page);
    await page.mouse.up();
    await expect
      .poll(() => new URL(page.url()).searchParams.get('try'))
      .toMatch(new RegExp(`^${plaza.id}@`));
    await expect.poll(() => balance(page)).toEqual(held);

    // The server says the same of what the link says.
    const [, lon, lat] = /@([\d.]+),([\d.]+)/.exec(page.url()) as unknown as [
      string,
      string,
      string,
    ];
    const changes = [
      {
        action: 'MOVE',
        facility: plaza.id,
        location: { type: 'Point', coordinates: [Number(lon), Number(lat)] },
      },
    ];
    const { data } = await hub.ask(EVALUATE, { rule: 'plaza-2km', changes });
    expect(await balance(page)).toEqual(data.evaluateScenario);

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
    await picture(page, `kept-${visitor.device}-${visitor.language}`);

    // Somebody else opens its link and sees the same, and so does the server.
    const other = await visit(visitor, `/?scenario=${id}`);
    await expect
      .poll(() => other.page.getByTestId('scenario-title').textContent())
      .toBe('北投方案');
    await expect.poll(() => balance(other.page)).toEqual(held);
    const { data: kept } = await hub.ask(
      graphql(`query BalanceOfKept($id: ID!) { scenario(id: $id) { outcome(rule: "plaza-2km") {
        communitiesGained communitiesLost residentsGained residentsLost } } }`),
      { id },
    );
    expect(kept.scenario.outcome).toEqual(held);
    // Whoever keeps scenarios finds it again.
    const again = await visit(visitor, '/?try=', { cookie: planner });
    await again.page
      .getByTestId('kept-list')
      .getByRole('button', { name: /北投方案/ })
      .first()
      .click();
    await expect
      .poll(() => again.page.getByTestId('scenario-title').textContent())
      .toBe('北投方案');
    await expect.poll(() => balance(again.page)).toEqual(held);
    // They may look at it by another rule, which plazas do not matter to.
    await other.page.getByTestId('rule-switch').locator('label').nth(1).click();
    await expect.poll(() => balance(other.page)).toMatchObject({ communitiesGained: 0 });

    await page.getByTestId('discard').click();
    await page.getByTestId('discard-sure').click();
    await page.getByTestId('overview').waitFor({ state: 'attached' });
    await expect.poll(() => colourOf(page, community.id)).toBe('FAIL');
    expect(new URL(page.url()).searchParams.has('scenario')).toBe(false);
    const gone = await hub.send('query ($id: ID!) { scenario(id: $id) { id } }', { id });
    expect(gone.errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
  });

  test('a new site is placed by a tap, moved by the keyboard, survives a reload, and is taken back', async () => {
    const { page } = await visit(visitor);
    const community = await nearlyPassing(hub, 'plaza-2km');
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
    const expected = data.evaluateScenario;
    expect(expected.communitiesGained).toBeGreaterThan(0);
    const visitor: Visitor = { language: 'zh', device: 'desk' };
    const { page } = await visit(visitor, '/?rule=plaza-area&try=plaza@121.55,25.1');
    await expect.poll(() => balance(page)).toEqual(expected);
    expect(await page.getByTestId('scenario-panel').textContent()).toContain('按面积判断');
    await page.getByTestId('change-list').locator('.scenario-drop').click();
    await expect.poll(() => balance(page)).toMatchObject({ communitiesGained: 0 });
  });
});

describe.skipIf(missing)('sites on trial while one district is shown', () => {
  test('are weighed for the whole city, and say so', async () => {
    const { data } = await hub.ask(
      graphql(`query WholeAndDistrict($changes: [ScenarioChangeInput!]!) {
        coverageSummary(rule: "plaza-2km") { passing total }
        evaluateScenario(rule: "plaza-2km", changes: $changes) { communitiesGained } }`),
      {
        changes: [
          {
            action: 'ADD',
            kind: 'plaza',
            location: { type: 'Point', coordinates: [121.531851, 25.022482] },
          },
        ],
      },
    );
    const { passing, total } = data.coverageSummary;
    const { page } = await visit(
      { language: 'zh', device: 'desk' },
      '/?district=63000030&try=plaza@121.531851,25.022482',
    );
    const figures = page.getByTestId('passing-then');
    await expect
      .poll(() => figures.textContent())
      .toBe(
        `达标 ${passing} → ${passing + data.evaluateScenario.communitiesGained}（共 ${total}）`,
      );
    expect(await page.getByTestId('balance-scope').textContent()).toContain('全市');
    // The tooltip says what the colours do.
    const gained = await spotInCommunity(page, 'PASS');
    await page.mouse.move(gained.x, gained.y);
    await expect
      .poll(() => page.locator('.map-tooltip').textContent())
      .toContain('✕ 未达标 → ✓ 达标');
    expect(await seriousViolations(page)).toEqual([]);
    await picture(page, 'trial-district-desk-zh');
  });
});
