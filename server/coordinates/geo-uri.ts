import { pairIn } from './links/pair-in.ts';
import { type NoPlace, type Place, placeAt } from './place.ts';

/**
 * A `geo:` URI, `geo:45.7567,126.6424`, with Android's `?q=lat,lon(name)`; undefined when it is none.
 * WGS 84 unless it says otherwise.
 * @source RFC 5870
 */
export function readGeoUri(text: string): Place | NoPlace | undefined {
  if (!/^geo:/i.test(text)) return undefined;
  const [path = '', query = ''] = text.slice('geo:'.length).split('?', 2);
  const crs = /;crs=([^;]{1,40})/i.exec(path)?.[1];
  if (crs && crs.toLowerCase() !== 'wgs84') return { code: 'UNKNOWN_SYSTEM' };
  // Android writes geo:0,0?q=… where only the query says the place.
  const pair = pairIn(new URLSearchParams(query).get('q')) ?? pairIn(path);
  return pair ? placeAt(pair[1], pair[0], 'WGS84', 'geo-uri') : { code: 'LINK_WITHOUT_PLACE' };
}
