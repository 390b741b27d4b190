import { type RawBuilder, sql } from 'kysely';
import { type RowFilter, regionsByText } from './lookup.queries.ts';

/** Levels as numbers, the higher the lower the region lies. */
function rank(level: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`array_position(ARRAY['CITY', 'COUNTY', 'STREET'], ${level})`;
}

/** A code of the row `s` without the zeros that fill it up, as `region.code_prefix` is. */
const PREFIX = sql`regexp_replace(regexp_replace(regexp_replace(s.code,
  '^([0-9]{9})000$', '\\1'), '^([0-9]{6})000$', '\\1'), '^([0-9]{4})00$', '\\1')`;

/** The regions whose codes those of the row `s` begin with. */
export function codesBegin(code: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`r.code_prefix = ANY(ARRAY(
    SELECT left(${code}, digits) FROM generate_series(2, length(${code})) digits))`;
}

/**
 * Needs {@link regionsByText}: `home (id)`, the region above the staged region `s` that is there: the one that it names,
 * else the lowest whose code its own code begins with.
 */
const HOME = sql`LATERAL (
  SELECT r.id FROM region r
  WHERE (s.level IS NULL OR ${rank(sql`r.level`)} < ${rank(sql`s.level`)})
    AND r.code_prefix IS DISTINCT FROM ${PREFIX}
    AND CASE WHEN s.region IS NULL THEN ${codesBegin(PREFIX)}
      WHEN cardinality(region_of.ids) = 1 THEN r.id = region_of.ids[1]
      ELSE r.id = ANY(region_of.ids) AND starts_with(s.code, r.code_prefix) END
  ORDER BY length(r.code_prefix) DESC LIMIT 1
) home`;

/** Regions are the same by code, whether or not it is filled up with zeros; else by name below the same region. */
export function matchRegions(open: RowFilter): {
  expressions: RawBuilder<unknown>;
  rows: RawBuilder<unknown>;
} {
  return {
    expressions: regionsByText(open),
    rows: sql`
      SELECT s.row, NULL::int AS kind_id, home.id AS region_id, NULL::int AS home_id,
        coalesce(by_code.id, by_name.id)::bigint AS matched_id,
        CASE WHEN by_code.id IS NOT NULL THEN 'CODE' WHEN by_name.id IS NOT NULL THEN 'NAME' END
          AS matched_by
      FROM import_feature s
      LEFT JOIN region_of ON region_of.value = s.region
      LEFT JOIN ${HOME} ON true
      LEFT JOIN LATERAL (
        SELECT r.id FROM region r WHERE r.code_prefix = ${PREFIX}
        ORDER BY r.code = s.code DESC, r.id LIMIT 1
      ) by_code ON true
      LEFT JOIN LATERAL (
        SELECT min(r.id) AS id FROM region r
        WHERE s.code IS NULL AND s.name IN (r.name, r.name_simplified)
          AND (s.level IS NULL OR r.level = s.level)
          AND (s.region IS NULL OR r.parent_id = home.id)
        HAVING count(*) = 1
      ) by_name ON true
      WHERE ${open}`,
  };
}

/** Sets the regions above the staged regions that meet `open`, which may have been made by this very import. */
export function findParents(open: RowFilter): RawBuilder<unknown> {
  return sql`
    WITH RECURSIVE ${regionsByText(open)}, found AS MATERIALIZED (
      SELECT s.row, home.id FROM import_feature s
      LEFT JOIN region_of ON region_of.value = s.region
      JOIN ${HOME} ON true WHERE ${open}
    )
    UPDATE import_feature s SET region_id = found.id FROM found
    WHERE ${open} AND s.row = found.row`;
}

/** Whether the region that the staged region `s` names is one that the same file brings. */
export function isNamedInFile(id: number): RawBuilder<unknown> {
  return sql`EXISTS (
    SELECT 1 FROM import_feature above WHERE above.import_id = ${id} AND above.action <> 'SKIP'
      AND s.region IN (above.code, above.name)
      AND ${rank(sql`above.level`)} < ${rank(sql`s.level`)})`;
}
