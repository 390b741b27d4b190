import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BusyError, TimeoutError } from '../../server/shared/errors.ts';
import { PreviewEditDocument } from '../../web/generated/graphql.ts';
import { graphql } from '../generated/gql.ts';
import { signedIn } from '../setup/people.ts';
import { type HubProxy, type Mischief, setUpProxy } from './proxy.ts';
import { missing, type Visitor, withStage } from './stage.ts';

/** How the hub itself answers an error: see `maskErrors` and `STATUS_OF_CODE`. */
function answerOf({ message, extensions }: BusyError | TimeoutError): Mischief {
  const { http: _, ...told } = extensions;
  const body = JSON.stringify({ errors: [{ message, extensions: told }], data: null });
  return { type: 'answer', status: 503, body };
}

/** The hash by which the page asks for a preview. */
const PREVIEW_ID = String((PreviewEditDocument as { __meta__?: { hash: string } }).__meta__?.hash);

const BAD_GATEWAY: Mischief = { type: 'answer', status: 502, body: '<h1>502 Bad Gateway</h1>' };

/** What an edit may meet before it arrives, and what its author reads meanwhile. */
const TROUBLES: { name: string; mischief: Mischief; words: RegExp }[] = [
  {
    name: 'a hub that is busy',
    mischief: answerOf(new BusyError('The database cannot be reached.')),
    words: /服务器正忙/,
  },
  {
    name: 'a hub that takes too long',
    mischief: answerOf(new TimeoutError(9_000)),
    words: /服务器正忙/,
  },
  { name: 'a proxy that cannot reach the hub', mischief: BAD_GATEWAY, words: /服务器正忙/ },
  { name: 'a proxy that loses the answer', mischief: { type: 'lose' }, words: /服务器正忙/ },
  { name: 'a connection that closes', mischief: { type: 'close' }, words: /没有网络|正在保存/ },
];

const { hub, visit } = withStage();
let proxy: HubProxy;
let at: [number, number];
let cadre: { cookie: string };

beforeAll(async () => {
  proxy = await setUpProxy(hub.url);
  const { data } = await hub.ask(
    graphql(`query FirstCommunity { communities(first: 1, orderBy: { field: CODE, direction: ASC }) {
      edges { node { id servicePoint } } } }`),
  );
  const node = data.communities.edges[0]?.node;
  at = node?.servicePoint?.coordinates as typeof at;
  cadre = await signedIn(hub, 'cadre', 'CADRE', { communities: [node?.id as string] });
});
afterAll(async () => {
  await proxy?.close();
});

async function enterPark(): Promise<string> {
  const { data } = await hub.send(
    'mutation ($input: CreateFacilityInput!) { createFacility(input: $input) { facility { id } } }',
    { input: { kind: 'park', name: '公园', location: { type: 'Point', coordinates: at } } },
  );
  return data.createFacility.facility.id;
}

async function actionsOn(id: string): Promise<string[]> {
  const { data } = await hub.send(
    'query ($id: ID!) { facility(id: $id) { history(first: 50) { edges { node { action } } } } }',
    { id },
  );
  const { edges } = data.facility.history as { edges: { node: { action: string } }[] };
  return edges.map(({ node }) => node.action).reverse();
}

const effect = (page: Page, state: string) =>
  page.locator(`[data-testid=effect][data-state=${state}]`);

/** Moves the facility that is open by one step while something is in the way, until the hub has it. */
async function moveDespite(page: Page, { mischief, words }: (typeof TROUBLES)[number]) {
  await page.getByTestId('edit-move').click();
  await page.getByTestId('placing-pin').focus();

  // The preview is not refused, and comes by itself.
  proxy.spoil(PREVIEW_ID, mischief);
  await page.keyboard.press('Shift+ArrowRight');
  await effect(page, 'unknown').waitFor();
  expect(await page.getByTestId('place-save').isEnabled()).toBe(true);
  proxy.mend();
  await effect(page, 'known').waitFor();

  proxy.spoil('moveFacility', mischief);
  await page.getByTestId('place-save').click();
  const waiting = page.getByTestId('waiting');
  await waiting.waitFor();
  await expect.poll(() => waiting.textContent()).toMatch(words);
  expect(await waiting.getAttribute('data-trouble')).toBeNull();
  expect(await page.locator('#root').innerText()).not.toMatch(/database|request took|Gateway/i);
  await expect.poll(() => proxy.spoiled).toBeGreaterThan(2);
  proxy.mend();
  await waiting.waitFor({ state: 'detached' });
  await page.getByTestId('edit-move').waitFor();
}

describe.skipIf(missing)('an edit', () => {
  test('that meets a hub in trouble is sent again, neither lost nor refused, and made once', async () => {
    const id = await enterPark();
    const visitor: Visitor = { language: 'zh', device: 'desk' };
    const address = `${proxy.url}/?selected=${id}`;
    const { page } = await visit(visitor, address, { ...cadre, isCut: () => true });
    const actions = ['CREATE'];
    for (const trouble of TROUBLES) {
      await moveDespite(page, trouble).catch((cause: unknown) => {
        throw new Error(`It met ${trouble.name}.`, { cause });
      });
      actions.push('MOVE');
      expect(await actionsOn(id), trouble.name).toEqual(actions);
    }
  });
});
