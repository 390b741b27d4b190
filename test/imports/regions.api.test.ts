import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { emptyCity } from '../setup/empty.ts';
import { codesOf, missingDatabase, withHub } from '../setup/hub.ts';
import { bring, commit, configure, csvOf, type Seen, undo } from './uploads.ts';

/** Names and codes of all communities of a real city; lies beside the project. */
const HARBIN = fileURLToPath(
  new URL('../../../shared/data/harbin/villages_harbin_nbs.csv', import.meta.url),
);

const hub = withHub({ writes: true });
beforeAll(async () => {
  if (!missingDatabase) await emptyCity(hub);
});

const REGIONS = csvOf('区划代码,名称,级别', [
  // In no order: what lies above may come later.
  ['230102001000', '兆麟街道', ''],
  ['230102000000', '道里区', ''],
  ['230183', '尚志市', '区县'],
  ['230100', '哈尔滨市', ''],
]);

async function tree(): Promise<unknown[]> {
  const { data } = await hub.send(
    `{ regions(first: 1000, orderBy: { field: CODE }) { edges { node {
      code name level communityCount boundaryDerived parent { code } } } } }`,
  );
  return data.regions.edges.map(({ node }: Seen) =>
    [node.code, node.name, node.level, node.parent?.code ?? '-', node.communityCount].join(' '),
  );
}

async function exported(layer: string): Promise<string> {
  const response = await fetch(`${hub.url}/export/${layer}.csv`);
  expect(response.status).toBe(200);
  return response.text();
}

describe.skipIf(missingDatabase)('regions', () => {
  test('come by a file, each below the one with whose code its own begins, and are undone', async () => {
    const seen = await bring(hub, 'regions.csv', REGIONS);
    expect([seen.state, seen.target, seen.counts.create, seen.counts.errors]).toEqual([
      ...['READY', 'REGIONS'],
      ...[4, 0],
    ]);
    expect((await commit(hub, seen)).errors).toBeUndefined();
    expect(await tree()).toEqual([
      '230100 哈尔滨市 CITY - 0',
      '230102000000 道里区 COUNTY 230100 0',
      '230102001000 兆麟街道 STREET 230102000000 0',
      '230183 尚志市 COUNTY 230100 0',
    ]);
    const again = await bring(hub, 'regions.csv', REGIONS);
    expect(again.counts).toMatchObject({ create: 0, update: 0, same: 4 });
    const back = await bring(hub, 'export.csv', await exported('regions'));
    expect([back.target, back.counts.same, back.counts.errors]).toEqual(['REGIONS', 4, 0]);
    await undo(hub, seen);
    expect(await tree()).toEqual([]);
  });

  test('without zeros behind are the same as with them', async () => {
    const seen = await bring(hub, 'regions.csv', REGIONS);
    await commit(hub, seen);
    const short = await bring(
      hub,
      'short.csv',
      csvOf('adcode,name', [
        ['230102', '道里区'],
        ['2301', '哈尔滨'],
      ]),
    );
    expect(short.target).toBe('REGIONS');
    expect(short.counts).toMatchObject({ create: 0, update: 1, same: 1 });
    await undo(hub, seen);
  });

  test('below one that is nowhere, or that is no higher, are errors', async () => {
    const brought = await bring(
      hub,
      'regions.csv',
      csvOf('区划代码,名称,级别,上级', [
        ['230102', '道里区', '区', '哈尔滨市'],
        ['230103', '南岗区', '区', '道里区'],
        ['23', '黑龙江', '', ''],
      ]),
    );
    const seen = await configure(hub, brought, { target: 'REGIONS' });
    const issues = seen.issues.edges.map(
      ({ node }: Seen) => `${node.row} ${node.code} ${node.field}`,
    );
    expect(issues).toEqual([
      '2 UNKNOWN_REGION REGION',
      '3 UNKNOWN_REGION REGION',
      '4 MISSING_VALUE LEVEL',
    ]);
  });

  test('that communities name are made with them when that is confirmed, and undone with them', async () => {
    const rows = [
      ['230103001001', '示例社区', '花园街道', '南岗区', '哈尔滨市'],
      ['230103001002', '邻里社区', '花园街道', '南岗区', '哈尔滨市'],
      ['230103002001', '和兴社区', '230103002', '南岗区', '哈尔滨市'],
    ];
    const file = csvOf('社区代码,社区名称,街道,区县,市', rows);
    const seen = await bring(hub, 'communities.csv', file);
    expect([seen.target, seen.counts.errors]).toEqual(['COMMUNITIES', 3]);
    const { data } = await hub.send(
      'query ($id: ID!) { import(id: $id) { newRegions { level count names } } }',
      { id: seen.id },
    );
    expect(data.import.newRegions).toEqual([
      { level: 'CITY', count: 1, names: ['哈尔滨市'] },
      { level: 'COUNTY', count: 1, names: ['南岗区'] },
      { level: 'STREET', count: 2, names: ['花园街道', '230103002'] },
    ]);
    const ready = await configure(hub, seen, { createRegions: true });
    expect(ready.counts).toMatchObject({ create: 3, errors: 0 });
    expect((await commit(hub, ready)).errors).toBeUndefined();
    expect(await tree()).toEqual([
      '230100 哈尔滨市 CITY - 3',
      '230103 南岗区 COUNTY 230100 3',
      '230103001 花园街道 STREET 230103 2',
      '230103002 230103002 STREET 230103 1',
    ]);
    // A name for the one of which only the code was known, by a file and by hand.
    const named = await bring(
      hub,
      'names.csv',
      csvOf('街道代码,街道名称', [['230103002', '和兴路街道']]),
    );
    expect([named.target, named.counts.update]).toEqual(['REGIONS', 1]);
    await commit(hub, named);
    await undo(hub, named);
    const { data: found } = await hub.send(
      '{ regions(filter: { text: "230103002" }) { edges { node { id } } } }',
    );
    const renamed = await hub.send(
      'mutation ($id: ID!) { updateRegion(input: { id: $id, name: "和兴路街道" }) { region { name } } }',
      { id: found.regions.edges[0].node.id },
    );
    expect(renamed.data.updateRegion.region.name).toBe('和兴路街道');
    await undo(hub, ready);
    expect(await tree()).toEqual([]);
  });

  test('without a boundary have that of their communities', async () => {
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
    const features = [126.64, 126.65].map((west, i) => ({
      type: 'Feature',
      properties: { 社区代码: `23010300100${i + 1}`, 社区名称: `社区${i}`, 街道: '花园街道' },
      geometry: square(west),
    }));
    const seen = await bring(
      hub,
      'communities.geojson',
      JSON.stringify({ type: 'FeatureCollection', features }),
    );
    await commit(hub, await configure(hub, seen, { createRegions: true }));
    const boxes = async (): Promise<unknown> => {
      const { data } = await hub.send(
        '{ regions(orderBy: { field: CODE }) { edges { node { level boundaryDerived bbox } } } }',
      );
      return data.regions.edges.map(({ node }: Seen) => node);
    };
    const bbox = [126.64, 45.75, 126.66, 45.757];
    expect(await boxes()).toEqual(
      ['CITY', 'COUNTY', 'STREET'].map((level) => ({ level, boundaryDerived: true, bbox })),
    );
    const { data } = await hub.send('{ community(code: "230103001002") { id version } }');
    await hub.send(
      'mutation ($input: UpdateCommunityInput!) { updateCommunity(input: $input) { dataVersion } }',
      { input: { ...data.community, boundary: square(126.67) } },
    );
    expect(await boxes()).toMatchObject([
      { bbox: [126.64, 45.75, 126.68, 45.757] },
      { bbox: [126.64, 45.75, 126.68, 45.757] },
      { bbox: [126.64, 45.75, 126.68, 45.757] },
    ]);
    await undo(hub, seen, true);
    await emptyCity(hub);
  });

  test('are created and corrected one by one', async () => {
    const create = (input: object) =>
      hub.send(
        'mutation ($input: CreateRegionInput!) { createRegion(input: $input) { region { id level parent { code } } } }',
        { input },
      );
    await create({ code: '2301', name: '哈尔滨市' });
    const county = await create({ code: '230102', name: '道里区', nameEn: 'Daoli' });
    expect(county.data.createRegion.region).toMatchObject({
      level: 'COUNTY',
      parent: { code: '2301' },
    });
    expect(codesOf(await create({ code: '230102000000', name: 'x' }))).toEqual(['CONFLICT']);
    expect(codesOf(await create({ code: '230104', name: 'x', parent: '230102' }))).toEqual([
      'BAD_USER_INPUT',
    ]);
    expect(codesOf(await create({ code: '1234567', name: 'x' }))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await create({ code: '230104', name: ' ' }))).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(await create({ code: '230104', name: 'x', parent: '9' }))).toEqual([
      'NOT_FOUND',
    ]);
    await emptyCity(hub);
  });

  test.skipIf(!existsSync(HARBIN))(
    'of a real city come with its 3,158 communities, which come out again the same',
    async () => {
      const seen = await bring(hub, 'villages.csv', readFileSync(HARBIN));
      expect(seen.target).toBe('COMMUNITIES');
      const ready = await configure(hub, seen, { createRegions: true });
      expect(ready.counts).toMatchObject({ create: 3158, errors: 0 });
      expect((await commit(hub, ready)).errors).toBeUndefined();
      const { data } = await hub.send(
        `{ communities(first: 1) { totalCount } coverageSummary(rule: "plaza-2km") { unknown }
          city: regions(filter: { level: CITY }) { totalCount }
          counties: regions(filter: { level: COUNTY }) { totalCount }
          streets: regions(filter: { level: STREET }) { totalCount } }`,
      );
      const lines = readFileSync(HARBIN, 'utf8').trim().split('\n').slice(1);
      const streets = new Set(lines.map((line) => line.split(',')[2]));
      const counties = new Set(lines.map((line) => line.split(',')[5]));
      expect(data).toMatchObject({
        communities: { totalCount: 3158 },
        city: { totalCount: 1 },
        counties: { totalCount: counties.size },
        streets: { totalCount: streets.size },
      });
      expect((await bring(hub, 'again.csv', readFileSync(HARBIN))).counts.same).toBe(3158);
      for (const layer of ['regions', 'communities']) {
        const back = await bring(hub, `${layer}.csv`, await exported(layer));
        expect([back.target, back.counts.create, back.counts.update, back.counts.errors]).toEqual([
          layer.toUpperCase(),
          ...[0, 0, 0],
        ]);
      }
    },
  );
});
