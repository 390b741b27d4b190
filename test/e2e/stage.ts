/** The stage of the tests in a browser: a hub with the built pages, and visitors whose faults are watched. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterEach, beforeAll, expect, inject } from 'vitest';
import { missingDatabase } from '../setup/databases.ts';
import { type HubOptions, type TestHub, withHub } from '../setup/hub.ts';
import { untilDone } from '../setup/work.ts';
import { mapIsDrawn } from './page.ts';

const { path: executablePath, missing: missingBrowser, building } = inject('browser');

/** Why there are no tests in a browser here, if so. */
export const missing: string | undefined = missingBrowser ?? missingDatabase;

/** Folder of the built pages; see {@link untilBuilt}. */
export const builtPages = fileURLToPath(new URL('../../dist/web/', import.meta.url));

/** Waits until the pages are built, which begins with the run. */
export async function untilBuilt(): Promise<void> {
  if (!missing) await untilDone(building as string);
}

/** How long a page may take for one thing, on a busy machine too. */
const PATIENCE_MS = 60_000;

/** Software rendering, no services of Chromium's own, and no sandbox, which root cannot have. */
const CHROMIUM_ARGS = [
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

/** Starts a browser of one's own: for those that need other arguments than the one of all. */
export function launchBrowser(...args: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: executablePath as string,
    args: [...CHROMIUM_ARGS, ...args],
  });
}

/** A visitor: a size of screen and a language. */
export interface Visitor {
  readonly language: 'zh' | 'en';
  readonly device: 'desk' | 'phone';
}

/** Each language and each device once: what pages show differs by either, hardly ever by both. */
export const VISITORS: readonly Visitor[] = [
  { language: 'zh', device: 'desk' },
  { language: 'en', device: 'phone' },
];
/** The other way round, for what is done in the street first. */
export const CROSSED_VISITORS: readonly Visitor[] = [
  { language: 'en', device: 'desk' },
  { language: 'zh', device: 'phone' },
];

/** What a visit has beyond the usual. */
export interface VisitOptions {
  /** What the browser of somebody who is signed in sends: `name=value`. */
  readonly cookie?: string;
  /** Whether the page has a map, whose drawing is waited for; true unless given. */
  readonly hasMap?: boolean;
  /** Lets the page have its service worker, which would hide requests from other tests. */
  readonly serviceWorker?: boolean;
  /** While this says yes, requests may fail: for want of a network, or because somebody spoils them. */
  readonly isCut?: () => boolean;
}

/** A page of a fresh visitor that notes whatever must not happen. */
export interface Visit {
  readonly page: Page;
  /** Requests to any host but the hub, errors in the page, and answers of 500 and above. */
  readonly faults: string[];
  close(): Promise<void>;
}

export interface Stage {
  readonly hub: TestHub;
  /** Opens a path of the hub, or an address; the page is closed after the test, which fails if it had faults. */
  visit(visitor: Visitor, address?: string, options?: VisitOptions): Promise<Visit>;
}

/** Sets the stage of a test file: a hub of its own. */
export function withStage(options: HubOptions = {}): Stage {
  beforeAll(untilBuilt);
  const hub = withHub({ writes: true, options: { webDir: builtPages, ...options } });
  const visits: Visit[] = [];
  afterEach(async () => {
    const ended = visits.splice(0);
    await Promise.all(ended.map(({ close }) => close()));
    expect(ended.flatMap(({ faults }) => faults)).toEqual([]);
  });
  return {
    hub,
    async visit(visitor, address = '/', visitOptions = {}) {
      const url = new URL(address, hub.url);
      const opened = await openPage(await theBrowser(), url, visitor, visitOptions);
      visits.push(opened);
      await opened.page.goto(url.href);
      if (visitOptions.hasMap ?? true) await mapIsDrawn(opened.page);
      return opened;
    },
  };
}

let launched: Promise<Browser> | undefined;

/** The browser of all test files in this process; it ends with it. */
function theBrowser(): Promise<Browser> {
  launched ??= launchBrowser();
  return launched;
}

/** Closes all pages of a visitor. A browser that does not do so in time is given up, and the next visit has another. */
async function close(context: BrowserContext): Promise<void> {
  const isClosed = await Promise.race([
    context.close().then(() => true),
    sleep(PATIENCE_MS, false, { ref: false }),
  ]);
  if (isClosed) return;
  launched = undefined;
  await context.browser()?.close();
}

async function openPage(
  browser: Browser,
  url: URL,
  { device, language }: Visitor,
  { cookie, serviceWorker = false, isCut = () => false }: VisitOptions,
): Promise<Visit> {
  const phone = device === 'phone';
  const context: BrowserContext = await browser.newContext({
    viewport: phone ? { width: 360, height: 640 } : { width: 1280, height: 800 },
    hasTouch: phone,
    isMobile: phone,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    // Nothing moves on its own, so that what a test looks at is never halfway.
    reducedMotion: 'reduce',
    serviceWorkers: serviceWorker ? 'allow' : 'block',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const [name, value] = cookie?.split('=') ?? [];
  if (name && value) await context.addCookies([{ name, value, url: url.origin }]);
  const page = await context.newPage();
  return { page, faults: watch(page, url.host, isCut), close: () => close(context) };
}

/** Notes what a page must not do. */
function watch(page: Page, host: string, isCut: () => boolean): string[] {
  const faults: string[] = [];
  let wasCut = false;
  // The console tells of what failed during a cut when that may be over.
  const noteCut = (): void => {
    wasCut ||= isCut();
  };
  page.on('requestfailed', noteCut);
  page.on('request', (request) => {
    noteCut();
    const address = new URL(request.url());
    if (/^https?:/.test(address.protocol) && address.host !== host) {
      faults.push(`asked ${request.url()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 500 && !isCut())
      faults.push(`${response.status()} from ${response.url()}`);
  });
  page.on('pageerror', (error) => faults.push(`threw ${error.message}`));
  page.on('console', (message) => {
    noteCut();
    if (
      message.type() !== 'error' ||
      (wasCut && /net::ERR_|WebSocket connection|status of 50\d/.test(message.text()))
    )
      return;
    faults.push(`logged ${message.text()}`);
  });
  return faults;
}
