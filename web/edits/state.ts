import type { EditedFacilityFragment } from '../generated/graphql.ts';
import { createStore, useStore } from '../shared/store.ts';
import type { Position } from '../view/view.ts';
import type { EditedState } from './edit.ts';

/** Facilities by their ids, as they are in the answers to this page's edits. */
const answeredStore = createStore<ReadonlyMap<string, EditedState>>(new Map());

/** A facility as edits see it. */
export function editedState(facility: EditedFacilityFragment): EditedState {
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
export function noteAnswer(facility: EditedFacilityFragment): void {
  answeredStore.set(new Map(answeredStore.get()).set(facility.id, editedState(facility)));
}

/**
 * A facility as edits see it. Between the answer to an edit and the next one to the query of a panel, the panel
 * still has what was before: what the edit has made counts.
 */
export function useNewestState(facility: EditedFacilityFragment): EditedState {
  const shown = editedState(facility);
  const answered = useStore(answeredStore, (states) => states.get(facility.id));
  return answered && answered.version > shown.version ? answered : shown;
}
