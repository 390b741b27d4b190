import type { EntityManager } from '@mikro-orm/postgresql';
import { checkRows, skipErrors } from './check/checks.queries.ts';
import { checkPolygons } from './check/polygons.queries.ts';
import { systemIssues } from './check/system-check.ts';
import { titleIssues } from './check/title-check.ts';
import { matchRows } from './match/match.queries.ts';
import { findNewRegions } from './match/new-regions.queries.ts';
import type { InspectedFile } from './read/inspect-file.ts';
import { type StagingOptions, stageFile } from './read/stage-file.ts';
import type { ImportCounts } from './staged/import-row.ts';
import { analyzeStaging, countRows, indexStaging, insertIssues } from './staged/staging.queries.ts';

/** The work after staging, in steps of about the same length; most of them are matching. */
const STEPS = 10;
const MATCHING_STEPS = 7;

/** How the preparation of an import is followed and ended. */
export interface PreparationOptions extends StagingOptions {
  /** Called when a step of matching and checking is done. */
  onStep(done: number, of: number): Promise<void>;
}

/**
 * Makes the preview of an import: reads its file into the staging tables, matches the rows with the features of
 * the hub, and checks them. Only the staging tables are written.
 * @throws FileTroubleError, and the reason of `signal` when it is aborted
 */
export async function prepareImport(
  fork: () => EntityManager,
  { id, path }: { id: number; path: string },
  inspected: InspectedFile,
  { onStep, ...staging }: PreparationOptions,
): Promise<ImportCounts> {
  await stageFile(fork, { id, path }, inspected, staging);
  const em = fork();
  const { settings, guess } = inspected;
  const { target, repair } = settings;
  await insertIssues(em, id, [
    ...systemIssues(settings, guess),
    ...titleIssues(inspected.file.headerLine),
  ]);
  await checkPolygons(em, id, repair);
  await skipErrors(em, id);
  await onStep(0, STEPS);
  await indexStaging(em, id);
  await matchRows(em, id, target, async (done, total) => {
    staging.signal.throwIfAborted();
    await onStep(1 + Math.floor((MATCHING_STEPS * done) / Math.max(1, total)), STEPS);
  });
  staging.signal.throwIfAborted();
  await analyzeStaging(em, id);
  if (target === 'COMMUNITIES') await findNewRegions(em, id);
  await onStep(1 + MATCHING_STEPS, STEPS);
  await checkRows(em, id, settings);
  return countRows(em, id);
}
