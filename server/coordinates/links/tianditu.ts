import { placeAt } from '../place.ts';
import type { MapSite } from './map-site.ts';
import { lonLatIn } from './pair-in.ts';

/**
 * 天地图, whose coordinates are CGCS2000 and so count as WGS 84. How its links hold a place is not
 * documented; those that name longitude and latitude are read, since they cannot mean anything else.
 */
export const tianditu: MapSite = {
  hosts: ['tianditu.gov.cn', 'tianditu.com'],
  read({ searchParams }) {
    const lonLat = lonLatIn(searchParams);
    return lonLat && placeAt(...lonLat, 'WGS84', 'tianditu');
  },
};
