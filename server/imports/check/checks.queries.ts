import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { candidatesByText, communitiesByText } from '../match/lookup.queries.ts';
import { isNamedInFile } from '../match/match-regions.queries.ts';
import { type ImportTarget, TARGETS } from '../staged/fields.ts';
import type { IssueSeverity } from '../staged/issues.ts';
import type { ImportSettings } from '../staged/settings.ts';
import type { Check } from './check.ts';
import { duplicateChecks } from './duplicate-checks.ts';
import { placeChecks } from './place-checks.ts';
import { plausibilityChecks } from './plausibility-checks.ts';

/** Stores the issues of the matched rows; rows with errors are left out of the import. */
export async function checkRows(
  em: EntityManager,
  id: number,
  { target, createRegions }: Pick<ImportSettings, 'target' | 'createRegions'>,
): Promise<void> {
  const checks = [
    ...valueChecks(id, target),
    ...referenceChecks(id, target, createRegions),
    ...placeChecks(id, target),
    ...duplicateChecks(id, target),
    ...plausibilityChecks(id, target),
  ];
  for (const check of checks) await runCheck(em, id, check);
  await skipErrors(em, id);
}

/** Sets the action of rows with errors to SKIP. */
export async function skipErrors(em: EntityManager, id: number): Promise<void> {
  await sql`
    UPDATE import_feature s SET action = 'SKIP'
    WHERE s.import_id = ${id} AND s.action IS DISTINCT FROM 'SKIP' AND EXISTS (
      SELECT 1 FROM import_issue i
      WHERE i.import_id = ${id} AND i.row = s.row AND i.severity = 'ERROR'
    )`.execute(em.getKysely());
}

async function runCheck(em: EntityManager, id: number, check: Check): Promise<void> {
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
          AND ${sql.ref(field.toLowerCase())} IS NULL`,
    }),
  );
  // A region without a boundary has that of its communities.
  if (!geometry || target === 'REGIONS') return missing;
  const withoutPlace: Check = {
    code: 'MISSING_GEOMETRY',
    // A community can do without a boundary; then nothing is known of its coverage.
    severity: target === 'COMMUNITIES' ? 'WARNING' : 'ERROR',
    field: 'GEOMETRY',
    // As long as no system is chosen no place is read: then that is what is to be told.
    rows: sql`SELECT row, NULL::text, NULL::text, NULL::float8 FROM import_feature
      WHERE import_id = ${id} AND action = 'CREATE' AND geometry IS NULL
        AND NOT EXISTS (SELECT 1 FROM import_issue WHERE import_id = ${id} AND code = 'REFUSED_SYSTEM')`,
  };
  return [...missing, withoutPlace];
}

function referenceChecks(id: number, target: ImportTarget, createRegions: boolean): Check[] {
  const isMade = createRegions ? sql`s.new_region IS NOT NULL` : sql`false`;
  switch (target) {
    case 'REGIONS':
      return [unknownRegions(id, isNamedInFile(id))];
    case 'FACILITIES':
      return [unknownKinds(id), unknownCommunities(id, 'WARNING')];
    case 'COMMUNITIES':
      return [unknownRegions(id, isMade), withoutRegion(id, isMade)];
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

/** Facilities are assigned by place, whatever community the file names: a warning. Grids and cells need theirs: an error. */
function unknownCommunities(id: number, severity: IssueSeverity): Check {
  const isUnknown = severity === 'ERROR' ? sql`s.home_id IS NULL` : sql`known.number IS NULL`;
  return {
    code: 'UNKNOWN_COMMUNITY',
    severity,
    field: 'COMMUNITY',
    rows: sql`WITH ${communitiesByText(sql`s.import_id = ${id}`)},
        ${candidatesByText('community', sql`community_value`)}
      SELECT s.row, s.community, candidate.names, candidate.number
      FROM import_feature s LEFT JOIN community_of known ON known.value = s.community
      LEFT JOIN candidate ON candidate.value = s.community
      WHERE s.import_id = ${id} AND s.action <> 'SKIP' AND s.community IS NOT NULL
        AND ${isUnknown}`,
  };
}

/** Regions that rows name and that are not there, unless they will be. */
function unknownRegions(id: number, willBeThere: RawBuilder<unknown>): Check {
  const unknown = sql`unknown AS MATERIALIZED (
    SELECT s.row, s.region AS value FROM import_feature s
    WHERE s.import_id = ${id} AND s.action <> 'SKIP'
      AND s.region IS NOT NULL AND s.region_id IS NULL AND NOT ${willBeThere})`;
  return {
    code: 'UNKNOWN_REGION',
    severity: 'ERROR',
    field: 'REGION',
    rows: sql`WITH ${unknown}, ${candidatesByText('region', sql`unknown`)}
      SELECT s.row, s.value, candidate.names, candidate.number
      FROM unknown s LEFT JOIN candidate ON candidate.value = s.value`,
  };
}

function withoutRegion(id: number, isMade: RawBuilder<unknown>): Check {
  return {
    code: 'MISSING_VALUE',
    severity: 'ERROR',
    field: 'REGION',
    rows: sql`SELECT s.row, NULL::text, NULL::text, NULL::float8 FROM import_feature s
      WHERE s.import_id = ${id} AND s.action = 'CREATE' AND s.region IS NULL
        AND s.region_id IS NULL AND NOT ${isMade}`,
  };
}

/** Indicators are figures of stored communities: none can be created. */
function unknownSubjects(id: number): Check {
  const unknown = sql`unknown AS MATERIALIZED (
    SELECT s.row, coalesce(s.code, s.name) AS value FROM import_feature s
    WHERE s.import_id = ${id} AND s.action = 'CREATE')`;
  return {
    code: 'UNKNOWN_COMMUNITY',
    severity: 'ERROR',
    field: 'CODE',
    rows: sql`WITH ${unknown}, ${candidatesByText('community', sql`unknown`)}
      SELECT s.row, s.value, candidate.names, candidate.number
      FROM unknown s LEFT JOIN candidate ON candidate.value = s.value`,
  };
}
