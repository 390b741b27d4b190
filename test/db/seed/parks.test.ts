import { expect, test } from 'vitest';
import { interiorPoint, spreadEvenly } from '../../../db/seed/cells.ts';
import { joinPark } from '../../../db/seed/facilities.ts';
import { kindOfParkType } from '../../../db/seed/park-types.ts';
import { type Park, parseArea, publicAddress } from '../../../db/seed/parks.ts';
import { Report } from '../../../db/seed/report.ts';

function park(id: string, name: string, lat: number): Park {
  return {
    id,
    name,
    kind: 'park',
    district: '大安區',
    address: '',
    parkType: '綠地',
    position: [121.5, lat],
  };
}

function join(name: string, parks: Park[]): { id: string | undefined; problems: string[] } {
  const report = new Report();
  const id = joinPark(name, parks, report)?.id;
  return { id, problems: report.problems.map(({ code }) => code) };
}

test('joins equal names in silence and similar ones with a note', () => {
  expect(join('三民公園', [park('1', '三民公園', 25)])).toEqual({ id: '1', problems: [] });
  expect(join('?公圳公園', [park('1', '瑠公公園', 25), park('2', '瑠公圳公園', 25)])).toEqual({
    id: '2',
    problems: ['NAME_DIFFERS'],
  });
});

test('joins a name with the first of several parks only when they stand close together', () => {
  const first = park('1', '安康公園', 25);
  expect(join('安康公園', [first, park('2', '安康公園', 25.002)])).toEqual({
    id: '1',
    problems: ['AMBIGUOUS_PARK_NEARBY'],
  });
  expect(join('安康公園', [first, park('2', '安康公園', 25.05)])).toEqual({
    id: undefined,
    problems: ['AMBIGUOUS_PARK'],
  });
  expect(join('瑞光公園', [first])).toEqual({ id: undefined, problems: ['NO_PARK'] });
});

test.each([
  ['廣場', 'plaza'],
  ['都會廣場', 'plaza'],
  ['史蹟公園、藝術人文、紀念公園、防災公園', 'park'],
  ['綠地', 'park'],
  ['遊樂園', undefined],
])('takes park type %s for %s', (type, kind) => {
  expect(kindOfParkType(type)).toBe(kind);
});

test.each([
  ['13,322', 13322],
  [' 76,180 ', 76180],
  ['1, 080', 1080],
  ['180平方公尺', 180],
  ['15,445(已開闢3,613)', 15445],
  ['', undefined],
])('reads the area "%s" as %s m²', (text, area) => {
  expect(parseArea(text)).toBe(area);
});

test('leaves institutions of state out of an address, and nothing else', () => {
  expect(publicAddress('內湖路二段175號，國立臺灣戲曲學院旁')).toBe('內湖路二段175號');
  expect(publicAddress('大湖街166巷24號對面(大湖派出所後方)')).toBe(
    '大湖街166巷24號對面(大湖派出所後方)',
  );
});

test('spreads residents as whole persons that add up', () => {
  expect(spreadEvenly(11, 4)).toEqual([3, 3, 3, 2]);
  expect(spreadEvenly(0, 2)).toEqual([0, 0]);
});

test('finds an interior point of an L where the centroid lies outside', () => {
  const outline = [
    [0, 0],
    [10, 0],
    [10, 1],
    [1, 1],
    [1, 10],
    [0, 10],
    [0, 0],
  ];
  const [x, y] = interiorPoint({ type: 'Polygon', coordinates: [outline] });
  expect(x > 0 && y > 0 && (x < 1 || y < 1)).toBe(true);
});
