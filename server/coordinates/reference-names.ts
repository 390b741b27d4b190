import type { CoordinateSystem } from './coordinate-system.ts';

/** Gauss-Krüger of CGCS2000 in 3° zones 25 to 45, whose number stands before the easting. */
const PREFIXED_ZONES = [
  4513, 4514, 4515, 4516, 4517, 4518, 4519, 4520, 4521, 4522, 4523, 4524, 4525, 4526, 4527, 4528,
  4529, 4530, 4531, 4532, 4533,
] as const;
/** The same zones without the number, named by their central meridians 75° E to 135° E. */
const PLAIN_ZONES = [
  4534, 4535, 4536, 4537, 4538, 4539, 4540, 4541, 4542, 4543, 4544, 4545, 4546, 4547, 4548, 4549,
  4550, 4551, 4552, 4553, 4554,
] as const;

/** Number of the westernmost 3° zone over China; zones are centered on three times their number. */
const FIRST_ZONE = 25;
/** What China's land and seas span, degrees [west, south, east, north]. @source EPSG, area 1067 */
const CHINA = [73.62, 3.41, 135.09, 53.56] as const;
/** The rectangle in which map services shift coordinates; beyond it GCJ-02 and BD-09 are WGS 84. */
const SHIFTED = [72.004, 0.8293, 137.8347, 55.8271] as const;
const EARTH = [-180, -90, 180, 90] as const;
/** Web Mercator ends where it is square. */
const SQUARE = [-180, -85.05, 180, 85.05] as const;

/**
 * What the coordinates of a file refer to:
 *
 * - `WGS84`: degrees, as in the hub;
 * - `CGCS2000`: degrees of China's official frame (EPSG:4490);
 * - `GCJ02`, `BD09`: the shifted degrees of Chinese web maps;
 * - `EPSG:4513` … `EPSG:4533`: CGCS2000 / 3-degree Gauss-Krüger, meters, zone number before the easting;
 * - `EPSG:4534` … `EPSG:4554`: the same without the number, by central meridian;
 * - `EPSG:3857`: Web Mercator, meters of the map;
 * - `EPSG:n`: any other that `server/systems/epsg` knows, which is not among {@link REFERENCE_SYSTEMS}.
 *
 * The first axis is always the longitude or easting, as GIS files have it, whatever EPSG says of order.
 */
export type ReferenceSystem = CoordinateSystem | 'CGCS2000' | `EPSG:${number}`;

/** What may be given as a reference system. */
export const REFERENCE_SYSTEM_WORDS =
  'WGS84, CGCS2000, GCJ02, BD09, or EPSG:n, such as EPSG:4549 (see the query referenceSystems)';

/** A reference system, for people. */
export interface ReferenceSystemInfo {
  readonly id: ReferenceSystem;
  readonly names: { readonly zh: string; readonly en: string };
  /** Where it is meant to be used: [west, south, east, north], degrees on WGS 84. */
  readonly area: readonly [number, number, number, number];
  /** Its number in EPSG's registry; null for the shifted systems, which have none. */
  readonly epsg: number | null;
  readonly axisUnits: 'degrees' | 'meters' | 'feet';
  /** The zone of a Gauss-Krüger system: its number, central meridian in degrees, and false easting in meters. */
  readonly zone: {
    readonly number: number;
    readonly meridian: number;
    readonly easting: number;
  } | null;
}

function degrees(
  id: ReferenceSystem,
  zh: string,
  en: string,
  area: ReferenceSystemInfo['area'],
  epsg: number | null,
): ReferenceSystemInfo {
  return { id, names: { zh, en }, area, epsg, axisUnits: 'degrees', zone: null };
}

function gaussKruger(
  epsg: (typeof PREFIXED_ZONES | typeof PLAIN_ZONES)[number],
): ReferenceSystemInfo {
  const isPrefixed = epsg < PLAIN_ZONES[0];
  const number = FIRST_ZONE + epsg - (isPrefixed ? PREFIXED_ZONES[0] : PLAIN_ZONES[0]);
  const meridian = 3 * number;
  // Short, as lists have little room: GK is Gauss-Krüger.
  const names = isPrefixed
    ? { zh: `CGCS2000 3度带 第${number}带（含带号）`, en: `CGCS2000 3° GK zone ${number}` }
    : { zh: `CGCS2000 3度带 中央经线${meridian}°E`, en: `CGCS2000 3° GK ${meridian}° E` };
  return {
    id: `EPSG:${epsg}` as ReferenceSystem,
    names,
    area: [meridian - 1.5, CHINA[1], meridian + 1.5, CHINA[3]],
    epsg,
    axisUnits: 'meters',
    zone: { number, meridian, easting: (isPrefixed ? number * 1_000_000 : 0) + 500_000 },
  };
}

/** The common reference systems, in the order in which they are offered. */
export const REFERENCE_SYSTEMS: readonly ReferenceSystemInfo[] = [
  degrees('WGS84', 'WGS 84 经纬度', 'WGS 84 longitude and latitude', EARTH, 4326),
  degrees('CGCS2000', 'CGCS2000 经纬度', 'CGCS2000 longitude and latitude', CHINA, 4490),
  degrees('GCJ02', 'GCJ-02（高德、腾讯）', 'GCJ-02 (AMap, Tencent)', SHIFTED, null),
  degrees('BD09', 'BD-09（百度）', 'BD-09 (Baidu)', SHIFTED, null),
  ...PLAIN_ZONES.map(gaussKruger),
  ...PREFIXED_ZONES.map(gaussKruger),
  {
    id: 'EPSG:3857',
    names: { zh: 'Web 墨卡托', en: 'Web Mercator' },
    area: SQUARE,
    epsg: 3857,
    axisUnits: 'meters',
    zone: null,
  },
];

/** Numbers of EPSG's registry that a common system has. */
export const COMMON_CODES: ReadonlySet<number | null> = new Set(
  REFERENCE_SYSTEMS.map(({ epsg }) => epsg),
);

const BY_ID = new Map(REFERENCE_SYSTEMS.map((info) => [info.id as string, info]));

/** The facts of a common system; undefined for any other text. */
export function commonSystem(id: string): ReferenceSystemInfo | undefined {
  return BY_ID.get(id);
}

/**
 * How far a place of a common system may be off after its conversion, at most, in meters; not counting how well it
 * was measured.
 *
 * - `WGS84`, `EPSG:3857`: 0. The same degrees, and a formula without approximations.
 * - `CGCS2000` and its projections: 1. They stand for where things were in the year 2000; the ground under
 *   China has since gone some 3 cm a year to the east (0.8 m by 2026), and nothing here takes that into account.
 * - `GCJ02`, `BD09`: 0.1. The formulas that everyone uses were never published by those who made them, and
 *   differ from the maps' own services by centimeters; coordinates of maps have six decimals (0.1 m).
 */
export function commonErrorMeters(system: ReferenceSystem): number {
  if (system === 'WGS84' || system === 'EPSG:3857') return 0;
  return system === 'GCJ02' || system === 'BD09' ? 0.1 : 1;
}
