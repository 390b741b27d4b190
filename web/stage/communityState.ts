import type { Map as MapLibreMap } from 'maplibre-gl';
import type { VerdictStatus } from '../view/view.ts';
import { HUB_SOURCE } from './sources.ts';

/**
 * What of a community's look changes without loading anything: MapLibre's feature-state. `status` is its
 * verdict, `proposed` the one with sites on trial, `dim` whether it stands back.
 */
export interface CommunityState {
  readonly status: VerdictStatus;
  readonly proposed: VerdictStatus | null;
  readonly dim: boolean;
  readonly hover: boolean;
  readonly selected: boolean;
}

const SOURCE = { source: HUB_SOURCE, sourceLayer: 'communities' } as const;

/** Sets part of one community's state. */
export function setCommunityState(
  map: MapLibreMap,
  id: string,
  state: Partial<CommunityState>,
): void {
  map.setFeatureState({ ...SOURCE, id }, state);
}

/** One community's state, as far as it is known. */
export function communityState(map: MapLibreMap, id: string): Partial<CommunityState> {
  return map.getFeatureState({ ...SOURCE, id });
}

/** Forgets the state of every community. */
export function clearCommunityStates(map: MapLibreMap): void {
  map.removeFeatureState(SOURCE);
}
