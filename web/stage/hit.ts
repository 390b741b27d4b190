import type { Map as MapLibreMap, Point, PointLike } from 'maplibre-gl';
import type { Position, VerdictStatus } from '../view/view.ts';
import { communityState } from './communityState.ts';
import { numberMeant } from './meant.ts';
import { COMMUNITY_LAYER, FACILITY_LAYER } from './sources.ts';

/** The facility or community at a point of the map. */
export interface Hit {
  readonly id: string;
  readonly name: string;
  readonly nameEn?: string;
  /** A facility's kind; absent for a community. */
  readonly kind?: string;
  /** Where a facility stands, as drawn. */
  readonly at?: Position;
  /** A community's verdict, once it is known. */
  readonly status?: VerdictStatus;
  /** The verdict that sites on trial would give it, where that is another. */
  readonly proposed?: VerdictStatus;
}

/** The facility nearest to a point within so many pixels, else the community under it. */
export function hitAt(map: MapLibreMap, point: Point, tolerance: number): Hit | null {
  const [facility] = symbolsAt(map, point, tolerance);
  if (facility) return facility;
  const [community] = map.queryRenderedFeatures(point, { layers: [COMMUNITY_LAYER] });
  if (!community) return null;
  const named = namesOf(community.properties);
  const { status, proposed } = communityState(map, named.id);
  return { ...named, ...(status && { status }), ...(proposed && { proposed }) };
}

/**
 * The facilities that a tap may mean, the nearest first.
 * @param tolerance so many pixels away their symbols may begin
 * @param radius of several that are touched, those are meant that stand this near, in pixels
 */
export function facilitiesAt(
  map: MapLibreMap,
  point: Point,
  tolerance: number,
  radius: number,
): Hit[] {
  const hits = symbolsAt(map, point, tolerance);
  const pixels = hits.map(({ at }) => map.project(at).dist(point));
  return hits.slice(0, numberMeant(pixels, radius));
}

/** The facilities whose symbols lie within so many pixels of a point, each once, the nearest first. */
function symbolsAt(
  map: MapLibreMap,
  point: Point,
  tolerance: number,
): (Hit & { readonly at: Position })[] {
  const box: [PointLike, PointLike] = [
    [point.x - tolerance, point.y - tolerance],
    [point.x + tolerance, point.y + tolerance],
  ];
  const distance = (at: Position): number => map.project(at).dist(point);
  const hits = map
    .queryRenderedFeatures(box, { layers: [FACILITY_LAYER] })
    .flatMap(({ geometry, properties }) => {
      if (geometry.type !== 'Point') return [];
      const at = geometry.coordinates as Position;
      return [{ ...namesOf(properties), kind: String(properties['kind']), at }];
    })
    .sort((a, b) => distance(a.at) - distance(b.at));
  // Two tiles that meet both hold what stands on their edge.
  return [...new Map(hits.reverse().map((hit) => [hit.id, hit])).values()].reverse();
}

function namesOf(properties: Record<string, unknown>): Pick<Hit, 'id' | 'name' | 'nameEn'> {
  const { id = '', name = '', name_en: nameEn } = properties as Record<string, string>;
  return { id, name, ...(nameEn && { nameEn }) };
}
