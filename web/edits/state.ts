import type { EditedFacilityFragment } from '../generated/graphql.ts';
import type { Position } from '../view/view.ts';
import type { EditedState } from './edit.ts';

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
