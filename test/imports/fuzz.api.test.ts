import fc from 'fast-check';
import iconv from 'iconv-lite';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { ImportField, ImportTarget } from '../../server/imports/staged/fields.ts';
import { REFERENCE_SYSTEMS } from '../../server/systems/reference-system.ts';
import { ADMIN_TOKEN, type Answer, missingDatabase, withHub } from '../setup/hub.ts';
import { everything, judgeAll } from './snapshot.ts';
import { commit, type Seen, undo, upload, whenRead } from './uploads.ts';

/** Files of a run, from the upload to the undo; more by FUZZ_RUNS. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 25);

const hub = withHub({ writes: true });
let places: { code: string; name: string; lon: number; lat: number }[];

beforeAll(async () => {
  if (missingDatabase) return;
  ({ rows: places } = await sql<(typeof places)[number]>`
    SELECT code, name, ST_X(service_point) AS lon, ST_Y(service_point) AS lat
    FROM community ORDER BY code LIMIT 8`.execute(hub.database.orm.em.fork().getKysely()));
});

const HEADERS = [
  'code',
  '编号',
  'name',
  '名称',
  'kind',
  '类别',
  'community',
  '所属社区',
  '社区代码',
  '人口',
  'households',
  'status',
  '统计时间',
  'note',
  'region',
  'address',
  'fid',
  '',
  'name',
];
const KINDS = ['plaza', '健身路径', 'park', 'service-station', '公园', '游泳馆'];

const cell = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 7 }).map((i) => ({ place: i, of: 'code' as const })) },
  { weight: 2, arbitrary: fc.nat({ max: 7 }).map((i) => ({ place: i, of: 'name' as const })) },
  { weight: 3, arbitrary: fc.constantFrom(...KINDS) },
  { weight: 3, arbitrary: fc.integer({ min: -5, max: 2_000_000 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      'A-1',
      'A-2',
      '2026-11',
      '2026年13月',
      '是',
      '1e400',
      '=1+1',
      '"',
      'a\nb',
      'x'.repeat(1_500),
      '\0',
      'NaN',
      '-0',
      '１２',
      "'; DROP TABLE facility; --",
    ),
  },
);
type Cell = typeof cell extends fc.Arbitrary<infer T> ? T : never;

const degrees = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      place: fc.nat({ max: 7 }),
      dx: fc.integer({ min: -40, max: 40 }),
      dy: fc.integer({ min: -40, max: 40 }),
    }),
  },
  { weight: 1, arbitrary: fc.tuple(fc.double(), fc.double()) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      [180, 90],
      [-180, -90],
      [0, 0],
      [305_000, 2_770_000],
      [40_500_000, 5_000_000],
    ),
  },
);
type Degrees = typeof degrees extends fc.Arbitrary<infer T> ? T : never;

const shape = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('Point' as const), at: degrees }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('Polygon' as const),
      ring: fc.array(degrees, { maxLength: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('Square' as const),
      at: degrees,
      size: fc.constantFrom(1e-7, 1e-4, 1e-3, 1, 400),
    }),
  },
  { weight: 1, arbitrary: fc.constant(null) },
);
type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

/** Columns of a file that somebody might send, with what belongs there. */
const sensible: Record<string, fc.Arbitrary<Cell>> = {
  code: fc.nat({ max: 30 }).map((i) => `N-${i}`),
  name: fc.nat({ max: 30 }).map((i) => `新的${i}`),
  kind: fc.constantFrom(...KINDS),
  人口: fc.nat({ max: 900 }),
  状态: fc.constantFrom('运行', 'active', ''),
  社区代码: fc.nat({ max: 7 }).map((place) => ({ place, of: 'code' as const })),
  社区: fc.nat({ max: 7 }).map((place) => ({ place, of: 'name' as const })),
  网格编码: fc.nat({ max: 30 }).map((i) => `G-${i}`),
};
const USUAL = [
  ['code', 'name', 'kind'],
  ['name', 'kind', '社区'],
  ['人口', '社区代码'],
  ['社区代码', 'name', '人口'],
  ['社区', '人口'],
  ['网格编码', 'name', '社区代码', '状态'],
];

const table = fc
  .tuple(fc.constantFrom(...USUAL), fc.subarray(HEADERS, { maxLength: 3 }))
  .chain(([usual, others]) => {
    const columns = [...usual, ...others];
    const cells = columns.map((column) => {
      const usually = sensible[column];
      return usually ? fc.oneof({ weight: 12, arbitrary: usually }, cell) : cell;
    });
    return fc.record({
      columns: fc.constant(columns),
      rows: fc.array(fc.record({ cells: fc.tuple(...cells), shape }), {
        minLength: 1,
        maxLength: 12,
      }),
    });
  });

const file = fc.record({
  table,
  form: fc.constantFrom('csv', 'wkt', 'geojson', 'geojsonl'),
  encoding: fc.oneof(
    { weight: 4, arbitrary: fc.constant('utf-8') },
    { weight: 1, arbitrary: fc.constant('gb18030') },
  ),
  damage: fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 6 }) },
  ),
});
type RandomFile = typeof file extends fc.Arbitrary<infer T> ? T : never;

/** What a planner might choose, sensible or not; null leaves what was guessed. */
const choice = fc.option(
  fc.record(
    {
      target: fc.constantFrom(...Object.values(ImportTarget)),
      system: fc.constantFrom(...REFERENCE_SYSTEMS, 'nowhere'),
      swapAxes: fc.boolean(),
      repair: fc.boolean(),
      mapping: fc.uniqueArray(
        fc.record({
          field: fc.constantFrom(...Object.values(ImportField)),
          column: fc.constantFrom(...HEADERS, 'lon', 'lat', 'WKT'),
        }),
        { maxLength: 5, selector: ({ field, column }) => (field === 'ATTRIBUTE' ? column : field) },
      ),
    },
    { requiredKeys: [] },
  ),
);

function positionOf(at: Degrees): readonly number[] {
  if (!('place' in at)) return at;
  const { lon, lat } = places[at.place % places.length] as (typeof places)[number];
  return [lon + at.dx * 1e-4, lat + at.dy * 1e-4];
}

function geometryOf(of: Shape): { type: string; coordinates: unknown } | null {
  if (!of) return null;
  if (of.type === 'Point') return { type: 'Point', coordinates: positionOf(of.at) };
  if (of.type === 'Polygon') {
    const ring = of.ring.map(positionOf);
    return { type: 'Polygon', coordinates: [[...ring, ...ring.slice(0, 1)]] };
  }
  const [x = 0, y = 0] = positionOf(of.at);
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ] as const;
  return {
    type: 'Polygon',
    coordinates: [corners.map(([i, j]) => [x + i * of.size, y + j * of.size])],
  };
}

function textOf(value: Cell): string {
  if (typeof value !== 'object') return String(value);
  return (places[value.place % places.length] as (typeof places)[number])[value.of];
}

function wktOf(geometry: ReturnType<typeof geometryOf>): string {
  if (!geometry) return '';
  const { type, coordinates } = geometry;
  const points =
    type === 'Point' ? [coordinates as number[]] : ((coordinates as number[][][])[0] ?? []);
  const list = points.map((point) => point.join(' ')).join(', ');
  return type === 'Point' ? `POINT (${list})` : `POLYGON ((${list}))`;
}

function bytesOf({ table: { columns, rows }, form, encoding, damage }: RandomFile): Buffer {
  const bytes = iconv.encode(writeTable(columns, rows, form), encoding);
  for (const [at, byte] of damage) if (bytes.length > 0) bytes[at % bytes.length] = byte;
  return bytes;
}

function writeTable(
  columns: string[],
  rows: RandomFile['table']['rows'],
  form: RandomFile['form'],
): string {
  const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
  if (form === 'csv' || form === 'wkt') {
    const more = form === 'csv' ? ['lon', 'lat'] : ['WKT'];
    const lines = rows.map(({ cells, shape: of }) => {
      const geometry = geometryOf(of);
      const point =
        geometry?.type === 'Point' ? (geometry.coordinates as number[]).map(String) : ['', ''];
      return [...cells.map(textOf), ...(form === 'csv' ? point : [wktOf(geometry)])];
    });
    return [[...columns, ...more], ...lines].map((line) => line.map(quoted).join(',')).join('\r\n');
  }
  const features = rows.map(({ cells, shape: of }) => ({
    type: 'Feature',
    properties: Object.fromEntries(columns.map((column, i) => [column, textOf(cells[i] as Cell)])),
    geometry: geometryOf(of),
  }));
  if (form === 'geojsonl') return features.map((feature) => JSON.stringify(feature)).join('\n');
  return JSON.stringify({ type: 'FeatureCollection', features });
}

/** An answer that says what is wrong with what was sent, if anything is, and not that the hub failed. */
function demandSound({ status, errors = [] }: Answer): void {
  expect(status).toBeLessThan(500);
  for (const { message, extensions } of errors) {
    expect([message, extensions?.['code']]).not.toContain('INTERNAL_SERVER_ERROR');
  }
}

/** How many files came as far as what. */
const reached = { refused: 0, failed: 0, ready: 0, committed: 0, changed: 0 };

async function demandWholeImport(
  random: RandomFile,
  chosen: object | null,
  before: string,
): Promise<void> {
  const response = await upload(
    hub,
    `random.${random.form === 'wkt' ? 'csv' : random.form}`,
    bytesOf(random),
  );
  expect(response.status).toBeLessThan(500);
  if (response.status !== 201) {
    reached.refused++;
    return;
  }
  const { id } = (await response.json()) as { id: string };
  let seen: Seen = await whenRead(hub, id);
  expect(seen.problem?.message ?? '').not.toMatch(/unexpected/i);
  for (const settings of [chosen, { skipErrors: true }]) {
    if (!settings || seen.state !== 'READY') continue;
    const configured = await hub.send(
      'mutation ($input: ConfigureImportInput!) { configureImport(input: $input) { id } }',
      { input: { id, version: seen.version, ...settings } },
    );
    demandSound(configured);
    seen = await whenRead(hub, id);
  }
  expect(await everything(hub)).toBe(before);
  if (seen.state !== 'READY') {
    reached.failed++;
    return;
  }
  reached.ready++;
  const committed = await commit(hub, seen);
  demandSound(committed);
  const state = await everything(hub);
  if (committed.errors) {
    expect(state).toBe(before);
    await hub.send('mutation ($id: ID!) { discardImport(id: $id) { state } }', { id }, ADMIN_TOKEN);
    return;
  }
  reached.committed++;
  if (state !== before) {
    reached.changed++;
    expect(await judgeAll(hub)).toEqual([]);
  }
  const undone = await undo(hub, seen);
  demandSound(undone);
  expect(undone.errors).toBeUndefined();
  expect(await everything(hub)).toBe(before);
}

test.skipIf(missingDatabase)(
  'whatever a file holds, it is imported whole or not at all, and undone without a trace',
  async () => {
    const before = await everything(hub);
    await fc.assert(
      fc.asyncProperty(file, choice, (random, chosen) => demandWholeImport(random, chosen, before)),
      { numRuns: RUNS },
    );
    console.log(`Random files: ${JSON.stringify(reached)}`);
    expect(reached.committed).toBeGreaterThan(RUNS / 10);
    expect(reached.changed).toBeGreaterThan(0);
  },
  RUNS * 5_000,
);
