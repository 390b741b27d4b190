import { placeAt } from '../place.ts';
import type { MapSite } from './map-site.ts';
import { lonLatIn, pairIn } from './pair-in.ts';

/** The systems of `coord_type`: 1 GPS, 2 Tencent's own, which is the default. */
const SYSTEMS = { '1': 'WGS84', '2': 'GCJ02' } as const;

/**
 * Tencent's map (腾讯地图), which WeChat shows too: GCJ-02.
 * - `apis.map.qq.com/uri/v1/marker?marker=coord:lat,lon;title:…`, `…/geocoder?coord=lat,lon`, and the same
 *   as `qqmap://map/marker` (lbs.qq.com/webApi/uriV1/uriGuide)
 * - `map.qq.com/?type=marker&pointx=lon&pointy=lat`: what the first becomes in a browser
 */
export const tencent: MapSite = {
  hosts: ['map.qq.com', 'qqmap:'],
  read({ searchParams }) {
    const type = searchParams.get('coord_type') ?? '2';
    const system = Object.entries(SYSTEMS).find(([key]) => key === type)?.[1];
    if (!system) return { code: 'UNKNOWN_SYSTEM' };
    const marker = /(?:^|;)coord:([^;|]{1,100})/.exec(searchParams.get('marker') ?? '')?.[1];
    const latLon = pairIn(marker) ?? pairIn(searchParams.get('coord'));
    if (latLon) return placeAt(latLon[1], latLon[0], system, 'tencent');
    const point = lonLatIn(searchParams, ['pointx'], ['pointy']);
    return point && placeAt(...point, system, 'tencent');
  },
};
