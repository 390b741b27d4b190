import type { Map as MapLibreMap } from 'maplibre-gl';
import { communityState, setCommunityState } from '../stage/communityState.ts';
import type { VerdictStatus } from '../view/view.ts';
import { DOTS_LAYER } from './verdictLayers.ts';

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
      if (known.status !== status || known.dim !== dim) setCommunityState(map, id, { status, dim });
    }
  }
  // Drawing a pattern that nobody has costs time, and most cities have no unknown verdict.
  const visibility = colouring.unknown.length > 0 ? 'visible' : 'none';
  map.setLayoutProperty(DOTS_LAYER, 'visibility', visibility);
}
