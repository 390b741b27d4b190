import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { missingDatabase, startTestHub, type TestHub } from '../setup/hub.ts';

const run = promisify(execFile);
/** The recipes see the hub only: one database is enough. */
const isElsewhere = !inject('databases').nativeUrl;
const PYTHON = '/usr/bin/python3';
const withoutPython = lacks('');
const withoutQgis = lacks('import qgis.core');

/** Whether Python is not there, or cannot do this. QGIS is too large to be installed for a test. */
function lacks(program: string): boolean {
  try {
    execFileSync(PYTHON, ['-c', program], { stdio: 'pipe' });
    return false;
  } catch {
    return true;
  }
}

function recipe(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

let hub: TestHub;
let folder: string;
beforeAll(async () => {
  if (missingDatabase || isElsewhere) return;
  folder = await mkdtemp(join(tmpdir(), 'jinlin-recipes-'));
  hub = await startTestHub();
});
afterAll(async () => {
  await hub?.close();
  if (folder) await rm(folder, { recursive: true });
});

describe.skipIf(missingDatabase || isElsewhere)('the recipe', () => {
  test.skipIf(withoutPython)(
    'of Python writes all failing communities, the worst first',
    async () => {
      const file = join(folder, 'failing.csv');
      await run(PYTHON, [recipe('failing_communities.py'), hub.url, 'fitness-1km', file]);
      const [header, ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\r\n');
      expect(header).toMatch(/^\ufeffdistrict,code,name/);
      const { data } = await hub.ask('{ coverageSummary(rule: "fitness-1km") { failing } }');
      const { failing } = (data as { coverageSummary: { failing: number } }).coverageSummary;
      expect(lines).toHaveLength(failing);
      const meters = lines.map((line) => Number(line.split(',').at(-2)));
      expect(meters).toEqual([...meters].sort((a, b) => b - a));
    },
  );

  test.skipIf(withoutQgis).each([
    ['communities', 456],
    ['coverage-plaza-2km', 456],
  ])('of QGIS opens %s from /ogc and from /tiles', async (collection, count) => {
    const env = { ...process.env, QT_QPA_PLATFORM: 'offscreen' };
    const { stdout } = await run(PYTHON, [recipe('open_in_qgis.py'), hub.url, collection], { env });
    const found = JSON.parse(stdout.trim().split('\n').at(-1) as string);
    expect(found).toMatchObject({ valid: [true, true], count });
    expect(found.fields).toEqual(expect.arrayContaining(['id', 'code', 'name']));
    // A good part of 256 × 256 pixels.
    expect(found.drawn).toBeGreaterThan(5_000);
  });
});
