import type { CoordinateSystem } from './coordinate-system.ts';

/** What a text was understood as. `…-center`: the middle of a map's view, not a place marked on it. */
export type How =
  | 'numbers-lon-lat'
  | 'numbers-lat-lon'
  | 'labels'
  | 'wkt'
  | 'geojson'
  | 'geo-uri'
  | 'wechat'
  | 'amap'
  | 'amap-center'
  | 'tencent'
  | 'baidu'
  | 'baidu-center'
  | 'tianditu'
  | 'google'
  | 'google-center'
  | 'apple'
  | 'apple-center'
  | 'openstreetmap'
  | 'openstreetmap-center'
  | 'link';

/**
 * Why a text is no place:
 * - `EMPTY`: nothing but blanks;
 * - `TOO_LONG`: more than {@link MOST_CHARACTERS} characters;
 * - `NO_NUMBERS`, `ONE_NUMBER`, `TOO_MANY_NUMBERS`: not one pair of coordinates;
 * - `OUT_OF_RANGE`: longitude beyond ±180°, latitude beyond ±90°, minutes or seconds of 60 and more;
 * - `METERS`: eastings and northings of a map projection, not degrees;
 * - `AMBIGUOUS_ORDER`: either number could be the latitude, and neither order lies in China;
 * - `UNKNOWN_SYSTEM`: the text names a coordinate system that is not converted here;
 * - `NOT_A_POINT`: a line, a polygon or an empty geometry;
 * - `SHORT_LINK`: the coordinates are behind a short link; open it and copy the address then;
 * - `LINK_WITHOUT_PLACE`: a link that holds no coordinates.
 */
export type PlaceProblem =
  | 'EMPTY'
  | 'TOO_LONG'
  | 'NO_NUMBERS'
  | 'ONE_NUMBER'
  | 'TOO_MANY_NUMBERS'
  | 'OUT_OF_RANGE'
  | 'METERS'
  | 'AMBIGUOUS_ORDER'
  | 'UNKNOWN_SYSTEM'
  | 'NOT_A_POINT'
  | 'SHORT_LINK'
  | 'LINK_WITHOUT_PLACE';

/** A place as somebody wrote it: degrees in its own system, not converted. */
export interface Place {
  readonly lon: number;
  readonly lat: number;
  /** `UNKNOWN` where the text leaves it open: ask the person before converting. */
  readonly system: CoordinateSystem | 'UNKNOWN';
  readonly how: How;
}

/** Why there is none. */
export interface NoPlace {
  readonly code: PlaceProblem;
}

/** The place of these degrees, or `OUT_OF_RANGE`. */
export function placeAt(
  lon: number,
  lat: number,
  system: CoordinateSystem | 'UNKNOWN',
  how: How,
): Place | NoPlace {
  // Written so that NaN is refused too.
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return { code: 'OUT_OF_RANGE' };
  return { lon, lat, system, how };
}

/** Whether a text was understood. */
export function isPlace(result: Place | NoPlace): result is Place {
  return !('code' in result);
}
