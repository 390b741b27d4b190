import { type RawBuilder, sql } from 'kysely';

/**
 * Common table expressions that find communities and regions by the texts and places of staged rows. The
 * column `value` is the text as it stands in the file.
 */

/** A condition on the rows `s` of `import_feature`. */
export type RowFilter = RawBuilder<unknown>;

/** The texts of a column, each once. */
function distinctValues(column: 'community' | 'region', rows: RowFilter): RawBuilder<unknown> {
  return sql`SELECT DISTINCT s.${sql.ref(column)} AS value FROM import_feature s
    WHERE ${rows} AND s.${sql.ref(column)} IS NOT NULL`;
}

/** `community_of (value, id, number)`: the community with this code or name; no id where several have it. */
export function communitiesByText(rows: RowFilter): RawBuilder<unknown> {
  return sql`community_value AS MATERIALIZED (${distinctValues('community', rows)}),
    community_of AS MATERIALIZED (
      SELECT value, CASE WHEN count(DISTINCT id) = 1 THEN min(id) END AS id,
        count(DISTINCT id)::int AS number
      FROM (${byCodeOrName('community', sql`community_value`)}) found GROUP BY value)`;
}

/** `region_of (value, ids)`: all regions with this code or name. */
export function regionsByText(rows: RowFilter): RawBuilder<unknown> {
  return sql`region_value AS MATERIALIZED (${distinctValues('region', rows)}),
    region_of AS MATERIALIZED (
      SELECT value, array_agg(DISTINCT id) AS ids
      FROM (${byCodeOrName('region', sql`region_value`)}) found GROUP BY value)`;
}

/** So many candidates are named; of more it is only said that there are. */
const MOST_CANDIDATES = 5;

/** The column by which a table refers to the region above. */
const ABOVE = { community: 'region_id', region: 'parent_id' } as const;

/**
 * `candidate (value, names, number)`: for each text that several communities or regions are called, which ones, each
 * with its code and the region above, and how many.
 * @param values a query or expression with a column `value`
 */
export function candidatesByText(
  table: 'community' | 'region',
  values: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`candidate AS MATERIALIZED (
    SELECT value, count(*)::float8 AS number,
      array_to_string((array_agg(text ORDER BY code))[1:${sql.lit(MOST_CANDIDATES)}], ', ')
        || CASE WHEN count(*) > ${sql.lit(MOST_CANDIDATES)} THEN ', …' ELSE '' END AS names
    FROM (
      SELECT DISTINCT found.value, x.code,
        concat(x.code, ' ', x.name, ' (' || above.name || ')') AS text
      FROM (${byCodeOrName(table, values)}) found
      JOIN ${sql.table(table)} x ON x.id = found.id
      LEFT JOIN region above ON above.id = ${sql.ref(`x.${ABOVE[table]}`)}
    ) called GROUP BY value HAVING count(*) > 1)`;
}

/** Rows of a table by code or name. Three joins by equality use an index or a hash; one join with OR uses neither. */
function byCodeOrName(
  table: 'community' | 'region',
  values: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const by = (column: string): RawBuilder<unknown> =>
    sql`SELECT given.value, x.id FROM ${values} given
      JOIN ${sql.table(table)} x ON ${sql.ref(`x.${column}`)} = given.value`;
  return sql.join([by('code'), by('name'), by('name_simplified')], sql` UNION ALL `);
}

/**
 * `lies_in (row, id)`: the community whose boundary holds `point` of the row `s`, for the rows that meet `where`;
 * the lowest id where boundaries overlap. It goes polygon by polygon, several times faster than point by point.
 */
export function communitiesByPlace(
  rows: RowFilter,
  point: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`searched AS MATERIALIZED (
    SELECT ST_SetSRID(ST_Extent(s.geometry)::geometry, 4326) AS box FROM import_feature s
    WHERE ${rows} AND ${where}
  ), lies_in AS MATERIALIZED (
    SELECT s.row, min(c.id) AS id FROM community c CROSS JOIN LATERAL (
      SELECT s.row FROM import_feature s
      WHERE ${rows} AND s.geometry && c.boundary
        AND ST_Covers(c.boundary, ${point}) AND ${where}
    ) s WHERE c.boundary && (SELECT box FROM searched) GROUP BY s.row)`;
}
