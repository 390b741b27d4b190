import type { EditedFacilityFragment } from '../generated/graphql.ts';
import { createStore, useStore } from '../shared/store.ts';
import type { Position } from '../view/view.ts';
import type { EditedState } from './edit.ts';

/** Facilities as the hub told them in its answers to this page's edits. */
const toldStore = createStore<ReadonlyMap<string, EditedState>>(new Map());

/** A facility as edits see it. */
export function stateOf(facility: EditedFacilityFragment): EditedState {
  const { id, version, name, address, opening, note, active } = facility;
  return {
    id,
    version,
    name,
    active,
    kind: facility.kind.code,
    at: facility.location.coordinates as Position,
    address: address ?? null,
    opening: opening ?? null,
    note: note ?? null,
  };
}

/** Notes what an answer to an edit says of its facility. */
export function tellState(facility: EditedFacilityFragment): void {
  toldStore.set(new Map(toldStore.get()).set(facility.id, stateOf(facility)));
}

/**
 * A facility as edits see it. Between the answer to an edit and the next one to the query of a panel, the panel
 * still has what was before: what the edit has made counts.
 */
export function useNewestState(facility: EditedFacilityFragment): EditedState {
  const shown = stateOf(facility);
  const told = useStore(toldStore, (states) => states.get(facility.id));
  return told && told.version > shown.version ? told : shown;
}
