import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { beginWrite, holdWrites } from '../../hub/hub.queries.ts';
import { ConflictError } from '../../shared/errors.ts';
import { TARGET_TABLES } from '../match/target-columns.ts';
import type { ImportTarget } from '../staged/fields.ts';
import { type Author, lockImport } from '../staged/imports.queries.ts';
import { excludeChanged, findUndoConflicts } from './conflicts.queries.ts';
import { applyEffects, findEffects } from './effects.queries.ts';
import { assignCommunities } from './facility-communities.queries.ts';
import { recordUndo } from './facility-history.queries.ts';
import { type ImportOutcome, inTransaction } from './outcome.ts';
import { deleteMadeRegions } from './region-writes.queries.ts';
import { deleteCreated, restoreUpdated, retireCreated } from './writes.queries.ts';

/** Which import is undone. */
export interface UndoRequest {
  readonly id: number;
  /** Whether features that were changed since stay as they are; otherwise they are a conflict. */
  readonly leaveChanged: boolean;
}

/**
 * Reverts all that an import wrote, or nothing, and judges the communities concerned, in one transaction.
 * Facilities that it created are retired, because their history stays; other features that it created are deleted.
 * @throws NOT_FOUND; CONFLICT when it is not committed, or features were changed since (`conflicts` lists them)
 */
export function undoImport(
  em: EntityManager,
  author: Author,
  { id, leaveChanged }: UndoRequest,
): Promise<ImportOutcome> {
  return inTransaction(em, async (tx) => {
    await holdWrites(tx);
    const { state, settings } = await lockImport(tx, id, 'input.id');
    if (state !== 'COMMITTED') {
      throw new ConflictError('input.id', `input.id: the import is ${state}, not COMMITTED.`, {
        state,
      });
    }
    const target = settings.target as ImportTarget;
    if (!leaveChanged) await demandNoConflicts(tx, id, target);
    const left = leaveChanged ? await excludeChanged(tx, id, target) : 0;
    const dataVersion = await beginWrite(tx);
    const effects = await findEffects(tx, id, target);
    const returned = await revert(tx, id, target, author, dataVersion);
    const stationCommunityIds = [...new Set([...effects.stationCommunityIds, ...returned])];
    const changedCommunityIds = await applyEffects(
      tx,
      target,
      { ...effects, stationCommunityIds },
      dataVersion,
    );
    await sql`
      UPDATE import SET state = 'UNDONE', undone_at = now(), undone_by = ${author.name},
        counts = counts || ${JSON.stringify({ left })}::jsonb
      WHERE id = ${id}`.execute(tx.getKysely());
    return { importId: id, changedCommunityIds, dataVersion };
  });
}

async function demandNoConflicts(
  tx: EntityManager,
  id: number,
  target: ImportTarget,
): Promise<void> {
  const { count, list } = await findUndoConflicts(tx, id, target);
  if (count === 0) return;
  throw new ConflictError(
    'input.id',
    `input.id: ${count} features were changed since; undo the others with leaveChanged.`,
    { conflictCount: count, conflicts: list },
  );
}

/** Reverts the rows; returns the communities to which service stations return. */
async function revert(
  tx: EntityManager,
  id: number,
  target: ImportTarget,
  author: Author,
  dataVersion: string,
): Promise<number[]> {
  const table = TARGET_TABLES[target];
  if (target !== 'FACILITIES') {
    // Regions from before may have been put below new ones.
    if (target === 'REGIONS') await restoreUpdated(tx, id, table);
    await deleteCreated(tx, id, table);
    if (target !== 'REGIONS') await restoreUpdated(tx, id, table);
    if (target === 'COMMUNITIES') await deleteMadeRegions(tx, id);
    return [];
  }
  await restoreUpdated(tx, id, table);
  await retireCreated(tx, id);
  const communityIds = await assignCommunities(tx, id);
  await recordUndo(tx, id, author, dataVersion);
  return communityIds;
}
