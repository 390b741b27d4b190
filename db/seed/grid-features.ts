import { bbox } from '@turf/bbox';
import { centroid } from '@turf/centroid';
import type { Feature, MultiPolygon, Polygon } from 'geojson';
import type { SeedCell } from './cells.ts';
import { dissolve } from './dissolve.ts';
import { type Area, HOUSEHOLDS, mergeIntoGrids } from './grids.ts';
import { FILES, type RawArea } from './raw.ts';
import type { Report } from './report.ts';
import { cleanPolygon, planarMeters, round6 } from './rings.ts';

/** Properties of a proposed grid of the seed. */
export interface GridProperties {
  code: string;
  communityCode: string;
  name: string;
  nameEn: string;
  /** Of its small areas with figures, 2017-06. */
  households: number;
  /** Of its resident cells, modelled ones included. */
  residents: number;
  status: 'PROPOSED';
}
export type SeedGrid = Feature<MultiPolygon, GridProperties>;

interface Shape {
  code: string;
  polygon: Polygon;
}

/** Proposed grids of every community, numbered from north-west to south-east within each. */
export function buildGrids(
  areas: readonly RawArea[],
  cells: readonly SeedCell[],
  report: Report,
): SeedGrid[] {
  const cellsByCode = new Map(cells.map((cell) => [cell.code, cell]));
  const communities = Map.groupBy(areas, (area) => area.properties.community_code);
  const codes = [...communities.keys()].sort((a, b) => Number(a) - Number(b));
  return codes.flatMap((communityCode) => {
    const shapes = (communities.get(communityCode) ?? []).map(({ properties, geometry }) => ({
      code: properties.code,
      polygon: roundPolygon(geometry),
    }));
    const polygons = new Map(shapes.map(({ code, polygon }) => [code, polygon]));
    const merged = mergeIntoGrids(neighbourhoodOf(shapes, cellsByCode)).map((members) => ({
      members,
      geometry: dissolve(members.flatMap((code) => polygons.get(code) ?? [])),
    }));
    return inReadingOrder(merged).map(({ members, geometry }, i): SeedGrid => {
      const own = members.flatMap((code) => cellsByCode.get(code) ?? []);
      const grid: SeedGrid = {
        type: 'Feature',
        properties: {
          code: gridCode(communityCode, i + 1),
          communityCode,
          name: `第${i + 1}网格`,
          nameEn: `Grid ${i + 1}`,
          households: own.reduce((sum, cell) => sum + (cell.households ?? 0), 0),
          residents: own.reduce((sum, cell) => sum + cell.residents, 0),
          status: 'PROPOSED',
        },
        geometry,
      };
      reportSize(grid, own, report);
      return grid;
    });
  });
}

/** The polygon with 6 decimals and clean rings; equal positions of neighbours stay equal. */
function roundPolygon({ coordinates }: Polygon): Polygon {
  return cleanPolygon({
    type: 'Polygon',
    coordinates: coordinates.map((ring) => ring.map(round6)),
  });
}

/** Small areas with their neighbours: those that walk one of their edges the other way round. */
function neighbourhoodOf(
  shapes: readonly Shape[],
  cells: ReadonlyMap<string, Pick<SeedCell, 'households'>>,
): Area[] {
  const owners = new Map<string, string>();
  const edges = shapes.flatMap(({ code, polygon }) =>
    polygon.coordinates.flatMap((ring) =>
      ring.slice(1).map((to, i) => ({ code, from: ring[i] ?? [], to })),
    ),
  );
  for (const { code, from, to } of edges) owners.set(`${from} ${to}`, code);
  const areas = new Map<string, Area>(
    shapes.map(({ code }) => [
      code,
      { code, households: cells.get(code)?.households ?? 0, borders: new Map() },
    ]),
  );
  for (const { code, from, to } of edges) {
    const other = owners.get(`${to} ${from}`);
    const borders = areas.get(code)?.borders;
    if (other && other !== code)
      borders?.set(other, (borders.get(other) ?? 0) + planarMeters(from, to));
  }
  return [...areas.values()];
}

/**
 * Grid code of 15 digits after DB11/T 2157: county 6, street 3, community 3, serial 3. The source's
 * community code has 11: city 5, district 3, neighbourhood 3. The city stands in the county's place
 * with a zero before it (at its end it would read as another place's code), the district in the street's.
 */
export function gridCode(communityCode: string, serial: number): string {
  return `0${communityCode}${String(serial).padStart(3, '0')}`;
}

/**
 * Grids as one reads a page: rows from north to south, each from west to east. There are as many rows
 * as the community's height, width and number of grids suggest; a grid's centroid decides its row.
 */
export function inReadingOrder<G extends { geometry: MultiPolygon }>(grids: readonly G[]): G[] {
  const boxes = grids.map(({ geometry }) => bbox(geometry));
  const west = Math.min(...boxes.map((box) => box[0]));
  const south = Math.min(...boxes.map((box) => box[1]));
  const east = Math.max(...boxes.map((box) => box[2]));
  const north = Math.max(...boxes.map((box) => box[3]));
  const heightPerWidth =
    planarMeters([west, south], [west, north]) / planarMeters([west, south], [east, south]);
  const rows = Math.max(1, Math.round(Math.sqrt(grids.length * heightPerWidth)));
  return grids
    .map((grid) => {
      const [lon = 0, lat = 0] = centroid(grid.geometry).geometry.coordinates;
      return {
        grid,
        lon,
        row: Math.min(rows - 1, Math.floor(((north - lat) / (north - south)) * rows)),
      };
    })
    .sort((a, b) => a.row - b.row || a.lon - b.lon)
    .map(({ grid }) => grid);
}

function reportSize(
  { properties: grid }: SeedGrid,
  cells: readonly SeedCell[],
  report: Report,
): void {
  if (grid.households >= HOUSEHOLDS.least && grid.households <= HOUSEHOLDS.most) return;
  const largest = Math.max(...cells.map((cell) => cell.households ?? 0));
  const [code, message] =
    grid.households < HOUSEHOLDS.least
      ? [
          'GRID_TOO_SMALL',
          `${cells.length} small areas, no neighbour to join without a larger excess.`,
        ]
      : largest > HOUSEHOLDS.most
        ? [
            'GRID_TOO_LARGE_BY_ONE_AREA',
            `One small area alone has ${largest}; areas are not divided.`,
          ]
        : [
            'GRID_TOO_LARGE',
            `${cells.length} small areas, the largest has ${largest}; no step found that comes closer.`,
          ];
  report.problem({
    file: FILES.areas,
    record: `grid ${grid.code}`,
    code,
    message: `${grid.households} households. ${message}`,
    action: 'Kept as proposed.',
  });
}
