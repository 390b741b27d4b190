import type { GeoJSON } from 'geojson';
import { feature } from 'topojson-client';
import landUrl from 'world-atlas/land-50m.json?url';

/** The world's land without any borders, for the far-away background. @source Natural Earth 1:50 m */
export async function loadLand(): Promise<GeoJSON> {
  const response = await fetch(landUrl);
  const topology: Parameters<typeof feature>[0] = await response.json();
  return feature(topology, 'land');
}
