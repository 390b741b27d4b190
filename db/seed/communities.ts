import type { Feature, MultiPolygon } from 'geojson';
import { FILES, type RawPopulation, type RawVillage } from './raw.ts';
import type { Report } from './report.ts';
import { cleanPolygon, isSimpleRing } from './rings.ts';
import { normaliseName, simplify } from './text.ts';

const CITY = { name: '台北市', nameEn: 'Taipei' };

/** A region of the seed: the city or one of its districts. */
export interface SeedRegion {
  code: string;
  level: 'CITY' | 'COUNTY';
  name: string;
  nameSimplified: string;
  nameEn: string;
  parentCode: string | null;
}

/** Properties of a community of the seed: one neighbourhood. */
export interface CommunityProperties {
  code: string;
  name: string;
  nameSimplified: string;
  nameEn: string;
  regionCode: string;
  population: number;
  households: number;
  populationDate: string;
}
export type SeedCommunity = Feature<MultiPolygon, CommunityProperties>;

/** The city, then its districts by code. */
export function buildRegions(villages: readonly RawVillage[]): SeedRegion[] {
  const districts = new Map<string, SeedRegion>();
  for (const { properties: p } of villages) {
    districts.set(p.TOWNCODE, {
      code: p.TOWNCODE,
      level: 'COUNTY',
      name: p.TOWNNAME,
      nameSimplified: simplify(p.TOWNNAME),
      nameEn: p.TOWNENG,
      parentCode: p.COUNTYCODE,
    });
  }
  const cityCode = villages[0]?.properties.COUNTYCODE ?? '';
  const city: SeedRegion = {
    code: cityCode,
    level: 'CITY',
    ...CITY,
    nameSimplified: simplify(CITY.name),
    parentCode: null,
  };
  return [city, ...[...districts.values()].sort((a, b) => Number(a.code) - Number(b.code))];
}

/** One community per neighbourhood, with its population joined by district and name. */
export function buildCommunities(
  villages: readonly RawVillage[],
  population: readonly RawPopulation[],
  populationDate: string,
  report: Report,
): SeedCommunity[] {
  const key = (district: string, name: string): string =>
    `${normaliseName(district)}/${normaliseName(name)}`;
  const figures = new Map(population.map((row) => [key(row.district, row.name), row]));
  return villages.flatMap((village) => {
    const p = village.properties;
    const record = `${p.VILLCODE} ${p.TOWNNAME}${p.VILLNAME}`;
    const row = figures.get(key(p.TOWNNAME, p.VILLNAME));
    if (!row) {
      report.problem({
        file: FILES.villages,
        record,
        code: 'NO_POPULATION',
        message: 'No row of the population table has this district and name.',
        action: 'Left out.',
      });
      return [];
    }
    if (row.code !== p.VILLCODE) {
      report.problem({
        file: FILES.population,
        record,
        code: 'CODE_DIFFERS',
        message: `The population table has the code ${row.code}.`,
        action: 'Joined by district and name; the code of the boundary is kept.',
      });
    }
    return [
      {
        type: 'Feature',
        properties: {
          code: p.VILLCODE,
          name: p.VILLNAME,
          nameSimplified: simplify(p.VILLNAME),
          nameEn: p.VILLENG.replace(/Vil\.$/u, 'Village'),
          regionCode: p.TOWNCODE,
          population: row.residents,
          households: row.households,
          populationDate,
        },
        geometry: repairBoundary(village, record, report),
      } satisfies SeedCommunity,
    ];
  });
}

function repairBoundary(village: RawVillage, record: string, report: Report): MultiPolygon {
  const clean = cleanPolygon(village.geometry);
  const wasValid = village.geometry.coordinates.every(isValidWithRepeats);
  const isValid = clean.coordinates.every(isSimpleRing);
  if (!wasValid || !isValid) {
    report.problem({
      file: FILES.villages,
      record,
      code: 'INVALID_POLYGON',
      message: 'The outline touches or crosses itself.',
      action: isValid
        ? 'Repaired: repeated positions and the spike (out and back on one line) are removed.'
        : 'Kept: removing repeated positions and spikes does not repair it.',
    });
  }
  return { type: 'MultiPolygon', coordinates: [clean.coordinates] };
}

/** A position repeated at once is no fault of an outline. */
function isValidWithRepeats(ring: number[][]): boolean {
  return isSimpleRing(
    ring.filter((p, i) => i === 0 || p[0] !== ring[i - 1]?.[0] || p[1] !== ring[i - 1]?.[1]),
  );
}
