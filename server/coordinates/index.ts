/**
 * Coordinates of Chinese maps: what a text means, and where that is on WGS 84.
 *
 *     const place = parsePlace('https://uri.amap.com/marker?position=126.6424,45.7567');
 *     if (isPlace(place) && place.system !== 'UNKNOWN') {
 *       toWgs84(place.system, [place.lon, place.lat]);       // [126.636…, 45.755…]
 *       offsetMeters(place.system, [place.lon, place.lat]);  // how far off it would have been, and which way
 *     }
 *
 * Pure: no input or output, no platform. It runs unchanged in Node and in the browser.
 *
 * - `convert.ts`: WGS 84, GCJ-02 and BD-09, one-to-one and exact both ways; the formulas in `gcj02.ts` and
 *   `bd09.ts`, where they apply in `rectangle.ts`;
 * - `offset.ts`: how far off a wrong system is;
 * - `parse-place.ts`: texts. `tokens.ts`, `written.ts` and `pair.ts` read what people write,
 *   `geometry-text.ts`, `geo-uri.ts` and `wechat.ts` what programs write, `links/` one site per file.
 */
export { fromWgs84, toWgs84 } from './convert.ts';
export type { CoordinateSystem, Position } from './coordinate-system.ts';
export { offsetMeters } from './offset.ts';
export { MOST_CHARACTERS, parsePlace } from './parse-place.ts';
export { isPlace } from './place.ts';
export { mayBeShifted } from './rectangle.ts';
