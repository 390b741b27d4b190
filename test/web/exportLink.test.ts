import { expect, test } from 'vitest';
import { systemsFor } from '../../web/coordinates/systemsFor.ts';
import { type ExportChoice, exportLink } from '../../web/exports/exportLink.ts';

const CHOICE: ExportChoice = {
  layer: 'communities',
  format: 'gpkg',
  system: 'WGS84',
  encoding: 'utf-8',
  isFiltered: true,
};
const VIEW = { rule: 'plaza-2km', district: '63000010', status: 'FAIL' } as const;

function partsOf(choice: Partial<ExportChoice>, view: Parameters<typeof exportLink>[1] = VIEW) {
  const url = new URL(exportLink({ ...CHOICE, ...choice }, view, 'zh'), 'http://hub/');
  const { filter, ...rest } = Object.fromEntries(url.searchParams);
  return [url.pathname, rest, filter && JSON.parse(filter)];
}

test.each<[Partial<ExportChoice>, string, object, object | undefined]>([
  [
    {},
    '/export/communities.gpkg',
    {},
    { region: '63000010', coverage: { rule: 'plaza-2km', status: 'FAIL' } },
  ],
  [{ isFiltered: false }, '/export/communities.gpkg', {}, undefined],
  [{ layer: 'facilities', format: 'fgb' }, '/export/facilities.fgb', {}, { region: '63000010' }],
  [
    { layer: 'grids', format: 'csv', system: 'GCJ02', encoding: 'gb18030' },
    '/export/grids.csv',
    { system: 'GCJ02', encoding: 'gb18030' },
    { region: '63000010' },
  ],
  // GeoPackage has UTF-8 always.
  [{ layer: 'grids', encoding: 'gb18030' }, '/export/grids.gpkg', {}, { region: '63000010' }],
  [
    { layer: 'coverage', isFiltered: false },
    '/export/coverage.gpkg',
    { rule: 'plaza-2km' },
    undefined,
  ],
  // The sheet lists those that fail, whatever verdict the map emphasises.
  [
    { layer: 'failing', system: 'BD09' },
    '/export/failing-communities.xlsx',
    { rule: 'plaza-2km', language: 'zh' },
    { region: '63000010' },
  ],
])('%j links to %s', (choice, path, parameters, filter) => {
  expect(partsOf(choice)).toEqual([path, parameters, filter]);
});

test('a view without filters has none', () => {
  expect(partsOf({}, { rule: 'plaza-2km' })).toEqual(['/export/communities.gpkg', {}, undefined]);
});

test('only zones that the city lies in are offered', () => {
  const { common, near, other } = systemsFor([121.45, 24.96, 121.67, 25.21]);
  expect(common.map(({ id }) => id)).toEqual(['WGS84', 'CGCS2000', 'GCJ02', 'BD09']);
  expect(near.map(({ zone }) => zone?.meridian)).toEqual([120, 123, 120, 123]);
  expect(other.map(({ id }) => id)).toEqual(['EPSG:3857']);
});
