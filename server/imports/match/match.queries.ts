import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { ImportTarget } from '../staged/fields.ts';
import { getLastRow, STAGED_COLUMNS } from '../staged/staging.queries.ts';
import {
  communitiesByPlace,
  communitiesByText,
  type RowFilter,
  regionsByText,
} from './lookup.queries.ts';
import { kindsByText } from './match-kinds.queries.ts';
import { codesBegin, matchRegions } from './match-regions.queries.ts';
import { SAME_FACILITY_METERS } from './same-facility.ts';
import { digestOf, isUnchanged, TARGET_TABLES } from './target-columns.ts';

/** Rows of the file that are matched by one statement: requests that share the connection wait for one of them. */
const ROWS_PER_STATEMENT = 20_000;

/** A query that matches the staged rows `s`, and the common table expressions that it refers to. */
interface MatchQuery {
  readonly expressions: RawBuilder<unknown>;
  /** Returns row, kind_id, region_id, home_id, matched_id and matched_by. */
  readonly rows: RawBuilder<unknown>;
}

/**
 * Matches the staged rows: finds their kind, region and community, the stored feature that each one is (by code,
 * else by name and place), and whether a commit would create it, update it or leave it as it is. Rows that have an
 * action already are left out: they have errors.
 */
export async function matchRows(
  em: EntityManager,
  id: number,
  name: ImportTarget,
  onProgress: (done: number, total: number) => Promise<void>,
): Promise<void> {
  const last = await getLastRow(em, id);
  for (let from = 0; from <= last; from += ROWS_PER_STATEMENT) {
    await onProgress(from, last);
    const open = sql`s.import_id = ${id} AND s.row >= ${from} AND s.row < ${from + ROWS_PER_STATEMENT}
      AND s.action IS NULL`;
    await matchPart(em, id, name, open);
  }
}

async function matchPart(
  em: EntityManager,
  id: number,
  name: ImportTarget,
  open: RowFilter,
): Promise<void> {
  const target = TARGET_TABLES[name];
  const { expressions, rows } =
    name === 'FACILITIES'
      ? matchFacilities(open, await kindsByText(em, open))
      : MATCH_QUERIES[name](open);
  const staged = STAGED_COLUMNS.map((column) => sql.ref(`f.${column.name}`));
  await sql`
    WITH RECURSIVE ${expressions}, resolved AS MATERIALIZED (${rows})
    UPDATE import_feature SET kind_id = m.kind_id, region_id = m.region_id, home_id = m.home_id,
      matched_id = m.matched_id, matched_by = m.matched_by, matched_digest = m.digest,
      action = m.action
    FROM (
      SELECT s.row, s.kind_id, s.region_id, s.home_id, s.matched_id, s.matched_by,
        CASE WHEN t.id IS NOT NULL THEN ${digestOf(target)} END AS digest,
        CASE WHEN t.id IS NULL THEN 'CREATE' WHEN ${isUnchanged(target)} THEN 'SAME' ELSE 'UPDATE' END
          AS action
      FROM (
        SELECT f.geometry, f.attributes, ${sql.join(staged)}, resolved.*
        FROM resolved JOIN import_feature f ON f.import_id = ${id} AND f.row = resolved.row
      ) s LEFT JOIN ${sql.table(target.table)} t ON t.id = s.matched_id
    ) m WHERE import_feature.import_id = ${id} AND import_feature.row = m.row`.execute(
    em.getKysely(),
  );
}

const MATCHED_BY = sql`CASE WHEN by_code.id IS NOT NULL THEN 'CODE'
  WHEN by_name.id IS NOT NULL THEN 'NAME' END AS matched_by`;
const NO_KIND = sql`NULL::int AS kind_id`;
const NO_REGION = sql`NULL::int AS region_id`;
const NO_HOME = sql`NULL::int AS home_id`;

/** A condition: the row names no community, or none that is found. Only such rows are searched by place. */
const NOT_NAMED = sql`(s.community IS NULL
  OR s.community NOT IN (SELECT value FROM community_of WHERE id IS NOT NULL))`;

/** @param kinds the common table expression `kind_of` */
function matchFacilities(open: RowFilter, kinds: RawBuilder<unknown>): MatchQuery {
  return {
    expressions: sql`${kinds}, ${communitiesByPlace(open, sql`s.geometry`, sql`true`)}`,
    rows: sql`
      SELECT s.row, kind_of.id AS kind_id, ${NO_REGION}, lies_in.id AS home_id,
        coalesce(by_code.id, by_name.id)::bigint AS matched_id, ${MATCHED_BY}
      FROM import_feature s
      LEFT JOIN kind_of ON kind_of.value = s.kind
      LEFT JOIN lies_in ON lies_in.row = s.row
      LEFT JOIN facility by_code ON by_code.code = s.code
      LEFT JOIN LATERAL (
        SELECT f.id FROM facility f
        WHERE by_code.id IS NULL AND f.active AND f.kind_id = kind_of.id
          AND s.name IN (f.name, f.name_simplified) AND (s.code IS NULL OR f.code IS NULL)
          AND ST_DWithin(f.location::geography, s.geometry::geography, ${SAME_FACILITY_METERS})
        ORDER BY ST_Distance(f.location::geography, s.geometry::geography), f.id LIMIT 1
      ) by_name ON true
      WHERE ${open}`,
  };
}

const MATCH_QUERIES: Readonly<
  Record<Exclude<ImportTarget, 'FACILITIES'>, (open: RowFilter) => MatchQuery>
> = {
  REGIONS: matchRegions,
  COMMUNITIES: matchCommunities,
  INDICATORS: matchCommunities,

  GRIDS: (open) => ({
    expressions: sql`${communitiesByText(open)},
      ${communitiesByPlace(open, sql`ST_PointOnSurface(s.geometry)`, NOT_NAMED)}`,
    rows: sql`
      SELECT s.row, ${NO_KIND}, ${NO_REGION},
        CASE WHEN s.community IS NOT NULL THEN community_of.id
          WHEN by_code.id IS NULL AND by_name.id IS NULL THEN lies_in.id END AS home_id,
        coalesce(by_code.id, by_name.id)::bigint AS matched_id, ${MATCHED_BY}
      FROM import_feature s
      LEFT JOIN community_of ON community_of.value = s.community
      LEFT JOIN lies_in ON lies_in.row = s.row
      LEFT JOIN grid by_code ON by_code.code = s.code
      LEFT JOIN LATERAL (
        SELECT min(g.id) AS id FROM grid g
        WHERE s.code IS NULL AND g.name = s.name
          AND g.community_id = coalesce(community_of.id, lies_in.id) HAVING count(*) = 1
      ) by_name ON true
      WHERE ${open}`,
  }),

  RESIDENT_CELLS: (open) => ({
    expressions: sql`${communitiesByText(open)}, ${communitiesByPlace(open, sql`s.geometry`, NOT_NAMED)}`,
    rows: sql`
      SELECT s.row, ${NO_KIND}, ${NO_REGION},
        CASE WHEN s.community IS NULL AND by_code.id IS NULL OR community_of.number > 1
          THEN lies_in.id ELSE community_of.id END AS home_id,
        by_code.id AS matched_id, CASE WHEN by_code.id IS NOT NULL THEN 'CODE' END AS matched_by
      FROM import_feature s
      LEFT JOIN community_of ON community_of.value = s.community
      LEFT JOIN lies_in ON lies_in.row = s.row
      LEFT JOIN resident_cell by_code ON by_code.code = s.code
      WHERE ${open}`,
  }),
};

/** A community's code begins with that of its region: this decides where several regions have the name, or none is given. */
function matchCommunities(open: RowFilter): MatchQuery {
  return {
    expressions: sql`${regionsByText(open)}, below (top, id) AS (
        SELECT id, id FROM region
        UNION SELECT below.top, r.id FROM region r JOIN below ON r.parent_id = below.id
      )`,
    rows: sql`
      SELECT s.row, ${NO_KIND},
        CASE WHEN s.region IS NOT NULL OR by_code.id IS NULL AND by_name.id IS NULL
          THEN home.id END AS region_id, ${NO_HOME},
        coalesce(by_code.id, by_name.id)::bigint AS matched_id, ${MATCHED_BY}
      FROM import_feature s
      LEFT JOIN region_of ON region_of.value = s.region
      LEFT JOIN community by_code ON by_code.code = s.code
      LEFT JOIN LATERAL (
        SELECT r.id FROM region r
        WHERE CASE WHEN s.region IS NULL THEN ${codesBegin(sql`s.code`)}
          WHEN cardinality(region_of.ids) = 1 THEN r.id = region_of.ids[1]
          ELSE r.id = ANY(region_of.ids) AND starts_with(s.code, r.code_prefix) END
        ORDER BY length(r.code_prefix) DESC LIMIT 1
      ) home ON true
      LEFT JOIN LATERAL (
        SELECT min(c.id) AS id FROM community c
        WHERE s.code IS NULL AND s.name IN (c.name, c.name_simplified)
          AND (region_of.ids IS NULL
            OR c.region_id IN (SELECT below.id FROM below WHERE below.top = ANY(region_of.ids)))
          AND (s.geometry IS NULL OR c.boundary IS NULL OR ST_Intersects(c.boundary, s.geometry))
        HAVING count(*) = 1
      ) by_name ON true
      WHERE ${open}`,
  };
}
