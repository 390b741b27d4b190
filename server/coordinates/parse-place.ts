import { readGeoUri } from './geo-uri.ts';
import { readGeoJson, readWkt } from './geometry-text.ts';
import { readLink } from './links/read-link.ts';
import { normalized } from './normalize.ts';
import { isPlace, type NoPlace, type Place } from './place.ts';
import { readWeChat } from './wechat.ts';
import { readWritten } from './written.ts';

/** Longer texts are refused unread. The longest links that maps share have some 2,000 characters. */
export const MOST_CHARACTERS = 10_000;

/** Forms that show by themselves what they are, each tried on the whole text. */
const FORMS = [readGeoUri, readWkt, readGeoJson, readWeChat];

/**
 * The place in what people paste from maps and documents: numbers in either order, labelled or not, in
 * decimal degrees or degrees, minutes and seconds; WKT, GeoJSON, `geo:` URIs; links of the map sites in
 * `links/`; also among other words. Takes time linear in the length of the text.
 *
 *     parsePlace('126.6424，45.7567')
 *     // { lon: 126.6424, lat: 45.7567, system: 'UNKNOWN', how: 'numbers-lon-lat' }
 *     parsePlace('https://uri.amap.com/marker?position=126.6424,45.7567')
 *     // { lon: 126.6424, lat: 45.7567, system: 'GCJ02', how: 'amap' }
 *     parsePlace('哈尔滨')  // { code: 'NO_NUMBERS' }
 *
 * The degrees are those of the text, in its own system: see {@link toWgs84}, and ask when it is `UNKNOWN`.
 */
export function parsePlace(text: string): Place | NoPlace {
  if (text.length > MOST_CHARACTERS) return { code: 'TOO_LONG' };
  const tidy = normalized(text);
  if (tidy === '') return { code: 'EMPTY' };
  for (const read of FORMS) {
    const result = read(tidy);
    if (result) return result;
  }
  const link = readLink(tidy);
  if (!link) return readWritten(tidy);
  if (isPlace(link.result)) return link.result;
  // Messages often give the coordinates beside a link that does not hold them.
  const written = readWritten(link.rest);
  return isPlace(written) ? written : link.result;
}
