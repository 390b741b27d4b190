import { describe, expect, test } from 'vitest';
import { fromHub } from '../../server/coordinates/reference-system.ts';
import { guessMapping, guessTarget } from '../../server/imports/fields.ts';
import type { ImportSettings } from '../../server/imports/settings.ts';
import { rowReader } from '../../server/imports/staged-row.ts';
import { guessByValues, settleByPlaces } from '../../server/imports/system-guess.ts';
import { parseCount, parseMonth, parseYesNo } from '../../server/imports/values.ts';

describe('counts', () => {
  test.each([
    ['1,234', 1234],
    ['1 234 人', 1234],
    ['１２３４', 1234],
    ['1234.0', 1234],
    ['0', 0],
    ['567户', 567],
  ])('%s is %d', (text, value) => expect(parseCount(text)).toEqual({ value }));

  test.each(['约一千', '12.5', '', '-', '1e3x'])('%j is none', (text) =>
    expect(parseCount(text)).toMatchObject({ trouble: 'BAD_VALUE' }),
  );

  test.each(['-1', '1000001'])('%s is out of range', (text) =>
    expect(parseCount(text)).toMatchObject({ trouble: 'OUT_OF_RANGE' }),
  );
});

describe('months', () => {
  test.each(['2026-11', '2026/11/30', '202611', '2026年11月', '2026.11'])('%s', (text) =>
    expect(parseMonth(text)).toEqual({ value: '2026-11' }),
  );
  test('a month has a number up to twelve', () =>
    expect(parseMonth('2026-13')).toMatchObject({ trouble: 'BAD_VALUE' }));
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

  test.each([
    ['社区代码,人口', null, 'INDICATORS'],
    ['code,lon,lat,residents', 'Point', 'RESIDENT_CELLS'],
    ['名称,类别', 'Point', 'FACILITIES'],
    ['社区名称', 'Polygon', 'COMMUNITIES'],
    ['网格编码', 'MultiPolygon', 'GRIDS'],
  ])('%s with %s make %s', (header, geometryType, target) =>
    expect(guessTarget({ columns: header.split(','), geometryType })).toBe(target),
  );
});

describe('reference systems', () => {
  const places = [
    [126.64, 45.75],
    [126.7, 45.8],
  ] as [number, number][];
  const guess = (positions: [number, number][]) => guessByValues(positions, null, null, 126.6);

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
    expect(guessByValues(places, 'CGCS2000', 'EPSG:4490', null)).toMatchObject({
      system: 'CGCS2000',
      reason: 'DECLARED',
    });
    expect(guessByValues(places, 'EPSG:3857', 'x', null)).toMatchObject({ reason: 'RANGE' });
  });

  test('are settled by what is known of the places, if that is clear', () => {
    const first = guess(places);
    const fits = (wgs84: number, gcj02: number, of = 20) => [
      { system: 'WGS84' as const, hits: wgs84, of },
      { system: 'GCJ02' as const, hits: gcj02, of },
      { system: 'BD09' as const, hits: 0, of },
    ];
    expect(settleByPlaces(first, fits(2, 19))).toMatchObject({ system: 'GCJ02', reason: 'PLACES' });
    expect(settleByPlaces(first, fits(15, 19))).toMatchObject({ system: 'WGS84' });
    expect(settleByPlaces(first, fits(0, 4))).toMatchObject({ system: 'WGS84' });
    expect(settleByPlaces(first, fits(0, 2, 2))).toMatchObject({ system: 'WGS84' });
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
