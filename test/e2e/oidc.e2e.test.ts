import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLIENT_SECRET, startProvider } from '../setup/provider.ts';
import { launchBrowser, missing, withStage } from './stage.ts';

/** Another site than the provider's, `127.0.0.1`: cookies of one are foreign to the other. */
const PUBLIC_URL = 'http://hub.example';

const provider = await startProvider({ publicUrl: PUBLIC_URL });
const oidc = {
  issuer: new URL(provider.issuer).href,
  clientId: 'jinlin',
  clientSecret: CLIENT_SECRET,
  name: '城市规划局',
  publicUrl: PUBLIC_URL,
  create: true,
};
const { hub } = withStage({ oidc });
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser(
    `--host-resolver-rules=MAP hub.example:80 ${new URL(hub.url).host}`,
  );
});
afterAll(async () => {
  await browser?.close();
  await provider.close();
});

/** Who the page is to the hub, asked as the page itself would. */
const viewerOf = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ viewer { means name role } }"}',
    });
    return (await response.json()).data.viewer;
  });

describe.skipIf(missing)('a browser', () => {
  test('comes back from the provider signed in, though its cookies are kept from other sites', async () => {
    const page = await browser.newPage();
    await page.goto(PUBLIC_URL);
    expect(await viewerOf(page)).toEqual({ means: 'NONE', name: null, role: null });
    await page.evaluate(() => {
      window.location.href = '/auth/oidc?return=/%3Fx%3D1';
    });
    await page.fill('input[name=login]', 'wang');
    await page.fill('input[name=password]', 'any');
    await page.click('button[type=submit]');
    const arrival = page.waitForRequest(`${PUBLIC_URL}/?x=1**`);
    await page.click('button[type=submit]');
    // The page itself is still the provider's doing …
    expect((await (await arrival).allHeaders())['cookie']).toBeUndefined();
    await page.waitForURL(`${PUBLIC_URL}/?x=1**`);
    // … what it asks for is not.
    expect(await viewerOf(page)).toEqual({ means: 'SESSION', name: 'wang', role: 'VIEWER' });
    const again = await page.goto(`${PUBLIC_URL}/?x=2`);
    expect((await again?.request().allHeaders())?.['cookie']).toMatch(
      /^jinlin_session=[\w-]{43}; jinlin_device=[\w-]{43}$/,
    );
    await page.close();
  });
});
