import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import {
  digestOf,
  TARGET_TABLES,
  type TargetTable,
} from '../../server/imports/match/target-columns.ts';
import { missingDatabase, withHub } from '../setup/hub.ts';

const hub = withHub();

describe.skipIf(missingDatabase)('what was imported', () => {
  test('does not look changed because its table has a further column, until that holds something', async () => {
    const { GRIDS } = TARGET_TABLES;
    const grown: TargetTable = { ...GRIDS, columns: { ...GRIDS.columns, motto: sql`t.motto` } };
    const { rows } = await sql<{ before: string; empty: string; filled: string }>`
      SELECT before.digest AS before, empty.digest AS empty, filled.digest AS filled FROM
        (SELECT ${digestOf(GRIDS)} AS digest FROM grid t WHERE id = 1) before,
        (SELECT ${digestOf(grown)} AS digest
          FROM (SELECT *, NULL::text AS motto FROM grid WHERE id = 1) t) empty,
        (SELECT ${digestOf(grown)} AS digest
          FROM (SELECT *, '近邻'::text AS motto FROM grid WHERE id = 1) t) filled`.execute(
      hub.database.orm.em.fork().getKysely(),
    );
    const [{ before, empty, filled }] = rows as [(typeof rows)[number]];
    expect(before).toMatch(/^[0-9a-f-]{36}$/);
    expect(empty).toBe(before);
    expect(filled).not.toBe(before);
  });
});
