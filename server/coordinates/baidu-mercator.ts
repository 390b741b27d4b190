import type { Position } from './coordinate-system.ts';

interface Band {
  /** Northings from here on, in meters. */
  readonly from: number;
  readonly lon: readonly [constant: number, perMeter: number];
  /** The northing that polynomials are scaled by, in meters. */
  readonly scale: number;
  /** Coefficients of the latitude in degrees, of ascending powers of the scaled northing. */
  readonly lat: readonly number[];
}

/** @source Baidu's map script (`MC2LL`), by way of gcoord (MIT, © Jiulong Hu) */
const BANDS: readonly Band[] = [
  {
    from: 12_890_594.86,
    lon: [1.410526172116255e-8, 8.98305509648872e-6],
    scale: 17_337_981.2,
    lat: [
      -1.9939833816331, 200.9824383106796, -187.2403703815547, 91.6087516669843, -23.38765649603339,
      2.57121317296198, -0.03801003308653,
    ],
  },
  {
    from: 8_362_377.87,
    lon: [-7.435856389565537e-9, 8.983055097726239e-6],
    scale: 10_260_144.86,
    lat: [
      -0.78625201886289, 96.32687599759846, -1.85204757529826, -59.36935905485877,
      47.40033549296737, -16.50741931063887, 2.28786674699375,
    ],
  },
  {
    from: 5_591_021,
    lon: [-3.030883460898826e-8, 8.98305509983578e-6],
    scale: 6_856_817.37,
    lat: [
      0.30071316287616, 59.74293618442277, 7.357984074871, -25.38371002664745, 13.45380521110908,
      -3.29883767235584, 0.32710905363475,
    ],
  },
  {
    from: 3_481_989.83,
    lon: [-1.981981304930552e-8, 8.983055099779535e-6],
    scale: 4_482_777.06,
    lat: [
      0.03278182852591, 40.31678527705744, 0.65659298677277, -4.44255534477492, 0.85341911805263,
      0.12923347998204, -0.04625736007561,
    ],
  },
  {
    from: 1_678_043.12,
    lon: [3.09191371068437e-9, 8.983055096812155e-6],
    scale: 2_555_164.4,
    lat: [
      0.00006995724062, 23.10934304144901, -0.00023663490511, -0.6321817810242, -0.00663494467273,
      0.03430082397953, -0.00466043876332,
    ],
  },
  {
    from: 0,
    lon: [2.890871144776878e-9, 8.983055095805407e-6],
    scale: 826_088.5,
    lat: [
      -3.068298e-8, 7.47137025468032, -0.00000353937994, -0.02145144861037, -0.00001234426596,
      0.00010322952773, -0.00000323890364,
    ],
  },
];

/**
 * The BD-09 position of the meters in links to Baidu's map (`map.baidu.com/@x,y,13z`): a Mercator
 * projection of its own, undone by polynomials per band of latitude. Undefined beyond the map.
 */
export function fromBaiduMercator(x: number, y: number): Position | undefined {
  const band = BANDS.find(({ from }) => Math.abs(y) >= from);
  if (!band) return undefined;
  const northing = Math.abs(y) / band.scale;
  const lat = band.lat.reduceRight((sum, coefficient) => sum * northing + coefficient, 0);
  const lon = band.lon[0] + band.lon[1] * Math.abs(x);
  return lon <= 180 && lat <= 90 ? [Math.sign(x) * lon, Math.sign(y) * lat] : undefined;
}
