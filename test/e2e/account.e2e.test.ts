import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { enterPerson, PASSWORD, signedIn, tokenOf } from '../setup/people.ts';
import { picture, seriousViolations, smallTargets } from './page.ts';
import { missing, VISITORS, type Visitor, withStage } from './stage.ts';

const { hub, visit } = withStage({ secondFactor: 'administrators' });

/** What the page says of a password that many have. */
const COMMON = { zh: '常见密码', en: 'tried first' };
const WRONG_CODE = { zh: '验证码不对', en: 'The code is wrong' };

let entered = 0;
/** A name that nobody has yet, also when a test is tried again. */
const nameOf = (who: string): string => `${who}-${++entered}`;

/** The code that an app shows after so many half minutes. */
function codeOf(secret: string, later = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
  return totp.generate({ timestamp: Date.now() + later * 30_000 });
}

const isSignedIn = (page: Page, name: string) =>
  page.waitForFunction(
    (known) => document.querySelector('[data-testid=account]')?.textContent?.includes(known),
    name,
  );

/** Sets up a second factor in the account that is open; gives its secret. */
async function setUp(page: Page, { device, language }: Visitor): Promise<string> {
  await page.getByTestId('second-factor-password').fill(PASSWORD);
  await page.getByTestId('second-factor-begin').click();
  const secret = (await page.getByTestId('second-factor-secret').textContent()) as string;
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByTestId('second-factor-code').scrollIntoViewIfNeeded();
  await picture(page, `second-factor-${device}-${language}`);
  await page.getByTestId('second-factor-code').fill(codeOf(secret));
  await page.getByTestId('second-factor-confirm').click();
  const codes = page.getByTestId('recovery-codes');
  await codes.waitFor();
  expect(await codes.locator('li').count()).toBe(10);
  await codes.scrollIntoViewIfNeeded();
  await picture(page, `recovery-codes-${device}-${language}`);
  return secret;
}

describe.skipIf(missing).each(VISITORS)('an account, $language $device', (visitor) => {
  const { device, language } = visitor;

  test('is opened by a password that nobody guesses, and that can be seen', async () => {
    const name = nameOf('new');
    const { link } = await enterPerson(hub, name, 'PLANNER');
    const { page } = await visit(visitor, `/#link=${link}`);
    const field = page.getByTestId('new-password');
    await field.fill('woaini1314520');
    await page.getByTestId('new-password-show').click();
    expect(await field.getAttribute('type')).toBe('text');
    await page.getByTestId('set-password-go').click();
    await page.getByText(COMMON[language]).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect(await smallTargets(page, '[data-testid=set-password]')).toEqual([]);
    await picture(page, `password-${device}-${language}`);
    await page.getByTestId('new-password-show').click();
    expect(await field.getAttribute('type')).toBe('password');
    await field.fill(PASSWORD);
    await page.getByTestId('set-password-go').click();
    await isSignedIn(page, name);
  });

  test('of an administrator who must have a second factor leads to it, and asks for codes then', async () => {
    const name = nameOf('chief');
    const { link } = await enterPerson(hub, name, 'ADMIN');
    const { page } = await visit(visitor, `/#link=${link}`);
    await page.getByTestId('new-password').fill(PASSWORD);
    await page.getByTestId('set-password-go').click();
    await isSignedIn(page, name);
    const secret = await setUp(page, visitor);
    await page.getByTestId('page-people').waitFor();
    expect(await seriousViolations(page)).toEqual([]);

    await page.getByTestId('sign-out').click();
    await page.waitForFunction(
      (known) => !document.querySelector('[data-testid=account]')?.textContent?.includes(known),
      name,
    );
    await page.getByTestId('account').click();
    await page.getByTestId('sign-in-name').fill(name);
    await page.getByTestId('sign-in-password').fill(PASSWORD);
    await page.getByTestId('sign-in-go').click();
    await page.getByTestId('sign-in-code').fill('000000');
    await page.getByTestId('sign-in-go').click();
    await page.getByText(WRONG_CODE[language]).waitFor();
    await picture(page, `sign-in-code-${device}-${language}`);
    // The one before was used up by setting it up.
    await page.getByTestId('sign-in-code').fill(codeOf(secret, 1));
    await page.getByTestId('sign-in-go').click();
    await isSignedIn(page, name);
  });

  test('of others is looked after by an administrator: sessions, tokens, second factor', async () => {
    const boss = nameOf('boss');
    const name = nameOf('worker');
    const who = await signedIn(hub, name, 'PLANNER');
    await tokenOf(hub, who, ['READ']);
    const { cookie } = await signedIn(hub, boss, 'ADMIN');
    const { page } = await visit(visitor, '/?page=account', { cookie });
    await setUp(page, visitor);
    await page.getByTestId('page-people').click();
    const row = page.getByTestId('people-panel').locator('li', { hasText: name });
    await row.locator('button').click();
    const access = page.getByTestId('access');
    expect(await access.locator('li').count()).toBe(2);
    await access.scrollIntoViewIfNeeded();
    expect(await seriousViolations(page)).toEqual([]);
    expect(await smallTargets(page, '[data-testid=access]')).toEqual([]);
    await picture(page, `access-${device}-${language}`);
    await access.locator('li button').last().click();
    await expect.poll(() => access.locator('li').count()).toBe(1);
    await page.getByTestId('end-access').click();
    await expect.poll(() => access.locator('li').count()).toBe(0);
    const { data } = await hub.send('{ viewer { means } }', {}, who);
    expect(data.viewer.means).toBe('NONE');
  });
});
