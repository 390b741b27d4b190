/** What tests do with a page, and what they ask of it. */
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { PASSWORD } from '../setup/people.ts';

/** Takes a picture of a page, to be looked at after a run. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = new URL('../../test-results/screenshots/', import.meta.url);
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, folder)) });
}

/** Signs in by the dialog that is open; the page then begins anew, at the same view. */
export async function signInHere(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.getByTestId('sign-in-name').fill(name);
  await page.getByTestId('sign-in-password').fill(password);
  await page.getByTestId('sign-in-go').click();
  await page.waitForFunction(
    (known) => document.querySelector('[data-testid=account]')?.textContent?.includes(known),
    name,
  );
  await mapIsDrawn(page);
}

/** Whatever can be tapped in an element and is smaller than a thumb, by its text and size in pixels. */
export function smallTargets(page: Page, within: string): Promise<string[]> {
  return page.evaluate((selector) => {
    const found = document.querySelectorAll<HTMLElement>(
      `${selector} :is(button, a, select, summary, input:not([type=radio], [type=checkbox]))`,
    );
    return [...found].flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      const isSmall = width > 0 && (height < 43.5 || width < 43.5);
      return isSmall ? [`${element.textContent} ${width}×${height}`] : [];
    });
  }, within);
}

/** Waits until the map has drawn everything that it asked for. */
export async function mapIsDrawn(page: Page): Promise<void> {
  await page.waitForFunction(() => Boolean(window.jinlin), undefined);
  await inTime(
    page.evaluate(() => window.jinlin?.idle()),
    'The map did not come to rest',
  );
}

const LONGEST_MS = 60_000;

/** What a browser has no time limit of its own for. */
async function inTime<T>(work: Promise<T>, trouble: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${trouble} in ${LONGEST_MS} ms.`)), LONGEST_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** What a page does that keeps people out, by axe: serious and critical findings only. */
export async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await inTime(
    new AxeBuilder({ page }).setLegacyMode().analyze(),
    'axe did not answer',
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/**
 * A point of the page, in pixels, at which a community is drawn and no facility is near.
 * @param proposed the verdict that sites on trial must give it, if any
 */
export async function spotInCommunity(
  page: Page,
  proposed?: string,
): Promise<{ x: number; y: number }> {
  await mapIsDrawn(page);
  const frame = await page.locator('#map').boundingBox();
  const spot = await page.evaluate((verdict) => {
    const { map } = window.jinlin as NonNullable<Window['jinlin']>;
    const { clientWidth, clientHeight } = map.getContainer();
    for (let y = clientHeight * 0.2; y < clientHeight * 0.8; y += 5) {
      for (let x = clientWidth * 0.2; x < clientWidth * 0.8; x += 5) {
        const [community] = map.queryRenderedFeatures([x, y], { layers: ['communities'] });
        const box: [[number, number], [number, number]] = [
          [x - 30, y - 30],
          [x + 30, y + 30],
        ];
        if (!community || map.queryRenderedFeatures(box, { layers: ['facilities'] }).length > 0) {
          continue;
        }
        const { id } = community.properties;
        const state = map.getFeatureState({ source: 'hub', sourceLayer: 'communities', id });
        if (!verdict || state['proposed'] === verdict) return { x, y };
      }
    }
    throw new Error('Facilities stand everywhere, or no community has that verdict.');
  }, proposed);
  return { x: (frame?.x ?? 0) + spot.x, y: (frame?.y ?? 0) + spot.y };
}
