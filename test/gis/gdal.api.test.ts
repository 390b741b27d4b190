import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { installDebianPackages } from '../setup/apt.ts';
import { ADMIN_TOKEN, missingDatabase, withHub } from '../setup/hub.ts';

const run = promisify(execFile);
/** GDAL is slow to ask page by page; one database is enough for it. */
const isElsewhere = !inject('databases').nativeUrl;
const COLLECTIONS = [
  'communities',
  'facilities',
  'grids',
  'regions',
  'coverage-plaza-2km',
  'service-areas-plaza-2km',
];

const hub = withHub();
let folder: string;
let missing: string | undefined;

beforeAll(async () => {
  if (missingDatabase || isElsewhere) return;
  missing = hasGdal() ? undefined : await installDebianPackages(['gdal-bin']);
  if (missing) return console.warn(`Without GDAL: ${missing}`);
  folder = await mkdtemp(join(tmpdir(), 'jinlin-gis-'));
});
afterAll(async () => {
  if (folder) await rm(folder, { recursive: true });
});

function hasGdal(): boolean {
  try {
    execFileSync('ogrinfo', ['--version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

interface Features {
  features: { id?: unknown; properties: Record<string, unknown>; geometry: unknown }[];
}

/** A layer by GDAL, as GeoJSON. */
async function read(source: string, layer: string): Promise<Features['features']> {
  const file = join(folder, `${layer}-${Math.random()}.geojson`);
  const options = ['-f', 'GeoJSON', '-lco', 'COORDINATE_PRECISION=7', file, source, layer];
  await run('ogr2ogr', options, { maxBuffer: 1e8 });
  const { stdout } = await run('cat', [file], { maxBuffer: 1e8 });
  return (JSON.parse(stdout) as Features).features;
}

describe.skipIf(missingDatabase || isElsewhere)('GDAL', () => {
  test('lists all collections by its driver for OGC API – Features', async ({ skip }) => {
    if (missing) skip(missing);
    const { stdout } = await run('ogrinfo', ['-ro', `OAPIF:${hub.url}/ogc`]);
    for (const collection of COLLECTIONS) expect(stdout).toContain(`: ${collection} (`);
  });

  test.each(COLLECTIONS)(
    'copies %s page by page to GeoPackage, with the same features and shapes',
    { timeout: 120_000 },
    async (collection) => {
      if (missing) return;
      const source = `OAPIF:${hub.url}/ogc`;
      const pack = join(folder, `${collection}.gpkg`);
      await run('ogr2ogr', [
        ...['-f', 'GPKG', pack, source, collection],
        ...['-oo', 'PAGE_SIZE=170', '-nlt', 'PROMOTE_TO_MULTI'],
      ]);
      const copied = await read(pack, collection);
      const response = await fetch(`${hub.url}/ogc/collections/${collection}/items?limit=10000`);
      const { features } = (await response.json()) as Features;
      expect(copied).toHaveLength(features.length);
      const name = collection === 'facilities' ? 'updated_at' : 'code';
      const sorted = (list: Features['features']): string[] =>
        list
          .map(({ properties, geometry }) => {
            const { type, coordinates } = geometry as { type: string; coordinates: unknown };
            const multi = type.startsWith('Multi') ? coordinates : [coordinates];
            return JSON.stringify([properties['name'], properties[name] !== undefined, multi]);
          })
          .sort();
      expect(sorted(copied)).toEqual(sorted(features));
    },
  );

  test('filters by box and property at the hub', async () => {
    if (missing) return;
    const { stdout } = await run('ogrinfo', [
      ...['-ro', '-al', '-so', `OAPIF:${hub.url}/ogc`, 'facilities'],
      ...['-spat', '121.53', '25.03', '121.55', '25.05', '-where', "kind = 'fitness-path'"],
    ]);
    const count = Number(/Feature Count: (\d+)/.exec(stdout)?.[1]);
    const { data } = await hub.ask(
      '{ facilities(filter: { kind: "fitness-path", bbox: [121.53, 25.03, 121.55, 25.05] }) { totalCount } }',
    );
    expect(count).toBe((data as { facilities: { totalCount: number } }).facilities.totalCount);
  });

  test('asks only for the features that an attribute filter is for, and complains of nothing', async () => {
    if (missing) return;
    const watched = await hub.beside({ logLevel: 'info' });
    try {
      const { stdout, stderr } = await run('ogr2ogr', [
        ...['-f', 'GeoJSON', '/vsistdout/', `OAPIF:${watched.url}/ogc`, 'communities'],
        ...['-where', "name = '莊敬里'", '-select', 'name'],
      ]);
      expect(stderr).toBe('');
      const names = (JSON.parse(stdout) as Features).features.map(
        ({ properties }) => properties['name'],
      );
      const { data } = await hub.ask(
        '{ communities(filter: { name: { equals: "莊敬里" } }) { totalCount } }',
      );
      const count = (data as { communities: { totalCount: number } }).communities.totalCount;
      expect(names).toEqual(Array(count).fill('莊敬里'));
      const asked = watched.log.filter((line) => line.includes('/communities/items?'));
      const filtered = asked.filter((line) =>
        line.includes(`name=${encodeURIComponent('莊敬里')}`),
      );
      expect(filtered.length).toBeGreaterThan(0);
    } finally {
      await watched.close();
    }
  });

  test('copies the whole city by the recipe, of one data version, by a token where reading is not public', async () => {
    if (missing) return;
    const script = fileURLToPath(new URL('../recipes/copy_city.sh', import.meta.url));
    const office = await hub.beside({ publicReading: false });
    try {
      const file = join(folder, 'city.gpkg');
      await expect(run('sh', [script, office.url, file])).rejects.toThrow('401');
      const env = { ...process.env, JINLIN_TOKEN: ADMIN_TOKEN };
      const { stdout } = await run('sh', [script, office.url, file], { env });
      expect(stdout).toMatch(/^data version \d+\n$/);
      const { stdout: layers } = await run('ogrinfo', ['-ro', file]);
      for (const collection of COLLECTIONS) expect(layers).toContain(`: ${collection} (`);
    } finally {
      await office.close();
    }
  });
});
