import fc from 'fast-check';
import gcoord from 'gcoord';
import { describe, expect, test } from 'vitest';
import { fromBaiduMercator } from '../../server/coordinates/baidu-mercator.ts';
import {
  type CoordinateSystem,
  fromWgs84,
  mayBeShifted,
  offsetMeters,
  type Position,
  toWgs84,
} from '../../server/coordinates/index.ts';
import { geodesicMeters } from '../../server/coverage/engine/index.ts';

const SHIFTED = ['GCJ02', 'BD09'] as const;
/** The rectangle of the public formula. */
const [WEST, SOUTH, EAST, NORTH] = [72.004, 0.8293, 137.8347, 55.8271];

function within(west: number, south: number, east: number, north: number): fc.Arbitrary<Position> {
  const longitude = fc.double({ min: west, max: east, noNaN: true });
  return fc.tuple(longitude, fc.double({ min: south, max: north, noNaN: true }));
}

const inChina = within(73.4, 3.4, 135.1, 53.6);
/** Within 0.6° of an edge of the rectangle on either side, or on it to the last bit; corners too. */
const atTheEdges = fc
  .tuple(
    within(WEST - 2, SOUTH - 0.8, EAST + 2, NORTH + 2),
    fc.constantFrom('west', 'south', 'east', 'north', 'corner'),
    fc.oneof(fc.constant(0), fc.double({ min: -0.6, max: 0.6, noNaN: true })),
  )
  .map(([[lon, lat], edge, by]): Position => {
    if (edge === 'west') return [WEST + by, lat];
    if (edge === 'east') return [EAST + by, lat];
    if (edge === 'south') return [lon, SOUTH + by];
    return edge === 'north' ? [lon, NORTH + by] : [EAST + by, NORTH - by];
  });
const anywhere = fc.oneof(inChina, atTheEdges, within(-180, -90, 180, 90));

/** gcoord is a CommonJS module whose types describe another. */
const { transform, CRSTypes } = gcoord as unknown as typeof gcoord.default;

function metersBetween(a: Position, b: Position): number {
  return geodesicMeters(...a, ...b);
}

describe('known pairs', () => {
  test.each<[string, Position, Position, number]>([
    // The tests of eviltransform, whose ellipsoid differs a little: equal to 10 cm.
    ['Shanghai', [121.5272106, 31.1774276], [121.531541859215, 31.17530398364597], 0.1],
    ['Shenzhen', [113.912316, 22.543847], [113.9171765808363, 22.540796131694766], 0.1],
    ['Beijing', [116.377817, 39.911954], [116.38404722455657, 39.91334545536069], 0.1],
    // The example of AMap's own conversion service.
    ['AMap’s service', [116.481499, 39.990475], [116.487585177952, 39.991754014757], 0.1],
  ])('WGS 84 to GCJ-02: %s', (_, wgs84, gcj02, meters) => {
    expect(metersBetween(fromWgs84('GCJ02', wgs84), gcj02)).toBeLessThan(meters);
    expect(metersBetween(toWgs84('GCJ02', gcj02), wgs84)).toBeLessThan(meters);
  });

  // GCJ-02, BD-09 and Baidu's meters of cities, from the fixtures of gcoord's tests (taken from the maps).
  const CITIES: [string, Position, Position, Position][] = [
    ['Harbin', [126.5349726, 45.8037804], [126.5415875, 45.8094074], [14086698.354, 5718930.121]],
    ['Jiamusi', [130.3188843, 46.7997822], [130.3252439, 46.8061724], [14507897.646, 5879045.971]],
    ['Kashgar', [75.9897602, 39.4704064], [75.9962502, 39.4764048], [8459955.922, 4762724.119]],
    ['Ürümqi', [87.6168579, 43.8255962], [87.6232918, 43.8317719], [9754286.362, 5409573.675]],
    ['Lhasa', [91.1721167, 29.6524954], [91.1786184, 29.6585294], [10150067.816, 3438395.154]],
    ['Beijing', [116.4074002, 39.9042136], [116.4137852, 39.9105355], [12959264.295, 4825278.406]],
    ['Sansha', [112.3387036, 16.8318454], [112.3451951, 16.8380363], [12506345.996, 1889492.473]],
  ];
  test.each(CITIES)('GCJ-02, BD-09 and Baidu’s meters: %s', (_, gcj02, bd09, meters) => {
    const wgs84 = toWgs84('GCJ02', gcj02);
    expect(metersBetween(fromWgs84('BD09', wgs84), bd09)).toBeLessThan(0.1);
    expect(metersBetween(toWgs84('BD09', bd09), wgs84)).toBeLessThan(0.1);
    expect(metersBetween(fromBaiduMercator(...meters) as Position, bd09)).toBeLessThan(0.5);
  });
});

test('all over China the forward conversions are those of gcoord', () => {
  fc.assert(
    fc.property(inChina, ([lon, lat]) => {
      for (const system of SHIFTED) {
        const [x, y] = transform([lon, lat], CRSTypes.WGS84, CRSTypes[system]) as [number, number];
        expect(metersBetween(fromWgs84(system, [lon, lat]), [x, y])).toBeLessThan(1e-6);
      }
    }),
    { numRuns: 1_000 },
  );
});

describe.each(SHIFTED)('%s and back', (system: CoordinateSystem) => {
  test.each([
    ['in China', inChina],
    ['at the edges of the rectangle', atTheEdges],
    ['anywhere', anywhere],
  ])('moves nothing by a micrometer %s', (_, positions) => {
    fc.assert(
      fc.property(positions, (position) => {
        const there = fromWgs84(system, position);
        expect(metersBetween(toWgs84(system, there), position)).toBeLessThan(1e-6);
        const back = toWgs84(system, position);
        const [lon, lat] = fromWgs84(system, back);
        expect(Math.abs(lon - position[0])).toBeLessThan(1e-9);
        expect(Math.abs(lat - position[1])).toBeLessThan(1e-9);
        expect(metersBetween([lon, lat], position)).toBeLessThan(1e-6);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a hundred times over does not drift', () => {
    fc.assert(
      fc.property(anywhere, (position) => {
        let now = position;
        for (let i = 0; i < 100; i++) now = toWgs84(system, fromWgs84(system, now));
        expect(metersBetween(now, position)).toBeLessThan(1e-5);
      }),
      { numRuns: 50 },
    );
  });

  test('the rectangle is mapped onto itself, and nothing changes outside', () => {
    fc.assert(
      fc.property(atTheEdges, (position) => {
        const image = fromWgs84(system, position);
        expect(mayBeShifted(image)).toBe(mayBeShifted(position));
        if (!mayBeShifted(position)) expect(image).toEqual(position);
      }),
      { numRuns: 1_000 },
    );
  });
});

test('WGS 84 stays as it is', () => {
  expect(toWgs84('WGS84', [126.64, 45.75])).toEqual([126.64, 45.75]);
  expect(fromWgs84('WGS84', [126.64, 45.75])).toEqual([126.64, 45.75]);
});

describe('the offset of coordinates taken as WGS 84', () => {
  test('is the distance and the direction from the true place', () => {
    // AMap's own example: from the place to its GCJ-02 coordinates, by the plane at 39.99° N.
    const [east, north] = [
      0.006086178 * 111_320 * Math.cos(39.99 * (Math.PI / 180)),
      0.001279015 * 111_035,
    ];
    const { meters, bearingDegrees, direction } = offsetMeters(
      'GCJ02',
      [116.487585177952, 39.991754014757],
    );
    expect(Math.abs(meters - Math.hypot(east, north))).toBeLessThan(2);
    expect(bearingDegrees).toBeCloseTo(Math.atan2(east, north) * (180 / Math.PI), 0);
    expect(direction).toBe('E');
  });

  test('has its direction by the eight points of the compass', () => {
    // Shanghai is shifted by +0.0043° and −0.0021°, Baidu's coordinates of Harbin by far more to the north.
    expect(offsetMeters('GCJ02', [121.5315, 31.1753]).direction).toBe('SE');
    expect(offsetMeters('BD09', [126.6424, 45.7567]).direction).toBe('NE');
  });

  test('is nothing for WGS 84 and outside China', () => {
    const nothing = { meters: 0, bearingDegrees: 0, direction: undefined };
    expect(offsetMeters('WGS84', [126.64, 45.75])).toEqual(nothing);
    expect(offsetMeters('GCJ02', [2.35, 48.86])).toEqual(nothing);
    expect(offsetMeters('BD09', [2.35, 48.86])).toEqual(nothing);
  });
});
