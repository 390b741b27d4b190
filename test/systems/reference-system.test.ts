import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  axisUnits,
  fromHub,
  infoOf,
  parseReferenceSystem,
  REFERENCE_SYSTEMS,
  type ReferenceSystem,
  ReferenceTrouble,
  referenceWkt,
  statedErrorMeters,
  toHub,
} from '../../server/systems/reference-system.ts';

const HARBIN = [126.6424, 45.7567] as const;

/** Positions where a system is meant to be used, within its latitudes. */
function within(system: ReferenceSystem): fc.Arbitrary<[number, number]> {
  const [west, south, east, north] = infoOf(system).area;
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  return fc.tuple(number(west, east), number(south, north));
}

function problemOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ReferenceTrouble) return error.code;
    throw error;
  }
  return 'none';
}

test('there are 47 systems, each with names, a place and units', () => {
  expect(REFERENCE_SYSTEMS).toHaveLength(4 + 21 + 21 + 1);
  expect(new Set(REFERENCE_SYSTEMS.map(({ id }) => id)).size).toBe(47);
  expect(infoOf('EPSG:4547').zone).toEqual({ number: 38, meridian: 114, easting: 500_000 });
  expect(infoOf('EPSG:4513').zone).toEqual({ number: 25, meridian: 75, easting: 25_500_000 });
  expect(infoOf('EPSG:4530').names.zh).toBe('CGCS2000 3度带 第42带（含带号）');
  expect(infoOf('EPSG:4551').names.en).toBe('CGCS2000 3° GK 126° E');
  expect(axisUnits('EPSG:3857')).toBe('meters');
  expect(axisUnits('GCJ02')).toBe('degrees');
  expect(statedErrorMeters('WGS84')).toBe(0);
  expect(statedErrorMeters('EPSG:4551')).toBeGreaterThan(statedErrorMeters('GCJ02'));
});

test.each(REFERENCE_SYSTEMS.map(({ id }) => id))('%s: forth and back moves nothing', (system) => {
  fc.assert(
    fc.property(within(system), (position) => {
      // Web Mercator's meters around its origin look like degrees, and are refused.
      fc.pre(system !== 'EPSG:3857' || Math.hypot(...position) > 0.002);
      const there = fromHub(system, position);
      const [lon, lat] = toHub(system, there);
      expect(Math.abs(lon - position[0])).toBeLessThan(1e-9);
      expect(Math.abs(lat - position[1])).toBeLessThan(1e-9);
      const again = fromHub(system, [lon, lat]);
      const least = axisUnits(system) === 'degrees' ? 1e-9 : 1e-4;
      expect(Math.abs(again[0] - there[0])).toBeLessThan(least);
      expect(Math.abs(again[1] - there[1])).toBeLessThan(least);
    }),
    { numRuns: 100 },
  );
});

describe('values that cannot be of the system', () => {
  test.each<[ReferenceSystem, [number, number], string]>([
    ['WGS84', [45.7567, 126.6424], 'SWAPPED'],
    ['GCJ02', [549_980, 5_069_244], 'METERS'],
    ['CGCS2000', [200, 45], 'OUT_OF_RANGE'],
    ['WGS84', [Number.NaN, 45], 'NOT_A_NUMBER'],
    ['EPSG:4551', [126.6424, 45.7567], 'DEGREES'],
    ['EPSG:4551', [5_069_244, 549_980], 'SWAPPED'],
    ['EPSG:4530', [5_069_244, 42_549_980], 'SWAPPED'],
    ['EPSG:4551', [42_549_980, 5_069_244], 'ZONE_NUMBER'],
    ['EPSG:4530', [549_980, 5_069_244], 'NO_ZONE_NUMBER'],
    ['EPSG:4529', [42_549_980, 5_069_244], 'OTHER_ZONE'],
    ['EPSG:4551', [549_980, 9_000_000], 'OUT_OF_RANGE'],
    ['EPSG:3857', [126.6, 45.7], 'DEGREES'],
    ['EPSG:3857', [30_000_000, 5_000_000], 'OUT_OF_RANGE'],
  ])('%s: %j is refused as %s', (system, position, code) => {
    expect(problemOf(() => toHub(system, position))).toBe(code);
  });

  test('a place far from the zone is refused on the way out too, naming where the system applies', () => {
    expect(() => fromHub('EPSG:4534', HARBIN)).toThrow(
      /^126\.6424, 45\.7567 lies too far from where EPSG:4534 applies \(73\.5° to 76\.5° E/,
    );
    expect(problemOf(() => fromHub('EPSG:3857', [0, 89]))).toBe('OUT_OF_RANGE');
  });
});

describe('what a text names', () => {
  const ESRI_DATUM =
    'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
  const esri = (name: string, easting: number, meridian: number, datum = ESRI_DATUM): string =>
    `PROJCS["${name}",${datum},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",${easting}.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",${meridian}.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`;

  test.each<[string, string | null]>([
    ['EPSG:4326', 'WGS84'],
    ['epsg:4490', 'CGCS2000'],
    ['CGCS2000', 'CGCS2000'],
    ['CGCS_2000', 'CGCS2000'],
    ['WGS 84', 'WGS84'],
    ['gcj-02', 'GCJ02'],
    ['bd09ll', 'BD09'],
    ['4547', 'EPSG:4547'],
    ['urn:ogc:def:crs:EPSG::4530', 'EPSG:4530'],
    ['urn:ogc:def:crs:EPSG:9.8.1:4530', 'EPSG:4530'],
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 'WGS84'],
    ['http://www.opengis.net/def/crs/EPSG/0/4551', 'EPSG:4551'],
    ['https://www.opengis.net/def/crs/OGC/1.3/CRS84', 'WGS84'],
    ['EPSG:900913', 'EPSG:3857'],
    ['EPSG:32652', 'EPSG:32652'],
    ['EPSG:2384', null],
    ['EPSG:2436', null],
    ['西安80', null],
    ['', null],
    ['[', null],
    [ESRI_DATUM, 'CGCS2000'],
    [esri('CGCS2000_3_Degree_GK_CM_126E', 500_000, 126), 'EPSG:4551'],
    [esri('CGCS2000_3_Degree_GK_Zone_42', 42_500_000, 126), 'EPSG:4530'],
    // A zone of 6° is one of 3° where they share the meridian, whatever its name.
    [esri('CGCS2000_GK_CM_129E', 500_000, 129), 'EPSG:4552'],
    [esri('CGCS2000_3_Degree_GK_CM_126E', 600_000, 126), null],
    [
      esri(
        'Xian_1980_3_Degree_GK_CM_126E',
        500_000,
        126,
        ESRI_DATUM.replace('D_China_2000', 'D_Xian_1980'),
      ),
      null,
    ],
    [
      'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]',
      'WGS84',
    ],
    [
      'PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["Central_Meridian",0.0],UNIT["Meter",1.0]]',
      'EPSG:3857',
    ],
    [
      'PROJCRS["CGCS2000 / 3-degree Gauss-Kruger zone 42",BASEGEOGCRS["China Geodetic Coordinate System 2000",DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101]]],CONVERSION["3-degree Gauss-Kruger zone 42",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Longitude of natural origin",126,ANGLEUNIT["degree",0.0174532925199433]],PARAMETER["Scale factor at natural origin",1],PARAMETER["False easting",42500000,LENGTHUNIT["metre",1]],PARAMETER["False northing",0,LENGTHUNIT["metre",1]]],CS[Cartesian,2],LENGTHUNIT["metre",1],ID["EPSG",4530]]',
      'EPSG:4530',
    ],
    [
      'PROJCS["WGS 84 / UTM zone 52N",GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["central_meridian",129],PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],UNIT["metre",1]]',
      'EPSG:32652',
    ],
  ])('%s → %s', (text, expected) => {
    expect(parseReferenceSystem(text)).toBe(expected);
  });

  test('every system by its identifier, its number and its WKT', () => {
    for (const { id, epsg } of REFERENCE_SYSTEMS) {
      expect(parseReferenceSystem(referenceWkt(id))).toBe(id);
      expect(parseReferenceSystem(id)).toBe(id);
      if (epsg !== null) expect(parseReferenceSystem(`EPSG:${epsg}`)).toBe(id);
    }
  });
});
