import { type RawBuilder, sql } from 'kysely';
import { communitiesByText } from '../match/lookup.queries.ts';
import type { ImportTarget } from '../staged/fields.ts';
import type { Check } from './check.ts';

/** Rows farther than this from the bounding box of all communities are not of this city. */
const FAR_DEGREES = 0.5;
/** Square meters. Rounded boundaries of neighbours overlap by slivers: up to this area is no overlap. */
const SLIVER = { GRIDS: 1, COMMUNITIES: 100 };
/** Overlays on a grid of 1e-9° (0.1 mm) never fail for topological reasons; without a grid they may. */
const GRID_DEGREES = sql.lit(1e-9);

/** Checks of where the rows of an import lie. */
export function placeChecks(id: number, target: ImportTarget): Check[] {
  if (target === 'INDICATORS') return [];
  const always = [swapped(id), farAway(id)];
  switch (target) {
    case 'REGIONS':
      return always;
    case 'COMMUNITIES':
      return [...always, overlapsInFile(id, target), overlapsWithStored(id, target)];
    case 'GRIDS':
      return [
        ...always,
        outsideNamed(id, target),
        overlapsInFile(id, target),
        overlapsWithStored(id, target),
        outsideAll(id),
      ];
    case 'FACILITIES':
      return [...always, outsideNamed(id, target)];
    case 'RESIDENT_CELLS':
      return [...always, outsideNamed(id, target), outsideAll(id)];
  }
}

/** Rows outside the bounding box of all communities and {@link FAR_DEGREES} more, with `figure`, that meet `where`. */
function rowsOutsideCity(
  id: number,
  figure: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
): RawBuilder<unknown> {
  // Materialized, or the box would be computed for every row.
  return sql`WITH known AS MATERIALIZED (
      SELECT ST_Expand(ST_SetSRID(ST_Extent(boundary)::geometry, 4326), ${sql.lit(FAR_DEGREES)}) AS box
      FROM community
    )
    SELECT s.row, NULL::text, NULL::text, ${figure} FROM import_feature s, known
    WHERE s.import_id = ${id} AND s.action <> 'SKIP' AND NOT s.geometry && known.box AND ${where}`;
}

function swapped(id: number): Check {
  return {
    code: 'SWAPPED_AXES',
    severity: 'ERROR',
    field: 'GEOMETRY',
    rows: rowsOutsideCity(id, sql`NULL::float8`, sql`ST_FlipCoordinates(s.geometry) && known.box`),
  };
}

function farAway(id: number): Check {
  return {
    code: 'FAR_AWAY',
    severity: 'WARNING',
    field: 'GEOMETRY',
    rows: rowsOutsideCity(
      id,
      sql`ST_Distance(ST_PointOnSurface(s.geometry)::geography, known.box::geography, false)`,
      sql`NOT ST_FlipCoordinates(s.geometry) && known.box`,
    ),
  };
}

/** Rows that name a community and lie outside of it. */
function outsideNamed(id: number, target: ImportTarget): Check {
  const point = target === 'GRIDS' ? sql`ST_PointOnSurface(s.geometry)` : sql`s.geometry`;
  // Grids and cells are assigned to the community that they name; facilities to the one in which they stand.
  const named =
    target === 'FACILITIES'
      ? sql`JOIN community_of known ON known.value = s.community JOIN community c ON c.id = known.id`
      : sql`JOIN community c ON c.id = s.home_id`;
  return {
    code: 'OUTSIDE_COMMUNITY',
    severity: 'WARNING',
    field: 'COMMUNITY',
    rows: sql`WITH ${communitiesByText(sql`s.import_id = ${id}`)}
      SELECT s.row, s.community, c.name, ST_Distance(c.boundary::geography, ${point}::geography)
      FROM import_feature s ${named}
      WHERE s.import_id = ${id} AND s.action <> 'SKIP' AND s.community IS NOT NULL
        AND NOT ST_Covers(c.boundary, ${point})`,
  };
}

/** New grids and cells that name no community, and lie in none. */
function outsideAll(id: number): Check {
  return {
    code: 'OUTSIDE_COMMUNITY',
    severity: 'ERROR',
    field: 'COMMUNITY',
    rows: sql`SELECT s.row, NULL::text, nearest.name, nearest.meters
      FROM import_feature s CROSS JOIN LATERAL (
        SELECT c.name, ST_Distance(c.boundary::geography, s.geometry::geography) AS meters
        FROM community c ORDER BY c.boundary <-> s.geometry LIMIT 1
      ) nearest
      WHERE s.import_id = ${id} AND s.action = 'CREATE' AND s.community IS NULL
        AND s.home_id IS NULL`,
  };
}

/** Rows that overlap an earlier one: an error for grids of one community, a warning for communities. */
function overlapsInFile(id: number, target: 'GRIDS' | 'COMMUNITIES'): Check {
  const together = target === 'GRIDS' ? sql`AND a.home_id = b.home_id` : sql``;
  return {
    code: 'OVERLAP',
    severity: target === 'GRIDS' ? 'ERROR' : 'WARNING',
    field: 'GEOMETRY',
    rows: sql`SELECT row, value, detail, area FROM (
        SELECT b.row, coalesce(b.code, b.name) AS value, coalesce(a.name, a.code) AS detail,
          ${areaOfOverlap(sql`a.geometry`, sql`b.geometry`)} AS area
        FROM import_feature a JOIN import_feature b ON b.import_id = ${id} AND a.row < b.row
          AND a.geometry && b.geometry ${together}
        WHERE a.import_id = ${id} AND a.action <> 'SKIP' AND b.action <> 'SKIP'
          AND ST_IsValid(a.geometry) AND ST_IsValid(b.geometry)
      ) found WHERE area > ${SLIVER[target]}`,
  };
}

/** Rows that overlap a stored feature which the file does not change. */
function overlapsWithStored(id: number, target: 'GRIDS' | 'COMMUNITIES'): Check {
  const stored = target === 'GRIDS' ? sql`grid` : sql`community`;
  const together =
    target === 'GRIDS' ? sql`AND t.community_id = coalesce(s.home_id, own.community_id)` : sql``;
  const own = target === 'GRIDS' ? sql`LEFT JOIN grid own ON own.id = s.matched_id` : sql``;
  return {
    code: 'OVERLAP',
    severity: target === 'GRIDS' ? 'ERROR' : 'WARNING',
    field: 'GEOMETRY',
    rows: sql`SELECT row, value, detail, area FROM (
        SELECT s.row, coalesce(s.code, s.name) AS value, t.name AS detail,
          ${areaOfOverlap(sql`s.geometry`, sql`t.boundary`)} AS area
        FROM import_feature s ${own} JOIN ${stored} t ON t.boundary && s.geometry ${together}
        WHERE s.import_id = ${id} AND s.action IN ('CREATE', 'UPDATE') AND ST_IsValid(s.geometry)
          AND NOT EXISTS (SELECT 1 FROM import_feature other WHERE other.import_id = ${id}
            AND other.matched_id = t.id AND other.action <> 'SKIP'
            AND other.geometry IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM import_issue i WHERE i.import_id = ${id}
              AND i.row = other.row AND i.severity = 'ERROR'))
          AND t.id IS DISTINCT FROM s.matched_id
      ) found WHERE area > ${SLIVER[target]}`,
  };
}

/** Square meters that two polygons share. */
function areaOfOverlap(a: RawBuilder<unknown>, b: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`CASE WHEN ST_Intersects(${a}, ${b})
    THEN ST_Area(ST_Intersection(${a}, ${b}, ${GRID_DEGREES})::geography) ELSE 0 END`;
}
