import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Community } from '../../db/entities/community.ts';
import { Facility } from '../../db/entities/facility.ts';
import { FacilityKind } from '../../db/entities/facility-kind.ts';
import { personOf, type Viewer } from '../access/viewer.ts';
import { judgeAround } from '../coverage/judging.queries.ts';
import { refreshServicePoints } from '../coverage/service-points.queries.ts';
import { beginWrite, getDataVersion, holdWrites } from '../hub/hub.queries.ts';
import { publishChange } from '../hub/publish.queries.ts';
import { BadUserInputError, ConflictError } from '../shared/errors.ts';
import { type Acceptance, authorOf, type Edit, type EditOutcome, type Editor } from './edit.ts';
import { getFacility, readEditFacts } from './edit-facts.queries.ts';
import {
  changesAnything,
  coverageEffect,
  type EditPlan,
  needsReview,
  planEdit,
} from './edit-plan.ts';
import { changeOfRequest, keepChange } from './history.queries.ts';
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
  const plan = planEdit(editor.viewer, edit, await readEditFacts(tx, edit));
  if (!changesAnything(plan)) return unchanged(tx, plan);
  if (!accepted && needsReview(editor.viewer, plan.communities)) {
    const communityIds = plan.communities.map(({ communityId }) => communityId);
    const proposalId = await keepProposal(tx, editor, edit, plan.before, communityIds);
    return { ...(await unchanged(tx, plan)), proposalId };
  }
  const dataVersion = await beginWrite(tx);
  const { id: facilityId, version } = await storeFacility(tx, editor, plan);
  const changedCommunityIds = await judgePlan(tx, plan);
  const { before, after } = plan;
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

async function unchanged(tx: EntityManager, { facility }: EditPlan): Promise<EditOutcome> {
  return {
    facilityId: facility?.id ?? null,
    changeId: null,
    proposalId: null,
    changedCommunityIds: [],
    dataVersion: await getDataVersion(tx),
  };
}

/** Writes the planned state. @throws CONFLICT when another facility has its code */
async function storeFacility(
  tx: EntityManager,
  { origin }: Editor,
  { facility, after, kind, communityId }: EditPlan,
): Promise<Facility> {
  const stored = facility ? await getFacility(tx, facility.id) : newFacility(origin);
  const { kind: _, location, ...fields } = after;
  Object.assign(stored, fields, { location: { type: 'Point', coordinates: [...location] } });
  stored.kind = tx.getReference(FacilityKind, kind.id);
  stored.community = communityId === null ? null : tx.getReference(Community, communityId);
  tx.persist(stored);
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
  return stored;
}

function newFacility(origin: Editor['origin']): Facility {
  const facility = new Facility();
  facility.source = origin.toLowerCase();
  return facility;
}

/** Judges what differs now; returns the communities whose stored coverage does. */
async function judgePlan(tx: EntityManager, plan: EditPlan): Promise<number[]> {
  const effect = coverageEffect(plan);
  if (!effect) return [];
  const { kinds, places, movedServicePoints } = effect;
  if (movedServicePoints.length > 0) await refreshServicePoints(tx, movedServicePoints);
  return judgeAround(tx, {
    kindIds: kinds.map(({ id }) => id),
    places: places.map((place) => [...place]),
    movedOrigins: movedServicePoints,
  });
}
