import iconv from 'iconv-lite';
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromHub } from '../../server/systems/reference-system.ts';
import { signedIn } from '../setup/people.ts';
import { mapIsDrawn, picture, seriousViolations, signInHere, smallTargets } from './page.ts';
import { missing, VISITORS, withStage } from './stage.ts';

const { hub, visit } = withStage();

beforeAll(async () => {
  await signedIn(hub, 'planner', 'PLANNER');
});

/** Plazas at service points, one of an unknown kind: in GCJ-02, as GB18030, with Chinese headers. */
async function plazas(batch: string): Promise<Buffer> {
  const { rows } = await sql<{ code: string; name: string; lon: number; lat: number }>`
    SELECT code, name, ST_X(service_point) AS lon, ST_Y(service_point) AS lat
    FROM community ORDER BY code LIMIT 12`.execute(hub.database.orm.em.fork().getKysely());
  const lines = rows.map(({ code, name, lon, lat }, i) => {
    const [x, y] = fromHub('GCJ02', [lon, lat]);
    const kind = i === 7 ? '游泳馆' : '室外休闲活动广场';
    return `${batch}-${code},${name}广场,${kind},${code},${x.toFixed(6)},${y.toFixed(6)}`;
  });
  return iconv.encode(`编号,名称,类别,所属社区,经度,纬度\n${lines.join('\n')}\n`, 'gb18030');
}

async function activeOnes(batch: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM facility WHERE active AND code LIKE ${`${batch}-%`}`.execute(
    hub.database.orm.em.fork().getKysely(),
  );
  return rows[0]?.count ?? 0;
}

/** What lies on the map of the file, by what becomes of it. */
function drawn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = window.jinlin?.map.queryRenderedFeatures({ layers: ['import-point'] }) ?? [];
    return found.map(({ properties }) => String(properties['role'])).sort();
  });
}

describe.skipIf(missing).each(VISITORS)('a planner, in $language at the $device', (visitor) => {
  test('imports a file in GCJ-02, looks at it first, and undoes it', async () => {
    const { page } = await visit(visitor, `/?page=import`);
    await page.getByTestId('account').click();
    await signInHere(page, 'planner');
    if (visitor.device === 'phone') await page.getByTestId('sheet-handle').press('ArrowUp');
    await page.getByTestId('import-file').setInputFiles({
      name: '广场.csv',
      mimeType: 'text/csv',
      buffer: await plazas(visitor.device),
    });
    const panel = page.getByTestId('open-import');
    await page.getByTestId('import-counts').waitFor();
    await expect.poll(() => page.getByTestId('count-CREATE').textContent()).toMatch(/11/);
    expect(await page.getByTestId('import-target').inputValue()).toBe('FACILITIES');
    expect(await page.getByTestId('import-system').inputValue()).toBe('GCJ02');
    expect(await page.getByTestId('import-reason').textContent()).toMatch(/GCJ-02.*1[12].*1[12]/);
    await mapIsDrawn(page);
    await expect.poll(() => drawn(page)).toContain('import-CREATE');
    await picture(page, `import-preview-${visitor.device}-${visitor.language}`);

    const issue = page.getByTestId('import-issue');
    expect(await issue.textContent()).toContain('游泳馆');
    await issue.click();
    await mapIsDrawn(page);
    await expect.poll(() => drawn(page)).toContain('import-SKIP');
    expect(await page.getByTestId('import-commit').isDisabled()).toBe(true);
    await page.getByTestId('import-skip').check();
    await page.getByTestId('import-confirm').check();
    await picture(page, `import-issue-${visitor.device}-${visitor.language}`);
    expect(await seriousViolations(page)).toEqual([]);
    if (visitor.device === 'phone')
      expect(await smallTargets(page, '[data-testid=open-import] .import')).toEqual([]);

    await page.getByTestId('import-commit').click();
    await page.getByTestId('import-done').waitFor();
    expect(await activeOnes(visitor.device)).toBe(11);
    await picture(page, `import-done-${visitor.device}-${visitor.language}`);
    await page.getByTestId('import-undo').click();
    await expect.poll(() => panel.getAttribute('data-state')).toBe('UNDONE');
    expect(await activeOnes(visitor.device)).toBe(0);
    expect(await seriousViolations(page)).toEqual([]);
  });
});
