import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { Polygon } from 'geojson';
import polylabel from 'polylabel';
import type { SeedCommunity } from './communities.ts';
import { FILES, type RawArea } from './raw.ts';
import type { Report } from './report.ts';
import { round6 } from './rings.ts';

/** Precision of an interior point, in degrees of latitude: about 0.1 m. */
const PRECISION_DEGREES = 1e-6;

/** A resident cell of the seed: an interior point of a small statistical area with its residents. */
export interface SeedCell {
  code: string;
  communityCode: string;
  /** `[lon, lat]`, WGS 84, 6 decimals. */
  position: [number, number];
  residents: number;
  /** Null where the source has no figures. */
  households: number | null;
  /** True where the source has no figures and residents are spread evenly. */
  modelled: boolean;
}

/** One cell per small area, in the order of the areas. */
export function buildCells(
  areas: readonly RawArea[],
  communities: readonly SeedCommunity[],
  report: Report,
): SeedCell[] {
  const modelled = modelResidents(areas, communities, report);
  const boundaries = new Map(communities.map((c) => [c.properties.code, c]));
  return areas.map(({ properties: p, geometry }) => {
    const record = `${p.code} in ${p.community_code}`;
    const note = (code: string, message: string, action: string): void =>
      report.problem({ file: FILES.areas, record, code, message, action });
    const position = interiorPoint(geometry);
    const boundary = boundaries.get(p.community_code);
    if (!boundary) note('UNKNOWN_NEIGHBOURHOOD', 'Its neighbourhood has no boundary.', 'Kept.');
    else if (!booleanPointInPolygon(position, boundary)) {
      note(
        'POINT_OUTSIDE_NEIGHBOURHOOD',
        'The interior point lies outside the simplified boundary of its neighbourhood.',
        'Kept in its neighbourhood.',
      );
    }
    if (!p.community_code.startsWith(p.street_code)) {
      note(
        'DISTRICT_DIFFERS',
        `The source counts it to district ${p.street_code}, its neighbourhood is in another.`,
        'Kept in its neighbourhood.',
      );
    }
    return {
      code: p.code,
      communityCode: p.community_code,
      position,
      residents: p.population ?? modelled.get(p.code) ?? 0,
      households: p.households,
      modelled: p.population === null,
    };
  });
}

/**
 * Residents of the small areas without figures: what is left of their neighbourhood's population when
 * the areas with figures are taken off, spread evenly as whole persons; 0 when nothing is left.
 */
function modelResidents(
  areas: readonly RawArea[],
  communities: readonly SeedCommunity[],
  report: Report,
): Map<string, number> {
  const modelled = new Map<string, number>();
  const areasByCommunity = Map.groupBy(areas, (area) => area.properties.community_code);
  for (const { properties: community } of communities) {
    const own = areasByCommunity.get(community.code) ?? [];
    const empty = own.filter((area) => area.properties.population === null);
    if (empty.length === 0) continue;
    const counted = own.reduce((sum, area) => sum + (area.properties.population ?? 0), 0);
    const rest = Math.max(0, community.population - counted);
    spreadEvenly(rest, empty.length).forEach((residents, i) => {
      modelled.set(empty[i]?.properties.code ?? '', residents);
    });
    report.problem({
      file: FILES.areas,
      record: `${community.code} ${community.name}`,
      code: 'AREAS_WITHOUT_FIGURES',
      message: `${empty.length} of ${own.length} small areas have no figures; ${community.population} residents less ${counted} counted.`,
      action: `${rest} residents spread evenly over them, marked as modelled.`,
    });
  }
  return modelled;
}

/** The total as whole shares that differ by at most one, larger ones first. */
export function spreadEvenly(total: number, shares: number): number[] {
  const least = Math.floor(total / shares);
  return Array.from({ length: shares }, (_, i) => least + (i < total - least * shares ? 1 : 0));
}

/** The pole of inaccessibility: the point inside the polygon that is farthest from its outline. */
export function interiorPoint({ coordinates }: Polygon): [number, number] {
  const shrink = Math.cos(((coordinates[0]?.[0]?.[1] ?? 0) * Math.PI) / 180);
  const onPlane = coordinates.map((ring) =>
    ring.map(([lon = 0, lat = 0]): [number, number] => [lon * shrink, lat]),
  );
  const [x, y] = polylabel(onPlane, PRECISION_DEGREES);
  return round6([x / shrink, y]);
}

/** The cells as CSV with a header; households are empty where the source has none. */
export function cellsToCsv(cells: readonly SeedCell[]): string {
  const rows = cells.map(
    ({ code, communityCode, position: [lon, lat], residents, households, modelled }) =>
      [code, communityCode, lon, lat, residents, households ?? '', modelled].join(','),
  );
  return `${['code,community_code,lon,lat,residents,households,modelled', ...rows].join('\n')}\n`;
}
