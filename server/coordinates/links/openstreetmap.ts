import { placeAt } from '../place.ts';
import type { MapSite } from './map-site.ts';
import { lonLatIn } from './pair-in.ts';

const CENTER =
  /^#(?:.{0,200}&)?map=\d{1,2}(?:\.\d{1,9})?\/(-?\d{1,3}(?:\.\d{1,20})?)\/(-?\d{1,3}(?:\.\d{1,20})?)(?:&|$)/;

/** OpenStreetMap: WGS 84. `?mlat=…&mlon=…` (a marker), `?lat=…&lon=…`, `#map=17/lat/lon` (the view). */
export const openStreetMap: MapSite = {
  hosts: ['openstreetmap.org', 'osm.org'],
  read({ pathname, searchParams, hash }) {
    const marker = lonLatIn(searchParams, ['mlon', 'lon'], ['mlat', 'lat']);
    if (marker) return placeAt(...marker, 'WGS84', 'openstreetmap');
    const [, lat, lon] = CENTER.exec(hash) ?? [];
    if (lat && lon) return placeAt(Number(lon), Number(lat), 'WGS84', 'openstreetmap-center');
    return pathname.startsWith('/go/') ? { code: 'SHORT_LINK' } : undefined;
  },
};
