import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { missingDatabase, withHub } from '../setup/hub.ts';
import { bring, type Seen } from './uploads.ts';

/** Small files made after what people report of other programs; they lie beside the project. */
const FOLDER = new URL('../../../shared/cases/', import.meta.url);
const isMissing = missingDatabase || !existsSync(FOLDER);

const hub = withHub({ writes: true });

async function read(name: string): Promise<Seen> {
  return bring(hub, name, readFileSync(fileURLToPath(new URL(name, FOLDER))));
}

async function rowsOf(seen: Seen): Promise<Seen[]> {
  const { data } = await hub.send(
    'query ($id: ID!) { import(id: $id) { features(first: 20) { edges { node { row code name action geometry } } } } }',
    { id: seen.id },
  );
  return data.import.features.edges.map(({ node }: Seen) => node);
}

const issuesOf = (seen: Seen): string[] =>
  seen.issues.edges.map(({ node }: Seen) => `${node.row ?? 'file'} ${node.code}`);

describe.skipIf(isMissing)('a file as people have it', () => {
  test.each([
    ['a01-big5.csv', 'big5', /試驗|許功蓋/],
    ['d03-big5-no-cpg-no-ldid.zip', 'big5', /^試驗公園/],
    ['d02b-utf8-cpg-says-8859-1.zip', 'utf-8', /^試驗公園/],
  ])('%s is read as %s, with the names that it has', async (name, encoding, form) => {
    const seen = await read(name);
    expect(seen.encoding).toBe(encoding);
    for (const row of await rowsOf(seen)) expect(row.name).toMatch(form);
  });

  test.each([
    ['a13-fullwidth-digits.csv', [121.5601, 25.0691]],
    ['a04-lnglat-one-column.csv', [121.5601, 25.0691]],
    ['a52-odk-geopoint.csv', [121.5601, 25.0691]],
    ['b01-string-coordinates.geojson', [121.5601, 25.0691]],
    ['a18-taiwan-headers.csv', [121.5601, 25.0691]],
  ])('%s has its place at %j', async (name, position) => {
    const seen = await read(name);
    const [first] = await rowsOf(seen);
    expect([name, first.action, first.geometry?.coordinates]).toEqual([name, 'CREATE', position]);
  });

  test('a kind is known in either script, and in the plural', async () => {
    const seen = await read('a30-kind-spelling.csv');
    expect(issuesOf(seen).filter((issue) => issue.includes('UNKNOWN_KIND'))).toEqual([]);
  });

  test('a compatibility ideograph is the ordinary one', async () => {
    const seen = await read('a38-compat-ideograph.csv');
    expect([seen.counts.update + seen.counts.same, issuesOf(seen)]).toEqual([1, []]);
  });

  test('rows that a quotation mark has swallowed are told', async () => {
    const seen = await read('a33-swallowed-rows.csv');
    expect(issuesOf(seen)).toEqual(['3 BAD_GEOMETRY']);
    expect(seen.issues.edges[0].node.message).toMatch(/quotation mark/);
  });

  test('a place in the properties is one', async () => {
    const rows = await rowsOf(await read('b02-null-geometry-lonlat-props.geojson'));
    expect(rows.some(({ geometry }) => geometry?.type === 'Point')).toBe(true);
  });

  test('a collection of one polygon, and one with an empty part, are polygons', async () => {
    const collection = await rowsOf(await read('b08-collection-geometry.geojson'));
    expect(collection[0].geometry?.type).toBe('MultiPolygon');
    const part = await rowsOf(await read('b23-empty-part.geojson'));
    expect(part[0].geometry?.coordinates).toHaveLength(1);
  });

  test('a polygon across 180° is told to be divided', async () => {
    const seen = await read('b21-antimeridian.geojson');
    expect(seen.issues.edges[0].node.message).toMatch(/180° of longitude/);
    expect(seen.counts.errors).toBe(1);
  });

  test('a GeoPackage that a program has open is refused with what to do', async () => {
    const { state, problem } = await read('c06-wal-not-checkpointed.gpkg');
    expect([state, problem.message]).toEqual(['FAILED', expect.stringMatching(/Save or close it/)]);
  });

  test.each([
    ['a24b-ewkt-3826.csv', 'EPSG:3826'],
    ['b07a-crs-3826.geojson', 'EPSG:3826'],
    ['b07b-crs-32651.geojson', 'EPSG:32651'],
    ['b07e-crs-xian80-2384.geojson', null],
    ['c02-epsg3826.gpkg', 'EPSG:3826'],
    ['d04-epsg3826.zip', 'EPSG:3826'],
    ['d24-prj-twd97-esri.zip', 'EPSG:3826'],
    ['g01-own-grid-export-one-row.csv', 'WGS84'],
  ])('%s is read in the system that it declares: %s', async (name, system) => {
    expect((await read(name)).system).toBe(system);
  });

  test.each([
    ['a03-title-row.csv', ['file TITLE_LINES']],
    ['a72-rows-shorter-than-header.csv', ['2 BAD_GEOMETRY', '3 BAD_GEOMETRY']],
    ['a08-excel-scientific-code.csv', ['2 BAD_VALUE']],
    ['a09-excel-date-serial.csv', ['2 BAD_VALUE']],
    ['a09b-dates.csv', ['6 BAD_VALUE']],
    ['a20-footer-total-rows.csv', ['4 UNKNOWN_COMMUNITY', '5 UNKNOWN_COMMUNITY']],
    ['a59-gcj-in-wgs.csv', ['2 SAME_NAME_ELSEWHERE']],
    ['g01-own-grid-export-one-row.csv', ['2 AREA_CHANGES']],
  ])('%s has told faults: %j', async (name, issues) => {
    expect(issuesOf(await read(name))).toEqual(issues);
  });

  test('grids are no longer taken for communities, nor numbers dropped', async () => {
    expect((await read('g01-own-grid-export-one-row.csv')).target).toBe('GRIDS');
    expect(issuesOf(await read('a57-leading-zero-lost.csv')).length).toBeGreaterThan(0);
  });
});
