import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { digestOf, stateOf, type TargetTable } from './target-columns.ts';

/** Rows that are written by one statement. */
const ROWS = 50_000;

/** How many of how many rows of the file are done. */
export type OnProgress = (done: number, total: number) => void;

/** What else a write of each table sets, besides the columns that an import decides on. */
const ALSO_SET: Readonly<Record<TargetTable['table'], RawBuilder<unknown>>> = {
  facility: sql`, version = t.version + 1, updated_at = now()`,
  community: sql`, version = t.version + 1`,
  grid: sql``,
  resident_cell: sql``,
};
/** What of a row is kept for an undo besides its state. */
const ALSO_KEPT: Readonly<Record<TargetTable['table'], RawBuilder<unknown>>> = {
  facility: sql`, 'community_id', t.community_id`,
  community: sql``,
  grid: sql``,
  resident_cell: sql``,
};

/**
 * Writes the staged rows of an import into their table, and keeps in `import_change` what each was before
 * and a digest of what it is now.
 */
export async function writeRows(
  tx: EntityManager,
  id: number,
  target: TargetTable,
  onProgress: OnProgress,
): Promise<void> {
  const { rows } = await sql<{ last: number | null }>`
    SELECT max(row) AS last FROM import_feature WHERE import_id = ${id}`.execute(tx.getKysely());
  const last = rows[0]?.last ?? 0;
  for (const step of [updateRows, createRows]) {
    for (let from = 0; from <= last; from += ROWS) {
      const part = sql`s.import_id = ${id} AND s.row >= ${from} AND s.row < ${from + ROWS}`;
      await step(id, target, part).execute(tx.getKysely());
      const half = step === updateRows ? 0 : last;
      onProgress((half + Math.min(last, from + ROWS)) / 2, last);
    }
  }
}

function updateRows(
  id: number,
  target: TargetTable,
  part: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { table, columns } = target;
  const set = Object.entries(columns).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
  const kept = sql`jsonb_build_object('import_id', t.import_id ${ALSO_KEPT[table]})`;
  return sql`
    WITH former AS MATERIALIZED (
      SELECT t.id, ${stateOf(target)} || ${kept} AS before
      FROM import_feature s JOIN ${sql.table(table)} t ON t.id = s.matched_id
      WHERE ${part} AND s.action = 'UPDATE'
    ), written AS (
      UPDATE ${sql.table(table)} t SET ${sql.join(set)}, import_id = ${id} ${ALSO_SET[table]}
      FROM import_feature s WHERE ${part} AND s.action = 'UPDATE' AND t.id = s.matched_id
      RETURNING t.id, ${digestOf(target)} AS after
    )
    INSERT INTO import_change (import_id, feature_id, before, after_digest)
    SELECT ${id}::int, id, former.before, written.after FROM written JOIN former USING (id)`;
}

function createRows(
  id: number,
  target: TargetTable,
  part: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { table, columns } = target;
  const names = Object.keys(columns).map((name) => sql.ref(name));
  const source = table === 'facility' ? { name: sql`, source`, value: sql`, 'import'` } : null;
  return sql`
    WITH written AS (
      INSERT INTO ${sql.table(table)} AS t (${sql.join(names)}, import_id ${source?.name ?? sql``})
      SELECT ${sql.join(Object.values(columns))}, ${id}::int ${source?.value ?? sql``}
      FROM import_feature s LEFT JOIN ${sql.table(table)} t ON false
      WHERE ${part} AND s.action = 'CREATE' ORDER BY s.row
      RETURNING t.id, ${digestOf(target)} AS after
    )
    INSERT INTO import_change (import_id, feature_id, after_digest)
    SELECT ${id}::int, id, after FROM written`;
}

/** Puts back what an import updated as it was before; what it created is for each table to deal with. */
export async function restoreRows(
  tx: EntityManager,
  id: number,
  { table, columns }: TargetTable,
): Promise<void> {
  const set = Object.keys(columns).map(
    (name) => sql`${sql.ref(name)} = ${sql.ref(`former.${name}`)}`,
  );
  await sql`
    UPDATE ${sql.table(table)} t
    SET ${sql.join(set)}, import_id = former.import_id ${ALSO_SET[table]}
    FROM import_change change, jsonb_populate_record(NULL::${sql.table(table)}, change.before) former
    WHERE change.import_id = ${id} AND change.before IS NOT NULL AND t.id = change.feature_id`.execute(
    tx.getKysely(),
  );
}

/** Deletes what an import created. */
export async function deleteCreated(
  tx: EntityManager,
  id: number,
  { table }: TargetTable,
): Promise<void> {
  await sql`
    DELETE FROM ${sql.table(table)} t USING import_change change
    WHERE change.import_id = ${id} AND change.before IS NULL AND t.id = change.feature_id`.execute(
    tx.getKysely(),
  );
}
