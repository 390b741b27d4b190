import { fromBaiduMercator } from '../baidu-mercator.ts';
import { type How, type NoPlace, type Place, placeAt } from '../place.ts';
import { systemNamed } from '../system-names.ts';
import type { MapSite } from './map-site.ts';
import { pairIn } from './pair-in.ts';

const METERS = '(-?\\d{1,9}(?:\\.\\d{1,20})?)';
const CENTER = new RegExp(`/@${METERS},${METERS}(?:,|$)`);
const SHARED = new RegExp(`sharegeo=${METERS},${METERS}(?![\\d.])`);

/**
 * Baidu's map (百度地图): BD-09 unless `coord_type` says otherwise.
 * - `api.map.baidu.com/marker?location=lat,lon&coord_type=bd09ll|gcj02|wgs84`
 *   (lbsyun.baidu.com/docs/webapi), and the older `map.baidu.com/?latlng=lat,lon`
 * - `map.baidu.com/@x,y,13z`, `…/poi/name/@x,y,16z`, `…&sharegeo=x,y` (the phone's): Mercator meters
 */
export const baidu: MapSite = {
  hosts: ['map.baidu.com'],
  read({ hostname, pathname, searchParams }) {
    if (hostname === 'j.map.baidu.com') return { code: 'SHORT_LINK' };
    const latLon = pairIn(searchParams.get('location')) ?? pairIn(searchParams.get('latlng'));
    if (latLon) {
      const system = systemNamed(searchParams.get('coord_type') ?? 'bd09ll');
      if (!system) return { code: 'UNKNOWN_SYSTEM' };
      return placeAt(latLon[1], latLon[0], system, 'baidu');
    }
    return (
      placeOfMeters(SHARED.exec(pathname.replaceAll(/%2c/gi, ',')), 'baidu') ??
      placeOfMeters(CENTER.exec(pathname), 'baidu-center')
    );
  },
};

function placeOfMeters(match: RegExpExecArray | null, how: How): Place | NoPlace | undefined {
  if (!match) return undefined;
  const position = fromBaiduMercator(Number(match[1]), Number(match[2]));
  return position ? placeAt(...position, 'BD09', how) : { code: 'OUT_OF_RANGE' };
}
