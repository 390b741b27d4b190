import { type RawBuilder, sql } from 'kysely';
import { SAME_FACILITY_METERS } from '../match/same-facility.ts';
import type { ImportTarget } from '../staged/fields.ts';
import type { Check } from './check.ts';

/** Two facilities of the same kind within this distance are probably the same one, whatever their names. */
const PROBABLY_SAME_METERS = 10;

/** Checks for features that the file holds twice, or the hub under another name. */
export function duplicateChecks(id: number, target: ImportTarget): Check[] {
  const always = [repeatedKeys(id, sql`code`), repeatedKeys(id, sql`matched_id`)];
  return target === 'FACILITIES'
    ? [...always, repeatedPlaces(id), probableDuplicates(id), retired(id)]
    : always;
}

/** Rows with the same key as an earlier one. */
function repeatedKeys(id: number, key: RawBuilder<unknown>): Check {
  return {
    code: 'DUPLICATE_IN_FILE',
    severity: 'ERROR',
    field: 'CODE',
    rows: sql`SELECT row, value, NULL::text, first::float8 FROM (
        SELECT row, coalesce(code, name) AS value, first_value(row) OVER same AS first
        FROM import_feature WHERE import_id = ${id} AND ${key} IS NOT NULL
          AND action IS DISTINCT FROM 'SKIP'
        WINDOW same AS (PARTITION BY ${key} ORDER BY row)
      ) counted WHERE row <> first
        AND NOT EXISTS (SELECT 1 FROM import_issue i WHERE i.import_id = ${id}
          AND i.row = counted.row AND i.code = 'DUPLICATE_IN_FILE')`,
  };
}

/** Rows of the same facility without codes: same kind, same name, nearby. */
function repeatedPlaces(id: number): Check {
  return {
    code: 'DUPLICATE_IN_FILE',
    severity: 'ERROR',
    field: 'NAME',
    // Row by row and by place first: a file may hold thousands of the same name.
    rows: sql`SELECT later.row, later.name, NULL::text, earlier.first::float8
      FROM import_feature later CROSS JOIN LATERAL (
        SELECT min(e.row) AS first FROM import_feature e
        WHERE e.import_id = ${id} AND e.geometry && ${around(sql`later.geometry`)}
          AND e.name = later.name AND e.kind_id = later.kind_id AND e.row < later.row
          AND (e.code IS NULL OR later.code IS NULL) AND e.action = 'CREATE'
          AND ST_DWithin(e.geometry::geography, later.geometry::geography, ${SAME_FACILITY_METERS})
      ) earlier
      WHERE later.import_id = ${id} AND later.action = 'CREATE' AND earlier.first IS NOT NULL`,
  };
}

/** A box that holds all within {@link SAME_FACILITY_METERS} of a point: staged rows are indexed by degrees. */
function around(point: RawBuilder<unknown>): RawBuilder<unknown> {
  const degrees = SAME_FACILITY_METERS / 100_000;
  return sql`ST_Expand(${point}, ${degrees} / greatest(cos(radians(ST_Y(${point}))), 0.001), ${degrees})`;
}

/** New facilities that stand next to a stored one of the same kind. */
function probableDuplicates(id: number): Check {
  return {
    code: 'DUPLICATE_OF_EXISTING',
    severity: 'WARNING',
    rows: sql`SELECT s.row, s.name, twin.name, twin.meters
      FROM import_feature s CROSS JOIN LATERAL (
        SELECT f.name, ST_Distance(f.location::geography, s.geometry::geography) AS meters
        FROM facility f WHERE f.active AND f.kind_id = s.kind_id
          AND ST_DWithin(f.location::geography, s.geometry::geography, ${PROBABLY_SAME_METERS})
        ORDER BY meters, f.id LIMIT 1
      ) twin WHERE s.import_id = ${id} AND s.action = 'CREATE'`,
  };
}

/** Rows of facilities that somebody retired. Those retired by the undo of an import may be imported again. */
function retired(id: number): Check {
  return {
    code: 'RETIRED',
    severity: 'ERROR',
    field: 'CODE',
    rows: sql`SELECT s.row, coalesce(s.code, s.name), f.name, NULL::float8
      FROM import_feature s JOIN facility f ON f.id = s.matched_id
      WHERE s.import_id = ${id} AND s.action <> 'SKIP' AND NOT f.active
        AND coalesce((SELECT h.action <> 'UNDO' OR h.import_id IS NULL FROM facility_change h WHERE h.facility_id = f.id
          ORDER BY h.version DESC LIMIT 1), true)`,
  };
}
