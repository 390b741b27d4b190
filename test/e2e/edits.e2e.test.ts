import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';
import { enterPerson, PASSWORD, signedIn } from '../setup/people.ts';
import {
  launchBrowser,
  mapIsDrawn,
  missingBrowser,
  seriousViolations,
  signInHere,
  smallTargets,
  type Visit,
  type VisitOptions,
  type Visitor,
  visit,
} from './browser.ts';
import { layCable } from './cable.ts';

const missing = missingBrowser ?? missingDatabase;
const webDir = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const SCREENSHOTS = new URL('../../test-results/screenshots/', import.meta.url);
/** Both sizes, both languages. */
const VISITORS: Visitor[] = [
  { language: 'zh', device: 'desk' },
  { language: 'en', device: 'phone' },
];

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

let hub: TestHub;
let browser: Browser;
let community: { id: string; name: string; at: Position };

beforeAll(async () => {
  if (missing) return;
  hub = await startTestHub({ webDir });
  browser = await launchBrowser();
  const { data } = await hub.ask(
    `{ communities(first: 1, filter: { coverage: { rule: "plaza-2km", status: PASS } },
      orderBy: { field: NEAREST_FACILITY_DISTANCE, direction: ASC }) { edges { node { id name servicePoint } } } }`,
  );
  const { node } = (
    data as {
      communities: {
        edges: [{ node: { id: string; name: string; servicePoint: { coordinates: Position } } }];
      };
    }
  ).communities.edges[0];
  community = { id: node.id, name: node.name, at: node.servicePoint.coordinates };
  for (const name of ['cadre', 'other'])
    await signedIn(hub, name, 'CADRE', { communities: [node.id] });
  await signedIn(hub, 'planner', 'PLANNER');
  await signedIn(hub, 'admin', 'ADMIN');
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
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

async function open(
  who: string,
  path: string,
  visitor: Visitor,
  { url = hub.url, ...options }: VisitOptions & { url?: string } = {},
): Promise<Visit> {
  const opened = await visit(browser, `${url}${path}`, visitor, options);
  await opened.page.getByTestId('account').click();
  await signInHere(opened.page, who);
  return opened;
}

const screenshot = (page: Page, name: string): Promise<Buffer> =>
  page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, SCREENSHOTS)) });

/** Moves the pin by arrow keys: so many steps of 10 m to the east. */
async function nudge(page: Page, steps: number): Promise<void> {
  await page.getByTestId('placing-pin').focus();
  for (let i = 0; i < steps; i++) await page.keyboard.press('Shift+ArrowRight');
}

/** Saves what is being put, and says yes if it is asked once more. */
async function save(page: Page): Promise<void> {
  await page.locator('[data-testid=effect]:not([data-state=asking])').waitFor();
  await page.getByTestId('place-save').click();
  const sure = page.getByTestId('confirm-go');
  await expect
    .poll(
      async () => (await sure.isVisible()) || !(await page.getByTestId('place-panel').isVisible()),
    )
    .toBe(true);
  if (await sure.isVisible()) await sure.click();
}

describe.skipIf(missing).each(VISITORS)('a cadre at a $device in $language', (visitor) => {
  test('moves a facility, sees what that does, and takes it back', {
    timeout: 180_000,
  }, async () => {
    const { id, at } = await enterPark('移动公园');
    const { page, faults, close } = await open('cadre', `/?selected=${id}`, visitor);
    await page.getByTestId('edit-move').click();
    await page.getByTestId('placing-pin').waitFor();
    expect(await page.getByTestId('place-save').isDisabled()).toBe(true);
    if (visitor.device === 'phone') {
      expect(await smallTargets(page, '[data-testid=place-panel]')).toEqual([]);
      await dragMap(page, 60);
    } else await nudge(page, 3);
    await expect
      .poll(() => page.getByTestId('place-distance').textContent())
      .toMatch(visitor.language === 'zh' ? /移动 \d+ m，向[东西]/ : /\d+ m to the (east|west)/);
    await page.locator('[data-testid=effect][data-state=known]').waitFor();
    expect(await page.getByTestId('place-community').textContent()).toContain(community.name);
    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, `edit-move-${visitor.device}-${visitor.language}`);
    await save(page);
    await page.getByTestId('saved').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect((await historyOf(id)).map(({ action }) => action)).toEqual(['CREATE', 'MOVE']);

    await page.getByTestId('saved-undo').click();
    await expect.poll(async () => (await historyOf(id)).at(-1)?.action).toBe('UNDO');
    expect((await historyOf(id)).at(-1)?.after.location).toEqual(at);
    await page.locator('[data-testid=history] summary').click();
    await page.locator('[data-testid=history-entry][data-action=UNDO]').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, `edit-history-${visitor.device}-${visitor.language}`);
    expect(faults).toEqual([]);
    await close();
  });
});

describe.skipIf(missing).each(VISITORS)('a cadre at a $device in $language', (visitor) => {
  test('puts details right, retires it and restores it', { timeout: 180_000 }, async () => {
    const { id } = await enterPark('资料公园');
    const { page, faults, close } = await open('cadre', `/?selected=${id}`, visitor);
    await page.getByTestId('edit-details').click();
    if (visitor.device === 'phone') expect(await smallTargets(page, 'dialog')).toEqual([]);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByTestId('details-name').fill('新名公园');
    await page.getByTestId('details-opening').fill('6:00–22:00');
    await page.getByTestId('details-save').click();
    await expect.poll(() => page.getByTestId('detail-title').textContent()).toBe('新名公园');
    await page.getByTestId('edit-retire').click();
    await page.locator('[data-testid=effect][data-state=known]').waitFor();
    await screenshot(page, `edit-retire-${visitor.device}-${visitor.language}`);
    await page.getByTestId('retire-go').click();
    await page.getByTestId('edit-restore').click();
    // Once more, faster than the panel is asked for again.
    await page.getByTestId('edit-retire').click();
    await page.getByTestId('retire-go').click();
    await page.getByTestId('edit-restore').click();
    await page.getByTestId('edit-move').waitFor();
    await expect
      .poll(async () => (await historyOf(id)).map(({ action }) => action))
      .toEqual(['CREATE', 'UPDATE', 'RETIRE', 'RESTORE', 'RETIRE', 'RESTORE']);
    expect(faults).toEqual([]);
    await close();
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

  test('enters a new facility where they stand', { timeout: 180_000 }, async () => {
    const place = `${community.at[0] + 0.0002},${community.at[1]}`;
    const { page, faults, close } = await open('cadre', `/?at=${place}`, phone);
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
    await screenshot(page, 'edit-enter-phone-zh');
    await save(page);
    await page.getByTestId('saved').waitFor();
    const { data } = await hub.ask(
      '{ facilities(filter: { text: "口袋公园" }) { edges { node { location source } } } }',
    );
    const [{ node }] = (
      data as {
        facilities: { edges: [{ node: { location: { coordinates: Position }; source: string } }] };
      }
    ).facilities.edges;
    expect(node.source).toBe('web');
    expect(node.location.coordinates[0]).toBeCloseTo(community.at[0] + 0.0001, 6);
    expect(faults).toEqual([]);
    await close();
  });

  test('is refused the position politely, and types coordinates, whose system is asked', {
    timeout: 180_000,
  }, async () => {
    const { id, at } = await enterPark('坐标公园');
    const { page, faults, close } = await open('cadre', `/?selected=${id}`, desk);
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
    expect(faults).toEqual([]);
    await close();
  });

  test('is not offered what is not theirs', { timeout: 180_000 }, async () => {
    const { data } = await hub.ask(
      '{ facilities(first: 1, filter: { kind: "plaza" }, orderBy: { field: CODE, direction: DESC }) { edges { node { id community { id } } } } }',
    );
    const [{ node }] = (
      data as { facilities: { edges: [{ node: { id: string; community: { id: string } } }] } }
    ).facilities.edges;
    expect(node.community.id).not.toBe(community.id);
    const { page, close } = await open('cadre', `/?selected=${node.id}`, desk);
    await page.getByTestId('history').waitFor();
    expect(await page.getByTestId('edit-move').count()).toBe(0);
    await close();
  });

  test('decides a conflict field by field, and nothing is overwritten unseen', {
    timeout: 180_000,
  }, async () => {
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
    await screenshot(second.page, 'edit-conflict-phone-zh');
    const before = await historyOf(id);
    expect(before.map(({ actor }) => actor)).toEqual(['operator', 'cadre 同志']);

    await second.page.getByTestId('mine-at').check();
    await second.page.getByTestId('decide-go').click();
    await expect.poll(async () => (await historyOf(id)).length).toBe(3);
    const history = await historyOf(id);
    expect(history.map(({ actor }) => actor)).toEqual(['operator', 'cadre 同志', 'other 同志']);
    const meters = (position: Position | undefined): number =>
      Math.round(((position?.[0] ?? 0) - at[0]) * 111_200 * Math.cos((at[1] / 180) * Math.PI));
    expect(history.map(({ after }) => meters(after.location))).toEqual([0, 20, 50]);
    expect(await second.page.getByTestId('waiting').count()).toBe(0);
    for (const { faults, close } of [first, second]) {
      expect(faults).toEqual([]);
      await close();
    }
  });

  test('proposes where that is wanted, a planner decides, and the cadre sees it', {
    timeout: 240_000,
  }, async () => {
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
    await screenshot(planner.page, 'edit-review-desk-zh');
    await planner.page.getByTestId('accept').click();
    await expect.poll(async () => (await historyOf(id)).length).toBe(2);

    await cadre.page.goto(`${hub.url}/?page=review`);
    await cadre.page.locator('[data-state=ACCEPTED] [data-testid=proposal-outcome]').waitFor();
    expect(await seriousViolations(cadre.page)).toEqual([]);
    await screenshot(cadre.page, 'edit-outcome-phone-zh');

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
    for (const { faults, close } of [planner, cadre]) {
      expect(faults).toEqual([]);
      await close();
    }
  });
});

describe.skipIf(missing)('without a network', () => {
  test('three edits wait, outlive a reload, and arrive once, in order', {
    timeout: 240_000,
  }, async () => {
    const park = await enterPark('离线公园');
    const cable = await layCable(hub.url);
    const { page, faults, close } = await open(
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
    await screenshot(page, 'edit-waiting-phone-zh');

    await page.reload();
    await page.locator('[data-testid=waiting][data-count="3"]').waitFor({ timeout: 60_000 });
    await page.getByTestId('waiting-open').click();
    await expect.poll(() => page.getByTestId('waiting-item').count()).toBe(3);
    await page.keyboard.press('Escape');
    expect((await historyOf(park.id)).length).toBe(1);

    cable.mend();
    await expect
      .poll(async () => (await historyOf(park.id)).map(({ action }) => action), { timeout: 60_000 })
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
    expect(east).toEqual([0, 10, 10, 40]);
    expect(faults).toEqual([]);
    await close();
    await cable.close();
  });
});

describe.skipIf(missing)('an administrator', () => {
  test.each(VISITORS)(
    'adds a person with an area, who sets a password and signs in: %o',
    { timeout: 180_000 },
    async (visitor) => {
      const name = `new-${visitor.device}-${visitor.language}`;
      const { page, faults, close } = await open('admin', '/?page=people', visitor);
      await page.getByTestId('new-person').click();
      await page.getByTestId('person-name').fill(name);
      await page.getByTestId('find-area').fill(community.name);
      await page.getByTestId('offered-area').first().click();
      expect(await seriousViolations(page)).toEqual([]);
      if (visitor.device === 'phone') expect(await smallTargets(page, 'dialog')).toEqual([]);
      await page.getByTestId('person-save').click();
      const link = (await page.getByTestId('link').textContent()) ?? '';
      expect(link).toMatch(/\/#link=[\w-]{43}$/);
      await screenshot(page, `people-${visitor.device}-${visitor.language}`);
      expect(faults).toEqual([]);
      await close();

      const guest = await visit(browser, link, visitor);
      // The secret does not stay in the address bar.
      expect(guest.page.url()).not.toContain('link=');
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
      await screenshot(guest.page, `account-${visitor.device}-${visitor.language}`);
      await guest.page.getByTestId('sign-out').click();
      await guest.page.waitForFunction(
        (known) => !document.querySelector('[data-testid=account]')?.textContent?.includes(known),
        name,
      );
      expect(guest.faults).toEqual([]);
      await guest.close();
    },
  );

  test('is told who has no password yet', { timeout: 120_000 }, async () => {
    await enterPerson(hub, 'nopass', 'VIEWER');
    const { page, close } = await open('admin', '/?page=people', {
      language: 'en',
      device: 'desk',
    });
    await page
      .getByTestId('people-panel')
      .getByText(/nopass .*no password yet/)
      .waitFor();
    await close();
  });
});
