import type { Position } from 'geojson';
import { BadUserInputError } from '../shared/errors.ts';

/** A coordinate reference system that features are given in, by its URI. */
export interface Reference {
  readonly uri: string;
  /** Whether it is that of the hub's own coordinates. */
  readonly isStorage?: boolean;
  /** From longitude and latitude in degrees on WGS 84, in the order that the system has its axes. */
  fromHub(position: Position): Position;
  /** The other way. */
  toHub(position: Position): Position;
}

const RADIUS = 6_378_137;
const RADIANS = Math.PI / 180;
/** Web Mercator ends here, so that the world is a square. */
const NORTHERNMOST = 85.051_128_779_806_59;

const flipped = ([a, b]: Position): Position => [b as number, a as number];
const same = (position: Position): Position => position;

const CRS84: Reference = {
  uri: 'http://www.opengis.net/def/crs/OGC/1.3/CRS84',
  isStorage: true,
  fromHub: same,
  toHub: same,
};

/** The systems of all collections; the first is that of the store. EPSG has latitude first. */
export const REFERENCES: readonly Reference[] = [
  CRS84,
  {
    uri: 'http://www.opengis.net/def/crs/EPSG/0/4326',
    fromHub: flipped,
    toHub: flipped,
  },
  {
    // CGCS2000 counts as WGS 84: see `coordinates/`.
    uri: 'http://www.opengis.net/def/crs/EPSG/0/4490',
    fromHub: flipped,
    toHub: flipped,
  },
  {
    uri: 'http://www.opengis.net/def/crs/EPSG/0/3857',
    fromHub: ([lon, lat]) => {
      const north = Math.max(-NORTHERNMOST, Math.min(NORTHERNMOST, lat as number));
      return [
        millimeters(RADIUS * RADIANS * (lon as number)),
        millimeters(RADIUS * Math.log(Math.tan(Math.PI / 4 + (north * RADIANS) / 2))),
      ];
    },
    toHub: ([x, y]) => [
      (x as number) / RADIUS / RADIANS,
      (2 * Math.atan(Math.exp((y as number) / RADIUS)) - Math.PI / 2) / RADIANS,
    ],
  },
];

/** To the millimeter. */
function millimeters(meters: number): number {
  return Math.round(meters * 1_000) / 1_000;
}

/** The system of a URI; the store's unless given. @throws BAD_USER_INPUT naming the parameter */
export function parseReference(uri: string | undefined, field: string): Reference {
  if (uri === undefined) return CRS84;
  const found = REFERENCES.find((reference) => reference.uri === uri);
  if (found) return found;
  throw new BadUserInputError(
    field,
    `must be one of ${REFERENCES.map((reference) => reference.uri).join(', ')}.`,
  );
}
