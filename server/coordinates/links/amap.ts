import { placeAt } from '../place.ts';
import type { MapSite } from './map-site.ts';
import { lonLatIn, pairIn } from './pair-in.ts';

/**
 * AMap (高德): GCJ-02, or WGS 84 where the link says `coordinate=wgs84`.
 * - `uri.amap.com/marker?position=lon,lat`, `uri.amap.com/search?center=lon,lat`
 *   (lbs.amap.com/api/uri-api/guide)
 * - `wb.amap.com/?q=lat,lon,name` (what AMap's SDK shares), `?p=id,lat,lon,name,address` (what the app
 *   and place pages share), `www.amap.com/regeo?lng=…&lat=…` (the address of a point on the desktop)
 */
export const amap: MapSite = {
  hosts: ['amap.com', 'gaode.com'],
  read({ hostname, searchParams }) {
    if (hostname === 'surl.amap.com') return { code: 'SHORT_LINK' };
    const system = searchParams.get('coordinate') === 'wgs84' ? 'WGS84' : 'GCJ02';
    const lonLat = pairIn(searchParams.get('position')) ?? lonLatIn(searchParams);
    if (lonLat) return placeAt(...lonLat, system, 'amap');
    const [, ...afterId] = (searchParams.get('p') ?? '').split(',');
    const latLon = pairIn(searchParams.get('q')) ?? pairIn(afterId.join(','));
    if (latLon) return placeAt(latLon[1], latLon[0], system, 'amap');
    const center = pairIn(searchParams.get('center'));
    return center && placeAt(...center, system, 'amap-center');
  },
};
