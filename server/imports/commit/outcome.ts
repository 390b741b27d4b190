import type { EntityManager } from '@mikro-orm/postgresql';
import { ConflictError } from '../../shared/errors.ts';

/** What a commit or an undo of an import did. */
export interface ImportOutcome {
  readonly importId: number;
  /** Communities whose stored coverage differs from before. */
  readonly changedCommunityIds: number[];
  readonly dataVersion: string;
}

/** SQLSTATE exclusion_violation: the database refuses grids of one community that overlap. */
const EXCLUSION_VIOLATION = '23P01';

/** Runs `work` in one transaction. @throws CONFLICT when its grids would overlap grids that were stored since */
export async function inTransaction<T>(
  em: EntityManager,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  try {
    return await em.transactional(work);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (code !== EXCLUSION_VIOLATION) throw error;
    throw new ConflictError(
      'input.id',
      `input.id: grids would overlap others that are there by now (${message}); refresh the preview, or put the other grids right first.`,
    );
  }
}
