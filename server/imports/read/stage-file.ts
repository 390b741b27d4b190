import type { EntityManager } from '@mikro-orm/postgresql';
import { openSourceApart } from '../../formats/feature-source.ts';
import { collectGarbage } from '../../shared/garbage.ts';
import type { StagedRow } from '../staged/staged-row.ts';
import { clearStaging, stageRows } from '../staged/staging.queries.ts';
import type { InspectedFile } from './inspect-file.ts';
import { openOptionsOf } from './open-options.ts';
import { rowReader } from './row-reader.ts';

/** Rows that are written by one statement. */
const BATCH_ROWS = 1_000;
/** Memory is freed after every so many rows. */
const ROWS_PER_GARBAGE_COLLECTION = 50_000;

/** How the staging of a file is followed and ended. */
export interface StagingOptions {
  /** Called with the number of rows that are staged. Nothing is read until it has resolved. */
  onRows(rows: number): Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Reads all of a file into the staging tables, in place of the rows that were staged from it before.
 * @throws FileTroubleError, and the reason of `signal` when it is aborted
 */
export async function stageFile(
  fork: () => EntityManager,
  { id, path }: { id: number; path: string },
  { settings, file }: InspectedFile,
  { onRows, signal }: StagingOptions,
): Promise<void> {
  await clearStaging(fork(), id);
  const source = await openSourceApart(path, openOptionsOf(settings, file.format));
  try {
    const read = rowReader(settings);
    let batch: StagedRow[] = [];
    let rows = 0;
    const flush = async (): Promise<void> => {
      signal.throwIfAborted();
      await stageRows(fork(), id, batch);
      rows += batch.length;
      batch = [];
      if (rows % ROWS_PER_GARBAGE_COLLECTION === 0) collectGarbage();
      await onRows(rows);
    };
    for await (const feature of source.features()) {
      batch.push(read(feature));
      if (batch.length >= BATCH_ROWS) await flush();
    }
    await flush();
  } finally {
    await source.close();
  }
}
