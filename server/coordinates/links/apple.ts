import { type How, placeAt } from '../place.ts';
import { mayBeShifted } from '../rectangle.ts';
import type { MapSite } from './map-site.ts';
import { pairIn } from './pair-in.ts';

/** Parameters that hold `lat,lon`, the surest first. */
const PARAMETERS: readonly (readonly [name: string, how: How])[] = [
  ['ll', 'apple'],
  ['coordinate', 'apple'],
  ['q', 'apple'],
  ['daddr', 'apple'],
  ['center', 'apple-center'],
  ['sll', 'apple-center'],
];

/**
 * Apple Maps: `maps.apple.com/?ll=lat,lon`, `/place?coordinate=lat,lon`, `/frame?center=lat,lon`
 * (developer.apple.com: Map Links; Adopting unified Maps URLs). WGS 84 outside China; inside, where its
 * map is AMap's, people report both, so the system stays open.
 */
export const apple: MapSite = {
  hosts: ['maps.apple.com', 'maps.apple'],
  read({ hostname, searchParams }) {
    if (hostname === 'maps.apple') return { code: 'SHORT_LINK' };
    for (const [name, how] of PARAMETERS) {
      const pair = pairIn(searchParams.get(name));
      if (!pair) continue;
      const [lat, lon] = pair;
      return placeAt(lon, lat, mayBeShifted([lon, lat]) ? 'UNKNOWN' : 'WGS84', how);
    }
    return undefined;
  },
};
