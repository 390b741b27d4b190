import type { Map as MapLibreMap } from 'maplibre-gl';
import type { VerdictStatus } from '../view/view.ts';
import { HUB_SOURCE } from './style.ts';

/** Verdicts by community id, and which communities stand back. */
export interface Colouring {
  passing: readonly string[];
  failing: readonly string[];
  unknown: readonly string[];
  /** When set, communities of any other verdict stand back. */
  emphasis?: VerdictStatus | undefined;
  /** When set, communities outside stand back. */
  within?: ReadonlySet<string> | undefined;
}

/** Writes the verdicts into the communities' feature-state. 20,000 take a few milliseconds. */
export function colourCommunities(map: MapLibreMap, colouring: Colouring): void {
  const groups: [VerdictStatus, readonly string[]][] = [
    ['PASS', colouring.passing],
    ['FAIL', colouring.failing],
    ['UNKNOWN', colouring.unknown],
  ];
  for (const [status, ids] of groups) {
    const offEmphasis = colouring.emphasis !== undefined && colouring.emphasis !== status;
    for (const id of ids) {
      const dim = offEmphasis || (colouring.within !== undefined && !colouring.within.has(id));
      // A change of one community must not make MapLibre paint all of them anew.
      const known = communityState(map, id);
      if (known['status'] !== status || known['dim'] !== dim) {
        setCommunityState(map, id, { status, dim });
      }
    }
  }
  // Drawing a pattern that nobody has costs time, and most cities have no unknown verdict.
  map.setLayoutProperty(
    'communities-dots',
    'visibility',
    colouring.unknown.length > 0 ? 'visible' : 'none',
  );
}

/** Sets part of one community's feature-state. */
export function setCommunityState(
  map: MapLibreMap,
  id: string,
  state: Record<string, unknown>,
): void {
  map.setFeatureState({ source: HUB_SOURCE, sourceLayer: 'communities', id }, state);
}

/** The verdict that a community is coloured by; undefined until it is known. */
export function communityStatus(map: MapLibreMap, id: string): VerdictStatus | undefined {
  return communityState(map, id)['status'] as VerdictStatus | undefined;
}

function communityState(map: MapLibreMap, id: string): Record<string, unknown> {
  return map.getFeatureState({ source: HUB_SOURCE, sourceLayer: 'communities', id });
}

/** Forgets every verdict. */
export function uncolourCommunities(map: MapLibreMap): void {
  map.removeFeatureState({ source: HUB_SOURCE, sourceLayer: 'communities' });
}
