import type { Page, WebSocketRoute } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { nearlyPassing } from './city.ts';
import { mapIsDrawn, picture, seriousViolations } from './page.ts';
import { missing, type Visitor, withStage } from './stage.ts';

const RULE = 'plaza-2km';

const { hub, visit } = withStage();

type Position = [number, number];

async function movePlaza(id: string, version: number, location: object): Promise<void> {
  const { errors } = await hub.send(
    `mutation ($input: MoveFacilityInput!) { moveFacility(input: $input) { dataVersion } }`,
    { input: { id, version, location } },
  );
  expect(errors).toBeUndefined();
}

/** Watches a page at every frame; tells when (Unix time, ms) all of these were first seen. */
function watch(
  page: Page,
  wanted: { facility?: { id: string; at: Position }; status?: string; notFigures?: string },
): Promise<number> {
  return page.evaluate(
    ({ facility, status, notFigures }) =>
      new Promise<number>((resolve) => {
        const isThere = (): boolean => {
          const map = window.jinlin?.map;
          if (!map || !facility) return !facility;
          const { x, y } = map.project(facility.at);
          return map
            .queryRenderedFeatures([x, y], { layers: ['facilities'] })
            .some((feature) => feature.id === facility.id);
        };
        const isPanelNew = (): boolean =>
          !status ||
          document.querySelector(
            `[data-testid="community-panel"] .detail-sub [data-status="${status}"]`,
          ) !== null;
        const areFiguresNew = (): boolean =>
          !notFigures ||
          document.querySelector('[data-testid="summary"]')?.textContent !== notFigures;
        const look = (): void => {
          if (isThere() && isPanelNew() && areFiguresNew()) resolve(Date.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
    wanted,
  );
}

describe.skipIf(missing).each<Visitor>([
  { language: 'zh', device: 'desk' },
  { language: 'en', device: 'phone' },
])('an open map, for $language at the $device', (visitor) => {
  test('shows what somebody else moves, with its verdict, without a reload', async () => {
    const { id, at, facility: plaza } = await nearlyPassing(hub, RULE);
    const { page } = await visit(visitor, `/?selected=${id}&lon=${at[0]}&lat=${at[1]}&zoom=14`);
    await page.locator(verdict('FAIL')).waitFor();
    const address = page.url();
    const seen = watch(page, { facility: { id: plaza.id, at }, status: 'PASS' });
    await movePlaza(plaza.id, plaza.version, { type: 'Point', coordinates: at });
    await tell(`${visitor.device}: map and community`, seen);
    expect(page.url()).toBe(address);
    await expect
      .poll(() => page.getByTestId('announcer').textContent())
      .toMatch(/他人的更改：1|others: 1/);
    await movePlaza(plaza.id, plaza.version + 1, plaza.location);
    await page.locator(verdict('FAIL')).waitFor();
  });

  test('brings its figures up to date while somebody types, also when the change is out of view', async () => {
    const { at, facility: plaza } = await nearlyPassing(hub, RULE);
    const [lon, lat] = at;
    const { page } = await visit(visitor, `/?lon=${lon}&lat=${lat}&zoom=14`);
    const figures = await figuresOf(page);
    const search = page.getByTestId('search');
    await search.fill('北投');
    const seen = watch(page, { facility: { id: plaza.id, at }, notFigures: figures });
    await movePlaza(plaza.id, plaza.version, { type: 'Point', coordinates: at });
    await tell(`${visitor.device}: map and figures`, seen);
    expect(await search.inputValue()).toBe('北投');
    expect(await search.evaluate((input) => input === document.activeElement)).toBe(true);

    // Far away from it the map is told that something happened, and catches up when it comes back.
    await page.evaluate((center) => window.jinlin?.map.jumpTo({ center, zoom: 16 }), [
      lon + 0.15,
      lat - 0.1,
    ] as Position);
    await mapIsDrawn(page);
    await movePlaza(plaza.id, plaza.version + 1, plaza.location);
    await expect.poll(() => figuresOf(page)).toBe(figures);
    await page.evaluate((center) => window.jinlin?.map.jumpTo({ center, zoom: 14 }), at);
    await expect.poll(() => isDrawnAt(page, plaza.id, at)).toBe(false);
  });

  test('says when it is no longer live, and shows what it missed when it is again', async () => {
    const { id, at, facility: plaza } = await nearlyPassing(hub, RULE);
    const { page } = await visit(visitor);
    let isCut = false;
    const sockets: WebSocketRoute[] = [];
    await page.routeWebSocket(/\/graphql\/live$/, (socket) => {
      if (isCut) {
        void socket.close({ code: 1001 });
        return;
      }
      socket.connectToServer();
      sockets.push(socket);
    });
    await page.goto(`${hub.url}/?selected=${id}&lon=${at[0]}&lat=${at[1]}&zoom=14`);
    await mapIsDrawn(page);
    await page.locator(verdict('FAIL')).waitFor();
    await expect.poll(() => sockets.length).toBeGreaterThan(0);
    const sign = page.getByTestId('live-sign');
    expect(await sign.textContent()).toBe('');

    isCut = true;
    for (const socket of sockets) await socket.close({ code: 1001 });
    await expect.poll(() => sign.textContent()).toMatch(/实时更新已中断|Not live/);
    expect(await seriousViolations(page)).toEqual([]);
    await picture(page, `not-live-${visitor.device}-${visitor.language}`);
    await movePlaza(plaza.id, plaza.version, { type: 'Point', coordinates: at });

    const seen = watch(page, { facility: { id: plaza.id, at }, status: 'PASS' });
    isCut = false;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await seen;
    await expect.poll(() => sign.textContent()).toBe('');
    await movePlaza(plaza.id, plaza.version + 1, plaza.location);
    await page.locator(verdict('FAIL')).waitFor();
  });
});

const verdict = (status: string): string =>
  `[data-testid="community-panel"] .detail-sub [data-status="${status}"]`;

/** Writes how long after now, which is when the writer has its answer, a page showed the change. */
async function tell(what: string, seen: Promise<number>): Promise<void> {
  const answered = Date.now();
  console.log(`${what} were new ${(await seen) - answered} ms after the answer to the writer`);
}

function isDrawnAt(page: Page, id: string, at: Position): Promise<boolean> {
  return page.evaluate(
    ([facility, position]) => {
      const map = window.jinlin?.map;
      if (!map?.areTilesLoaded()) return true;
      const { x, y } = map.project(position as Position);
      return map
        .queryRenderedFeatures([x, y], { layers: ['facilities'] })
        .some((feature) => feature.id === facility);
    },
    [id, at] as const,
  );
}

async function figuresOf(page: Page): Promise<string> {
  return (await page.getByTestId('summary').textContent()) ?? '';
}
