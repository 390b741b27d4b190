import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { beginWrite, getDataVersion, holdWrites } from '../hub/hub.queries.ts';
import { BadUserInputError, ConflictError } from '../shared/errors.ts';
import { conflictsOfRows, conflictsOfUndo, leaveAltered } from './conflicts.queries.ts';
import { effectsOf, settleEffects, settleHomes } from './effects.queries.ts';
import { type Author, keepImported, keepUndone } from './facility-history.queries.ts';
import { holdImport, type ImportRow } from './imports.queries.ts';
import type { ImportSettings } from './settings.ts';
import { TARGET_TABLES } from './target-columns.ts';
import { deleteCreated, type OnProgress, restoreRows, writeRows } from './writes.queries.ts';

/** What a commit or an undo of an import did. */
export interface ImportOutcome {
  readonly importId: number;
  /** Communities whose stored coverage differs from before. */
  readonly changedCommunityIds: number[];
  readonly dataVersion: string;
}

/** What is committed: an import as somebody looked at it. */
export interface CommitRequest {
  readonly id: number;
  readonly version: number;
  /** The reference system of the file, as the planner confirms it. */
  readonly system: string;
}

/**
 * Writes an import as a whole or not at all, and judges what it changes, in one transaction. One that would
 * change nothing makes no data version.
 * @throws NOT_FOUND, BAD_USER_INPUT when the system is not the one of the preview, or rows have errors that
 *   nobody said to skip; CONFLICT when the import is not ready, was read again since, or features have changed
 *   since the rows were matched: `conflicts` lists them
 */
export function commitImport(
  em: EntityManager,
  author: Author,
  request: CommitRequest,
  onProgress: OnProgress,
): Promise<ImportOutcome> {
  const { id } = request;
  return tellOverlaps(em, async (tx) => {
    await holdWrites(tx);
    const found = await holdImport(tx, id, 'input.id');
    demandReady(found, request);
    const target = found.settings.target as ImportSettings['target'];
    await demandUnchanged(tx, id, target);
    const { create = 0, update = 0 } = found.counts;
    const changesSomething = create + update > 0;
    const dataVersion = changesSomething ? await beginWrite(tx) : await getDataVersion(tx);
    let changedCommunityIds: number[] = [];
    if (changesSomething) {
      await writeRows(tx, id, TARGET_TABLES[target], onProgress);
      if (target === 'FACILITIES') {
        await settleHomes(tx, id);
        await keepImported(tx, id, author, dataVersion);
      }
      const effects = await effectsOf(tx, id, target);
      changedCommunityIds = await settleEffects(tx, target, effects, dataVersion);
    }
    await sql`
      UPDATE import SET state = 'COMMITTED', committed_at = now(),
        data_version = ${dataVersion}::bigint
      WHERE id = ${id}`.execute(tx.getKysely());
    return { importId: id, changedCommunityIds, dataVersion };
  });
}

function demandReady(
  { state, version, settings, counts }: ImportRow,
  request: CommitRequest,
): void {
  if (state !== 'READY') {
    throw new ConflictError('input.id', `input.id: the import is ${state}, not READY.`, { state });
  }
  if (version !== request.version) {
    throw new ConflictError(
      'input.version',
      `input.version: the file was read again since version ${request.version}; look at version ${version} first.`,
      { currentVersion: version },
    );
  }
  if (settings.system !== request.system) {
    throw new BadUserInputError(
      'input.system',
      `the preview was made with ${settings.system}; confirm it, or have the file read by another system.`,
    );
  }
  const errors = counts.errors ?? 0;
  if (errors > 0 && !settings.skipErrors) {
    throw new BadUserInputError(
      'input.id',
      `${errors} rows have errors; correct them, or set skipErrors so that they are left out.`,
    );
  }
}

async function demandUnchanged(
  tx: EntityManager,
  id: number,
  target: ImportSettings['target'],
): Promise<void> {
  const { count, list } = await conflictsOfRows(tx, id, target);
  if (count === 0) return;
  throw new ConflictError(
    'input.id',
    `input.id: ${count} rows concern features that were changed since the preview; refresh it and look again.`,
    { conflictCount: count, conflicts: list },
  );
}

/** What is to be undone, and whether what was changed since may stay as it is. */
export interface UndoRequest {
  readonly id: number;
  readonly leaveChanged: boolean;
}

/**
 * Takes back all that an import changed, as a whole or not at all, and judges what that changes, in one
 * transaction. Facilities that it created are retired, because their history stays; all else is as before.
 * @throws NOT_FOUND; CONFLICT when it is not committed, or when features were changed since: `conflicts` lists
 *   them, and `leaveChanged` leaves them as they are
 */
export function undoImport(
  em: EntityManager,
  author: Author,
  { id, leaveChanged }: UndoRequest,
): Promise<ImportOutcome> {
  return tellOverlaps(em, async (tx) => {
    await holdWrites(tx);
    const { state, settings } = await holdImport(tx, id, 'input.id');
    if (state !== 'COMMITTED') {
      throw new ConflictError('input.id', `input.id: the import is ${state}, not COMMITTED.`, {
        state,
      });
    }
    const target = settings.target as ImportSettings['target'];
    const left = leaveChanged
      ? await leaveAltered(tx, id, target)
      : await demandUnaltered(tx, id, target);
    const dataVersion = await beginWrite(tx);
    const effects = await effectsOf(tx, id, target);
    const stations = await takeBack(tx, id, target, author, dataVersion);
    const all = { ...effects, stations: [...new Set([...effects.stations, ...stations])] };
    const changedCommunityIds = await settleEffects(tx, target, all, dataVersion);
    await sql`
      UPDATE import SET state = 'UNDONE', undone_at = now(), undone_by = ${author.name},
        counts = counts || ${JSON.stringify({ left })}::jsonb
      WHERE id = ${id}`.execute(tx.getKysely());
    return { importId: id, changedCommunityIds, dataVersion };
  });
}

async function demandUnaltered(
  tx: EntityManager,
  id: number,
  target: ImportSettings['target'],
): Promise<number> {
  const { count, list } = await conflictsOfUndo(tx, id, target);
  if (count === 0) return 0;
  throw new ConflictError(
    'input.id',
    `input.id: ${count} features were changed since; undo the others with leaveChanged.`,
    { conflictCount: count, conflicts: list },
  );
}

/** Puts everything back; returns the communities to which service stations return. */
async function takeBack(
  tx: EntityManager,
  id: number,
  target: ImportSettings['target'],
  author: Author,
  dataVersion: string,
): Promise<number[]> {
  const table = TARGET_TABLES[target];
  if (target === 'FACILITIES') {
    await restoreRows(tx, id, table);
    await sql`
      UPDATE facility t SET active = false, version = t.version + 1, updated_at = now()
      FROM import_change change WHERE change.import_id = ${id} AND change.before IS NULL
        AND t.id = change.feature_id`.execute(tx.getKysely());
    const stations = await settleHomes(tx, id);
    await keepUndone(tx, id, author, dataVersion);
    return stations;
  }
  await deleteCreated(tx, id, table);
  await restoreRows(tx, id, table);
  return [];
}

/** SQLSTATE exclusion_violation: two grids would share ground. */
const OVERLAP = '23P01';

/** Works in one transaction. @throws CONFLICT where grids would overlap those that are there by now */
async function tellOverlaps<T>(
  em: EntityManager,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  try {
    return await em.transactional(work);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (code !== OVERLAP) throw error;
    throw new ConflictError(
      'input.id',
      `input.id: grids would overlap others that are there by now (${message}); refresh the preview, or put the other grids right first.`,
    );
  }
}
