import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { MultiPolygon } from 'geojson';
import { beforeAll, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import type { SinkColumn, SinkFeature } from '../../server/formats/feature-sink.ts';
import { type FileFormat, formatInfo } from '../../server/formats/feature-source.ts';
import { fromHub, type ReferenceSystem } from '../../server/systems/reference-system.ts';
import { installDebianPackages } from '../setup/apt.ts';
import { fileOf, folder, newPath, readAll, writeAll } from './files.ts';

const OGR = '/usr/bin/ogr2ogr';
/** Why GDAL is not there; undefined when it is. */
const missing = existsSync(OGR) ? undefined : await installDebianPackages(['gdal-bin']);
if (missing) console.warn(`\nLeft out: files from and for GDAL. ${missing}\n`);

const COLUMNS: SinkColumn[] = [
  { name: 'code', type: 'text' },
  { name: 'name', type: 'text' },
  { name: 'residents', type: 'integer' },
  { name: 'share', type: 'real' },
];
const FEATURES: SinkFeature[] = [
  {
    properties: { code: '0071', name: '道里区 "喆"', residents: 12, share: 0.25 },
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
  { properties: { code: '0072', name: null, residents: null, share: null }, geometry: null },
];

/** What GDAL reads from a file, as GeoJSON in the file's own coordinates. */
function readByGdal(path: string): { features: { properties: object; geometry: unknown }[] } {
  const output = newPath('.geojson');
  // `-t_srs` would be WGS 84 by itself; the same system on both sides leaves the numbers as they are.
  const options = [
    '-f',
    'GeoJSON',
    '-s_srs',
    'EPSG:4326',
    '-t_srs',
    'EPSG:4326',
    '-lco',
    'RFC7946=YES',
  ];
  execFileSync(OGR, [...options, output, path], { stdio: 'pipe' });
  return JSON.parse(readFileSync(output, 'utf8'));
}

function summaryByGdal(path: string): string {
  return execFileSync('/usr/bin/ogrinfo', ['-ro', '-so', '-al', path], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

/** Writes the features as GDAL does, from GeoJSON. */
function writeByGdal(driver: string, path: string, ...options: string[]): void {
  const collection = {
    type: 'FeatureCollection',
    features: FEATURES.map((feature) => ({ type: 'Feature', ...feature })),
  };
  const input = fileOf(JSON.stringify(collection));
  execFileSync(OGR, ['-f', driver, ...options, path, input], { stdio: 'pipe' });
}

const PRJ: [ReferenceSystem, RegExp][] = [
  ['WGS84', /WGS.84/],
  ['EPSG:4551', /CGCS2000.{1,3}3.[Dd]egree/],
  ['EPSG:3857', /Mercator/],
];

describe.skipIf(missing)('GDAL', () => {
  beforeAll(() => mkdirSync(join(folder, 'shp')));

  describe.each<FileFormat>([
    'geojson',
    'geojsonseq',
    'csv',
    'geopackage',
    'shapefile',
    'flatgeobuf',
  ])('reads our %s', (format) => {
    test('with the same properties and shapes', async () => {
      const ending = `.${format === 'shapefile' ? 'shp.zip' : formatInfo(format).extension}`;
      const path = await writeAll(format, FEATURES, {
        geometryType: 'MultiPolygon',
        columns: COLUMNS,
        ending,
      });
      const { features } = readByGdal(path);
      expect(features).toHaveLength(2);
      expect(features[0]?.properties).toMatchObject(
        format === 'csv' ? { code: '0071', residents: '12' } : (FEATURES[0]?.properties ?? {}),
      );
      expect(features[0]?.geometry).toEqual(FEATURES[0]?.geometry);
      // FlatGeobuf has empty geometries in the place of none.
      const none = format === 'flatgeobuf' ? { type: 'MultiPolygon', coordinates: [] } : null;
      expect(features[1]?.geometry).toEqual(none);
    });
  });

  test.each(PRJ)('recognises %s', async (system, name) => {
    for (const format of ['geopackage', 'shapefile', 'flatgeobuf', 'geojson'] as const) {
      const ending = `.${format === 'shapefile' ? 'shp.zip' : formatInfo(format).extension}`;
      const path = await writeAll(format, FEATURES, {
        geometryType: 'MultiPolygon',
        columns: COLUMNS,
        system,
        ending,
      });
      const summary = summaryByGdal(path);
      expect(summary).toMatch(name);
      const [x] = fromHub(system, [126.1, 45.1]);
      expect(summary).toMatch(new RegExp(`Extent: \\(${Math.floor(x * 10) / 10}`));
    }
  });

  test.each([
    ['GPKG', '.gpkg', [], 'WGS84'],
    ['GPKG', '.gpkg', ['-t_srs', 'EPSG:4551'], 'EPSG:4551'],
    ['FlatGeobuf', '.fgb', [], 'WGS84'],
    ['FlatGeobuf', '.fgb', ['-t_srs', 'EPSG:4530', '-lco', 'SPATIAL_INDEX=NO'], 'EPSG:4530'],
    ['GeoJSON', '.geojson', [], null],
    ['GeoJSON', '.geojson', ['-t_srs', 'EPSG:4490'], 'CGCS2000'],
    ['GeoJSONSeq', '.geojsonl', [], null],
    ['GeoJSONSeq', '.geojsons', ['-lco', 'RS=YES'], null],
    ['CSV', '.csv', ['-lco', 'GEOMETRY=AS_WKT', '-lco', 'SEPARATOR=SEMICOLON'], null],
  ] as [string, string, string[], ReferenceSystem | null][])(
    'writes %s%s %j, and it is read',
    async (driver, ending, options, declared) => {
      const path = newPath(ending);
      writeByGdal(driver, path, ...options);
      const { source, features } = await readAll(path);
      expect(source.declared).toBe(declared);
      // GDAL leaves features without a shape out of FlatGeobuf.
      expect(features).toHaveLength(driver === 'FlatGeobuf' ? 1 : 2);
      expect(features.filter(({ trouble }) => trouble)).toEqual([]);
      expect(features[0]?.properties).toMatchObject({ code: '0071', name: '道里区 "喆"' });
      expect(features[1]?.geometry ?? null).toBeNull();
      const [x] = fromHub(declared ?? 'WGS84', [126.6, 45.7]);
      const polygon = features[0]?.geometry as MultiPolygon | undefined;
      expect(polygon?.coordinates.flat(3).some((value) => Math.abs(value - x) < 1e-4)).toBe(true);
    },
  );

  test.each([
    ['UTF-8', true, 'utf-8'],
    ['GBK', true, 'gb18030'],
    ['GBK', false, 'gb18030'],
    ['UTF-8', false, 'utf-8'],
  ])(
    'writes a Shapefile in %s, and it is read (with .cpg: %s)',
    async (encoding, withCpg, expected) => {
      const path = join(folder, 'shp', `a${encoding}${withCpg}.shp`);
      writeByGdal('ESRI Shapefile', path, '-lco', `ENCODING=${encoding}`, '-t_srs', 'EPSG:4549');
      const zip = new ZipFile();
      for (const ending of ['shp', 'shx', 'dbf', 'prj', ...(withCpg ? ['cpg'] : [])]) {
        const content = readFileSync(path.replace(/shp$/, ending));
        // Without a language driver either, the texts alone tell.
        if (ending === 'dbf' && !withCpg) content[29] = 0;
        zip.addBuffer(content, `资料/社区.${ending}`);
      }
      zip.end();
      const { source, features } = await readAll(fileOf(await buffer(zip.outputStream)));
      expect(source).toMatchObject({
        layers: ['资料/社区'],
        encoding: expected,
        declared: 'EPSG:4549',
      });
      expect(features[0]?.properties).toEqual({
        code: '0071',
        name: '道里区 "喆"',
        residents: 12,
        share: 0.25,
      });
      expect(features[0]?.geometry?.type).toBe('MultiPolygon');
      const polygon = features[0]?.geometry as MultiPolygon | undefined;
      expect(polygon?.coordinates.map((part) => part.length).toSorted()).toEqual([1, 2]);
    },
  );
});
