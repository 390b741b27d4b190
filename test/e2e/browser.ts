import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import '../setup/context.ts';
import { PASSWORD } from '../setup/people.ts';

/** Why there is no browser here, if so. */
export const missingBrowser: string | undefined = inject('browser').missing;

/** Software rendering, no services of Chromium's own, and no sandbox, which root cannot have. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--font-render-hinting=none',
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: inject('browser').path as string, args: CHROMIUM_ARGS });
}

/** A visitor: a size of screen and a language. */
export interface Visitor {
  readonly language: 'zh' | 'en';
  readonly device: 'desk' | 'phone';
}

/** A page of a fresh visitor that notes whatever must not happen. */
export interface Visit {
  readonly page: Page;
  /** Requests to any host but the hub, errors in the page, and answers of 500 and above. */
  readonly faults: string[];
  close(): Promise<void>;
}

/** What a visit allows beyond the usual. */
export interface VisitOptions {
  /** Lets the page have its service worker, which would hide requests from other tests. */
  readonly serviceWorker?: boolean;
  /** While this says yes, requests may fail for want of a network. */
  readonly isCut?: () => boolean;
}

export async function visit(
  browser: Browser,
  url: string,
  visitor: Visitor,
  { serviceWorker = false, isCut = () => false }: VisitOptions = {},
): Promise<Visit> {
  const phone = visitor.device === 'phone';
  const context: BrowserContext = await browser.newContext({
    viewport: phone ? { width: 360, height: 640 } : { width: 1280, height: 800 },
    hasTouch: phone,
    isMobile: phone,
    locale: visitor.language === 'zh' ? 'zh-CN' : 'en-GB',
    // Nothing moves on its own, so that what a test looks at is never halfway.
    reducedMotion: 'reduce',
    serviceWorkers: serviceWorker ? 'allow' : 'block',
  });
  const page = await context.newPage();
  const faults: string[] = [];
  const host = new URL(url).host;
  page.on('request', (request) => {
    const address = new URL(request.url());
    if (/^https?:/.test(address.protocol) && address.host !== host) {
      faults.push(`asked ${request.url()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} from ${response.url()}`);
  });
  page.on('pageerror', (error) => faults.push(`threw ${error.message}`));
  page.on('console', (message) => {
    if (
      message.type() !== 'error' ||
      (isCut() && /net::ERR_|WebSocket connection/.test(message.text()))
    )
      return;
    faults.push(`logged ${message.text()}`);
  });
  await page.goto(url);
  await mapIsDrawn(page);
  return { page, faults, close: () => context.close() };
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
  await page.waitForFunction(() => Boolean(window.jinlin), undefined, { timeout: 30_000 });
  await inTime(
    page.evaluate(() => window.jinlin?.idle()),
    'The map did not come to rest',
  );
}

const LONGEST_MS = 45_000;

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
  const { violations } = await inTime(new AxeBuilder({ page }).analyze(), 'axe did not answer');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
