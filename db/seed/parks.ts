import { bbox } from '@turf/bbox';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { featureCollection } from '@turf/helpers';
import type { Position } from 'geojson';
import type { SeedCommunity, SeedRegion } from './communities.ts';
import { kindOfParkType } from './park-types.ts';
import { FILES, type RawPark } from './raw.ts';
import type { Report } from './report.ts';
import { planarMeters, round6 } from './rings.ts';
import { normaliseName, tidy } from './text.ts';

/** Two records of one name and district closer than this are the same park. Meters. */
const SAME_PARK_METERS = 50;
/** A position farther than this from the district that the record names is not believed. Meters. */
const FAR_FROM_DISTRICT_METERS = 1_000;

/** A park or plaza with a position that is believed. */
export interface Park {
  /** The source's `_id`. */
  id: string;
  kind: 'park' | 'plaza';
  name: string;
  district: string;
  address: string;
  parkType: string;
  /** Square meters; absent where the source has none. */
  areaSquareMeters?: number;
  /** `[lon, lat]`, WGS 84. */
  position: [number, number];
}

/** The parks of the source with a believable position, one per place, in the source's order. */
export function readParks(
  rows: readonly RawPark[],
  regions: readonly SeedRegion[],
  communities: readonly SeedCommunity[],
  report: Report,
): Park[] {
  const parks: Park[] = [];
  const locate = cityLocator(regions, communities);
  for (const row of rows) {
    const park = readPark(row, locate, report);
    if (park && !reportTwins(park, parks, report)) parks.push(park);
  }
  return parks;
}

function readPark(row: RawPark, locate: CityLocator, report: Report): Park | undefined {
  const note = notes(report, `${row._id} ${row.ParkName}`);
  const position = readPosition(row, locate, note);
  if (!position) return undefined;
  const parkType = tidy(row.ParkType);
  const kind = kindOfParkType(parkType);
  if (!kind)
    note('UNKNOWN_PARK_TYPE', `Park type ${parkType} is not in the table.`, 'Taken as a park.');
  const area = parseArea(row.Area ?? '');
  if (area === undefined)
    note('NO_AREA', `Area "${row.Area ?? ''}" is no number.`, 'Kept without an area.');
  else if (!/^[\d,.\s]+$/u.test(row.Area)) {
    note('AREA_WITH_TEXT', `Area "${row.Area}" holds more than a number.`, `Read as ${area} m².`);
  }
  const published = tidy(row.Location ?? '');
  const address = publicAddress(published);
  if (address !== published) {
    note(
      'LANDMARK_IN_ADDRESS',
      'The address adds an institution as a landmark.',
      `Kept as ${address}.`,
    );
  }
  return {
    id: row._id,
    kind: kind ?? 'park',
    name: tidy(row.ParkName),
    district: tidy(row.AdministrativeArea),
    address,
    parkType,
    ...(area === undefined ? {} : { areaSquareMeters: area }),
    position,
  };
}

type Note = (code: string, message: string, action: string) => void;

function notes(report: Report, record: string): Note {
  return (code, message, action) =>
    report.problem({ file: FILES.parks, record, code, message, action });
}

/** Where a position lies in the city. Districts go by their names. */
interface CityLocator {
  /** Whether the position lies in the box around the city. */
  isNear(position: Position): boolean;
  /** District of the neighbourhood around the position. */
  districtAt(position: Position): string | undefined;
  /** Meters to the nearest corner of a district's neighbourhoods. */
  metersToDistrict(position: Position, district: string): number;
}

function cityLocator(
  regions: readonly SeedRegion[],
  communities: readonly SeedCommunity[],
): CityLocator {
  const [west, south, east, north] = bbox(featureCollection([...communities]));
  const names = new Map(regions.map(({ code, name }) => [code, name]));
  const districtOf = ({ properties }: SeedCommunity) => names.get(properties.regionCode);
  return {
    isNear: ([lon = 0, lat = 0]) => lon >= west && lon <= east && lat >= south && lat <= north,
    districtAt: (position) => {
      const around = communities.find((community) => booleanPointInPolygon(position, community));
      return around && districtOf(around);
    },
    metersToDistrict: (position, district) => {
      const corners = communities
        .filter((community) => districtOf(community) === district)
        .flatMap(({ geometry }) => geometry.coordinates.flat(2));
      return Math.round(Math.min(...corners.map((corner) => planarMeters(position, corner))));
    },
  };
}

function readPosition(row: RawPark, city: CityLocator, note: Note): [number, number] | undefined {
  const [lat, lon] = [Number.parseFloat(row.Latitude), Number.parseFloat(row.Longitude)];
  if (!Number.isFinite(lat) || !Number.isFinite(lon) || (lat === 0 && lon === 0)) {
    note('NO_POSITION', `Position "${row.Latitude}, ${row.Longitude}".`, 'Left out.');
    return undefined;
  }
  const isSwapped = !city.isNear([lon, lat]) && city.isNear([lat, lon]);
  if (isSwapped) note('SWAPPED_POSITION', 'Longitude and latitude are swapped.', 'Swapped back.');
  const position = round6(isSwapped ? [lat, lon] : [lon, lat]);
  if (!city.isNear(position)) {
    note('OUTSIDE_CITY', `Position ${lat}, ${lon} lies outside the city.`, 'Left out.');
    return undefined;
  }
  const stated = tidy(row.AdministrativeArea);
  const actual = city.districtAt(position);
  if (actual === stated) return position;
  const meters = city.metersToDistrict(position, stated);
  const where = actual ? `in ${actual}` : 'in no neighbourhood';
  const isFar = meters > FAR_FROM_DISTRICT_METERS;
  note(
    isFar ? 'FAR_FROM_DISTRICT' : 'BESIDE_DISTRICT',
    `The position lies ${where}, about ${meters} m from ${stated}, which the record names.`,
    isFar ? 'Left out: the position is not believed.' : 'Kept: boundaries are simplified.',
  );
  return isFar ? undefined : position;
}

/** Reports parks that share a name or a position with an earlier one; true when it is the same park. */
function reportTwins(park: Park, earlier: readonly Park[], report: Report): boolean {
  const note = notes(report, `${park.id} ${park.name}`);
  for (const other of earlier) {
    const meters = Math.round(planarMeters(park.position, other.position));
    const sameName = normaliseName(park.name) === normaliseName(other.name);
    if (sameName && park.district === other.district && meters <= SAME_PARK_METERS) {
      note(
        'DUPLICATE',
        `Park ${other.id} has this name and district, ${meters} m away.`,
        'Left out: the first record stands.',
      );
      return true;
    }
    if (sameName) {
      note(
        'SAME_NAME',
        `Park ${other.id} in ${other.district} has this name, ${meters} m away.`,
        'Both are kept.',
      );
    } else if (meters === 0) {
      note('SAME_POSITION', `Park ${other.id} ${other.name} has this position.`, 'Both are kept.');
    }
  }
  return false;
}

/** The first number of an area text, in square meters: thousands commas and blanks are no matter. */
export function parseArea(text: string): number | undefined {
  const digits = /^\d[\d,\s]*(?:\.\d+)?/u.exec(text.trim())?.[0].replace(/[,\s]/gu, '');
  return digits ? Number(digits) : undefined;
}

/** The address without clauses that name an institution of state as a landmark. */
export function publicAddress(address: string): string {
  const [first = '', ...clauses] = address.split(/(?=[，(（])/u);
  return [first, ...clauses.filter((clause) => !/國立|[臺台]灣/u.test(clause))].join('');
}
