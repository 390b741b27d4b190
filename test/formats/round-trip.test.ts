import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Geometry } from 'geojson';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { openArchive } from '../../server/formats/archive.ts';
import type {
  SinkColumn,
  SinkFeature,
  SinkGeometryType,
} from '../../server/formats/feature-sink.ts';
import { type FileFormat, openSource } from '../../server/formats/feature-source.ts';
import { mapPositions } from '../../server/formats/project.ts';
import {
  axisUnits,
  fromHub,
  type ReferenceSystem,
  toHub,
} from '../../server/systems/reference-system.ts';
import { FORMATS, fileOf, readAll, writeAll } from './files.ts';

const SYSTEMS: ReferenceSystem[] = [
  'WGS84',
  'CGCS2000',
  'GCJ02',
  'BD09',
  'EPSG:4551',
  'EPSG:4530',
  'EPSG:3857',
];

const COLUMNS: SinkColumn[] = [
  { name: 'code', type: 'text' },
  { name: '名称', type: 'text' },
  { name: 'residents', type: 'integer' },
  { name: 'share', type: 'real' },
  { name: 'active', type: 'boolean' },
];

/** Two polygons with a hole each, one of them of two parts; right-handed, as the hub has them. */
const POLYGONS: SinkFeature[] = [
  {
    properties: {
      code: '007',
      名称: '喆㐂"小,区"\n甲',
      residents: 12_345,
      share: 0.123456789012345,
      active: true,
    },
    geometry: {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [126.6, 45.7],
            [126.7, 45.7],
            [126.7, 45.8],
            [126.6, 45.7],
          ],
          [
            [126.66, 45.71],
            [126.68, 45.75],
            [126.68, 45.71],
            [126.66, 45.71],
          ],
        ],
        [
          [
            [126.1, 45.1],
            [126.2, 45.1],
            [126.2, 45.2],
            [126.1, 45.1],
          ],
        ],
      ],
    },
  },
  {
    properties: { code: '= x', 名称: null, residents: null, share: null, active: false },
    geometry: null,
  },
  {
    properties: {
      code: '中'.repeat(40),
      名称: 'e\u0301 \u{20BB7}',
      residents: -1,
      share: -1e-9,
      active: null,
    },
    geometry: {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [125.6123456789, 45.7],
            [125.7, 45.7],
            [125.7, 45.8],
            [125.6123456789, 45.7],
          ],
        ],
        [
          [
            [125.1, 45.1],
            [125.2, 45.1],
            [125.2, 45.2],
            [125.1, 45.1],
          ],
        ],
      ],
    },
  },
];
const POINTS: SinkFeature[] = POLYGONS.map(({ properties }, i) => ({
  properties,
  geometry: i === 1 ? null : { type: 'Point', coordinates: [126.5 + i / 7, 45.5 + i / 9] },
}));

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** What a format makes of properties: CSV knows texts alone. */
function expectedProperties(format: FileFormat, { properties }: SinkFeature): object {
  if (format !== 'csv') return properties;
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      value === null ? null : String(value),
    ]),
  );
}

/** All numbers of a geometry in a row, and its form without them. */
function takenApart(geometry: Geometry | null): { numbers: number[]; form: string } {
  const numbers: number[] = [];
  const form = JSON.stringify(geometry, (_, value) =>
    typeof value === 'number' ? numbers.push(value) && 0 : value,
  );
  return { numbers, form };
}

describe.each(FORMATS)('%s', (format) => {
  test.each(SYSTEMS)('in %s is read back as it was written', async (system) => {
    for (const [features, geometryType] of [
      [POLYGONS, 'MultiPolygon'],
      [POINTS, 'Point'],
    ] as const) {
      const path = await writeAll(format, features, { geometryType, system, columns: COLUMNS });
      const { source, features: read } = await readAll(path);
      expect(source.format).toBe(format);
      // GeoJSON means WGS 84 when it says nothing, and so does CSV of ours.
      const saysNothing = system === 'WGS84' && /csv|json/.test(format);
      expect(source.declared).toBe(saysNothing ? null : system);
      expect(read.map(({ trouble }) => trouble)).toEqual(features.map(() => undefined));
      const properties = read.map((each) =>
        Object.fromEntries(COLUMNS.map(({ name }) => [name, each.properties[name]])),
      );
      expect(properties).toEqual(features.map((feature) => expectedProperties(format, feature)));
      for (const [i, { geometry }] of read.entries()) {
        const written = features[i]?.geometry ?? null;
        const inSystem =
          written && mapPositions(written, ([x, y]) => fromHub(system, [x as number, y as number]));
        const [actual, expected] = [takenApart(geometry), takenApart(inSystem)];
        expect(actual.form).toBe(expected.form);
        // Exact on WGS 84 and in binary formats; texts of other systems are rounded to 0.1 mm.
        const most = axisUnits(system) === 'degrees' ? 5.1e-10 : 5.1e-5;
        const isExact = system === 'WGS84' || !/csv|json/.test(format);
        for (const [k, number] of actual.numbers.entries()) {
          expect(Math.abs(number - (expected.numbers[k] as number))).toBeLessThanOrEqual(
            isExact ? 0 : most,
          );
        }
        const home =
          geometry && mapPositions(geometry, ([x, y]) => toHub(system, [x as number, y as number]));
        const atHome = takenApart(home).numbers;
        for (const [k, number] of takenApart(written).numbers.entries()) {
          expect(Math.abs(number - (atHome[k] as number))).toBeLessThan(1.5e-9);
        }
      }
    }
  });

  test('without features is a file all the same', async () => {
    const path = await writeAll(format, [], { geometryType: 'Polygon' });
    // A sequence of nothing is nothing.
    if (format === 'geojsonseq')
      return await expect(openSource(path)).rejects.toThrow('The file is empty.');
    const { source, features } = await readAll(path);
    expect(source.format).toBe(format);
    expect(features).toEqual([]);
  });
});

test.each(['csv', 'shapefile'] as const)('%s in GB18030 is recognised', async (format) => {
  const path = await writeAll(format, POINTS, {
    geometryType: 'Point',
    encoding: 'gb18030',
    columns: COLUMNS,
  });
  const { source, features } = await readAll(path);
  expect(source.encoding).toBe('gb18030');
  expect(features.map(({ properties }) => properties['名称'])).toEqual(
    POINTS.map(({ properties }) => properties['名称']),
  );
});

test('lines and points in groups go through every format', async () => {
  const places: [SinkGeometryType, Geometry][] = [
    [
      'LineString',
      {
        type: 'LineString',
        coordinates: [
          [126, 45],
          [127, 46],
        ],
      },
    ],
    [
      'MultiLineString',
      {
        type: 'MultiLineString',
        coordinates: [
          [
            [126, 45],
            [127, 46],
          ],
          [
            [1, 2],
            [3, 4],
          ],
        ],
      },
    ],
    [
      'MultiPoint',
      {
        type: 'MultiPoint',
        coordinates: [
          [126, 45],
          [127, 46],
        ],
      },
    ],
    [
      'Polygon',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
    ],
  ];
  for (const format of FORMATS) {
    for (const [geometryType, geometry] of places) {
      const path = await writeAll(format, [{ properties: {}, geometry }], { geometryType });
      expect((await readAll(path)).features[0]?.geometry).toEqual(geometry);
    }
  }
});

describe('Shapefile', () => {
  test('names of fields have ten bytes at most, and differ', async () => {
    const columns = [
      'nearestFacility',
      'nearestFacilityMeters',
      '最近设施名称',
      '最近设施距离',
    ].map((name): SinkColumn => ({ name, type: 'text' }));
    const path = await writeAll('shapefile', [], { geometryType: 'Point', columns });
    expect((await readAll(path)).source.columns).toEqual([
      'nearestFac',
      'nearestF_2',
      '最近设',
      '最近_2',
    ]);
  });

  test('names in the code page of Windows are read', async () => {
    const path = await writeAll('shapefile', POINTS, { geometryType: 'Point', layer: 'ABCD' });
    const packed = readFileSync(path).toString('latin1');
    const name = iconv.encode('社区', 'gb18030').toString('latin1');
    const renamed = Buffer.from(packed.replaceAll('ABCD.', `${name}.`), 'latin1');
    expect((await readAll(fileOf(renamed))).source.layers).toEqual(['社区']);
  });

  test('records that were deleted, and are still in the file, are left out', async () => {
    const path = await writeAll('shapefile', POINTS, { geometryType: 'Point', columns: COLUMNS });
    const archive = await openArchive(path);
    const zip = new ZipFile();
    for (const { name, bytes } of archive.entries) {
      const content = Buffer.concat(await all(bytes()));
      // The first byte of the second record.
      if (name.endsWith('.dbf')) content[content.readUInt16LE(8) + content.readUInt16LE(10)] = 0x2a;
      zip.addBuffer(content, name);
    }
    archive.close();
    zip.end();
    const { features } = await readAll(fileOf(await buffer(zip.outputStream)));
    expect(features.map(({ row, properties }) => [row, properties['code']])).toEqual([
      [1, '007'],
      [3, '中'.repeat(40)],
    ]);
  });

  test('texts end after 254 bytes, at a whole character', async () => {
    const feature = { properties: { code: '中'.repeat(100) }, geometry: null };
    const path = await writeAll('shapefile', [feature], {
      geometryType: 'Point',
      columns: COLUMNS,
    });
    expect((await readAll(path)).features[0]?.properties['code']).toBe('中'.repeat(84));
  });

  test('shapes of another kind are refused', async () => {
    await expect(writeAll('shapefile', POINTS, { geometryType: 'Polygon' })).rejects.toThrow(
      'A Point does not go into this Shapefile; choose GeoPackage for shapes of several kinds.',
    );
  });
});

test('a place that the system cannot express is refused', async () => {
  await expect(
    writeAll('geojson', POINTS, { geometryType: 'Point', system: 'EPSG:4534' }),
  ).rejects.toThrow(/lies too far from where EPSG:4534 applies/);
});

test('the sample city goes through every format in meters and comes back', async () => {
  const seed = fileURLToPath(new URL('../../db/seed/taipei/communities.geojson', import.meta.url));
  const { source, features } = await readAll(seed);
  expect(features.length).toBe(456);
  const columns = source.columns.map((name): SinkColumn => ({ name, type: 'text' }));
  for (const format of FORMATS) {
    const options = { columns, geometryType: 'MultiPolygon', system: 'EPSG:4549' } as const;
    const read = await readAll(await writeAll(format, features, options));
    expect(read.features).toHaveLength(456);
    for (const [i, { geometry }] of read.features.entries()) {
      const home =
        geometry &&
        mapPositions(geometry, ([x, y]) => toHub('EPSG:4549', [x as number, y as number]));
      const [actual, expected] = [home, features[i]?.geometry ?? null].map(takenApart);
      expect(actual?.numbers).toHaveLength(expected?.numbers.length ?? 0);
      for (const [k, number] of (actual?.numbers ?? []).entries()) {
        expect(Math.abs(number - (expected?.numbers[k] as number))).toBeLessThan(1.5e-9);
      }
    }
  }
});
