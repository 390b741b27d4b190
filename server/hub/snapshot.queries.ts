import { IsolationLevel } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { getDataVersion } from './hub.queries.ts';

/**
 * Reads in one snapshot of the database: everything that `read` gets by `tx` is of the data version that it
 * is told, whatever is written meanwhile.
 */
export function readAtVersion<T>(
  em: EntityManager,
  read: (tx: EntityManager, version: string) => Promise<T>,
): Promise<T> {
  return em.transactional(async (tx) => read(tx as EntityManager, await getDataVersion(tx)), {
    isolationLevel: IsolationLevel.REPEATABLE_READ,
    readOnly: true,
  });
}
