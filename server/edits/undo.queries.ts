import type { EntityManager } from '@mikro-orm/postgresql';
import { decide } from '../access/policy.ts';
import { personOf, type Viewer } from '../access/viewer.ts';
import { holdWrites } from '../hub/hub.queries.ts';
import { ConflictError, ForbiddenError } from '../shared/errors.ts';
import type { Edit, EditOutcome, Editor } from './edit.ts';
import { getFacility } from './edit-facts.queries.ts';
import { makeEdit } from './edits.queries.ts';
import { alteredSince, facilityState, reverse } from './facility-state.ts';
import { type ChangeRow, getChange } from './history.queries.ts';

/** Which change is to be taken back, and the version of the facility that this is based on. */
export type Undo = Pick<Edit, 'reason' | 'request'> & { id: number; version: number };

/** Whether a viewer may take back a change, as far as that does not depend on the place. */
export function mayUndo(viewer: Viewer, { personId }: Pick<ChangeRow, 'personId'>): boolean {
  const isAuthor = personId !== null && personOf(viewer)?.personId === personId;
  return decide(viewer, 'plan') === null || (isAuthor && decide(viewer, 'edit') === null);
}

/**
 * Takes a change back: by its author or a planner, as a new change, of that only which the change changed.
 * @throws NOT_FOUND, FORBIDDEN, CONFLICT when it was undone before, or when a later change altered the same,
 *   and as `editFacility`
 */
export function undoChange(em: EntityManager, editor: Editor, undo: Undo): Promise<EditOutcome> {
  return em.transactional(async (tx) => {
    await holdWrites(tx);
    const change = await getChange(tx, undo.id);
    if (!mayUndo(editor.viewer, change)) {
      throw new ForbiddenError('Only its author or a planner may undo this change.', {
        reason: 'AUTHOR',
      });
    }
    const edit: Edit = {
      action: 'UNDO',
      basis: { id: change.facilityId, version: undo.version },
      patch: reverse(change.before, change.after),
      reason: undo.reason,
      request: undo.request,
      undoes: change.id,
    };
    if (change.undoneBy === null) await demandUnaltered(tx, change);
    else if (!undo.request || (await getChange(tx, change.undoneBy)).request !== undo.request) {
      throw new ConflictError('input.id', 'input.id: this change has been undone already.');
    }
    return makeEdit(tx, editor, edit);
  });
}

async function demandUnaltered(tx: EntityManager, change: ChangeRow): Promise<void> {
  const facility = await getFacility(tx, change.facilityId);
  const fields = alteredSince(change.before, change.after, facilityState(facility));
  if (fields.length === 0) return;
  throw new ConflictError(
    'input.id',
    `input.id: a later change altered the same (${fields.join(', ')}); undo that one first.`,
    { currentVersion: facility.version, fields },
  );
}
