import type { EntityManager } from '@mikro-orm/postgresql';
import { personOf } from '../access/viewer.ts';
import { holdWrites } from '../hub/hub.queries.ts';
import { ConflictError, ForbiddenError } from '../shared/errors.ts';
import { authorOf, type EditOutcome, type Editor } from './edit.ts';
import { makeEdit } from './edits.queries.ts';
import { closeProposal, getProposal, type ProposalRow } from './proposals.queries.ts';

/**
 * Accepts a proposal: it is made so in its author's name, on the version of the facility that the planner
 * has seen. @throws NOT_FOUND, CONFLICT when it is decided, when the facility changed since, or when there
 * is nothing left to change; and as `editFacility`
 */
export function acceptProposal(
  em: EntityManager,
  editor: Editor,
  { id, version, answer }: { id: number; version: number | null; answer: string | null },
): Promise<EditOutcome> {
  return em.transactional(async (tx) => {
    const proposal = await getPending(tx, id);
    const { facilityId, personId, actor, action, patch, reason, undoes, origin } = proposal;
    const seen = version ?? proposal.version ?? 0;
    const outcome = await makeEdit(
      tx,
      editor,
      {
        action,
        basis: facilityId === null ? null : { id: facilityId, version: seen },
        patch,
        reason: reason ?? null,
        request: null,
        undoes,
      },
      { author: { id: personId, name: actor }, origin },
    );
    const { changeId } = outcome;
    if (changeId === null) {
      throw new ConflictError('input.id', 'input.id: it is so already; reject the proposal.');
    }
    const decider = authorOf(editor.viewer);
    await closeProposal(tx, id, { state: 'ACCEPTED', decider, answer, changeId });
    return { ...outcome, proposalId: id };
  });
}

/** Rejects a proposal with a reason. @throws NOT_FOUND, CONFLICT when it is decided */
export function rejectProposal(
  em: EntityManager,
  { viewer }: Editor,
  id: number,
  answer: string,
): Promise<void> {
  return em.transactional(async (tx) => {
    await getPending(tx, id);
    const decider = authorOf(viewer);
    await closeProposal(tx, id, { state: 'REJECTED', decider, answer, changeId: null });
  });
}

/** Takes one's own proposal back. @throws NOT_FOUND, FORBIDDEN, CONFLICT when it is decided */
export function withdrawProposal(em: EntityManager, { viewer }: Editor, id: number): Promise<void> {
  return em.transactional(async (tx) => {
    const { personId } = await getPending(tx, id);
    if (personOf(viewer)?.personId !== personId) {
      throw new ForbiddenError('Only its author may withdraw a proposal.', { reason: 'AUTHOR' });
    }
    const decider = authorOf(viewer);
    await closeProposal(tx, id, { state: 'WITHDRAWN', decider, answer: null, changeId: null });
  });
}

/** The proposal, which nobody else can decide before the transaction ends. */
async function getPending(tx: EntityManager, id: number): Promise<ProposalRow> {
  await holdWrites(tx);
  const proposal = await getProposal(tx, id);
  if (proposal.state === 'PENDING') return proposal;
  const { state, decider } = proposal;
  throw new ConflictError(
    'input.id',
    `input.id: the proposal is ${state.toLowerCase()} already, by ${decider}.`,
    { state, decider },
  );
}
