import { type RawBuilder, sql } from 'kysely';

/** Common table expressions that find what the texts of an import mean. Each is a list of `said` and `id`. */

/** Which rows `s` of `import_feature` are looked at: a condition. */
export type Part = RawBuilder<unknown>;

/** What the rows say in a column, each text once. */
function saidIn(column: 'kind' | 'community' | 'region', part: Part): RawBuilder<unknown> {
  return sql`SELECT DISTINCT s.${sql.ref(column)} AS said FROM import_feature s
    WHERE ${part} AND s.${sql.ref(column)} IS NOT NULL`;
}

/**
 * `kind_of (said, id)`: the kind with this code or name; else the only one whose name contains the text or
 * is contained in it.
 */
export function kindsSaid(part: Part): RawBuilder<unknown> {
  return sql`kind_of AS MATERIALIZED (
    SELECT said, CASE WHEN bool_or(exact) THEN min(id) FILTER (WHERE exact)
      WHEN count(*) = 1 THEN min(id) END AS id
    FROM (${saidIn('kind', part)}) given CROSS JOIN LATERAL (
      SELECT k.id, lower(said) IN (k.code, lower(k.name), lower(k.name_en)) AS exact
      FROM facility_kind k
      WHERE lower(said) IN (k.code, lower(k.name), lower(k.name_en))
        OR length(said) > 1 AND (strpos(k.name, said) > 0 OR strpos(said, k.name) > 0)
    ) known GROUP BY said)`;
}

/** `community_of (said, id, number)`: the community with this code or name; no id where several have it. */
export function communitiesSaid(part: Part): RawBuilder<unknown> {
  return sql`community_said AS MATERIALIZED (${saidIn('community', part)}),
    community_of AS MATERIALIZED (
      SELECT said, CASE WHEN count(DISTINCT id) = 1 THEN min(id) END AS id,
        count(DISTINCT id)::int AS number
      FROM (${namedLike('community', sql`community_said`)}) found GROUP BY said)`;
}

/** `region_of (said, ids)`: all regions with this code or name. */
export function regionsSaid(part: Part): RawBuilder<unknown> {
  return sql`region_said AS MATERIALIZED (${saidIn('region', part)}),
    region_of AS MATERIALIZED (
      SELECT said, array_agg(DISTINCT id) AS ids
      FROM (${namedLike('region', sql`region_said`)}) found GROUP BY said)`;
}

/** Three joins by equality find an index or a hash; one with OR finds neither. */
function namedLike(table: 'community' | 'region', said: RawBuilder<unknown>): RawBuilder<unknown> {
  const by = (column: string): RawBuilder<unknown> =>
    sql`SELECT said.said, x.id FROM ${said} said
      JOIN ${sql.table(table)} x ON ${sql.ref(`x.${column}`)} = said.said`;
  return sql.join([by('code'), by('name'), by('name_simplified')], sql` UNION ALL `);
}

/**
 * `lies_in (row, id)`: the community whose boundary holds a point of the row `s`, for those rows that it is
 * asked for; the lowest id where boundaries overlap. By polygon, as that is several times faster than by point.
 */
export function communitiesAround(
  part: Part,
  point: RawBuilder<unknown>,
  where: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`searched AS MATERIALIZED (
    SELECT ST_SetSRID(ST_Extent(s.geometry)::geometry, 4326) AS box FROM import_feature s
    WHERE ${part} AND ${where}
  ), lies_in AS MATERIALIZED (
    SELECT s.row, min(c.id) AS id FROM community c CROSS JOIN LATERAL (
      SELECT s.row FROM import_feature s
      WHERE ${part} AND s.geometry && c.boundary
        AND ST_Covers(c.boundary, ${point}) AND ${where}
    ) s WHERE c.boundary && (SELECT box FROM searched) GROUP BY s.row)`;
}
