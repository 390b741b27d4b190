import type { Point } from 'geojson';
import { bad, show } from './geometry-value.ts';

/** Two numbers in one text, as web maps and survey programs write a place; heights and accuracies may follow. */
const PAIR =
  /^[([]?\s*([+-]?\d{1,3}(?:\.\d+)?)\s*[,，;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)(?:\s*[,，;\s]\s*[+-]?\d+(?:\.\d+)?){0,2}\s*[)\]]?$/;
const MOST_LATITUDE = 90;

/** Whether a text is a pair of degrees that says by itself which of them is the longitude. */
export function isPositionText(text: string): boolean {
  const [, first, second] = PAIR.exec(text.normalize('NFKC').trim()) ?? [];
  if (first === undefined || second === undefined || !`${first}${second}`.includes('.'))
    return false;
  return isLongitude(first) !== isLongitude(second);
}

/**
 * The place in a text of two degrees: `121.5601,25.0691` and `25.0691, 121.5601` are the same, since only a longitude can
 * be more than 90. @throws FileTroubleError `BAD_GEOMETRY` where both could be either
 */
export function positionOf(text: string): Point {
  const [, first = '', second = ''] = PAIR.exec(text.normalize('NFKC').trim()) ?? [];
  if (first === '' || second === '' || isLongitude(first) === isLongitude(second)) {
    throw bad(
      `${show(text)} is no place of which the longitude can be told; give longitude and latitude in a column each.`,
    );
  }
  const [lon, lat] = isLongitude(first) ? [first, second] : [second, first];
  return { type: 'Point', coordinates: [Number(lon), Number(lat)] };
}

function isLongitude(text: string): boolean {
  return Math.abs(Number(text)) > MOST_LATITUDE;
}
