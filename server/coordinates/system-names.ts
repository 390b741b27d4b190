import type { CoordinateSystem } from './coordinate-system.ts';

const NAMES: Readonly<Record<string, CoordinateSystem>> = {
  wgs84: 'WGS84',
  wgs1984: 'WGS84',
  cgcs2000: 'WGS84',
  epsg4326: 'WGS84',
  epsg4490: 'WGS84',
  srid4326: 'WGS84',
  srid4490: 'WGS84',
  '2000国家大地坐标': 'WGS84',
  国家大地2000: 'WGS84',
  gcj02: 'GCJ02',
  gcj02ll: 'GCJ02',
  高德坐标: 'GCJ02',
  火星坐标: 'GCJ02',
  bd09: 'BD09',
  bd09ll: 'BD09',
  百度坐标: 'BD09',
};

/** The system of a name such as `GCJ-02`, `bd09ll`, `EPSG:4490`; undefined for any other (西安80, bd09mc). */
export function systemNamed(name: string): CoordinateSystem | undefined {
  return NAMES[name.toLowerCase().replace(/[-_ :=]/g, '')];
}
