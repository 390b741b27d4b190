import type { FeatureCollection } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import landUrl from 'world-atlas/land-50m.json?url';

/** The world's land without any borders, for the far-away background. @source Natural Earth 1:50 m */
export async function loadLand(): Promise<FeatureCollection> {
  const response = await fetch(landUrl);
  const topology = (await response.json()) as Topology<{ land: GeometryCollection }>;
  return feature(topology, topology.objects.land);
}
