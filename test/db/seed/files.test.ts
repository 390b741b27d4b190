import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Feature, MultiPolygon, Point } from 'geojson';
import { expect, test } from 'vitest';
import type { CommunityProperties, SeedRegion } from '../../../db/seed/communities.ts';
import type { FacilityProperties } from '../../../db/seed/facilities.ts';
import type { GridProperties } from '../../../db/seed/grid-features.ts';
import { isSimpleRing, signedArea } from '../../../db/seed/rings.ts';

function read(name: string): string {
  const bytes = readFileSync(new URL(`../../../db/seed/taipei/${name}`, import.meta.url));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

const features = <F>(name: string) => (JSON.parse(read(name)) as { features: F[] }).features;
const regions = JSON.parse(read('regions.json')) as SeedRegion[];
const communities = features<Feature<MultiPolygon, CommunityProperties>>('communities.geojson');
const facilities = features<Feature<Point, FacilityProperties>>('facilities.geojson');
const grids = features<Feature<MultiPolygon, GridProperties>>('grids.geojson.gz');
const cells = read('resident_cells.csv.gz')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([code, community, lon, lat, residents, households, modelled]) => ({
    code,
    community,
    position: [Number(lon), Number(lat)],
    residents: Number(residents),
    households: Number(households),
    modelled: modelled === 'true',
  }));
const report = JSON.parse(read('report.json')) as { counts: Record<string, number> };

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const codes = (of: readonly { properties: { code: string } }[]) => of.map((f) => f.properties.code);
const communityCodes = new Set(codes(communities));

/** Published totals of the city: 456 neighbourhoods, 2,602,418 residents, 11,490 small areas. */
test('hold the whole city', () => {
  expect(regions.map(({ level }) => level)).toEqual(['CITY', ...Array(12).fill('COUNTY')]);
  expect(communities).toHaveLength(456);
  expect(sum(communities.map((c) => c.properties.population))).toBe(2_602_418);
  expect(cells).toHaveLength(11_490);
  expect(sum(cells.filter((cell) => !cell.modelled).map((cell) => cell.residents))).toBe(2_689_272);
});

test('hold every code once', () => {
  const all = [
    ...codes(communities),
    ...codes(facilities),
    ...codes(grids),
    ...cells.map((c) => c.code),
  ];
  expect(new Set(all).size).toBe(all.length);
});

test('name only regions and communities that exist', () => {
  const regionCodes = new Set(regions.map(({ code }) => code));
  expect(regions.filter((r) => r.parentCode && !regionCodes.has(r.parentCode))).toEqual([]);
  expect(communities.filter((c) => !regionCodes.has(c.properties.regionCode))).toEqual([]);
  expect(cells.filter((cell) => !communityCodes.has(cell.community ?? ''))).toEqual([]);
  expect(new Set(grids.map((grid) => grid.properties.communityCode))).toEqual(communityCodes);
});

test('put every fitness path at its park or plaza', () => {
  const byCode = new Map(facilities.map((f) => [f.properties.code, f]));
  const paths = facilities.filter((f) => f.properties.kind === 'fitness-path');
  expect(paths).toHaveLength(report.counts.fitnessPaths ?? 0);
  for (const path of paths) {
    const { parkCode = '', equipmentPieces = 0, equipment = [] } = path.properties.attributes;
    expect(byCode.get(parkCode)?.geometry).toEqual(path.geometry);
    expect(equipmentPieces).toBeGreaterThanOrEqual(equipment.length);
  }
});

test('have outlines as RFC 7946 wants: simple, outer rings counter-clockwise, holes clockwise', () => {
  for (const { properties, geometry } of [...communities, ...grids]) {
    for (const [outer = [], ...holes] of geometry.coordinates) {
      const isSound = [outer, ...holes].every(isSimpleRing) && signedArea(outer) > 0;
      expect(isSound && holes.every((hole) => signedArea(hole) < 0), properties.code).toBe(true);
    }
  }
});

test('share every resident and household cell among the grids of its community', () => {
  const perCommunity = (rows: readonly { community: string; figure: number }[]) => {
    const totals = new Map<string, number>();
    for (const { community, figure } of rows) {
      totals.set(community, (totals.get(community) ?? 0) + figure);
    }
    return totals;
  };
  for (const key of ['residents', 'households'] as const) {
    const ofGrids = grids.map(({ properties: p }) => ({
      community: p.communityCode,
      figure: p[key],
    }));
    const ofCells = cells.map((cell) => ({ community: cell.community ?? '', figure: cell[key] }));
    expect(perCommunity(ofGrids)).toEqual(perCommunity(ofCells));
  }
});

test('have grid outlines that meet without overlap: no edge is walked twice the same way', () => {
  const seen = new Set<string>();
  let twice = 0;
  for (const ring of grids.flatMap((grid) => grid.geometry.coordinates.flat())) {
    for (let i = 1; i < ring.length; i++) {
      const edge = `${ring[i - 1]} ${ring[i]}`;
      if (seen.has(edge)) twice++;
      seen.add(edge);
    }
  }
  expect(twice).toBe(0);
});

test('number the grids of a community from 1 without a gap', () => {
  for (const own of Map.groupBy(grids, (grid) => grid.properties.communityCode).values()) {
    const serials = own.map(({ properties }) => Number(properties.code.slice(12)));
    expect(serials).toEqual(own.map((_, i) => i + 1));
    expect(own.every(({ properties: p }) => p.code.startsWith(`0${p.communityCode}`))).toBe(true);
  }
});

test('have a README that states the counts of the report', () => {
  const readme = read('README.md');
  for (const name of [
    'communityPopulation',
    'fitnessPaths',
    'modelledResidents',
    'grids',
    'gridsInRange',
  ]) {
    expect(readme).toContain((report.counts[name] ?? 0).toLocaleString('en-US'));
  }
});
