import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Check } from './check.ts';
import { duplicateChecks } from './duplicate-checks.ts';
import { type ImportField, type ImportTarget, TARGETS } from './fields.ts';
import type { IssueSeverity } from './issues.ts';
import { communitiesSaid } from './lookup.queries.ts';
import { placeChecks } from './place-checks.ts';

/** Columns of `import_feature` that must be there in what is new. */
const COLUMN_OF: Partial<Record<ImportField, string>> = {
  CODE: 'code',
  NAME: 'name',
  KIND: 'kind',
  RESIDENTS: 'residents',
};

/** Keeps what is wrong with the rows of an import, now that they are matched; rows with errors are skipped. */
export async function checkRows(
  em: EntityManager,
  id: number,
  target: ImportTarget,
): Promise<void> {
  const checks = [
    ...valueChecks(id, target),
    ...referenceChecks(id, target),
    ...placeChecks(id, target),
    ...duplicateChecks(id, target),
  ];
  for (const check of checks) await keep(em, id, check);
  await skipErrors(em, id);
}

/** Rows with errors are not imported. */
export async function skipErrors(em: EntityManager, id: number): Promise<void> {
  await sql`
    UPDATE import_feature s SET action = 'SKIP'
    WHERE s.import_id = ${id} AND s.action IS DISTINCT FROM 'SKIP' AND EXISTS (
      SELECT 1 FROM import_issue i
      WHERE i.import_id = ${id} AND i.row = s.row AND i.severity = 'ERROR'
    )`.execute(em.getKysely());
}

async function keep(em: EntityManager, id: number, check: Check): Promise<void> {
  await sql`
    INSERT INTO import_issue (import_id, row, code, severity, field, value, detail, figure)
    SELECT ${id}::int, found.row, ${check.code}, ${check.severity}, ${check.field ?? null}::text,
      left(found.value, 100), found.detail, found.figure
    FROM (${check.rows}) AS found (row, value, detail, figure)
    ORDER BY found.row`.execute(em.getKysely());
}

function valueChecks(id: number, target: ImportTarget): Check[] {
  const { required, geometry } = TARGETS[target];
  const missing = required.map(
    (field): Check => ({
      code: 'MISSING_VALUE',
      severity: 'ERROR',
      field,
      rows: sql`SELECT row, NULL::text, NULL::text, NULL::float8 FROM import_feature
        WHERE import_id = ${id} AND action = 'CREATE'
          AND ${sql.ref(COLUMN_OF[field] as string)} IS NULL`,
    }),
  );
  if (!geometry) return missing;
  const withoutPlace: Check = {
    code: 'MISSING_GEOMETRY',
    // A community can do without a boundary; then nothing is known of its coverage.
    severity: target === 'COMMUNITIES' ? 'WARNING' : 'ERROR',
    field: 'GEOMETRY',
    rows: sql`SELECT row, NULL::text, NULL::text, NULL::float8 FROM import_feature
      WHERE import_id = ${id} AND action = 'CREATE' AND geometry IS NULL`,
  };
  return [...missing, withoutPlace];
}

function referenceChecks(id: number, target: ImportTarget): Check[] {
  switch (target) {
    case 'FACILITIES':
      return [unknownKinds(id), unknownCommunities(id, 'WARNING')];
    case 'COMMUNITIES':
      return [unknownRegions(id), withoutRegion(id)];
    case 'INDICATORS':
      return [unknownSubjects(id)];
    case 'GRIDS':
    case 'RESIDENT_CELLS':
      return [unknownCommunities(id, 'ERROR')];
  }
}

function unknownKinds(id: number): Check {
  return {
    code: 'UNKNOWN_KIND',
    severity: 'ERROR',
    field: 'KIND',
    rows: sql`SELECT row, kind,
        (SELECT string_agg(k.code || ' ' || k.name, ', ' ORDER BY k.code) FROM facility_kind k),
        NULL::float8
      FROM import_feature WHERE import_id = ${id} AND action <> 'SKIP'
        AND kind IS NOT NULL AND kind_id IS NULL`,
  };
}

/** Facilities belong to where they stand, whatever the file says; grids and cells to whom the file says. */
function unknownCommunities(id: number, severity: IssueSeverity): Check {
  const isUnknown = severity === 'ERROR' ? sql`s.home_id IS NULL` : sql`known.number IS NULL`;
  return {
    code: 'UNKNOWN_COMMUNITY',
    severity,
    field: 'COMMUNITY',
    rows: sql`WITH ${communitiesSaid(id)}
      SELECT s.row, s.community, CASE WHEN known.number > 1 THEN known.number::text END, NULL::float8
      FROM import_feature s LEFT JOIN community_of known ON known.said = s.community
      WHERE s.import_id = ${id} AND s.action <> 'SKIP' AND s.community IS NOT NULL
        AND ${isUnknown}`,
  };
}

function unknownRegions(id: number): Check {
  return {
    code: 'UNKNOWN_REGION',
    severity: 'ERROR',
    field: 'REGION',
    rows: sql`SELECT s.row, s.region, (SELECT nullif(count(*), 0)::text FROM region r
          WHERE s.region IN (r.code, r.name, r.name_simplified)), NULL::float8
      FROM import_feature s WHERE s.import_id = ${id} AND s.action <> 'SKIP'
        AND s.region IS NOT NULL AND s.region_id IS NULL`,
  };
}

function withoutRegion(id: number): Check {
  return {
    code: 'MISSING_VALUE',
    severity: 'ERROR',
    field: 'REGION',
    rows: sql`SELECT row, NULL::text, NULL::text, NULL::float8 FROM import_feature
      WHERE import_id = ${id} AND action = 'CREATE' AND region IS NULL AND region_id IS NULL`,
  };
}

/** Indicators are figures of communities that are there. */
function unknownSubjects(id: number): Check {
  return {
    code: 'UNKNOWN_COMMUNITY',
    severity: 'ERROR',
    field: 'CODE',
    rows: sql`SELECT s.row, coalesce(s.code, s.name), (SELECT nullif(count(*), 0)::text
        FROM community c WHERE s.code IS NULL AND s.name IN (c.name, c.name_simplified)), NULL::float8
      FROM import_feature s WHERE s.import_id = ${id} AND s.action = 'CREATE'`,
  };
}
