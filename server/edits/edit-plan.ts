/**
 * Decides what an edit of a facility comes to, from what is stored and from who edits. Pure: an edit, its
 * preview and its undo all plan in the same way, and only what is planned is written.
 */
import { demand } from '../access/policy.ts';
import { OUTSIDE, personOf, type Viewer } from '../access/viewer.ts';
import type { KindRow } from '../rules/kinds.queries.ts';
import { BadUserInputError, ConflictError } from '../shared/errors.ts';
import type { Edit } from './edit.ts';
import type { EditedCommunity } from './edited-communities.queries.ts';
import { differences, type FacilityState, newState, patched } from './facility-state.ts';

/** A facility as it is stored, with its history's last entry. */
export interface StoredFacility {
  readonly id: number;
  readonly version: number;
  readonly state: FacilityState;
  readonly kindId: number;
  readonly communityId: number | null;
  /** Who changed it last, and when (RFC 3339, UTC); null where the history has nothing. */
  readonly lastChange: { readonly actor: string; readonly madeAt: string } | null;
}

/** All that is stored of what an edit concerns. */
export interface EditFacts {
  /** Null for a facility that does not exist yet. */
  readonly facility: StoredFacility | null;
  /** The kind that it will be of. */
  readonly kind: Pick<KindRow, 'id' | 'code'>;
  /** The community whose boundary holds its new place; null outside of all. */
  readonly communityAtPlace: number | null;
  /** The communities concerned, by id. */
  readonly communities: ReadonlyMap<number, EditedCommunity>;
}

/** An edit that its viewer may make, and that makes sense. */
export interface EditPlan {
  readonly facility: StoredFacility | null;
  readonly before: FacilityState | null;
  readonly after: FacilityState;
  /** The kind that it will be of. */
  readonly kind: Pick<KindRow, 'id' | 'code'>;
  /** The community in which it stands, and the one in which it will; null outside of all. */
  readonly formerCommunityId: number | null;
  readonly communityId: number | null;
  /** The communities concerned: none, one or two. */
  readonly communities: readonly EditedCommunity[];
}

/** The state that an edit makes of what is stored. */
export function stateAfter(facility: StoredFacility | null, edit: Edit): FacilityState {
  return facility ? patched(facility.state, edit.patch) : newState(edit.patch);
}

/**
 * Whether the facility stays where it stands, in service or out of it: then it also stays in its community,
 * whose boundary may have been redrawn since.
 */
export function staysInPlace(facility: StoredFacility | null, after: FacilityState): boolean {
  if (!facility) return false;
  const { active, location } = facility.state;
  return active === after.active && String(location) === String(after.location);
}

/**
 * Plans an edit. @throws FORBIDDEN outside of the viewer's area, CONFLICT with the present state when the
 * facility changed since, BAD_USER_INPUT for what makes no sense
 */
export function planEdit(viewer: Viewer, edit: Edit, facts: EditFacts): EditPlan {
  const { facility, kind, communityAtPlace, communities } = facts;
  const after = stateAfter(facility, edit);
  const formerCommunityId = facility?.communityId ?? null;
  const communityId = staysInPlace(facility, after) ? formerCommunityId : communityAtPlace;
  const concerned = facility ? [formerCommunityId, communityId] : [communityId];
  const paths = concerned.map((id) => (id === null ? OUTSIDE : (communities.get(id) ?? OUTSIDE)));
  demand(viewer, 'edit', 'This place', paths);
  if (facility) {
    demandVersion(facility, edit);
    demandSense(facility.state, edit);
  }
  return {
    facility,
    before: facility?.state ?? null,
    after,
    kind,
    formerCommunityId,
    communityId,
    communities: [...communities.values()],
  };
}

/** Whether the viewer's changes wait for a planner in any of the communities. */
export function needsReview(viewer: Viewer, communities: readonly EditedCommunity[]): boolean {
  return personOf(viewer)?.role === 'CADRE' && communities.some(({ reviewed }) => reviewed);
}

/** Whether a plan changes anything at all. */
export function changesAnything({ before, after }: EditPlan): boolean {
  return !before || differences(before, after).length > 0;
}

/** What of a plan coverage depends on. */
export interface CoverageEffect {
  /** The kinds that the facility was of and will be of. */
  readonly kinds: readonly Pick<KindRow, 'id' | 'code'>[];
  /** Where it stood and where it will, `[longitude, latitude]`, degrees on WGS 84. */
  readonly places: readonly (readonly number[])[];
  /** Communities whose service point may move with it, as it is a service station. */
  readonly movedServicePoints: readonly number[];
}

/** Code of the kind that gives communities their service points. */
const SERVICE_STATION = 'service-station';

/** What of a plan coverage depends on; null when no verdict can differ. */
export function coverageEffect(plan: EditPlan): CoverageEffect | null {
  const { facility, before, after, kind, formerCommunityId, communityId } = plan;
  const matters =
    !before ||
    differences(before, after).some((key) => ['kind', 'location', 'active'].includes(key));
  if (!matters) return null;
  const kinds = [...(facility ? [{ id: facility.kindId, code: facility.state.kind }] : []), kind];
  const touched = [formerCommunityId, communityId].filter((id) => id !== null);
  return {
    kinds,
    places: [...(before ? [before.location] : []), after.location],
    movedServicePoints: kinds.some(({ code }) => code === SERVICE_STATION)
      ? [...new Set(touched)]
      : [],
  };
}

function demandVersion({ version: current, state, lastChange }: StoredFacility, edit: Edit): void {
  const version = edit.basis?.version;
  if (current === version) return;
  throw new ConflictError(
    'input.version',
    `input.version: the facility was changed since version ${version}; read version ${current} and decide again.`,
    {
      currentVersion: current,
      current: state,
      changedBy: lastChange?.actor ?? null,
      changedAt: lastChange?.madeAt ?? null,
    },
  );
}

function demandSense(before: FacilityState, { action, patch }: Edit): void {
  if (action === 'RESTORE' && before.active) {
    throw new BadUserInputError(
      'input.id',
      'the facility is in service; there is nothing to restore.',
    );
  }
  if (before.active || action === 'RESTORE' || patch.active) return;
  throw new BadUserInputError(
    'input.id',
    'the facility is retired; restore it before you change it.',
  );
}
