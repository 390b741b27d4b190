import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Import, ImportState } from '../../db/entities/import.ts';
import { personOf, type Viewer } from '../auth/viewer.ts';
import { type Connection, findPage, type List, type Ordering } from '../shared/connection.ts';
import { NotFoundError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import { instant } from '../shared/instant.ts';
import type { Page } from '../shared/page.ts';
import type { FileFacts, ImportSettings } from './settings.ts';
import type { SystemGuess } from './system-guess.ts';

/** Rows by what would become, or became, of them; and those with something wrong. */
export interface ImportCounts {
  readonly create: number;
  readonly update: number;
  readonly same: number;
  readonly skip: number;
  readonly errors: number;
  readonly warnings: number;
  /** Features that an undo left as they are, because somebody changed them since. */
  readonly left?: number;
}

/** Why a file could not be read. */
export interface ImportProblem {
  readonly code: string;
  readonly row: number | null;
  readonly message: string;
}

/** An import as it is read. */
export type ImportRow = Omit<Import, 'createdAt' | 'committedAt' | 'undoneAt'> & {
  /** RFC 3339, UTC. */
  createdAt: string;
  committedAt: string | null;
  undoneAt: string | null;
  /** All of them once the file was looked at; before, what was asked for. */
  settings: Partial<ImportSettings>;
  file: FileFacts | null;
  guess: SystemGuess | null;
  problem: ImportProblem | null;
  counts: Partial<ImportCounts>;
  rowsRead: number;
  rowsExpected: number | null;
  /** Whether whoever reads it has given a sign of life lately. */
  isAlive: boolean;
  dataVersion: string | null;
};

/** Whoever reads a file gives a sign of life at least this often. */
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

/** Imports that were not given up, newest first. */
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

/** The same, held until the transaction ends: meanwhile nobody gives it up or has it read otherwise. */
export async function holdImport(tx: EntityManager, id: number, field: string): Promise<ImportRow> {
  await sql`SELECT 1 FROM import WHERE id = ${id} FOR NO KEY UPDATE`.execute(tx.getKysely());
  return getImport(tx, id, field);
}

/** In whose name a viewer imports. */
export function importerOf(viewer: Viewer): { id: number | null; name: string } {
  const person = personOf(viewer);
  return person
    ? { id: person.personId, name: person.displayName }
    : { id: null, name: 'operator' };
}

/** Enters an import whose file is about to be read. */
export async function createImport(
  em: EntityManager,
  viewer: Viewer,
  file: { readonly name: string; readonly bytes: number },
): Promise<number> {
  const { id, name } = importerOf(viewer);
  const { rows } = await sql<{ id: number }>`
    INSERT INTO import (file_name, size_bytes, state, person_id, actor)
    VALUES (${file.name}, ${file.bytes}, 'READING', ${id}, ${name}) RETURNING id`.execute(
    em.getKysely(),
  );
  return rows[0]?.id as number;
}

/** What reading finds out about an import. */
export interface ImportPatch {
  readonly state?: ImportState;
  readonly settings?: Partial<ImportSettings>;
  readonly file?: FileFacts;
  readonly guess?: SystemGuess;
  readonly problem?: ImportProblem;
  readonly counts?: ImportCounts;
  readonly rowsRead?: number;
  readonly rowsExpected?: number | null;
}

/** Keeps what reading an import has found out so far; says whether it is still wanted in this version. */
export async function noteReading(
  em: EntityManager,
  { id, version }: { id: number; version: number },
  patch: ImportPatch,
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

/** Has a file read again, by other settings. The version it makes is that of what will be seen. */
export async function readAgain(
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

/** Changes what is done with rows that have errors; nothing has to be read again for that. */
export async function keepSkipErrors(
  em: EntityManager,
  id: number,
  skipErrors: boolean,
): Promise<void> {
  await sql`
    UPDATE import SET settings = settings || ${JSON.stringify({ skipErrors })}::jsonb
    WHERE id = ${id} AND state = 'READY'`.execute(em.getKysely());
}

/** Gives imports up: one, or those that nobody has committed within a day. Returns them. */
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

/** Counts the staged rows by what would become of them, and those with something wrong. */
export async function countRows(em: EntityManager, id: number): Promise<ImportCounts> {
  const { rows } = await sql<ImportCounts>`
    SELECT count(*) FILTER (WHERE action = 'CREATE')::int AS create,
      count(*) FILTER (WHERE action = 'UPDATE')::int AS update,
      count(*) FILTER (WHERE action = 'SAME')::int AS same,
      count(*) FILTER (WHERE action = 'SKIP')::int AS skip,
      (SELECT count(DISTINCT row)::int FROM import_issue
        WHERE import_id = ${id} AND severity = 'ERROR') AS errors,
      (SELECT count(DISTINCT row)::int FROM import_issue
        WHERE import_id = ${id} AND severity = 'WARNING') AS warnings
    FROM import_feature WHERE import_id = ${id}`.execute(em.getKysely());
  return rows[0] as ImportCounts;
}
