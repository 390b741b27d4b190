import { type RawBuilder, sql } from 'kysely';
import { communitiesByText } from '../match/lookup.queries.ts';
import { SAME_FACILITY_METERS } from '../match/same-facility.ts';
import type { ImportTarget } from '../staged/fields.ts';
import type { IssueCode } from '../staged/issues.ts';
import type { Check } from './check.ts';

/** The share of its rows outside all communities from which a file is probably of another city, or shifted. */
const MOSTLY = 0.5;
/** A name that more facilities of a kind have tells nothing. */
const MOST_NAMESAKES = 20;
/** A boundary that keeps less than this share of its area, or grows as much, is probably that of something else. */
const SHRINKS = 0.5;
/**
 * Rows by which a shift of all is told, shares of them inside before and after, the shortest shift in meters, and how
 * many rows are looked at.
 */
const SHIFTED = { rows: 5, before: 0.5, after: 0.8, meters: 20, sample: 2_000 };

/** What nobody would say of a file if it were right, and what nothing else would notice. */
export function plausibilityChecks(id: number, target: ImportTarget): Check[] {
  switch (target) {
    case 'FACILITIES':
      return [
        outsideCity(id),
        sameElsewhere(id),
        shifted(id),
        mostlyOutside(id, sql`s.home_id IS NULL`),
      ];
    case 'COMMUNITIES':
      // A city grows by communities that touch none: only far ones are no part of it.
      return [areaChanges(id, sql`community`), mostlyOutside(id, hasIssue(id, 'FAR_AWAY'))];
    case 'REGIONS':
      return [areaChanges(id, sql`region`)];
    case 'GRIDS':
      return [areaChanges(id, sql`grid`), shifted(id)];
    case 'RESIDENT_CELLS':
      return [shifted(id)];
    case 'INDICATORS':
      return [];
  }
}

/** Facilities that stand in no community, with the nearest one. A city without boundaries has no outside. */
function outsideCity(id: number): Check {
  return {
    code: 'OUTSIDE_COMMUNITY',
    severity: 'WARNING',
    field: 'GEOMETRY',
    rows: sql`SELECT s.row, s.name, nearest.name, nearest.meters
      FROM import_feature s CROSS JOIN LATERAL (
        SELECT c.name, ST_Distance(c.boundary::geography, s.geometry::geography) AS meters
        FROM community c WHERE c.boundary IS NOT NULL ORDER BY c.boundary <-> s.geometry LIMIT 1
      ) nearest
      WHERE s.import_id = ${id} AND s.action <> 'SKIP' AND s.geometry IS NOT NULL
        AND s.home_id IS NULL AND s.community IS NULL AND NOT ${hasIssue(id, 'FAR_AWAY')}`,
  };
}

/** A condition: the row `s` has an issue of that code already. */
function hasIssue(id: number, code: IssueCode): RawBuilder<unknown> {
  return sql`EXISTS (SELECT 1 FROM import_issue i
    WHERE i.import_id = ${id} AND i.row = s.row AND i.code = ${code})`;
}

/** New facilities whose kind and name are those of one that stands elsewhere in the city. */
function sameElsewhere(id: number): Check {
  return {
    code: 'SAME_NAME_ELSEWHERE',
    severity: 'WARNING',
    field: 'NAME',
    rows: sql`WITH telling AS MATERIALIZED (
        SELECT kind_id, name FROM facility WHERE active
        GROUP BY kind_id, name HAVING count(*) <= ${sql.lit(MOST_NAMESAKES)}
      ), twin AS (
        SELECT DISTINCT ON (s.row) s.row, s.name, coalesce(f.address, c.name, f.code, f.name) AS place,
          ST_Distance(f.location::geography, s.geometry::geography) AS meters
        FROM import_feature s JOIN telling USING (kind_id, name) JOIN facility f USING (kind_id, name)
        LEFT JOIN community c ON c.id = f.community_id
        WHERE s.import_id = ${id} AND s.action = 'CREATE' AND s.geometry IS NOT NULL
          AND f.active AND (f.code IS NULL OR s.code IS NULL)
        ORDER BY s.row, meters, f.id
      )
      SELECT row, name, place, meters FROM twin WHERE meters > ${SAME_FACILITY_METERS}`,
  };
}

/** Boundaries of which a stored one would keep a part only, or which would be much larger. */
function areaChanges(id: number, table: RawBuilder<unknown>): Check {
  return {
    code: 'AREA_CHANGES',
    severity: 'WARNING',
    field: 'GEOMETRY',
    rows: sql`SELECT row, value, NULL::text, share FROM (
        SELECT s.row, coalesce(s.name, s.code) AS value,
          ST_Area(s.geometry::geography) / nullif(ST_Area(t.boundary::geography), 0) AS share
        FROM import_feature s JOIN ${table} t ON t.id = s.matched_id
        WHERE s.import_id = ${id} AND s.action = 'UPDATE' AND s.geometry IS NOT NULL
      ) compared WHERE share < ${SHRINKS} OR share > ${1 / SHRINKS}`,
  };
}

/** Of the whole file: most of its rows lie outside of the city. `detail` says how many of how many. */
function mostlyOutside(id: number, isOutside: RawBuilder<unknown>): Check {
  return {
    code: 'MOSTLY_OUTSIDE',
    severity: 'WARNING',
    field: 'GEOMETRY',
    rows: sql`SELECT NULL::int, NULL::text, outside::text || ' / ' || placed::text, outside::float8 / placed
      FROM (
        SELECT count(*) AS placed, count(*) FILTER (WHERE ${isOutside}) AS outside
        FROM import_feature s
        WHERE s.import_id = ${id} AND s.action <> 'SKIP' AND s.geometry IS NOT NULL
      ) counted
      WHERE outside > placed * ${sql.lit(MOSTLY)}
        AND EXISTS (SELECT 1 FROM community WHERE boundary IS NOT NULL)`,
  };
}

/**
 * Of the whole file: its rows name communities and lie outside of them, and by one shift nearly all would lie inside.
 * `figure` is its length in meters, `detail` its direction in degrees from north, as the rows would have to move.
 */
function shifted(id: number): Check {
  const { rows, before, after, meters } = SHIFTED;
  return {
    code: 'SHIFTED',
    severity: 'WARNING',
    field: 'GEOMETRY',
    rows: sql`WITH ${communitiesByText(sql`s.import_id = ${id}`)}, pair AS MATERIALIZED (
        SELECT ST_Centroid(ST_Envelope(s.geometry)) AS point, c.boundary, ST_Centroid(c.boundary) AS middle
        FROM import_feature s JOIN community_of known ON known.value = s.community
        JOIN community c ON c.id = known.id
        WHERE s.import_id = ${id} AND s.action <> 'SKIP' AND s.geometry IS NOT NULL
          AND c.boundary IS NOT NULL
        ORDER BY s.row LIMIT ${sql.lit(SHIFTED.sample)}
      ), shift AS (
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ST_X(middle) - ST_X(point)) AS x,
          percentile_cont(0.5) WITHIN GROUP (ORDER BY ST_Y(middle) - ST_Y(point)) AS y,
          ST_Centroid(ST_Collect(point)) AS origin
        FROM pair
      ), told AS (
        SELECT count(*) AS number, avg(ST_Covers(boundary, point)::int) AS before,
          avg(ST_Covers(boundary, ST_Translate(point, x, y))::int) AS after,
          ST_Distance(origin::geography, ST_Translate(origin, x, y)::geography) AS meters,
          degrees(ST_Azimuth(origin::geography, ST_Translate(origin, x, y)::geography)) AS degrees
        FROM pair, shift GROUP BY origin, x, y
      )
      SELECT NULL::int, NULL::text, round(degrees)::int::text, meters FROM told
      WHERE number >= ${rows} AND before <= ${before}::float8 AND after >= ${after}::float8
        AND meters >= ${meters}`,
  };
}
