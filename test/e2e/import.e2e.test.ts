import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { sql } from 'kysely';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromHub } from '../../server/coordinates/reference-system.ts';
import { missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';
import { signedIn } from '../setup/people.ts';
import {
  launchBrowser,
  mapIsDrawn,
  missingBrowser,
  seriousViolations,
  signInHere,
  smallTargets,
  type Visitor,
  visit,
} from './browser.ts';

const missing = missingBrowser ?? missingDatabase;
const webDir = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const SCREENSHOTS = new URL('../../test-results/screenshots/', import.meta.url);
const VISITORS: Visitor[] = [
  { language: 'zh', device: 'desk' },
  { language: 'en', device: 'phone' },
];

let hub: TestHub;
let browser: Browser;
beforeAll(async () => {
  if (missing) return;
  hub = await startTestHub({ webDir });
  browser = await launchBrowser();
  await signedIn(hub, 'planner', 'PLANNER');
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

/** A list of fitness paths as an office has it: GB18030, Chinese headers, coordinates of web maps. */
async function officeFile(of: string): Promise<Buffer> {
  const { rows } = await sql<{ code: string; name: string; lon: number; lat: number }>`
    SELECT code, name, ST_X(service_point) AS lon, ST_Y(service_point) AS lat FROM community
    ORDER BY code LIMIT 25`.execute(hub.database.orm.em.fork().getKysely());
  const lines = rows.map(({ code, name, lon, lat }, i) => {
    const [x, y] = fromHub('GCJ02', [lon, lat]);
    // One row names a kind that does not exist.
    return [
      `${of}-${i}`,
      `${name}健身路径`,
      i === 7 ? '溜冰场' : '健身路径',
      code,
      y.toFixed(6),
      x.toFixed(6),
    ];
  });
  const text = [['编号', '设施名称', '类别', '所属社区', '纬度', '经度'], ...lines]
    .map((line) => `${line.join(',')}\r\n`)
    .join('');
  return iconv.encode(text, 'gb18030');
}

async function countOf(of: string): Promise<number> {
  const { data } = await hub.send(
    'query ($of: String!) { facilities(filter: { code: { startsWith: $of } }) { totalCount } }',
    { of },
  );
  return data.facilities.totalCount;
}

describe.skipIf(missing).each(VISITORS)('a planner at a $device in $language', (visitor) => {
  test('imports a file of an office, sees it before and after, and takes it back', {
    timeout: 180_000,
  }, async () => {
    const of = `E2E-${visitor.device}`;
    const { page, faults, close } = await visit(browser, `${hub.url}/?page=import`, visitor);
    await page.getByTestId('account').click();
    await signInHere(page, 'planner');
    await page.getByTestId('import-choose').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByTestId('import-file').setInputFiles({
      name: '健身路径.csv',
      mimeType: 'text/csv',
      buffer: await officeFile(of),
    });
    const detail = page.getByTestId('import-detail');
    await page.locator('[data-testid=import-detail][data-state=READY]').waitFor();
    expect(await page.getByTestId('import-system').inputValue()).toBe('GCJ02');
    expect(await page.getByTestId('import-target').inputValue()).toBe('FACILITIES');
    expect(await page.getByTestId('import-guess').textContent()).toMatch(/2[45]/);
    await page.getByTestId('import-issue').first().waitFor();
    await mapIsDrawn(page);
    expect(await seriousViolations(page)).toEqual([]);
    if (visitor.device === 'phone') {
      expect(await smallTargets(page, '[data-testid=import-panel]')).toEqual([]);
    }
    await page.screenshot({
      path: fileURLToPath(new URL(`import-${visitor.device}-${visitor.language}.png`, SCREENSHOTS)),
    });
    expect(await countOf(of)).toBe(0);

    // Errors keep the file out until they are left out.
    expect(await page.getByTestId('import-commit').isDisabled()).toBe(true);
    await detail.getByTestId('import-skip-errors').check();
    await page.locator('[data-action=skip] dd').filter({ hasText: '1' }).waitFor();
    await page.getByTestId('import-sure').check();
    await page.getByTestId('import-commit').click();
    await page.locator('[data-testid=import-detail][data-state=COMMITTED]').waitFor();
    expect(await countOf(of)).toBe(24);
    expect(await seriousViolations(page)).toEqual([]);

    await page.getByTestId('import-undo').click();
    await page.locator('[data-testid=import-detail][data-state=UNDONE]').waitFor();
    expect(await countOf(of)).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });
});
