import type { FeatureCollection, Point, Polygon } from 'geojson';
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { District } from '../hub/start.ts';
import { HUB_SOURCE } from '../stage/sources.ts';
import type { Position } from '../view/view.ts';

/** Where a district's name stands, and how much of the district was seen to find it. */
export interface LabelPlace {
  position: Position;
  area: number;
}

/** Centroids of the districts that are loaded, by code. Tiles cut a district into pieces: their
 * centroids are weighted by area. */
export function districtCentroids(map: MapLibreMap): Map<string, LabelPlace> {
  const places = new Map<string, LabelPlace>();
  const pieces = map.querySourceFeatures(HUB_SOURCE, {
    sourceLayer: 'regions',
    filter: ['==', ['get', 'level'], 'COUNTY'],
  });
  for (const { geometry, properties } of pieces) {
    const polygons =
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : [];
    for (const polygon of polygons) {
      const code = String(properties['code']);
      places.set(code, together(places.get(code), ringCentroid(polygon)));
    }
  }
  return places;
}

/** Centroid and area (in square degrees) of a polygon's outer ring. */
function ringCentroid([ring = []]: Polygon['coordinates']): LabelPlace {
  const [originX = 0, originY = 0] = ring[0] ?? [];
  let doubleArea = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [ax = 0, ay = 0] = ring[i] ?? [];
    const [bx = 0, by = 0] = ring[i + 1] ?? [];
    const cross = (ax - originX) * (by - originY) - (bx - originX) * (ay - originY);
    doubleArea += cross;
    x += (ax + bx - 2 * originX) * cross;
    y += (ay + by - 2 * originY) * cross;
  }
  const weight = 3 * doubleArea || 1;
  return {
    position: [originX + x / weight, originY + y / weight],
    area: Math.abs(doubleArea / 2),
  };
}

function together(a: LabelPlace | undefined, b: LabelPlace): LabelPlace {
  if (!a) return b;
  const area = a.area + b.area || 1;
  const mean = (i: 0 | 1) => (a.position[i] * a.area + b.position[i] * b.area) / area;
  return { position: [mean(0), mean(1)], area };
}

/** The names of the districts as points: at the centroid where it is known, else in the middle of
 * the district's box. */
export function districtLabels(
  districts: readonly District[],
  places: ReadonlyMap<string, LabelPlace>,
): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: districts.flatMap(({ code, name, nameEn, bbox }) => {
      const middle = bbox && [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2];
      const coordinates = places.get(code)?.position ?? middle;
      return coordinates
        ? [
            {
              type: 'Feature' as const,
              properties: { name, name_en: nameEn ?? name },
              geometry: { type: 'Point' as const, coordinates },
            },
          ]
        : [];
    }),
  };
}
