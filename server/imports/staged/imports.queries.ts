import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { personOf, type Viewer } from '../../access/viewer.ts';
import { type Connection, findPage, type List, type Ordering } from '../../lists/connection.ts';
import type { Page } from '../../lists/page.ts';
import { NotFoundError } from '../../shared/errors.ts';
import { globalId } from '../../shared/ids.ts';
import { instant } from '../../shared/instant.ts';
import type { ImportCounts, ImportProblem, ImportRow, ImportState } from './import-row.ts';
import type { FileFacts, ImportSettings } from './settings.ts';
import type { SystemGuess } from './system-guess.ts';

/** A process that reads a file updates `touched_at` more often than this. */
const ALIVE_SECONDS = 120;

const COLUMNS = sql`i.id, i.file_name AS "fileName", i.size_bytes::float8 AS "sizeBytes", i.state,
  i.version, i.settings, i.file, i.guess, i.problem, i.counts, i.rows_read AS "rowsRead",
  i.rows_expected AS "rowsExpected", i.data_version::text AS "dataVersion", i.actor,
  i.touched_at > now() - make_interval(secs => ${sql.lit(ALIVE_SECONDS)}) AS "isAlive",
  ${instant('i.created_at')} AS "createdAt", ${instant('i.committed_at')} AS "committedAt",
  ${instant('i.undone_at')} AS "undoneAt", i.undone_by AS "undoneBy"`;

const NEWEST_FIRST: Ordering = {
  name: 'imports',
  direction: 'DESC',
  key: sql`i.id`,
  type: 'int4',
};
/** Name of the ordering, for its cursors. */
export const IMPORT_ORDER = NEWEST_FIRST.name;

/** A page of the imports that were not discarded, newest first. */
export function findImports(em: EntityManager, page: Page): Promise<Connection<ImportRow>> {
  const list: List = {
    columns: COLUMNS,
    from: sql`import i`,
    id: sql`i.id`,
    where: [sql`i.state <> 'DISCARDED'`],
    ordering: NEWEST_FIRST,
  };
  return findPage(em, list, page);
}

/** The import with this id. @throws NOT_FOUND naming `field` */
export async function getImport(em: EntityManager, id: number, field: string): Promise<ImportRow> {
  const { rows } = await sql<ImportRow>`
    SELECT ${COLUMNS} FROM import i WHERE i.id = ${id}`.execute(em.getKysely());
  if (rows[0]) return rows[0];
  throw new NotFoundError(field, `${field}: there is no import ${globalId('import', id)}.`);
}

/**
 * The import with this id, locked until the transaction ends: nobody else can discard it or change its settings.
 * @throws NOT_FOUND naming `field`
 */
export async function lockImport(tx: EntityManager, id: number, field: string): Promise<ImportRow> {
  await sql`SELECT 1 FROM import WHERE id = ${id} FOR NO KEY UPDATE`.execute(tx.getKysely());
  return getImport(tx, id, field);
}

/** The person who imports, by id and name; the operator has no id. */
export interface Author {
  readonly id: number | null;
  readonly name: string;
}

/** The author of what a viewer imports. */
export function authorOf(viewer: Viewer): Author {
  const person = personOf(viewer);
  return person
    ? { id: person.personId, name: person.displayName }
    : { id: null, name: 'operator' };
}

/** Inserts an import whose file is about to be read; returns its id. */
export async function createImport(
  em: EntityManager,
  viewer: Viewer,
  file: { readonly name: string; readonly bytes: number },
): Promise<number> {
  const { id, name } = authorOf(viewer);
  const { rows } = await sql<{ id: number }>`
    INSERT INTO import (file_name, size_bytes, state, person_id, actor)
    VALUES (${file.name}, ${file.bytes}, 'READING', ${id}, ${name}) RETURNING id`.execute(
    em.getKysely(),
  );
  return rows[0]?.id as number;
}

/** What the reading of a file adds to its import; what is left out stays. */
export interface ReadingPatch {
  readonly state?: ImportState;
  readonly settings?: Partial<ImportSettings>;
  readonly file?: FileFacts;
  readonly guess?: SystemGuess;
  readonly problem?: ImportProblem;
  readonly counts?: ImportCounts;
  readonly rowsRead?: number;
  readonly rowsExpected?: number | null;
}

/** Stores how far the reading has come. Returns false when this version of the import is no longer being read. */
export async function updateReading(
  em: EntityManager,
  { id, version }: { id: number; version: number },
  patch: ReadingPatch,
): Promise<boolean> {
  const json = (value: object | undefined): string | null => (value ? JSON.stringify(value) : null);
  const { numAffectedRows } = await sql`
    UPDATE import SET touched_at = now(), state = coalesce(${patch.state ?? null}::text, state),
      settings = coalesce(${json(patch.settings)}::jsonb, settings),
      file = coalesce(${json(patch.file)}::jsonb, file),
      guess = coalesce(${json(patch.guess)}::jsonb, guess),
      problem = coalesce(${json(patch.problem)}::jsonb, problem),
      counts = coalesce(${json(patch.counts)}::jsonb, counts),
      rows_read = coalesce(${patch.rowsRead ?? null}::int, rows_read),
      rows_expected = coalesce(${patch.rowsExpected ?? null}::int, rows_expected)
    WHERE id = ${id} AND version = ${version} AND state = 'READING'`.execute(em.getKysely());
  return numAffectedRows === 1n;
}

/**
 * Sets an import back to READING, with other settings and the next version. Returns false when the version is not
 * the current one, or the import is committed, undone or discarded.
 */
export async function restartReading(
  em: EntityManager,
  { id, version }: { id: number; version: number },
  settings: Partial<ImportSettings>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE import SET state = 'READING', version = version + 1, touched_at = now(), problem = NULL,
      settings = ${JSON.stringify(settings)}::jsonb, counts = '{}', rows_read = 0
    WHERE id = ${id} AND version = ${version} AND state IN ('READING', 'READY', 'FAILED')`.execute(
    em.getKysely(),
  );
  return numAffectedRows === 1n;
}

/** Sets whether rows with errors are left out. The file is not read again for that. */
export async function updateSkipErrors(
  em: EntityManager,
  id: number,
  skipErrors: boolean,
): Promise<void> {
  await sql`
    UPDATE import SET settings = settings || ${JSON.stringify({ skipErrors })}::jsonb
    WHERE id = ${id} AND state = 'READY'`.execute(em.getKysely());
}

/** Discards one import, or all that were not committed within a day. Returns the ids of those discarded. */
export async function discardImports(
  em: EntityManager,
  which: { readonly id: number } | 'abandoned',
): Promise<number[]> {
  const where =
    which === 'abandoned' ? sql`created_at < now() - interval '1 day'` : sql`id = ${which.id}`;
  const { rows } = await sql<{ id: number }>`
    UPDATE import SET state = 'DISCARDED'
    WHERE ${where} AND state IN ('READING', 'READY', 'FAILED') RETURNING id`.execute(
    em.getKysely(),
  );
  return rows.map(({ id }) => id);
}
