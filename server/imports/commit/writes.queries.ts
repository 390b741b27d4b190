import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { digestOf, rowAsJson, type TargetTable } from '../match/target-columns.ts';
import { getLastRow } from '../staged/staging.queries.ts';

/** Rows of the file that are written by one statement. */
const ROWS_PER_STATEMENT = 50_000;

/** Called with the number of rows that are written, and of all rows of the file. */
export type OnProgress = (done: number, total: number) => void;

/** Columns that every update of a table sets besides those that are imported. */
const ALSO_SET: Readonly<Record<TargetTable['table'], RawBuilder<unknown>>> = {
  region: sql``,
  facility: sql`, version = t.version + 1, updated_at = now()`,
  community: sql`, version = t.version + 1`,
  grid: sql``,
  resident_cell: sql``,
};
/** Columns that are stored for an undo besides those that are imported. */
const ALSO_KEPT: Readonly<Record<TargetTable['table'], RawBuilder<unknown>>> = {
  region: sql``,
  facility: sql`, 'community_id', t.community_id`,
  community: sql``,
  grid: sql``,
  resident_cell: sql``,
};

/**
 * Writes the staged rows of an import that meet `where` into their table. `import_change` gets what each feature was before, and a
 * digest of what it is now.
 */
export async function writeRows(
  tx: EntityManager,
  id: number,
  target: TargetTable,
  onProgress: OnProgress,
  where: RawBuilder<unknown> = sql`true`,
): Promise<void> {
  const last = await getLastRow(tx, id);
  for (const step of [updateRows, createRows]) {
    for (let from = 0; from <= last; from += ROWS_PER_STATEMENT) {
      const part = sql`s.import_id = ${id} AND s.row >= ${from} AND s.row < ${from + ROWS_PER_STATEMENT}
        AND ${where}`;
      await step(id, target, part).execute(tx.getKysely());
      const half = step === updateRows ? 0 : last;
      onProgress((half + Math.min(last, from + ROWS_PER_STATEMENT)) / 2, last);
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
      SELECT t.id, ${rowAsJson(target)} || ${kept} AS before
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

/** Sets the features that an import updated back to their values from before. */
export async function restoreUpdated(
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

/** Retires the facilities that an import created. */
export async function retireCreated(tx: EntityManager, id: number): Promise<void> {
  await sql`
      UPDATE facility t SET active = false, version = t.version + 1, updated_at = now()
      FROM import_change change WHERE change.import_id = ${id} AND change.before IS NULL
        AND t.id = change.feature_id`.execute(tx.getKysely());
}

/** Deletes the features that an import created. */
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
