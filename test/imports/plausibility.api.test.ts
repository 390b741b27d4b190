import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { codesOf, missingDatabase, withHub } from '../setup/hub.ts';
import { bring, commit, configure, csvOf, type Seen, undo } from './uploads.ts';

const hub = withHub({ writes: true });

interface Place {
  readonly code: string;
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
}

/** Communities with a point inside each. */
async function places(count: number): Promise<Place[]> {
  const { rows } = await sql<Place>`
    SELECT code, name, ST_X(point) AS lon, ST_Y(point) AS lat
    FROM (SELECT code, name, ST_PointOnSurface(boundary) AS point FROM community) c
    ORDER BY code LIMIT ${count}`.execute(hub.database.orm.em.fork().getKysely());
  return rows;
}

function issuesOf(seen: Seen): string[] {
  return seen.issues.edges.map(
    ({ node }: Seen) => `${node.row ?? 'file'} ${node.severity} ${node.code}`,
  );
}

function commitConfirmed(seen: Seen, confirmOutside: boolean) {
  const { id, version, system } = seen;
  return hub.send(
    'mutation ($input: CommitImportInput!) { commitImport(input: $input) { dataVersion } }',
    { input: { id, version, system, confirmOutside } },
  );
}

describe.skipIf(missingDatabase)('a file that nobody would believe', () => {
  test('has a facility in no community: how far, and from which', async () => {
    const [inside] = (await places(1)) as [Place];
    const seen = await bring(
      hub,
      'one.csv',
      csvOf('name,kind,lon,lat', [
        ['新广场', 'plaza', inside.lon, inside.lat],
        ['城外广场', 'plaza', 121.3, 25.05],
        ['另一广场', 'plaza', inside.lon + 0.0001, inside.lat],
      ]),
    );
    expect(issuesOf(seen)).toEqual(['3 WARNING OUTSIDE_COMMUNITY']);
    const [{ node }] = seen.issues.edges;
    expect(node.figure).toBeGreaterThan(10_000);
    expect(node.message).toMatch(/^It lies \d+ m outside .+\.$/);
    expect((await commit(hub, seen)).errors).toBeUndefined();
    await undo(hub, seen);
  });

  test('has a facility whose kind and name stand elsewhere already', async () => {
    const { rows } = await sql<{ name: string; lon: number; lat: number }>`
      SELECT f.name, ST_X(f.location) AS lon, ST_Y(f.location) AS lat
      FROM facility f JOIN facility_kind k ON k.id = f.kind_id
      WHERE k.code = 'plaza' AND f.active ORDER BY f.id LIMIT 1`.execute(
      hub.database.orm.em.fork().getKysely(),
    );
    const [{ name, lon, lat }] = rows as [{ name: string; lon: number; lat: number }];
    const seen = await bring(
      hub,
      'twin.csv',
      csvOf('name,kind,lon,lat', [[name, 'plaza', lon + 0.005, lat]]),
    );
    expect(issuesOf(seen)).toEqual(['2 WARNING SAME_NAME_ELSEWHERE']);
    // 0.005° of longitude at 25° N.
    expect(seen.issues.edges[0].node.figure).toBeCloseTo(504, -1);
  });

  test('lies mostly outside of the city: committed only when that is confirmed', async () => {
    const [inside] = (await places(1)) as [Place];
    const seen = await bring(
      hub,
      'elsewhere.csv',
      csvOf('name,kind,lon,lat', [
        ['甲', 'plaza', 121.3, 25.05],
        ['乙', 'plaza', 121.31, 25.05],
        ['丙', 'plaza', inside.lon, inside.lat],
      ]),
    );
    expect(issuesOf(seen)[0]).toBe('file WARNING MOSTLY_OUTSIDE');
    expect(seen.issues.edges[0].node.detail).toBe('2 / 3');
    const refused = await commitConfirmed(seen, false);
    expect(codesOf(refused)).toEqual(['BAD_USER_INPUT']);
    expect(refused.errors?.[0]?.extensions?.['field']).toBe('input.confirmOutside');
    expect((await commitConfirmed(seen, true)).errors).toBeUndefined();
    await undo(hub, seen);
  });

  test('misses its polygons by one vector, which is told', async () => {
    // About 700 m to the north-east, as one web map's coordinates are shifted against another's.
    const shifted = (await places(30)).map(({ code, lon, lat }) => [
      code,
      lon + 0.0065,
      lat + 0.003,
      10,
    ]);
    const seen = await bring(hub, 'cells.csv', csvOf('社区代码,经度,纬度,人口', shifted));
    expect(seen.target).toBe('RESIDENT_CELLS');
    const told = seen.issues.edges.find(({ node }: Seen) => node.code === 'SHIFTED').node;
    expect(told.row).toBeNull();
    expect(told.figure).toBeGreaterThan(650);
    expect(told.figure).toBeLessThan(800);
    // Back, to the south-west.
    expect(Number(told.detail)).toBeGreaterThan(235);
    expect(Number(told.detail)).toBeLessThan(255);
    expect(codesOf(await commitConfirmed(seen, false))).toEqual(['BAD_USER_INPUT']);
    const right = (await places(30)).map(({ code, lon, lat }) => [code, lon, lat, 10]);
    const good = await bring(hub, 'cells.csv', csvOf('社区代码,经度,纬度,人口', right));
    expect(issuesOf(good)).toEqual([]);
  });

  test('would leave a community a part of its area: how much', async () => {
    const [{ code, name, lon, lat }] = (await places(1)) as [Place];
    const d = 0.0002;
    const ring = [
      [lon - d, lat - d],
      [lon + d, lat - d],
      [lon + d, lat + d],
      [lon - d, lat + d],
      [lon - d, lat - d],
    ];
    const feature = {
      type: 'Feature',
      properties: { 社区代码: code, 社区名称: name },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
    const file = JSON.stringify({ type: 'FeatureCollection', features: [feature] });
    const seen = await configure(hub, await bring(hub, 'part.geojson', file), {
      target: 'COMMUNITIES',
    });
    expect(issuesOf(seen)).toContain('1 WARNING AREA_CHANGES');
    const told = seen.issues.edges.find(({ node }: Seen) => node.code === 'AREA_CHANGES').node;
    expect(told.figure).toBeLessThan(0.1);
    expect(told.message).toMatch(/ \d % of its area/);
  });
});
