import { describe, expect, test } from 'vitest';
import { declarationOf, SILENT } from '../../server/formats/declaration.ts';
import { guessMapping, guessTarget } from '../../server/imports/read/headers.ts';
import { rowReader } from '../../server/imports/read/row-reader.ts';
import { chooseByPlaces, guessByValues } from '../../server/imports/read/system-candidates.ts';
import {
  isNoValue,
  isShortened,
  parseCount,
  parseMonth,
  parseYesNo,
  textOf,
} from '../../server/imports/read/values.ts';
import type { ImportSettings } from '../../server/imports/staged/settings.ts';
import { fromHub } from '../../server/systems/reference-system.ts';

describe('counts', () => {
  test.each([
    ['1,234', 1234],
    ['1 234 人', 1234],
    ['１２３４', 1234],
    ['1234.0', 1234],
    ['0', 0],
    ['567户', 567],
    ["1'234'567".slice(0, 5), 1234],
  ])('%s is %d', (text, value) => expect(parseCount(text)).toEqual({ value }));

  test.each([
    '约一千',
    '12.5',
    '',
    '-',
    '1e3x',
    '1e3',
    '0x10',
    '0b11',
    '5,3',
    '12,34',
    '1.234',
    '1,23,456',
  ])('%j is none', (text) => expect(parseCount(text)).toMatchObject({ issue: 'BAD_VALUE' }));

  test.each(['-1', '1000001'])('%s is out of range', (text) =>
    expect(parseCount(text)).toMatchObject({ issue: 'OUT_OF_RANGE' }),
  );
});

describe('months', () => {
  test.each(['2026-11', '2026/11/30', '202611', '2026年11月', '2026.11'])('%s', (text) =>
    expect(parseMonth(text)).toEqual({ value: '2026-11' }),
  );
  test.each([
    ['2026-11-30T00:00:00', '2026-11'],
    ['2026-11-30 08:00:00.000+08:00', '2026-11'],
    ['20261130', '2026-11'],
    ['30.11.2026', '2026-11'],
    ['民國112年5月', '2023-05'],
    ['中華民國 112 年 5 月 3 日', '2023-05'],
    ['112/05', '2023-05'],
    ['99年12月', '2010-12'],
  ])('%s is %s', (text, value) => expect(parseMonth(text)).toEqual({ value }));
  test.each(['2026-13', '45012', 'Nov-26', '4501-02', '11/30/2026', '2026', '0000-01', '2026111'])(
    '%s is told, not guessed',
    (text) => expect(parseMonth(text)).toMatchObject({ issue: 'BAD_VALUE' }),
  );
});

describe('cells of a spreadsheet', () => {
  test.each([
    ['="00042"', '00042'],
    ["'00043", '00043'],
    ["'Oranienhof", "'Oranienhof"],
    [' 42 ', '42'],
    ['=""', null],
  ])('%s is %s', (cell, text) => expect(textOf(cell)).toBe(text));

  test.each(['-', '—', '…', 'NULL', 'N/A', '#N/A', '無', '查無', '不详', '***'])(
    '%s is no value',
    (mark) => expect(isNoValue(mark)).toBe(true),
  );
  test.each(['0', '无极社区', 'NA-1', '-1', '一'])('%s is one', (text) =>
    expect(isNoValue(text)).toBe(false),
  );

  test('a code that a spreadsheet has shortened is told', () =>
    expect(['6.30001E+14', '6e14', '63000E'].map(isShortened)).toEqual([true, true, false]));
});

test('yes and no are read in both languages', () => {
  expect([parseYesNo('是'), parseYesNo('No')]).toEqual([{ value: true }, { value: false }]);
});

describe('headers', () => {
  test.each([
    ['FACILITIES', '经度,设施名称,类别,所属社区,地址,编号', 'CODE NAME KIND COMMUNITY ADDRESS'],
    ['FACILITIES', 'address;kind;Name;community code', 'NAME KIND COMMUNITY ADDRESS'],
    [
      'COMMUNITIES',
      '街道,社区名称,社区代码,常住人口(人),户数',
      'CODE NAME REGION RESIDENTS HOUSEHOLDS',
    ],
    ['GRIDS', '网格编码,网格名称,所属社区', 'CODE NAME COMMUNITY'],
    ['RESIDENT_CELLS', '社区编码,lon,lat,population', 'COMMUNITY RESIDENTS'],
    ['INDICATORS', '社区,人口数,统计时间', 'NAME RESIDENTS POPULATION_DATE'],
  ] as const)('%s: %s', (target, header, fields) => {
    const mapping = guessMapping(target, header.split(/[,;]/));
    expect(mapping.map(({ field }) => field).join(' ')).toBe(fields);
  });

  test('that are only a remark in brackets mean nothing', () => {
    const header = ['name', 'kind', '（联系人电话）', '---'];
    const columns = guessMapping('FACILITIES', header).map(({ column }) => column);
    expect(columns).toEqual(['name', 'kind']);
  });

  test.each([
    ['社区代码,人口', null, 'INDICATORS'],
    ['code,lon,lat,residents', 'Point', 'RESIDENT_CELLS'],
    ['名称,类别', 'Point', 'FACILITIES'],
    ['社区名称', 'Polygon', 'COMMUNITIES'],
    ['网格编码', 'MultiPolygon', 'GRIDS'],
    ['code,name,communityCode,communityName', 'MultiPolygon', 'GRIDS'],
    ['编号,名称,所属社区,社区名称', 'Polygon', 'GRIDS'],
    ['社区编码,名称,街道', 'Polygon', 'COMMUNITIES'],
  ])('%s with %s make %s', (header, geometryType, target) =>
    expect(guessTarget(header.split(','), geometryType)).toBe(target),
  );
});

describe('reference systems', () => {
  const places = [
    [126.64, 45.75],
    [126.7, 45.8],
  ] as [number, number][];
  const guess = (positions: [number, number][]) => guessByValues(positions, SILENT, 126.6);

  test('are told by the range of the numbers', () => {
    expect(guess(places)).toMatchObject({ system: 'WGS84', reason: 'RANGE', swapAxes: false });
    expect(guess(places.map(([x, y]) => [y, x]))).toMatchObject({
      system: 'WGS84',
      swapAxes: true,
    });
  });

  test('in meters are those of the zone that the hub lies in', () => {
    const plain = places.map((place) => fromHub('EPSG:4551', place));
    expect(guess(plain)).toMatchObject({ system: 'EPSG:4551', reason: 'RANGE' });
    const northFirst = plain.map(([x, y]): [number, number] => [y as number, x as number]);
    expect(guess(northFirst)).toMatchObject({ system: 'EPSG:4551', swapAxes: true });
    const mercator = places.map((place) => fromHub('EPSG:3857', place));
    expect(guess(mercator)).toMatchObject({ system: 'EPSG:3857', swapAxes: false });
    const numbered = places.map((place) => fromHub('EPSG:4530', place));
    expect(guess(numbered)).toMatchObject({ system: 'EPSG:4530' });
  });

  test('that a file declares are believed if its numbers can be so', () => {
    expect(guessByValues(places, declarationOf(['EPSG:4490']), null)).toMatchObject({
      system: 'CGCS2000',
      reason: 'DECLARED',
    });
  });

  test.each([
    ['EPSG:3857', 'CONTRADICTED', null],
    ['EPSG:2384', 'REFUSED', 'NO_PARAMETERS'],
    ['EPSG:27700', 'REFUSED', 'NOT_EXACT'],
    ['EPSG:99999', 'REFUSED', 'UNKNOWN'],
    ['my own grid', 'REFUSED', 'WORDS'],
  ])(
    'that cannot be taken as declared (%s) are not replaced by a guess',
    (text, reason, refusal) => {
      const guessed = guessByValues(places, declarationOf([text]), 126.6);
      expect(guessed).toMatchObject({ system: null, reason, refusal, declaredText: text });
    },
  );

  test('are not declared by words that say nothing', () => {
    const guessed = guessByValues(places, declarationOf(['LOCAL_CS["Unknown"]']), 126.6);
    expect(guessed).toMatchObject({ system: 'WGS84', reason: 'RANGE', declaredText: null });
  });

  test('are settled by what is known of the places, if that is clear', () => {
    const first = guess(places);
    const fits = (wgs84: number, gcj02: number, of = 20) => [
      { system: 'WGS84' as const, hits: wgs84, of },
      { system: 'GCJ02' as const, hits: gcj02, of },
      { system: 'BD09' as const, hits: 0, of },
    ];
    expect(chooseByPlaces(first, fits(2, 19))).toMatchObject({ system: 'GCJ02', reason: 'PLACES' });
    expect(chooseByPlaces(first, fits(15, 19))).toMatchObject({ system: 'WGS84' });
    expect(chooseByPlaces(first, fits(0, 4))).toMatchObject({ system: 'WGS84' });
    expect(chooseByPlaces(first, fits(0, 2, 2))).toMatchObject({ system: 'WGS84' });
  });
});

describe('rows', () => {
  const settings: ImportSettings = {
    target: 'RESIDENT_CELLS',
    mapping: [{ field: 'RESIDENTS', column: '人口', value: null }],
    system: 'WGS84',
    swapAxes: false,
    repair: false,
    skipErrors: false,
    createRegions: false,
    layer: null,
    encoding: null,
  };
  const read = rowReader(settings);
  const point = { type: 'Point' as const, coordinates: [126.64, 45.75] };

  test('of cells without a code are known by their place', () => {
    const { values, issues } = read({ row: 2, properties: { 人口: '12' }, geometry: point });
    expect(values).toEqual({ residents: 12, code: '@126.640000,45.750000' });
    expect(issues).toEqual([]);
  });

  test('keep what cannot be stored as an issue, whatever characters it has', () => {
    const { issues } = read({ row: 3, properties: { 人口: 'a\0\ud800' }, geometry: point });
    expect(issues).toMatchObject([
      { row: 3, code: 'BAD_VALUE', field: 'RESIDENTS', value: 'a\ufffd' },
    ]);
  });

  test('with rings that are not closed have no geometry', () => {
    const ring = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ];
    const polygons = rowReader({ ...settings, target: 'COMMUNITIES' });
    const { geometry, issues } = polygons({
      row: 1,
      properties: {},
      geometry: { type: 'Polygon', coordinates: [ring] },
    });
    expect([geometry, issues[0]?.code]).toEqual([null, 'BAD_GEOMETRY']);
    const { issues: wrong } = polygons({ row: 1, properties: {}, geometry: point });
    expect(wrong).toMatchObject([{ code: 'WRONG_GEOMETRY', value: 'Point' }]);
  });
});
