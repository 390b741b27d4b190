import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { beginWrite, getDataVersion, holdWrites } from '../../hub/hub.queries.ts';
import { BadUserInputError, ConflictError } from '../../shared/errors.ts';
import { TARGET_TABLES } from '../match/target-columns.ts';
import type { ImportTarget } from '../staged/fields.ts';
import type { ImportRow } from '../staged/import-row.ts';
import { type Author, lockImport } from '../staged/imports.queries.ts';
import { messageOf } from '../staged/issue-texts.ts';
import { type Issue, WHOLE_FILE_DOUBTS } from '../staged/issues.ts';
import { findCommitConflicts } from './conflicts.queries.ts';
import { applyEffects, findEffects } from './effects.queries.ts';
import { assignCommunities } from './facility-communities.queries.ts';
import { recordImport } from './facility-history.queries.ts';
import { type ImportOutcome, inTransaction } from './outcome.ts';
import { createMissingRegions, writeRegions } from './region-writes.queries.ts';
import { type OnProgress, writeRows } from './writes.queries.ts';

/** Which import is committed, and what the planner saw of it. */
export interface CommitRequest {
  readonly id: number;
  /** The version of the preview. */
  readonly version: number;
  /** The reference system of the file, as the planner confirms it. */
  readonly system: string;
  /** Whether the planner knows that most rows lie outside of the city, or that all seem to be shifted. */
  readonly confirmOutside: boolean;
}

/**
 * Writes all rows of an import, or none, and judges the communities concerned, in one transaction. When no row
 * creates or updates anything, the data version stays.
 * @throws NOT_FOUND; BAD_USER_INPUT when the system is not the one of the preview, or rows have errors and
 *   `skipErrors` is not set; CONFLICT when the import is not ready, its file was read again, or features were
 *   changed since the rows were matched (`conflicts` lists them)
 */
export function commitImport(
  em: EntityManager,
  author: Author,
  request: CommitRequest,
  onProgress: OnProgress,
): Promise<ImportOutcome> {
  const { id } = request;
  return inTransaction(em, async (tx) => {
    await holdWrites(tx);
    const row = await lockImport(tx, id, 'input.id');
    demandReady(row, request);
    if (!request.confirmOutside) await demandInside(tx, id);
    const target = row.settings.target as ImportTarget;
    await demandNoConflicts(tx, id, target);
    const { create = 0, update = 0 } = row.counts;
    const outcome =
      create + update > 0
        ? await write(tx, id, target, author, onProgress)
        : { importId: id, changedCommunityIds: [], dataVersion: await getDataVersion(tx) };
    await sql`
      UPDATE import SET state = 'COMMITTED', committed_at = now(),
        data_version = ${outcome.dataVersion}::bigint
      WHERE id = ${id}`.execute(tx.getKysely());
    return outcome;
  });
}

async function write(
  tx: EntityManager,
  id: number,
  target: ImportTarget,
  author: Author,
  onProgress: OnProgress,
): Promise<ImportOutcome> {
  const dataVersion = await beginWrite(tx);
  if (target === 'COMMUNITIES') await createMissingRegions(tx, id);
  if (target === 'REGIONS') await writeRegions(tx, id, onProgress);
  else await writeRows(tx, id, TARGET_TABLES[target], onProgress);
  if (target === 'FACILITIES') {
    await assignCommunities(tx, id);
    await recordImport(tx, id, author, dataVersion);
  }
  const effects = await findEffects(tx, id, target);
  const changedCommunityIds = await applyEffects(tx, target, effects, dataVersion);
  return { importId: id, changedCommunityIds, dataVersion };
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
  if (settings.system === null) {
    throw new BadUserInputError(
      'input.system',
      'the file declares a reference system that it cannot be read by; say by configureImport in which system its coordinates are.',
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

async function demandInside(tx: EntityManager, id: number): Promise<void> {
  const { rows } = await sql<Issue>`
    SELECT row, code, severity, field, value, detail, figure FROM import_issue
    WHERE import_id = ${id} AND code = ANY(${[...WHOLE_FILE_DOUBTS]}::text[]) LIMIT 1`.execute(
    tx.getKysely(),
  );
  const [doubt] = rows;
  if (doubt)
    throw new BadUserInputError(
      'input.confirmOutside',
      `set it if you are sure. ${messageOf(doubt)}`,
    );
}

async function demandNoConflicts(
  tx: EntityManager,
  id: number,
  target: ImportTarget,
): Promise<void> {
  const { count, list } = await findCommitConflicts(tx, id, target);
  if (count === 0) return;
  throw new ConflictError(
    'input.id',
    `input.id: ${count} rows concern features that were changed since the preview; refresh it and look again.`,
    { conflictCount: count, conflicts: list },
  );
}
