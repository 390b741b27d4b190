import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { IMPORT_FIELDS, type ImportValues } from './fields.ts';
import type { ImportCounts } from './import-row.ts';
import type { Issue } from './issues.ts';
import type { StagedRow } from './staged-row.ts';

const TYPES: Readonly<Record<ImportValues, string>> = {
  text: 'text',
  count: 'integer',
  month: 'text',
  status: 'text',
  yesNo: 'boolean',
  level: 'text',
};

/** The columns of `import_feature` that hold values of the file, with their types. */
export const STAGED_COLUMNS = Object.entries(IMPORT_FIELDS).flatMap(([field, { values }]) =>
  values ? [{ name: field.toLowerCase(), type: TYPES[values] }] : [],
);

/** The staged rows of one import: a partition of `import_feature`, which is made and dropped quickly. */
function partitionOf(id: number): RawBuilder<unknown> {
  return sql.id(`import_feature_${id}`);
}

/** Makes an empty partition for the rows of an import; rows and issues that it had are deleted. */
export async function clearStaging(em: EntityManager, id: number): Promise<void> {
  await dropStaging(em, id);
  await sql`CREATE TABLE ${partitionOf(id)}
    PARTITION OF import_feature FOR VALUES IN (${sql.lit(id)})`.execute(em.getKysely());
}

/** Deletes the staged rows of an import, their issues, and the regions that it would make. */
export async function dropStaging(em: EntityManager, id: number): Promise<void> {
  const db = em.getKysely();
  await sql`DROP TABLE IF EXISTS ${partitionOf(id)}`.execute(db);
  await sql`DELETE FROM import_issue WHERE import_id = ${id}`.execute(db);
  await sql`DELETE FROM import_region WHERE import_id = ${id}`.execute(db);
}

/** Inserts rows with their issues. */
export async function stageRows(
  em: EntityManager,
  id: number,
  rows: readonly StagedRow[],
): Promise<void> {
  const records = rows.map(({ row, values, attributes, geometry }) => {
    const [x, y] = geometry?.type === 'Point' ? geometry.coordinates : [];
    const shape = geometry && geometry.type !== 'Point' ? JSON.stringify(geometry) : undefined;
    return { row, ...values, attributes, x, y, shape };
  });
  const names = STAGED_COLUMNS.map(({ name }) => sql.ref(name));
  const given = STAGED_COLUMNS.map(({ name }) => sql.ref(`r.${name}`));
  const types = STAGED_COLUMNS.map(({ name, type }) => sql`${sql.ref(name)} ${sql.raw(type)}`);
  await sql`
    INSERT INTO import_feature (import_id, row, geometry, attributes, ${sql.join(names)})
    SELECT ${id}::int, r.row, CASE WHEN r.shape IS NULL THEN ST_SetSRID(ST_MakePoint(r.x, r.y), 4326)
        ELSE ST_SetSRID(ST_GeomFromGeoJSON(r.shape), 4326) END, r.attributes, ${sql.join(given)}
    FROM json_to_recordset(${JSON.stringify(records)}::json) AS r(row int, x float8, y float8,
      shape text, attributes jsonb, ${sql.join(types)})`.execute(em.getKysely());
  await insertIssues(
    em,
    id,
    rows.flatMap(({ issues }) => issues),
  );
}

/** Inserts issues. */
export async function insertIssues(
  em: EntityManager,
  id: number,
  issues: readonly Issue[],
): Promise<void> {
  if (issues.length === 0) return;
  await sql`
    INSERT INTO import_issue (import_id, row, code, severity, field, value, detail, figure)
    SELECT ${id}::int, i.row, i.code, i.severity, i.field, i.value, i.detail, i.figure
    FROM json_to_recordset(${JSON.stringify(issues)}::json) AS i(row int, code text, severity text,
      field text, value text, detail text, figure float8)`.execute(em.getKysely());
}

/** Indexes the staged rows by their geometry, and analyzes them. */
export async function indexStaging(em: EntityManager, id: number): Promise<void> {
  const db = em.getKysely();
  await sql`CREATE INDEX ON ${partitionOf(id)} USING gist (geometry)`.execute(db);
  await analyzeStaging(em, id);
}

/**
 * Updates the planner's statistics of the staged rows; call it after every step that changes many. With old
 * statistics the planner takes a million matched rows for unmatched, and a query of a second takes an hour.
 */
export async function analyzeStaging(em: EntityManager, id: number): Promise<void> {
  await sql`ANALYZE ${partitionOf(id)}`.execute(em.getKysely());
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

/** The number of the last staged row; 0 when there is none. */
export async function getLastRow(em: EntityManager, id: number): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    SELECT max(row) AS last FROM import_feature WHERE import_id = ${id}`.execute(em.getKysely());
  return rows[0]?.last ?? 0;
}
