import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Feature } from 'geojson';
import { buildCells, cellsToCsv, type SeedCell } from './cells.ts';
import { buildCommunities, buildRegions, type SeedCommunity } from './communities.ts';
import { buildFacilities, type SeedFacility } from './facilities.ts';
import { buildGrids, type SeedGrid } from './grid-features.ts';
import { HOUSEHOLDS } from './grids.ts';
import { readParks } from './parks.ts';
import { readRawData } from './raw.ts';
import { Report } from './report.ts';

/**
 * Builds the sample city's data files from the raw data: `npm run seed:build -- <folder of the raw files>`.
 * The same raw files always give the same bytes. What is found in the data is printed and reported.
 */
function build(rawFolder: string, outFolder: string): void {
  const report = new Report();
  const raw = readRawData(rawFolder);
  console.log(
    `Read ${raw.villages.length} neighbourhoods, ${raw.areas.length} small areas, ${raw.parks.length} parks, ${raw.equipment.length} rows of equipment.`,
  );

  const regions = buildRegions(raw.villages);
  const communities = buildCommunities(raw.villages, raw.population, '2020-12', report);
  const parks = readParks(raw.parks, regions, communities, report);
  const facilities = buildFacilities(parks, raw.equipment, report);
  const cells = buildCells(raw.areas, communities, report);
  const grids = buildGrids(raw.areas, cells, report);
  Object.assign(
    report.counts,
    { regions: regions.length },
    count(communities, facilities, cells, grids),
  );

  mkdirSync(outFolder, { recursive: true });
  const write = (name: string, content: string): void => {
    writeFileSync(join(outFolder, name), name.endsWith('.gz') ? compress(content) : content);
    console.log(`Wrote ${name}.`);
  };
  write('regions.json', `[\n${regions.map((region) => JSON.stringify(region)).join(',\n')}\n]\n`);
  write('communities.geojson', featureLines(communities));
  write('facilities.geojson', featureLines(facilities));
  write('resident_cells.csv.gz', cellsToCsv(cells));
  write('grids.geojson.gz', featureLines(grids));
  write('report.json', report.toJson());

  console.log('Counts:');
  for (const [name, value] of Object.entries(report.counts)) console.log(`  ${name}: ${value}`);
  console.log('Problems of the data (report.json tells each):');
  const byCode = Map.groupBy(report.problems, (problem) => problem.code);
  for (const [code, { length }] of byCode) console.log(`  ${code}: ${length}`);
}

function count(
  communities: readonly SeedCommunity[],
  facilities: readonly SeedFacility[],
  cells: readonly SeedCell[],
  grids: readonly SeedGrid[],
): Record<string, number> {
  const ofKind = (kind: string): number =>
    facilities.filter((f) => f.properties.kind === kind).length;
  const sum = (values: readonly number[]): number =>
    values.reduce((total, value) => total + value, 0);
  const sizes = grids.map((grid) => grid.properties.households).sort((a, b) => a - b);
  const modelled = cells.filter((cell) => cell.modelled);
  return {
    communities: communities.length,
    communityPopulation: sum(communities.map((c) => c.properties.population)),
    communityHouseholds: sum(communities.map((c) => c.properties.households)),
    parks: ofKind('park'),
    plazas: ofKind('plaza'),
    fitnessPaths: ofKind('fitness-path'),
    residentCells: cells.length,
    cellResidents: sum(cells.map((cell) => cell.residents)),
    cellHouseholds: sum(cells.map((cell) => cell.households ?? 0)),
    modelledCells: modelled.length,
    modelledCellsWithResidents: modelled.filter((cell) => cell.residents > 0).length,
    modelledResidents: sum(modelled.map((cell) => cell.residents)),
    grids: grids.length,
    gridsBelowRange: sizes.filter((size) => size < HOUSEHOLDS.least).length,
    gridsInRange: sizes.filter((size) => size >= HOUSEHOLDS.least && size <= HOUSEHOLDS.most)
      .length,
    gridsAboveRange: sizes.filter((size) => size > HOUSEHOLDS.most).length,
    smallestGridHouseholds: sizes[0] ?? 0,
    medianGridHouseholds: sizes[Math.floor(sizes.length / 2)] ?? 0,
    largestGridHouseholds: sizes.at(-1) ?? 0,
  };
}

/** A FeatureCollection with one feature a line, so that a change is one line of a diff. */
function featureLines(features: readonly Feature[]): string {
  const lines = features.map((feature) => JSON.stringify(feature));
  return `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`;
}

/** gzip without a time and without the byte that names the operating system. */
function compress(content: string): Buffer {
  const bytes = gzipSync(content, { level: 9 });
  bytes[9] = 255;
  return bytes;
}

const [rawFolder] = process.argv.slice(2);
if (!rawFolder) {
  console.error('Which raw files? Usage: npm run seed:build -- <folder of the raw files>');
  process.exit(1);
}
build(rawFolder, join(dirname(fileURLToPath(import.meta.url)), 'taipei'));
