import type { Feature, Point } from 'geojson';
import { classifyEquipment, equipmentName } from './equipment.ts';
import type { Park } from './parks.ts';
import { FILES, type RawEquipment } from './raw.ts';
import type { Report } from './report.ts';
import { planarMeters } from './rings.ts';
import { lostCharacterPattern, nameVariants, normaliseName, simplify, tidy } from './text.ts';

const SOURCE = 'data.taipei 2018-01';
/** Parks of one name closer than this count as one place for equipment joined by name. Meters. */
const ONE_PLACE_METERS = 300;

/** Properties of a facility of the seed. */
export interface FacilityProperties {
  code: string;
  kind: 'park' | 'plaza' | 'fitness-path';
  name: string;
  nameSimplified: string;
  address: string;
  attributes: {
    parkType: string;
    /** Of the park or plaza; a fitness path's own area is not published. Square meters. */
    areaSquareMeters?: number;
    /** Code of the park or plaza in which a fitness path stands. */
    parkCode?: string;
    /** Pieces of equipment of a fitness path: at least so many. */
    equipmentPieces?: number;
    /** Names of a fitness path's equipment, as published. */
    equipment?: string[];
  };
  source: string;
}
export type SeedFacility = Feature<Point, FacilityProperties>;

/** Parks and plazas, then the fitness paths that stand in them, each by code. */
export function buildFacilities(
  parks: readonly Park[],
  rows: readonly RawEquipment[],
  report: Report,
): SeedFacility[] {
  const places = parks.map((park) =>
    facility(park, park.kind, park.name, {
      parkType: park.parkType,
      ...(park.areaSquareMeters === undefined ? {} : { areaSquareMeters: park.areaSquareMeters }),
    }),
  );
  const paths = [...equipmentByPark(rows, parks, report)].map(([park, equipment]) => {
    const pieces = equipment.reduce((sum, name) => sum + (classifyEquipment(name)?.pieces ?? 0), 0);
    return facility(park, 'fitness-path', `${park.name}健身路徑`, {
      parkType: park.parkType,
      parkCode: facilityCode(park, park.kind),
      equipmentPieces: pieces,
      equipment,
    });
  });
  return [...places, ...paths].sort((a, b) => (a.properties.code < b.properties.code ? -1 : 1));
}

function facility(
  park: Park,
  kind: FacilityProperties['kind'],
  name: string,
  attributes: FacilityProperties['attributes'],
): SeedFacility {
  const code = facilityCode(park, kind);
  const { address, position: coordinates } = park;
  const properties = {
    code,
    kind,
    name,
    nameSimplified: simplify(name),
    address,
    attributes,
    source: SOURCE,
  };
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates } };
}

function facilityCode(park: Park, kind: FacilityProperties['kind']): string {
  return `${kind === 'fitness-path' ? 'fitness' : kind}-${park.id.padStart(4, '0')}`;
}

/** Equipment names per park, for every park with at least one piece of fitness equipment. */
function equipmentByPark(
  rows: readonly RawEquipment[],
  parks: readonly Park[],
  report: Report,
): Map<Park, string[]> {
  const equipment = new Map<Park, string[]>();
  const joined = new Map<string, Park | undefined>();
  for (const row of rows) {
    const kind = classifyEquipment(row.facility_name);
    if (!kind) {
      report.problem({
        file: FILES.equipment,
        record: `${row._id} ${row.parkname}`,
        code: 'UNKNOWN_EQUIPMENT',
        message: `Equipment "${row.facility_name}" is not in the table.`,
        action: 'Not counted as fitness equipment.',
      });
    }
    if (!kind?.isEquipment) continue;
    const name = normaliseName(row.parkname);
    if (!joined.has(name)) joined.set(name, joinPark(row.parkname, parks, report));
    const park = joined.get(name);
    if (park)
      equipment.set(park, [...(equipment.get(park) ?? []), equipmentName(row.facility_name)]);
  }
  return equipment;
}

/** The park that a name in the equipment table means; the first of several that stand close together. */
export function joinPark(name: string, parks: readonly Park[], report: Report): Park | undefined {
  const note = (code: string, message: string, action: string): void =>
    report.problem({ file: FILES.equipment, record: tidy(name), code, message, action });
  const matches = findParks(name, parks);
  const [first, ...others] = matches;
  if (!first) {
    note('NO_PARK', 'No park has this name.', 'Its equipment is left out: it has no position.');
    return undefined;
  }
  if (others.length === 0) {
    if (first.name !== tidy(name))
      note('NAME_DIFFERS', `Written as ${first.name} among the parks.`, 'Joined.');
    return first;
  }
  const apart = Math.round(
    Math.max(...others.map((o) => planarMeters(first.position, o.position))),
  );
  const ids = matches.map((park) => park.id).join(', ');
  const message = `Parks ${ids} have this name, up to ${apart} m apart.`;
  if (apart > ONE_PLACE_METERS) {
    note('AMBIGUOUS_PARK', message, 'Its equipment is left out: no telling where it stands.');
    return undefined;
  }
  note('AMBIGUOUS_PARK_NEARBY', message, `Joined with the first, park ${first.id}.`);
  return first;
}

/** Parks by equal name, else by a variant of the name, else with lost characters (`?`) filled in. */
function findParks(name: string, parks: readonly Park[]): Park[] {
  const wanted = normaliseName(name);
  const equal = parks.filter((park) => normaliseName(park.name) === wanted);
  if (equal.length > 0) return equal;
  const variants = new Set(nameVariants(name));
  const similar = parks.filter((park) => nameVariants(park.name).some((v) => variants.has(v)));
  if (similar.length > 0 || !wanted.includes('?')) return similar;
  const pattern = lostCharacterPattern(name);
  return parks.filter((park) => pattern.test(normaliseName(park.name)));
}
