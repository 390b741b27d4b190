import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { installDebianPackages } from '../setup/apt.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const run = promisify(execFile);
/** The recipes see the hub only: one database is enough. */
const isElsewhere = !inject('databases').nativeUrl;
const PYTHON = '/usr/bin/python3';
const withoutPython = lacks('');
const withoutQgis = await lacksQgis();

/** Whether QGIS is not there. Installing it takes more than a minute, so it is only where TEST_QGIS says so. */
async function lacksQgis(): Promise<boolean> {
  const missing = (): boolean => lacks('import qgis.core');
  if (isElsewhere || !missing()) return isElsewhere;
  const trouble =
    process.env['TEST_QGIS'] === 'install'
      ? await installDebianPackages(['python3-qgis'])
      : 'TEST_QGIS=install installs it on Debian.';
  if (trouble) console.warn(`Left out: the recipe of QGIS. QGIS is not there: ${trouble}`);
  return missing();
}

/** Whether Python is not there, or cannot do this. */
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

const hub = withHub();
let folder: string;
beforeAll(async () => {
  if (missingDatabase || isElsewhere) return;
  folder = await mkdtemp(join(tmpdir(), 'jinlin-recipes-'));
});
afterAll(async () => {
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

  test.skipIf(withoutPython)(
    'of Python copies what is chosen of a collection, page by page',
    async () => {
      const file = join(folder, 'failing.geojson');
      const choice = ['coverage-fitness-1km', file, 'status=FAIL', 'limit=7'];
      const { stdout } = await run(PYTHON, [recipe('copy_collection.py'), hub.url, ...choice]);
      const { features } = JSON.parse(await readFile(file, 'utf8'));
      const { data } = await hub.ask('{ coverageSummary(rule: "fitness-1km") { failing } }');
      const { failing } = (data as { coverageSummary: { failing: number } }).coverageSummary;
      expect(stdout.trim()).toBe(`${failing} features`);
      expect(features).toHaveLength(failing);
      expect(features[0].properties.name).toMatch(/里$/);
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
