import { type How, type NoPlace, type Place, placeAt } from '../place.ts';
import { mayBeShifted } from '../rectangle.ts';
import type { MapSite } from './map-site.ts';
import { pairIn } from './pair-in.ts';

const NUMBER = '(-?\\d{1,3}(?:\\.\\d{1,20})?)';
const PIN = new RegExp(`!3d${NUMBER}!4d${NUMBER}(?![\\d.])`, 'g');
const CENTER = new RegExp(`/@${NUMBER},${NUMBER}(?:,|$)`);
const IN_PATH = new RegExp(`/(?:place|search)/${NUMBER},\\+?${NUMBER}(?:/|$)`);

/**
 * Google Maps: `…!3dlat!4dlon` (the place itself), `?q=lat,lon` and its like, `/place/lat,lon`,
 * `/@lat,lon,17z` (the middle of the view). WGS 84 outside China. In China its road map is GCJ-02 but its
 * satellite images are WGS 84, and a link does not say which was clicked, so the system stays open there.
 * Its Chinese site is GCJ-02 throughout.
 */
export const google: MapSite = {
  hosts: ['google.com', 'google.cn', 'google.com.hk', 'google.com.tw', 'goo.gl'],
  read({ hostname, pathname, searchParams }) {
    if (hostname.endsWith('goo.gl')) return { code: 'SHORT_LINK' };
    const at = ([lat, lon]: readonly [number, number], how: How): Place | NoPlace => {
      if (hostname.endsWith('google.cn')) return placeAt(lon, lat, 'GCJ02', how);
      return placeAt(lon, lat, mayBeShifted([lon, lat]) ? 'UNKNOWN' : 'WGS84', how);
    };
    const parameters = ['q', 'query', 'll', 'daddr', 'destination'];
    const [, lat, lon] =
      [...pathname.matchAll(PIN)].at(-1) ?? IN_PATH.exec(pathname.replaceAll('%2C', ',')) ?? [];
    if (lat && lon) return at([Number(lat), Number(lon)], 'google');
    const named = parameters.map((name) => pairIn(searchParams.get(name))).find(Boolean);
    if (named) return at(named, 'google');
    const [, y, x] = CENTER.exec(pathname) ?? [];
    const center = y && x ? ([Number(y), Number(x)] as const) : pairIn(searchParams.get('center'));
    return center && at(center, 'google-center');
  },
};
