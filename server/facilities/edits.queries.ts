import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Community } from '../../db/entities/community.ts';
import { Facility } from '../../db/entities/facility.ts';
import type { FacilityState } from '../../db/entities/facility-change.ts';
import { FacilityKind } from '../../db/entities/facility-kind.ts';
import { type Grounds, groundsOf, NOWHERE } from '../auth/places.queries.ts';
import { demand } from '../auth/policy.ts';
import { personOf, type Viewer } from '../auth/viewer.ts';
import { communityAt, refreshServicePoints } from '../communities/communities.queries.ts';
import { judgeAround } from '../coverage/judging.queries.ts';
import { beginWrite, getDataVersion, holdWrites } from '../hub/hub.queries.ts';
import { publishChange } from '../live/publish.queries.ts';
import { BadUserInputError, ConflictError, NotFoundError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import { pointOf } from '../shared/shapes.ts';
import { type Acceptance, authorOf, type Edit, type EditOutcome, type Editor } from './edit.ts';
import { differences, newState, patched } from './facility-state.ts';
import { changeOfRequest, keepChange, lastChange } from './history.queries.ts';
import { getKind } from './kinds.queries.ts';
import { keepProposal, proposalOfRequest } from './proposals.queries.ts';

/**
 * Edits a facility, keeps what was done, and judges what it changes, all in one transaction. Where a
 * cadre's changes are reviewed, a proposal is kept instead.
 * @throws NOT_FOUND, FORBIDDEN outside of the area, CONFLICT with the present state when it changed since,
 *   BAD_USER_INPUT
 */
export function editFacility(em: EntityManager, editor: Editor, edit: Edit): Promise<EditOutcome> {
  return em.transactional((tx) => makeEdit(tx, editor, edit));
}

/** As {@link editFacility}, in the transaction of `tx`. */
export async function makeEdit(
  tx: EntityManager,
  editor: Editor,
  edit: Edit,
  accepted?: Acceptance,
): Promise<EditOutcome> {
  await holdWrites(tx);
  const repeated = edit.request && (await outcomeOfRequest(tx, edit.request, editor.viewer));
  if (repeated) return repeated;
  const plan = await planEdit(tx, editor, edit);
  const { facility, before, after, grounds } = plan;
  if (before && differences(before, after).length === 0) return unchanged(tx, facility);
  if (!accepted && waits(editor.viewer, grounds)) {
    const communityIds = grounds.map(({ communityId }) => communityId);
    const proposalId = await keepProposal(tx, editor, edit, before, communityIds);
    return { ...(await unchanged(tx, facility)), proposalId };
  }
  const dataVersion = await beginWrite(tx);
  const { facilityId, version, changedCommunityIds } = await carryOut(tx, editor, plan);
  await publishChange(tx, {
    dataVersion,
    facilityIds: [facilityId],
    communityIds: changedCommunityIds,
    places: [...(before ? [before.location] : []), after.location].map((place) => [...place]),
  });
  const author = accepted?.author ?? authorOf(editor.viewer);
  const changeId = await keepChange(tx, {
    facilityId,
    version,
    revision: dataVersion,
    action: edit.action,
    before,
    after,
    personId: author.id,
    actor: author.name,
    approver: accepted ? authorOf(editor.viewer) : null,
    origin: accepted?.origin ?? editor.origin,
    reason: edit.reason,
    undoes: edit.undoes,
    request: edit.request,
    changedCommunityIds,
  });
  return { facilityId, changeId, proposalId: null, changedCommunityIds, dataVersion };
}

/** An edit that its viewer may make, and that makes sense. */
export interface Plan {
  readonly facility: Facility | null;
  readonly before: FacilityState | null;
  readonly after: FacilityState;
  readonly kind: { readonly id: number; readonly code: string };
  /** The community in which it stands, and the one in which it will. */
  readonly former: number | null;
  readonly home: number | null;
  readonly grounds: readonly Grounds[];
}

/** Checks an edit against what is stored, and against what its viewer may do. @throws as {@link editFacility} */
export async function planEdit(tx: EntityManager, editor: Editor, edit: Edit): Promise<Plan> {
  const { basis, patch } = edit;
  const facility = basis ? await getFacility(tx, basis.id) : null;
  const before = facility && stateOf(facility);
  const after = before ? patched(before, patch) : newState(patch);
  const kind = await getKind(tx, after.kind, 'input.kind');
  const home = await homeOf(tx, facility, before, after);
  const former = facility?.community?.id ?? null;
  const grounds = await groundsOf(
    tx,
    [home, former].filter((id) => id !== null),
  );
  const concerned = facility ? [former, home] : [home];
  const places = concerned.map((id) => (id === null ? NOWHERE : (grounds.get(id) ?? NOWHERE)));
  demand(editor.viewer, 'edit', 'This place', places);
  if (facility && basis) await demandVersion(tx, facility, basis.version, before);
  if (before) demandSense(edit, before);
  return { facility, before, after, kind, former, home, grounds: [...grounds.values()] };
}

/** Stores what was planned, and judges what it changes. */
export async function carryOut(
  tx: EntityManager,
  editor: Editor,
  plan: Plan,
): Promise<{ facilityId: number; version: number; changedCommunityIds: number[] }> {
  const { facility, before, after, kind, home, former } = plan;
  const kinds = [...(facility ? [facility.kind] : []), kind];
  const stored = facility ?? newFacility(editor);
  await store(tx, stored, after, kind.id, home);
  const changedCommunityIds = await judge(tx, {
    before,
    after,
    kinds,
    communityIds: [former, home],
  });
  return { facilityId: stored.id, version: stored.version, changedCommunityIds };
}

/** What a request came to that was sent before; its answer may have been lost. */
async function outcomeOfRequest(
  tx: EntityManager,
  request: string,
  viewer: Viewer,
): Promise<EditOutcome | undefined> {
  const change = await changeOfRequest(tx, request);
  const proposal = change ? undefined : await proposalOfRequest(tx, request);
  const found = change ?? proposal;
  if (!found) return undefined;
  if (found.personId !== (personOf(viewer)?.personId ?? null)) {
    throw new BadUserInputError('input.request', 'was used by somebody else; make a new one.');
  }
  return {
    facilityId: found.facilityId,
    changeId: change?.id ?? null,
    proposalId: proposal?.id ?? null,
    changedCommunityIds: change?.changedCommunityIds ?? [],
    dataVersion: change?.revision ?? (await getDataVersion(tx)),
  };
}

async function unchanged(tx: EntityManager, facility: Facility | null): Promise<EditOutcome> {
  return {
    facilityId: facility?.id ?? null,
    changeId: null,
    proposalId: null,
    changedCommunityIds: [],
    dataVersion: await getDataVersion(tx),
  };
}

/** The facility with its kind and community, to be changed in the transaction. @throws NOT_FOUND */
export async function getFacility(tx: EntityManager, id: number): Promise<Facility> {
  const facility = await tx.findOne(Facility, { id }, { populate: ['kind', 'community'] });
  if (facility) return facility;
  throw new NotFoundError(
    'input.id',
    `input.id: there is no facility ${globalId('facility', id)}.`,
  );
}

/** All of a facility that can be changed. It must have been read with its kind. */
export function stateOf(facility: Facility): FacilityState {
  const { name, nameSimplified, location, code, address, opening, note, attributes } = facility;
  return {
    kind: facility.kind.code,
    name,
    nameSimplified: nameSimplified ?? null,
    location: location.coordinates,
    code: code ?? null,
    address: address ?? null,
    opening: opening ?? null,
    note: note ?? null,
    attributes: attributes ?? null,
    active: facility.active,
  };
}

/** The community in which the facility is to stand. */
async function homeOf(
  tx: EntityManager,
  facility: Facility | null,
  before: FacilityState | null,
  after: FacilityState,
): Promise<number | null> {
  const stays =
    before?.active === after.active && String(before.location) === String(after.location);
  if (facility && stays) return facility.community?.id ?? null;
  return communityAt(tx, pointOf([...after.location]));
}

async function demandVersion(
  tx: EntityManager,
  facility: Facility,
  version: number,
  current: FacilityState | null,
): Promise<void> {
  if (facility.version === version) return;
  const last = await lastChange(tx, facility.id);
  throw new ConflictError(
    'input.version',
    `input.version: the facility was changed since version ${version}; read version ${facility.version} and decide again.`,
    {
      currentVersion: facility.version,
      current,
      changedBy: last?.actor ?? null,
      changedAt: last?.madeAt ?? null,
    },
  );
}

function demandSense({ action, patch }: Edit, before: FacilityState): void {
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

/** Whether the viewer's changes wait for a planner in any of the communities. */
export function waits(viewer: Viewer, grounds: readonly Grounds[]): boolean {
  return personOf(viewer)?.role === 'CADRE' && grounds.some(({ reviewed }) => reviewed);
}

function newFacility({ origin }: Editor): Facility {
  const facility = new Facility();
  facility.source = origin.toLowerCase();
  return facility;
}

async function store(
  tx: EntityManager,
  facility: Facility,
  { kind: _, location, ...fields }: FacilityState,
  kindId: number,
  home: number | null,
): Promise<void> {
  Object.assign(facility, fields, { location: { type: 'Point', coordinates: [...location] } });
  facility.kind = tx.getReference(FacilityKind, kindId);
  facility.community = home === null ? null : tx.getReference(Community, home);
  tx.persist(facility);
  try {
    await tx.flush();
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) {
      throw new ConflictError(
        'input.code',
        `input.code: a facility with the code ${JSON.stringify(fields.code)} exists already; choose another.`,
      );
    }
    throw error;
  }
}

/** Judges what differs now; returns the communities whose stored coverage does. */
async function judge(
  tx: EntityManager,
  edit: {
    before: FacilityState | null;
    after: FacilityState;
    kinds: readonly { id: number; code: string }[];
    communityIds: readonly (number | null)[];
  },
): Promise<number[]> {
  const { before, after, kinds, communityIds } = edit;
  const matters =
    !before ||
    differences(before, after).some((key) => ['kind', 'location', 'active'].includes(key));
  if (!matters) return [];
  const touched = [...new Set(communityIds.filter((id) => id !== null))];
  const stations = kinds.some(({ code }) => code === 'service-station') ? touched : [];
  if (stations.length > 0) await refreshServicePoints(tx, stations);
  return judgeAround(tx, {
    kindIds: kinds.map(({ id }) => id),
    places: [...(before ? [before.location] : []), after.location].map((place) => [...place]),
    movedOrigins: stations,
  });
}
