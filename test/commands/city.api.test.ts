import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvOf } from '../imports/uploads.ts';
import { emptyCity } from '../setup/empty.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hub = withHub({ writes: true });
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jinlin-city-test-'));
  if (!missingDatabase) await emptyCity(hub);
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs the command beside the hub; gives its exit code and what it says. */
function run(...args: string[]): Promise<{ code: number; text: string }> {
  const { databaseUrl, dataDir } = hub.place;
  const env = {
    ...process.env,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : { JINLIN_DATA_DIR: dataDir }),
  };
  const node = ['--import', 'tsx', 'server/commands/city.ts', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, node, { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), text: stdout + stderr });
    });
  });
}

const square = (west: number): object => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 45.75],
      [west + 0.01, 45.75],
      [west + 0.01, 45.757],
      [west, 45.757],
      [west, 45.75],
    ],
  ],
});
const COMMUNITIES = JSON.stringify({
  type: 'FeatureCollection',
  crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } },
  features: [126.64, 126.65].map((west, i) => ({
    type: 'Feature',
    properties: {
      社区代码: `23010300100${i + 1}`,
      社区名称: `社区${i}`,
      街道: '花园街道',
      区县: '南岗区',
    },
    geometry: square(west),
  })),
});

describe.skipIf(missingDatabase)('the files of a city', () => {
  test('are brought unattended, each after what it lies in, and judged', async () => {
    const communities = write('communities.geojson', COMMUNITIES);
    const plazas = write('plazas.csv', csvOf('名称,经度,纬度', [['示例广场', 126.645, 45.753]]));
    const residents = write(
      'residents.csv',
      csvOf('社区代码,人口,经度,纬度', [['230103001001', 120, 126.6441, 45.7528]]),
    );
    const { code, text } = await run(
      // Whatever the order of the arguments.
      ...['--residents', residents, '--facilities', `plaza=${plazas}`],
      ...['--communities', communities, '--create-regions', '--system', 'WGS84'],
    );
    expect([text, code]).toEqual([expect.stringContaining('communities judged otherwise'), 0]);
    expect(text).toContain('rows: 2 new, 0 changed, 0 the same, 0 left out');
    const { data } = await hub.send(
      `{ regions(orderBy: { field: LEVEL }) { edges { node { name boundaryDerived } } }
        coverageSummary(rule: "plaza-2km") { total passing residentsCovered } }`,
      {},
      { headers: { 'cache-control': 'no-store' } },
    );
    expect(data.regions.edges.map(({ node }: { node: { name: string } }) => node.name)).toEqual([
      ...['230100', '南岗区', '花园街道'],
    ]);
    expect(data.coverageSummary).toEqual({ total: 2, passing: 2, residentsCovered: 120 });
  });

  test('are not written when somebody has to look at them: the command says so and ends with 3', async () => {
    const unknown = write(
      'kinds.csv',
      csvOf('名称,类别,经度,纬度', [['甲', '太空站', 126.645, 45.753]]),
    );
    const errors = await run('--facilities', unknown, '--system', 'WGS84');
    expect([errors.text, errors.code]).toEqual([expect.stringContaining('UNKNOWN_KIND × 1'), 3]);
    const silent = write('silent.csv', csvOf('名称,经度,纬度', [['乙', 126.646, 45.753]]));
    const unsure = await run('--facilities', `plaza=${silent}`);
    expect([unsure.text, unsure.code]).toEqual([expect.stringContaining('--system'), 3]);
    const far = write('far.csv', csvOf('名称,经度,纬度', [['丙', 121.5, 25]]));
    const outside = await run('--facilities', `plaza=${far}`, '--system', 'WGS84');
    expect([outside.text, outside.code]).toEqual([expect.stringContaining('--confirm-outside'), 3]);
    const dry = await run('--facilities', `plaza=${silent}`, '--system', 'WGS84', '--dry-run');
    expect([dry.text, dry.code]).toEqual([expect.stringContaining('nothing was written'), 0]);
    const { data } = await hub.send('{ facilities(first: 1) { totalCount } }');
    expect(data.facilities.totalCount).toBe(1);
  });

  test.each([
    ['nothing', []],
    ['a file that is not there', ['--regions', 'nowhere.csv']],
    ['an unknown system', ['--system', 'MARS']],
    ['an unknown option', ['--everything']],
  ])('are asked for when %s is named, and the command ends with 2', async (_what, args) => {
    const { code, text } = await run(...args);
    expect([text, code]).toEqual([
      expect.stringMatching(/Name at least|no file|must be|everything/),
      2,
    ]);
  });
});
