import type { ChangeOrigin, FacilityAction } from '../../db/entities/facility-change.ts';
import { personOf, type Viewer } from '../access/viewer.ts';
import type { FacilityPatch } from './facility-state.ts';

/** Who edits, and from where. */
export interface Editor {
  readonly viewer: Viewer;
  readonly origin: ChangeOrigin;
}

/** What is to be done to a facility. */
export interface Edit {
  readonly action: FacilityAction;
  /** The facility and the version that the edit is based on; null for one that does not exist yet. */
  readonly basis: { readonly id: number; readonly version: number } | null;
  readonly patch: FacilityPatch;
  /** Why. */
  readonly reason: string | null;
  /** Names the request: sent again, it is not made again. */
  readonly request: string | null;
  /** The change that is taken back. */
  readonly undoes: number | null;
}

/** What an edit came to. */
export interface EditOutcome {
  /** Null where only a proposal to create it is made. */
  readonly facilityId: number | null;
  /** Null when nothing differs, or where it is a proposal. */
  readonly changeId: number | null;
  readonly proposalId: number | null;
  /** Communities whose stored coverage differs from before. */
  readonly changedCommunityIds: number[];
  readonly dataVersion: string;
}

/** Whoever accepted a proposal, and its author, in whose name the change is made. */
export interface Acceptance {
  readonly author: { readonly id: number; readonly name: string };
  readonly origin: ChangeOrigin;
}

/** In whose name a viewer's changes are kept. */
export function authorOf(viewer: Viewer): { id: number | null; name: string } {
  const person = personOf(viewer);
  return person
    ? { id: person.personId, name: person.displayName }
    : { id: null, name: 'operator' };
}
