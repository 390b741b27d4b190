import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Feature, FeatureCollection, Polygon } from 'geojson';

/** Names of the raw files, as they stand in the folder of raw data and in the report. */
export const FILES = {
  villages: 'villages_taipei.geojson',
  population: 'villages_population_2020-12.csv',
  areas: 'small_areas_population_2017-06.geojson.gz',
  parks: 'park.json',
  equipment: 'gyms.json',
} as const;

/** Properties of a neighbourhood polygon. */
export interface VillageProperties {
  VILLCODE: string;
  VILLNAME: string;
  VILLENG: string;
  COUNTYCODE: string;
  COUNTYNAME: string;
  TOWNCODE: string;
  TOWNNAME: string;
  TOWNENG: string;
}
export type RawVillage = Feature<Polygon, VillageProperties>;

/** Properties of a small statistical area; no figures where the source publishes none. */
export interface AreaProperties {
  code: string;
  street_code: string;
  community_code: string;
  households: number | null;
  population: number | null;
}
export type RawArea = Feature<Polygon, AreaProperties>;

/** Registered households and residents of a neighbourhood. */
export interface RawPopulation {
  code: string;
  district: string;
  name: string;
  households: number;
  residents: number;
}

/** The fields of a park that are used; introductions, telephones and offices are not. */
export interface RawPark {
  _id: string;
  ParkName: string;
  AdministrativeArea: string;
  Location: string;
  ParkType: string;
  Latitude: string;
  Longitude: string;
  Area: string;
}

/** One row of sports equipment: a park's name and a thing that stands there. */
export interface RawEquipment {
  _id: string;
  parkname: string;
  facility_name: string;
}

/** The raw data of the sample city. */
export interface RawData {
  villages: RawVillage[];
  population: RawPopulation[];
  areas: RawArea[];
  parks: RawPark[];
  equipment: RawEquipment[];
}

/** Reads the raw files of a folder, each sorted by its code where the order bears no meaning. */
export function readRawData(folder: string): RawData {
  const text = (name: string): string => {
    const bytes = readFileSync(join(folder, name));
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  };
  const features = <F>(name: string): F[] =>
    (JSON.parse(text(name)) as FeatureCollection).features as F[];
  const results = <R>(name: string): R[] =>
    (JSON.parse(text(name)) as { result: { results: R[] } }).result.results;
  const byCode = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

  return {
    villages: features<RawVillage>(FILES.villages).sort((a, b) =>
      byCode(a.properties.VILLCODE, b.properties.VILLCODE),
    ),
    population: parsePopulation(text(FILES.population)),
    areas: features<RawArea>(FILES.areas).sort((a, b) =>
      byCode(a.properties.code, b.properties.code),
    ),
    parks: results<RawPark>(FILES.parks),
    equipment: results<RawEquipment>(FILES.equipment),
  };
}

/** Rows of the population table: month, code, city with district, name, households, residents, … */
function parsePopulation(csv: string): RawPopulation[] {
  const [, ...lines] = csv.trim().split(/\r?\n/u);
  return lines.map((line) => {
    const [, code = '', place = '', name = '', households, residents] = line.split(',');
    return {
      code: code.replaceAll('-', ''),
      district: place.slice(3),
      name,
      households: Number(households),
      residents: Number(residents),
    };
  });
}
