import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { Issue } from './issues.ts';
import type { StagedRow } from './staged-row.ts';

/** The table in which the rows of an import wait: a partition of `import_feature`, quickly made and dropped. */
function partitionOf(id: number): RawBuilder<unknown> {
  return sql.id(`import_feature_${id}`);
}

/** Makes room for the rows of an import; what it staged before is gone. */
export async function clearStaging(em: EntityManager, id: number): Promise<void> {
  await dropStaging(em, id);
  await sql`CREATE TABLE ${partitionOf(id)}
    PARTITION OF import_feature FOR VALUES IN (${sql.lit(id)})`.execute(em.getKysely());
}

/** Takes away the rows and the issues of an import. */
export async function dropStaging(em: EntityManager, id: number): Promise<void> {
  const db = em.getKysely();
  await sql`DROP TABLE IF EXISTS ${partitionOf(id)}`.execute(db);
  await sql`DELETE FROM import_issue WHERE import_id = ${id}`.execute(db);
}

/** Stages some rows with what is wrong with them. */
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
  await sql`
    INSERT INTO import_feature (import_id, row, geometry, code, name, name_en, kind, community,
      region, address, opening, note, population_date, residents, households, status, modelled,
      attributes)
    SELECT ${id}::int, r.row, CASE WHEN r.shape IS NULL THEN ST_SetSRID(ST_MakePoint(r.x, r.y), 4326)
        ELSE ST_SetSRID(ST_GeomFromGeoJSON(r.shape), 4326) END,
      r.code, r.name, r.name_en, r.kind, r.community, r.region, r.address, r.opening, r.note,
      r.population_date, r.residents, r.households, r.status, r.modelled, r.attributes
    FROM json_to_recordset(${JSON.stringify(records)}::json) AS r(row int, x float8, y float8,
      shape text, code text, name text, name_en text, kind text, community text, region text,
      address text, opening text, note text, population_date text, residents int, households int,
      status text, modelled boolean, attributes jsonb)`.execute(em.getKysely());
  await keepIssues(
    em,
    id,
    rows.flatMap(({ issues }) => issues),
  );
}

/** Keeps what is wrong with an import. */
export async function keepIssues(
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

/** Lets the database find staged rows by their place. */
export async function indexStaging(em: EntityManager, id: number): Promise<void> {
  const db = em.getKysely();
  await sql`CREATE INDEX ON ${partitionOf(id)} USING gist (geometry)`.execute(db);
  await surveyStaging(em, id);
}

/**
 * Lets the database know what the staged rows are like by now. What it believes of a million rows decides
 * between a second and an hour: it would take all of them for not matched yet.
 */
export async function surveyStaging(em: EntityManager, id: number): Promise<void> {
  await sql`ANALYZE ${partitionOf(id)}`.execute(em.getKysely());
}
