import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLES } from '../../web/city/steps.ts';
import { emptyCity } from '../setup/empty.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';
import { documentAt } from './documents.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [STEP] = documentAt('docs/operators.md').blocks.filter(
  ({ by }) => by === 'test/docs/own-city.api.test.ts',
);
const COMMUNITIES = {
  type: 'FeatureCollection',
  features: ['230103001001', '230103001002'].map((code, i) => ({
    type: 'Feature',
    properties: { 社区代码: code, 社区名称: `示例社区${i + 1}`, 人口: 5200 },
    geometry: { type: 'Polygon', coordinates: [ringAt(126.64 + i * 0.01)] },
  })),
};

/** A ring one hundredth of a degree wide. */
function ringAt(west: number): [number, number][] {
  const [east, south, north] = [west + 0.01, 45.75, 45.757];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

const hub = withHub({ writes: true });
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jinlin-own-city-'));
  if (!missingDatabase) await emptyCity(hub);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(missingDatabase)('a city of one’s own', () => {
  test('is brought by the command of the operators’ document, from the page’s example files', async () => {
    const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    write('regions.csv', EXAMPLES.regions?.text as string);
    write('communities.geojson', JSON.stringify(COMMUNITIES));
    write('plazas.csv', '名称,经度,纬度\n示例广场,126.645,45.753\n');
    write('residents.csv', EXAMPLES.residents?.text as string);
    const command = String(STEP?.text).replace('npm run', `npm --prefix "$PROJECT" run --silent`);
    const { databaseUrl, dataDir } = hub.place;
    execFileSync(
      'sh',
      ['-ec', command.replaceAll(/(?<=[ =])(\w+\.(?:csv|geojson))/g, '"$FOLDER/$1"')],
      {
        env: {
          ...process.env,
          ...{ PROJECT: root, FOLDER: folder },
          ...(databaseUrl ? { DATABASE_URL: databaseUrl } : { JINLIN_DATA_DIR: dataDir }),
        },
      },
    );
    const { data } = await hub.send(
      `{ regions(orderBy: { field: LEVEL }) { edges { node { name communityCount bbox } } }
        communities { edges { node { region { name } coverage(rule: "plaza-2km") { status } } } }
        coverageSummary(rule: "plaza-2km") { residentsTotal residentsCovered } }`,
      {},
      { headers: { 'cache-control': 'no-store' } },
    );
    const bbox = [126.64, 45.75, 126.66, 45.757];
    expect(data.regions.edges).toEqual(
      ['示例市', '示例区', '示例街道'].map((name) => ({ node: { name, communityCount: 2, bbox } })),
    );
    const node = { region: { name: '示例街道' }, coverage: { status: 'PASS' } };
    expect(data.communities.edges).toEqual([{ node }, { node }]);
    expect(data.coverageSummary).toEqual({ residentsTotal: 120, residentsCovered: 120 });
  });
});
