import type { Point } from 'geojson';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import {
  FileTroubleError,
  type OpenOptions,
  openSource,
} from '../../server/formats/feature-source.ts';
import { fileOf, readAll } from './files.ts';

async function read(content: string | Uint8Array, options?: OpenOptions) {
  return readAll(fileOf(content), options);
}

async function troubleOf(content: string | Uint8Array, options?: OpenOptions): Promise<string> {
  try {
    await read(content, options);
  } catch (error) {
    if (error instanceof FileTroubleError) return `${error.code} ${error.message}`;
    throw error;
  }
  return 'none';
}

describe('CSV', () => {
  test('has its columns, its lines and points from columns named in Chinese', async () => {
    const { source, features } = await read(
      '编号,名称,经度,纬度\n007,"道里, 区",126.61,45.75\n\n008,,,\n',
    );
    expect(source).toMatchObject({
      format: 'csv',
      columns: ['编号', '名称', '经度', '纬度'],
      encoding: 'utf-8',
      declared: null,
      featureCount: null,
      geometryColumns: { x: '经度', y: '纬度' },
    });
    expect(features).toEqual([
      {
        row: 2,
        properties: { 编号: '007', 名称: '道里, 区', 经度: '126.61', 纬度: '45.75' },
        geometry: { type: 'Point', coordinates: [126.61, 45.75] },
      },
      { row: 4, properties: { 编号: '008', 名称: null, 经度: null, 纬度: null }, geometry: null },
    ]);
  });

  test.each([
    ['１２１．５６０１', '２５．０６', [121.5601, 25.06]],
    ['121.56E', '25.06N', [121.56, 25.06]],
    ['121°33\'36"E', '25°3′36″N', [121.56, 25.06]],
    ['121度33分36秒', '25.06°', [121.56, 25.06]],
    ['70.5W', '−33.4', [-70.5, -33.4]],
  ])('reads coordinates as people write them: %s, %s', async (lon, lat, coordinates) => {
    const { features } = await read(`名称\t经度\t纬度\na\t${lon}\t${lat}\n`);
    expect(features).toHaveLength(1);
    for (const { geometry } of features) {
      const [x, y] = (geometry as Point).coordinates;
      expect(x).toBeCloseTo(coordinates[0] as number, 9);
      expect(y).toBeCloseTo(coordinates[1] as number, 9);
    }
  });

  test('counts lines as an editor does, through quotes with line breaks of every kind', async () => {
    const { features } = await read('\uFEFFa,b\r\n\r\n1,"x\r\ny"\n2,z\r3,"q\nq\nq"\n4,5');
    expect(features.map(({ row, properties }) => [row, properties['a']])).toEqual([
      [3, '1'],
      [5, '2'],
      [6, '3'],
      [9, '4'],
    ]);
  });

  test.each([
    ['semicolons', '名称;lon;lat\n甲;126,5;45\n', ['名称', 'lon', 'lat']],
    ['tabs', '名称\tlon\tlat\n甲\t126\t45\n', ['名称', 'lon', 'lat']],
    ['what its first line says', 'sep=|\n名称|lon|lat\n甲|126|45\n', ['名称', 'lon', 'lat']],
    ['commas, whatever is in quotes', '"a;b;c",lon,lat\n甲,126,45\n', ['a;b;c', 'lon', 'lat']],
  ])('separates by %s', async (_, text, columns) => {
    const { source, features } = await read(text);
    expect(features[0]?.row).toBe(text.startsWith('sep') ? 3 : 2);
    expect(source.columns).toEqual(columns);
    expect(Object.values(features[0]?.properties ?? {})[0]).toBe('甲');
  });

  test('is read as GB18030 where it is no UTF-8, and as UTF-16 by its mark', async () => {
    const text = '名称,经度,纬度\n喆㐂小区,126.6,45.7\n';
    for (const [encoding, bytes] of [
      ['gb18030', iconv.encode(text, 'gb18030')],
      ['utf-16le', Buffer.from(`\uFEFF${text}`, 'utf16le')],
      ['utf-8', Buffer.from(`\uFEFF${text}`)],
    ] as const) {
      const { source, features } = await read(bytes);
      expect(source.encoding).toBe(encoding);
      expect(features[0]?.properties['名称']).toBe('喆㐂小区');
    }
  });

  test.each([
    ['经度(GCJ-02),纬度(GCJ-02)', { x: '经度(GCJ-02)', y: '纬度(GCJ-02)' }, 'GCJ02'],
    ['lon_bd09,lat_bd09', { x: 'lon_bd09', y: 'lat_bd09' }, 'BD09'],
    ['百度经度,百度纬度', { x: '百度经度', y: '百度纬度' }, 'BD09'],
    ['X (EPSG:4551),Y (EPSG:4551)', { x: 'X (EPSG:4551)', y: 'Y (EPSG:4551)' }, 'EPSG:4551'],
    ['北坐标,东坐标', { x: '东坐标', y: '北坐标' }, null],
    [
      '经度【火星坐标】,纬度【火星坐标】',
      { x: '经度【火星坐标】', y: '纬度【火星坐标】' },
      'GCJ02',
    ],
    ['Longitude,Latitude', { x: 'Longitude', y: 'Latitude' }, null],
    ['code,the_geom', { geometry: 'the_geom' }, null],
    ['code,name', null, null],
  ])('finds the place in columns %s', async (header, columns, declared) => {
    const source = await openSource(fileOf(`${header}\n1,2\n`));
    expect(source.geometryColumns).toEqual(columns);
    expect(source.declared).toBe(declared);
  });

  test('takes the columns it is told', async () => {
    const text = 'a,b\n126,45\n';
    const { features } = await read(text, { geometryColumns: { x: 'a', y: 'b' } });
    expect(features[0]?.geometry).toEqual({ type: 'Point', coordinates: [126, 45] });
    expect(await troubleOf(text, { geometryColumns: { x: 'a', y: 'c' } })).toBe(
      'NO_SUCH_COLUMN There is no column "c"; there are "a", "b".',
    );
  });

  test('reads WKT, EWKT, GeoJSON and hexadecimal WKB', async () => {
    const { features } = await read(
      [
        'geom',
        '"POLYGON ((0 0, 1 0, 1 1, 0 0))"',
        'SRID=4490;POINT Z (126.5 45.5 120)',
        '"{""type"":""MultiPoint"",""coordinates"":[[1,2]]}"',
        '0101000020E610000000000000000000400000000000000840',
        `"MULTIPOINT((1 2),${' '.repeat(30)}(3 4))"`,
        'POINT EMPTY',
        '"GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1))"',
      ].join('\n'),
    );
    expect(features.map(({ geometry, trouble }) => trouble?.message ?? geometry)).toEqual([
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
      { type: 'Point', coordinates: [126.5, 45.5] },
      { type: 'MultiPoint', coordinates: [[1, 2]] },
      { type: 'Point', coordinates: [2, 3] },
      {
        type: 'MultiPoint',
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
      null,
      {
        type: 'GeometryCollection',
        geometries: [
          { type: 'Point', coordinates: [1, 2] },
          {
            type: 'LineString',
            coordinates: [
              [0, 0],
              [1, 1],
            ],
          },
        ],
      },
    ]);
  });

  test('a row that cannot be read says why, and those after it are read', async () => {
    const { features } = await read('name,lon,lat\na,126x,45\nb,1,2,3\nc,126,\nd,126,45\n');
    expect(features.map(({ trouble }) => trouble?.message)).toEqual([
      'Row 2: "126x" is no coordinate; give a plain number such as 126.6424.',
      'Row 3: It has 4 cells and the header 3; put values that hold a delimiter into quotation marks.',
      'Row 4: "" is no coordinate; give a plain number such as 126.6424.',
      undefined,
    ]);
  });

  test('names of columns are never empty or twice', async () => {
    const { source, features } = await read('name,,name,__proto__\na,b,c,d\n');
    expect(source.columns).toEqual(['name', 'column_2', 'name_2', '__proto__']);
    expect(Object.entries(features[0]?.properties ?? {}).at(-1)).toEqual(['__proto__', 'd']);
  });

  test('a quotation mark that is never closed is told', async () => {
    expect(await troubleOf('a,b\n1,"2\n3,4\n')).toMatch(/^BAD_SYNTAX Row \d+: A quotation mark/);
  });
});

const POINT = { type: 'Point', coordinates: [126.5, 45.5] };
function featureText(properties: object, geometry: unknown = POINT, more: object = {}): string {
  return JSON.stringify({ type: 'Feature', properties, geometry, ...more });
}

describe('GeoJSON', () => {
  test('is read feature by feature, with what stands around them', async () => {
    const text = `{"type":"FeatureCollection","name":"甲 [\\"{","features":[
      ${featureText({ name: '}]"\\', n: 1, ok: true, none: null, list: [1, { a: 2 }] })} ,
      ${featureText({ other: 2 }, null, { id: 7 })}
    ],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}}}\n`;
    const { source, features } = await read(text);
    expect(source).toMatchObject({
      format: 'geojson',
      columns: ['name', 'n', 'ok', 'none', 'list', 'id', 'other'],
      declared: 'CGCS2000',
      declaredText: 'urn:ogc:def:crs:EPSG::4490',
      featureCount: 2,
    });
    expect(features).toEqual([
      {
        row: 1,
        properties: { name: '}]"\\', n: 1, ok: true, none: null, list: '[1,{"a":2}]' },
        geometry: POINT,
      },
      { row: 2, properties: { id: 7, other: 2 }, geometry: null },
    ]);
  });

  test.each([
    ['cut off', '{"type":"FeatureCollection","features":[{"type":"Feature"', 'BAD_SYNTAX'],
    ['followed by something', '{"type":"FeatureCollection","features":[]} x', 'BAD_SYNTAX'],
    ['too deep', `{"type":"FeatureCollection","features":[{"a":${'['.repeat(100)}`, 'TOO_DEEP'],
    ['TopoJSON', '{"type":"Topology","objects":{}}', 'UNSUPPORTED_FORMAT'],
    ['another JSON', '{"a":1}', 'UNKNOWN_FORMAT'],
    ['a list', '[{"a":1}]', 'UNSUPPORTED_FORMAT'],
    ['without features', '{"type":"FeatureCollection","name":"x"}', 'BAD_SYNTAX'],
    [
      'with commas that are doubled or missing',
      '{"type":"FeatureCollection","features":[,,{"a":1}{"a":2},,]}',
      'BAD_SYNTAX Line 1, character 41:',
    ],
  ])('that is %s is refused', async (_, text, code) => {
    expect(await troubleOf(text)).toMatch(new RegExp(`^${code} `));
  });

  test('an element that is no feature says so, and those after it are read', async () => {
    const text = `{"type":"FeatureCollection","features":[1,null,"x",[],{"a":01},${featureText({ a: 1 })}]}`;
    const { features } = await read(text);
    expect(features.map(({ trouble }) => trouble?.code)).toEqual([
      ...['BAD_SYNTAX', 'BAD_SYNTAX', 'BAD_SYNTAX', 'BAD_GEOMETRY', 'BAD_SYNTAX'],
      undefined,
    ]);
    expect(features[0]?.trouble?.message).toBe('Row 1: It is no GeoJSON Feature.');
    expect(features[5]?.properties).toEqual({ a: 1 });
  });

  test.each<[unknown, string]>([
    [{ type: 'Point', coordinates: ['126 E', 45] }, '["126 E",45] in the Point is no position'],
    [{ type: 'Circle', coordinates: [1, 2] }, '"Circle" is no type of geometry'],
    [{ type: 'Polygon', coordinates: [[1, 2]] }, 'have 1 where an array belongs'],
    [{ type: 'Point' }, 'A Point needs "coordinates"'],
    ['POINT(1 2)', 'The geometry is no object'],
  ])('a feature with the geometry %j has none, and says why', async (geometry, message) => {
    const text = `{"type":"FeatureCollection","features":[${featureText({ a: 1 }, geometry)}]}`;
    const { features } = await read(text);
    expect(features[0]).toMatchObject({ row: 1, properties: { a: 1 }, geometry: null });
    expect(features[0]?.trouble?.code).toBe('BAD_GEOMETRY');
    expect(features[0]?.trouble?.message).toContain(message);
  });
});

describe('GeoJSON Text Sequence', () => {
  const [first, second] = [
    featureText({ a: 1 }, POINT, { coordinate_system: 'GCJ02' }),
    featureText({ a: '\u2028' }),
  ];
  test.each([
    ['lines', `${first}\n\n${second}\n`, [1, 3]],
    ['record separators', `\u001E${first}\n\u001E${second}\n`, [1, 2]],
    ['any layout', `${JSON.stringify(JSON.parse(first), null, 1)}\n${second}`, [1, 15]],
  ])('is read by %s', async (_, text, rows) => {
    const { source, features } = await read(text);
    expect(source).toMatchObject({ format: 'geojsonseq', declared: 'GCJ02', featureCount: 2 });
    expect(features.map(({ row, properties }) => [row, properties])).toEqual([
      [rows[0], { a: 1 }],
      [rows[1], { a: '\u2028' }],
    ]);
  });

  test('a line that is no JSON does not keep the others from being read', async () => {
    const { features } = await read(
      `${first}\n{"type":"Feature","properties":{"a":NaN}}\n${second}\n`,
    );
    expect(features.map(({ row, trouble }) => [row, trouble?.code])).toEqual([
      [1, undefined],
      [2, 'BAD_SYNTAX'],
      [3, undefined],
    ]);
  });
});

test.each<[string, Uint8Array | string, string]>([
  ['nothing', '', 'EMPTY'],
  ['blanks', ' \n ', 'EMPTY'],
  ['a .shp', Buffer.from('0000270a00000000', 'hex'), 'UNSUPPORTED_FORMAT'],
  ['KML', '<?xml version="1.0"?><kml/>', 'UNSUPPORTED_FORMAT'],
  ['bytes', Buffer.from([1, 0, 2, 3]), 'UNKNOWN_FORMAT'],
  ['no text', Buffer.from([0x61, 0x2c, 0xff, 0xff, 0x0a]), 'BAD_ENCODING'],
])('%s is refused', async (_, content, code) => {
  expect(await troubleOf(content)).toMatch(new RegExp(`^${code} `));
});
