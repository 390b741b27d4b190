import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { graphql } from '../generated/gql.ts';
import { enterPerson, PASSWORD, signedIn } from '../setup/people.ts';
import { layCable } from './cable.ts';
import { mapIsDrawn, picture, seriousViolations, signInHere, smallTargets } from './page.ts';
import {
  CROSSED_VISITORS,
  missing,
  type Visit,
  type VisitOptions,
  type Visitor,
  withStage,
} from './stage.ts';

/** Both sizes, both languages. */

type Position = [number, number];
interface Entry {
  action: string;
  actor: string;
  after: { name: string; location: Position };
}
interface Park {
  id: string;
  at: Position;
}

const { hub, visit } = withStage();
/** What the browsers of people send, by name. */
const cookies: Record<string, { cookie: string }> = {};
let community: { id: string; name: string; at: Position };

beforeAll(async () => {
  const { data } = await hub.ask(
    graphql(`query SafestCommunity {
      communities(first: 1, filter: { coverage: { rule: "plaza-2km", status: PASS } },
        orderBy: { field: NEAREST_FACILITY_DISTANCE, direction: ASC }) {
        edges { node { id name servicePoint } } } }`),
  );
  const [edge] = data.communities.edges;
  if (!edge?.node.servicePoint) throw new Error('No community has a plaza.');
  const { id, name: called, servicePoint } = edge.node;
  community = { id, name: called, at: servicePoint.coordinates as Position };
  for (const name of ['cadre', 'other'])
    cookies[name] = await signedIn(hub, name, 'CADRE', { communities: [id] });
  cookies['planner'] = await signedIn(hub, 'planner', 'PLANNER');
  cookies['admin'] = await signedIn(hub, 'admin', 'ADMIN');
});

/** A facility in the cadre's community, of a kind that no rule asks for. */
async function enterPark(name: string): Promise<Park> {
  const { data, errors } = await hub.send(
    'mutation ($input: CreateFacilityInput!) { createFacility(input: $input) { facility { id } } }',
    { input: { kind: 'park', name, location: { type: 'Point', coordinates: community.at } } },
  );
  expect(errors).toBeUndefined();
  return { id: data.createFacility.facility.id, at: community.at };
}

/** What was done to a facility, the oldest first. */
async function historyOf(id: string): Promise<Entry[]> {
  const { data } = await hub.send(
    `query ($id: ID!) { facility(id: $id) { history(first: 50) { edges { node {
      action actor after { name location } } } } } }`,
    { id },
  );
  return data.facility.history.edges.map(({ node }: { node: Entry }) => node).reverse();
}

/** Opens a page as somebody who is signed in. */
function open(
  who: string,
  path: string,
  visitor: Visitor,
  { url = hub.url, ...options }: VisitOptions & { url?: string } = {},
): Promise<Visit> {
  return visit(visitor, `${url}${path}`, { ...options, ...cookies[who] });
}

/** Moves the pin by arrow keys: so many steps of 10 m to the east. */
async function nudge(page: Page, steps: number): Promise<void> {
  await page.getByTestId('placing-pin').focus();
  for (let i = 0; i < steps; i++) await page.keyboard.press('Shift+ArrowRight');
}

/** Saves what is being put, and says yes if it is asked once more. */
async function save(page: Page): Promise<void> {
  await page.locator('[data-testid=effect]:not([data-state=loading])').waitFor();
  await page.getByTestId('place-save').click();
  const sure = page.getByTestId('confirm-go');
  await expect
    .poll(
      async () => (await sure.isVisible()) || !(await page.getByTestId('place-panel').isVisible()),
    )
    .toBe(true);
  if (await sure.isVisible()) await sure.click();
}

/** Whether nothing covers the pin: neither its tip nor its head, nor a keyboard from so many pixels on. */
function isPinSeen(page: Page, keyboardFrom = 10_000): Promise<boolean> {
  return page.evaluate((keyboard) => {
    const pin = document.querySelector('[data-testid=placing-pin]');
    if (!pin) return false;
    const { left, right, top, bottom } = pin.getBoundingClientRect();
    return [top + 6, bottom - 6].every(
      (y) => y < keyboard && pin.contains(document.elementFromPoint((left + right) / 2, y)),
    );
  }, keyboardFrom);
}

/** Has the browser say that only so many pixels of the page can be seen, as it does beside a keyboard. */
async function coverBelow(page: Page, height: number): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(visualViewport, 'height', { value, configurable: true });
    visualViewport?.dispatchEvent(new Event('resize'));
  }, height);
}

/** Whether the browser would ask before the page is closed or loaded anew. */
function asksBeforeUnload(page: Page): Promise<boolean> {
  return page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
}

/** Taps or clicks where a place is drawn. */
async function tapAt(page: Page, at: Position, { device }: Visitor): Promise<void> {
  await mapIsDrawn(page);
  const frame = await page.locator('#map').boundingBox();
  const { x, y } = await page.evaluate((place) => {
    const { map } = window.jinlin as NonNullable<Window['jinlin']>;
    return map.project(place);
  }, at);
  const spot = [(frame?.x ?? 0) + x, (frame?.y ?? 0) + y] as const;
  if (device === 'phone') await page.touchscreen.tap(...spot);
  else await page.mouse.click(...spot);
}

/** The test id of what has the focus. */
function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
}

describe.skipIf(missing).each(CROSSED_VISITORS)('a cadre at a $device in $language', (visitor) => {
  test('moves a facility, sees what that does, and takes it back', async () => {
    const { id, at } = await enterPark('移动公园');
    const { id: other } = await enterPark('同处公园');
    const { page } = await open('cadre', `/?selected=${other}`, visitor);
    // Both stand at one point: which one is meant is asked.
    await tapAt(page, at, visitor);
    await page.getByTestId('facility-chooser').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    const choice = page.locator(`[data-testid=choice][data-id=${id}]`);
    await expect
      .poll(() => choice.textContent())
      .toMatch(visitor.language === 'zh' ? community.name : /Village · .* District/);
    await picture(page, `edit-choose-${visitor.device}-${visitor.language}`);
    await choice.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByTestId('detail-title').textContent()).toBe('移动公园');
    expect(page.url()).toContain(`selected=${id}`);
    // A step in the history before this one, and one after it.
    await page.getByTestId('back').click();
    await page.evaluate(() => history.back());
    // Nothing is asked while nothing is begun.
    await page.getByTestId('edit-move').click();
    await page.getByTestId('placing-pin').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('edit-move').click();
    await page.getByTestId('placing-pin').waitFor();
    expect(await page.getByTestId('place-save').isDisabled()).toBe(true);
    expect(await asksBeforeUnload(page)).toBe(false);
    if (visitor.device === 'phone') {
      expect(await smallTargets(page, '[data-testid=place-panel]')).toEqual([]);
      await dragMap(page, 60);
    } else await nudge(page, 3);
    expect(await asksBeforeUnload(page)).toBe(true);
    for (const leave of [
      () => page.evaluate(() => history.forward()),
      () => page.keyboard.press('Escape'),
      () => page.getByTestId('account').click(),
      () => page.getByTestId('place-cancel').click(),
    ]) {
      await leave();
      await page.getByTestId('leave-stay').click();
      await page.getByTestId('placing-pin').waitFor();
      await expect.poll(() => page.url()).toContain(`selected=${id}`);
    }
    await expect
      .poll(() => page.getByTestId('place-distance').textContent())
      .toMatch(visitor.language === 'zh' ? /移动 \d+ m，向[东西]/ : /\d+ m to the (east|west)/);
    await page.locator('[data-testid=effect][data-state=known]').waitFor();
    expect(await page.getByTestId('place-community').textContent()).toContain(community.name);
    expect(await seriousViolations(page)).toEqual([]);
    await picture(page, `edit-move-${visitor.device}-${visitor.language}`);
    await save(page);
    await page.getByTestId('saved').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect((await historyOf(id)).map(({ action }) => action)).toEqual(['CREATE', 'MOVE']);

    await page.getByTestId('saved-undo').click();
    await expect.poll(async () => (await historyOf(id)).at(-1)?.action).toBe('UNDO');
    const made = await historyOf(id);
    expect(made.at(-1)?.after.location).toEqual(made[0]?.after.location);
    await page.locator('[data-testid=history] summary').click();
    await page.locator('[data-testid=history-entry][data-action=UNDO]').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await picture(page, `edit-history-${visitor.device}-${visitor.language}`);
  });
});

describe.skipIf(missing).each(CROSSED_VISITORS)('a cadre at a $device in $language', (visitor) => {
  test('puts details right, retires it and restores it', async () => {
    const { id } = await enterPark('资料公园');
    const { page } = await open('cadre', `/?selected=${id}`, visitor);
    await page.getByTestId('edit-details').click();
    if (visitor.device === 'phone') expect(await smallTargets(page, 'dialog')).toEqual([]);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByTestId('details-name').fill('新名公园');
    await page.getByTestId('details-opening').fill('6:00–22:00');
    await page.keyboard.press('Escape');
    await page.getByTestId('leave-question').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await picture(page, `edit-leave-${visitor.device}-${visitor.language}`);
    // Escape from the question is to stay, however often it is pressed.
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('details-name').inputValue()).toBe('新名公园');
    await page.keyboard.press('Escape');
    await page.getByTestId('leave-discard').click();
    await page.getByTestId('edit-details').click();
    expect(await page.getByTestId('details-name').inputValue()).toBe('资料公园');
    // Nothing is changed: nothing is asked.
    await page.keyboard.press('Escape');
    await page.getByTestId('edit-details').click();
    await page.getByTestId('details-name').fill('新名公园');
    await page.getByTestId('details-opening').fill('6:00–22:00');
    await page.getByTestId('details-save').click();
    await expect.poll(() => page.getByTestId('detail-title').textContent()).toBe('新名公园');
    await page.getByTestId('edit-retire').click();
    await page.locator('[data-testid=effect][data-state=known]').waitFor();
    await picture(page, `edit-retire-${visitor.device}-${visitor.language}`);
    await page.getByTestId('retire-go').click();
    // It is found again: by search, and in the list of those that were retired.
    await expect.poll(async () => (await historyOf(id)).at(-1)?.action).toBe('RETIRE');
    await page.getByTestId('back').click();
    await page.getByTestId('search').fill('新名公园');
    await page.locator('.search-hit[data-retired]').first().waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await picture(page, `edit-search-retired-${visitor.device}-${visitor.language}`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.getByTestId('account').click();
    await page.getByTestId('page-retired').click();
    await page.getByTestId('retired-find').fill('新名');
    const retired = page.getByTestId('retired-facility');
    await expect.poll(() => retired.count()).toBe(1);
    expect(await seriousViolations(page)).toEqual([]);
    await picture(page, `edit-retired-${visitor.device}-${visitor.language}`);
    await retired.click();
    await page.getByTestId('edit-restore').click();
    // Once more, faster than the panel is asked for again.
    await page.getByTestId('edit-retire').click();
    await page.getByTestId('retire-go').click();
    await page.getByTestId('edit-restore').click();
    await page.getByTestId('edit-move').waitFor();
    await expect
      .poll(async () => (await historyOf(id)).map(({ action }) => action))
      .toEqual(['CREATE', 'UPDATE', 'RETIRE', 'RESTORE', 'RETIRE', 'RESTORE']);
  });
});

/** Drags the map under the pin by some pixels, as a thumb does. */
async function dragMap(page: Page, pixels: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number): Promise<unknown> =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchEnd' ? [] : [{ x, y: 230 }],
    });
  await touch('touchStart', 100);
  for (let x = 100; x <= 100 + pixels; x += 5) await touch('touchMove', x);
  await touch('touchEnd', 0);
}

describe.skipIf(missing)('a cadre', () => {
  const desk: Visitor = { language: 'zh', device: 'desk' };
  const phone: Visitor = { language: 'zh', device: 'phone' };

  test('enters a new facility where they stand', async () => {
    const place = `${community.at[0] + 0.0002},${community.at[1]}`;
    const { page } = await open('cadre', `/?at=${place}`, phone);
    await page.getByTestId('enter-facility').click();
    await page.getByTestId('new-kind').selectOption('park');
    await page.getByTestId('new-name').fill('口袋公园');
    await page.context().grantPermissions(['geolocation']);
    await page.context().setGeolocation({
      longitude: community.at[0] + 0.0001,
      latitude: community.at[1],
      accuracy: 12,
    });
    await page.getByTestId('locate').click();
    await page.getByTestId('accuracy').waitFor();
    expect(await page.getByTestId('accuracy').textContent()).toContain('12');
    expect(await smallTargets(page, '[data-testid=place-panel]')).toEqual([]);
    await picture(page, 'edit-enter-phone-zh');
    // With a keyboard on the screen, and in a page that is enlarged to twice its size at a desk.
    for (const [width, height] of [
      [360, 300],
      [640, 400],
      [360, 640],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expect.poll(() => isPinSeen(page)).toBe(true);
      await picture(page, `edit-enter-${width}x${height}-zh`);
    }
    // And where a keyboard covers the page without making it smaller.
    await coverBelow(page, 300);
    await expect.poll(() => isPinSeen(page, 300)).toBe(true);
    const buttons = await page.getByTestId('place-save').boundingBox();
    expect((buttons?.y ?? 300) + (buttons?.height ?? 0)).toBeLessThanOrEqual(300);
    await coverBelow(page, 640);
    await expect.poll(() => page.locator('.header').isVisible()).toBe(true);
    await save(page);
    await page.getByTestId('saved').waitFor();
    const { data } = await hub.ask(
      graphql(`query PocketPark { facilities(filter: { text: "口袋公园" }) {
        edges { node { location source } } } }`),
    );
    const node = data.facilities.edges[0]?.node;
    expect(node?.source).toBe('web');
    expect(node?.location.coordinates[0]).toBeCloseTo(community.at[0] + 0.0001, 6);
  });

  test('is refused the position politely, and types coordinates, whose system is asked', async () => {
    const { id, at } = await enterPark('坐标公园');
    const { page } = await open('cadre', `/?selected=${id}`, desk);
    await page.getByTestId('edit-move').click();
    await page.getByTestId('locate').click();
    await page.getByTestId('locate-trouble').waitFor();
    await page.getByTestId('type-coordinates').click();
    // 500 m off, as a Chinese map would have it.
    await page.getByTestId('coordinates').fill(`${at[1] - 0.0028}，${at[0] + 0.0046}`);
    expect(await page.getByTestId('coordinates-go').isDisabled()).toBe(true);
    await page.getByTestId('system-GCJ02').check();
    await page.getByTestId('coordinates-go').click();
    await expect
      .poll(async () =>
        Number(
          /移动 ([\d.]+) m/.exec(
            (await page.getByTestId('place-distance').textContent()) ?? '',
          )?.[1],
        ),
      )
      .toBeLessThan(200);
    await page.getByTestId('coordinates').fill('not a place');
    await page.getByTestId('coordinates-trouble').waitFor();
    expect(await seriousViolations(page)).toEqual([]);

    // Saved without having been put first: what cannot be read is kept and said, what can be read is taken.
    await page.getByTestId('place-save').click();
    await expect.poll(() => focused(page)).toBe('coordinates');
    expect(await page.getByTestId('coordinates').inputValue()).toBe('not a place');
    await page.getByTestId('coordinates').fill(`${at[1]}, ${at[0] + 0.0005}`);
    await page.getByTestId('place-save').click();
    await page.getByTestId('coordinates-trouble').waitFor();
    await expect.poll(() => focused(page)).toBe('system-WGS84');
    expect((await historyOf(id)).length).toBe(1);
    await picture(page, 'edit-coordinates-desk-zh');
    await page.getByTestId('system-WGS84').check();
    await page.getByTestId('place-save').click();
    await page.getByTestId('saved').waitFor();
    expect((await historyOf(id)).at(-1)?.after.location[0]).toBeCloseTo(at[0] + 0.0005, 7);
  });

  test('is not offered what is not theirs', async () => {
    const { data } = await hub.ask(
      graphql(`query LastPlaza { facilities(first: 1, filter: { kind: "plaza" },
        orderBy: { field: CODE, direction: DESC }) { edges { node { id community { id } } } } }`),
    );
    const node = data.facilities.edges[0]?.node;
    expect(node?.community?.id).not.toBe(community.id);
    const { page } = await open('cadre', `/?selected=${node?.id}`, desk);
    await page.getByTestId('history').waitFor();
    expect(await page.getByTestId('edit-move').count()).toBe(0);
  });

  test('decides a conflict field by field, and nothing is overwritten unseen', async () => {
    const { id, at } = await enterPark('争议公园');
    const first = await open('cadre', `/?selected=${id}`, desk);
    const second = await open('other', `/?selected=${id}`, { language: 'zh', device: 'phone' });
    // Both begin from the same state.
    await first.page.getByTestId('edit-move').click();
    await second.page.getByTestId('edit-move').click();
    await nudge(first.page, 2);
    await save(first.page);
    await first.page.getByTestId('saved').waitFor();
    await nudge(second.page, 5);

    await second.page.locator('[data-testid=effect][data-state=stale]').waitFor();
    await save(second.page);
    await second.page.getByTestId('conflict').waitFor();
    expect(await second.page.getByTestId('conflict').textContent()).toContain('cadre 同志');
    expect(await seriousViolations(second.page)).toEqual([]);
    expect(await smallTargets(second.page, 'dialog')).toEqual([]);
    await picture(second.page, 'edit-conflict-phone-zh');
    const before = await historyOf(id);
    expect(before.map(({ actor }) => actor)).toEqual(['operator', 'cadre 同志']);

    await second.page.getByTestId('mine-at').check();
    await second.page.getByTestId('decide-go').click();
    await expect.poll(async () => (await historyOf(id)).length).toBe(3);
    const history = await historyOf(id);
    expect(history.map(({ actor }) => actor)).toEqual(['operator', 'cadre 同志', 'other 同志']);
    const meters = (position: Position | undefined): number =>
      Math.round(((position?.[0] ?? 0) - at[0]) * 111_200 * Math.cos((at[1] / 180) * Math.PI)) + 0;
    expect(history.map(({ after }) => meters(after.location))).toEqual([0, 20, 50]);
    // The hub has it before its answer has come to the page.
    await second.page.getByTestId('waiting').waitFor({ state: 'detached' });
  });

  test('proposes where that is wanted, a planner decides, and the cadre sees it', async () => {
    const { id } = await enterPark('审核公园');
    const planner = await open('planner', `/?selected=${community.id}`, desk);
    await planner.page.getByTestId('reviewed').check();
    const cadre = await open('cadre', `/?selected=${id}`, phone);
    await cadre.page.getByTestId('edit-move').click();
    await nudge(cadre.page, 2);
    await save(cadre.page);
    await cadre.page.getByTestId('saved').waitFor();
    expect((await historyOf(id)).length).toBe(1);

    await planner.page.goto(`${hub.url}/?page=review`);
    await planner.page.getByTestId('accept').waitFor();
    expect(await seriousViolations(planner.page)).toEqual([]);
    await picture(planner.page, 'edit-review-desk-zh');
    await planner.page.getByTestId('accept').click();
    await expect.poll(async () => (await historyOf(id)).length).toBe(2);

    await cadre.page.goto(`${hub.url}/?page=review`);
    await cadre.page.locator('[data-state=ACCEPTED] [data-testid=proposal-outcome]').waitFor();
    expect(await seriousViolations(cadre.page)).toEqual([]);
    await picture(cadre.page, 'edit-outcome-phone-zh');

    await planner.page.goto(`${hub.url}/?selected=${community.id}`);
    await planner.page.getByTestId('reviewed').uncheck();
    await expect
      .poll(
        async () =>
          (
            await hub.ask('query ($id: ID!) { community(id: $id) { reviewed } }', {
              id: community.id,
            })
          ).data,
      )
      .toEqual({ community: { reviewed: false } });
  });
});

describe.skipIf(missing).each(CROSSED_VISITORS)('an edit at a $device in $language', (visitor) => {
  test('waits when its author was signed out, can be given up, and goes when they sign in', async () => {
    const park = await enterPark('会话公园');
    const name = `ended-${visitor.device}`;
    cookies[name] = await signedIn(hub, name, 'CADRE', { communities: [community.id] });
    const { page, faults } = await open(name, `/?selected=${park.id}`, visitor);
    // The session ends, and the page does not know.
    const { errors } = await hub.send(
      'mutation { signOut { viewer { name } } }',
      {},
      cookies[name],
    );
    expect(errors).toBeUndefined();
    for (const [count, called] of ['甲园', '乙园'].entries()) {
      await page.getByTestId('edit-details').click();
      await page.getByTestId('details-name').fill(called);
      await page.getByTestId('details-save').click();
      await page.locator(`[data-testid=waiting][data-count="${count + 1}"]`).waitFor();
    }
    await page.getByTestId('waiting-sign-in').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await picture(page, `edit-signed-out-${visitor.device}-${visitor.language}`);

    await page.getByTestId('waiting-open').click();
    const last = page.getByTestId('waiting-item').last().getByRole('button');
    await last.click();
    await last.click();
    await expect.poll(() => page.getByTestId('waiting-item').count()).toBe(1);
    await page.keyboard.press('Escape');

    await page.getByTestId('waiting-sign-in').click();
    await signInHere(page, name);
    await expect
      .poll(async () => (await historyOf(park.id)).map(({ after }) => after.name))
      .toEqual(['会话公园', '甲园']);
    await page.getByTestId('waiting').waitFor({ state: 'detached' });
    expect(faults.splice(0).filter((fault) => !fault.includes('401'))).toEqual([]);
  });
});

describe.skipIf(missing)('without a network', () => {
  test('three edits wait, outlive a reload, and arrive once, in order', async () => {
    const park = await enterPark('离线公园');
    const cable = await layCable(hub.url);
    onTestFinished(() => cable.close());
    const { page } = await open(
      'cadre',
      `/?selected=${park.id}`,
      { language: 'zh', device: 'phone' },
      { url: cable.url, serviceWorker: true, isCut: () => cable.isCut },
    );
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.reload();
    await page.getByTestId('edit-move').waitFor();
    await mapIsDrawn(page);
    cable.cut();

    await page.getByTestId('edit-move').click();
    await nudge(page, 1);
    await save(page);
    await page.locator('[data-testid=waiting][data-count="1"]').waitFor();
    await page.getByTestId('edit-details').click();
    await page.getByTestId('details-name').fill('改名公园');
    await page.getByTestId('details-save').click();
    await page.locator('[data-testid=waiting][data-count="2"]').waitFor();
    await page.getByTestId('edit-move').click();
    await nudge(page, 3);
    await save(page);
    await page.locator('[data-testid=waiting][data-count="3"]').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await picture(page, 'edit-waiting-phone-zh');

    await page.reload();
    await page.locator('[data-testid=waiting][data-count="3"]').waitFor();
    await page.getByTestId('waiting-open').click();
    await expect.poll(() => page.getByTestId('waiting-item').count()).toBe(3);
    await page.keyboard.press('Escape');
    expect((await historyOf(park.id)).length).toBe(1);

    cable.mend();
    await expect
      .poll(async () => (await historyOf(park.id)).map(({ action }) => action))
      .toEqual(['CREATE', 'MOVE', 'UPDATE', 'MOVE']);
    await page.getByTestId('waiting').waitFor({ state: 'detached' });
    const history = await historyOf(park.id);
    expect(history.map(({ after }) => after.name)).toEqual([
      '离线公园',
      '离线公园',
      '改名公园',
      '改名公园',
    ]);
    const east = history.map(({ after }) =>
      Math.round(
        (after.location[0] - park.at[0]) * 111_200 * Math.cos((park.at[1] / 180) * Math.PI),
      ),
    );
    expect(east.map((meters) => meters + 0)).toEqual([0, 10, 10, 40]);
  });
});

describe.skipIf(missing)('an administrator', () => {
  test.each(CROSSED_VISITORS)(
    'adds a person with an area, who sets a password and signs in: %o',
    async (visitor) => {
      const name = `new-${visitor.device}-${visitor.language}`;
      const { page } = await open('admin', '/?page=people', visitor);
      await page.getByTestId('new-person').click();
      await page.getByTestId('person-name').fill(name);
      // Two communities have this name; their districts stand beside it.
      await page.getByTestId('find-area').fill('中央里');
      const offered = page.getByTestId('offered-area');
      await expect.poll(() => offered.count()).toBe(2);
      expect(new Set(await offered.locator('small').allTextContents()).size).toBe(2);
      // What is searched for is not chosen yet, and says so.
      await page.getByTestId('person-save').click();
      await page.getByTestId('area-trouble').waitFor();
      expect(await focused(page)).toBe('find-area');
      await picture(page, `people-area-${visitor.device}-${visitor.language}`);
      await page.getByTestId('find-area').fill(community.name);
      await page.getByTestId('offered-area').first().click();
      expect(await seriousViolations(page)).toEqual([]);
      if (visitor.device === 'phone') expect(await smallTargets(page, 'dialog')).toEqual([]);
      await page.getByTestId('person-save').click();
      const link = (await page.getByTestId('link').textContent()) ?? '';
      expect(link).toMatch(/\/#link=[\w-]{43}$/);
      await picture(page, `people-${visitor.device}-${visitor.language}`);
      // As over plain http, where browsers have no clipboard for pages.
      await page.evaluate(() =>
        Object.defineProperty(navigator, 'clipboard', { value: undefined }),
      );
      const copy = page.getByTestId('copy-person-link');
      await copy.click();
      await expect.poll(() => copy.getAttribute('data-outcome')).toBe('done');
      await page.keyboard.press('Escape');
      const field = page.getByTestId('search');
      await field.focus();
      await page.keyboard.press('Control+V');
      expect(await field.inputValue()).toBe(link);

      // At the desk it is put into the address bar of a page that is open, which loads nothing.
      const isOpen = visitor.device === 'desk';
      const guest = await visit(visitor, isOpen ? '/' : link);
      if (isOpen) await guest.page.goto(link);
      // The secret does not stay in the address bar.
      await expect.poll(() => guest.page.url()).not.toContain('link=');
      await guest.page.getByTestId('new-password').fill('too short');
      await guest.page.getByTestId('new-password').fill(PASSWORD);
      expect(await seriousViolations(guest.page)).toEqual([]);
      await guest.page.getByTestId('set-password-go').click();
      await guest.page.waitForFunction(
        (known) => document.querySelector('[data-testid=account]')?.textContent?.includes(known),
        name,
      );
      await guest.page.getByTestId('account').click();
      await guest.page.getByTestId('account-panel').waitFor();
      expect(await seriousViolations(guest.page)).toEqual([]);
      await picture(guest.page, `account-${visitor.device}-${visitor.language}`);
      await guest.page.getByTestId('sign-out').click();
      await guest.page.waitForFunction(
        (known) => !document.querySelector('[data-testid=account]')?.textContent?.includes(known),
        name,
      );
    },
  );

  test('is told who has no password yet', async () => {
    await enterPerson(hub, 'nopass', 'VIEWER');
    const { page } = await open('admin', '/?page=people', {
      language: 'en',
      device: 'desk',
    });
    await page
      .getByTestId('people-panel')
      .getByText(/nopass .*no password yet/)
      .waitFor();
  });
});
