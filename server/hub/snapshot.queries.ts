import { IsolationLevel } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { readAgainWhenLost } from '../../db/failures.ts';
import { getDataVersion } from './hub.queries.ts';

/**
 * Reads in one snapshot of the database: everything that `read` gets by `tx` is of the data version that it
 * is given, whatever is written meanwhile. When the connection is lost, it reads once more from the beginning.
 */
export function readAtVersion<T>(
  em: EntityManager,
  read: (tx: EntityManager, version: string) => Promise<T>,
): Promise<T> {
  return readAgainWhenLost(() =>
    em.transactional(async (tx) => read(tx as EntityManager, await getDataVersion(tx)), {
      isolationLevel: IsolationLevel.REPEATABLE_READ,
      readOnly: true,
    }),
  );
}
