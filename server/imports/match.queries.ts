import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { ImportTarget } from './fields.ts';
import { communitiesAround, communitiesSaid, kindsSaid, regionsSaid } from './lookup.queries.ts';
import { digestOf, isSame, TARGET_TABLES } from './target-columns.ts';

/** Facilities of the same kind and name within so many meters are the same. */
const SAME_WITHIN_METERS = 50;

/** Common table expressions, and a query of what the rows `s` mean. */
interface Resolution {
  readonly given: RawBuilder<unknown>;
  /** Gives row, kind_id, region_id, home_id, matched_id and matched_by. */
  readonly rows: RawBuilder<unknown>;
}

/**
 * Finds out what the rows mean: their kind, region and community, which stored feature each is, by code or
 * else by name and nearness, and whether it would be created, updated or left as it is. Rows that have an
 * action already (those with errors, which are left out) stay as they are.
 */
export async function matchRows(em: EntityManager, id: number, name: ImportTarget): Promise<void> {
  const target = TARGET_TABLES[name];
  const { given, rows } = RESOLUTIONS[name](id);
  await sql`
    WITH RECURSIVE ${given}, resolved AS MATERIALIZED (${rows})
    UPDATE import_feature SET kind_id = m.kind_id, region_id = m.region_id, home_id = m.home_id,
      matched_id = m.matched_id, matched_by = m.matched_by, matched_digest = m.digest,
      action = m.action
    FROM (
      SELECT s.row, s.kind_id, s.region_id, s.home_id, s.matched_id, s.matched_by,
        CASE WHEN t.id IS NOT NULL THEN ${digestOf(target)} END AS digest,
        CASE WHEN t.id IS NULL THEN 'CREATE' WHEN ${isSame(target)} THEN 'SAME' ELSE 'UPDATE' END
          AS action
      FROM (
        SELECT f.geometry, f.code, f.name, f.name_en, f.address, f.opening, f.note,
          f.population_date, f.residents, f.households, f.status, f.modelled, f.attributes, resolved.*
        FROM resolved JOIN import_feature f ON f.import_id = ${id} AND f.row = resolved.row
      ) s LEFT JOIN ${sql.table(target.table)} t ON t.id = s.matched_id
    ) m WHERE import_feature.import_id = ${id} AND import_feature.row = m.row`.execute(
    em.getKysely(),
  );
}

/** The rows of an import that have no action yet. */
function openRows(id: number): RawBuilder<unknown> {
  return sql`s.import_id = ${id} AND s.action IS NULL`;
}

const MATCHED_BY = sql`CASE WHEN by_code.id IS NOT NULL THEN 'CODE'
  WHEN by_name.id IS NOT NULL THEN 'NAME' END AS matched_by`;
const NO_KIND = sql`NULL::int AS kind_id`;
const NO_REGION = sql`NULL::int AS region_id`;
const NO_HOME = sql`NULL::int AS home_id`;

/** Of a row that names one community it need not be found out where it lies. */
const NOT_NAMED = sql`(s.community IS NULL
  OR s.community NOT IN (SELECT said FROM community_of WHERE id IS NOT NULL))`;

const RESOLUTIONS: Readonly<Record<ImportTarget, (id: number) => Resolution>> = {
  FACILITIES: (id) => ({
    given: sql`${kindsSaid(id)}, ${communitiesAround(id, sql`s.geometry`, sql`true`)}`,
    rows: sql`
      SELECT s.row, kind_of.id AS kind_id, ${NO_REGION}, lies_in.id AS home_id,
        coalesce(by_code.id, by_name.id)::bigint AS matched_id, ${MATCHED_BY}
      FROM import_feature s
      LEFT JOIN kind_of ON kind_of.said = s.kind
      LEFT JOIN lies_in ON lies_in.row = s.row
      LEFT JOIN facility by_code ON by_code.code = s.code
      LEFT JOIN LATERAL (
        SELECT f.id FROM facility f
        WHERE by_code.id IS NULL AND f.active AND f.kind_id = kind_of.id
          AND s.name IN (f.name, f.name_simplified) AND (s.code IS NULL OR f.code IS NULL)
          AND ST_DWithin(f.location::geography, s.geometry::geography, ${SAME_WITHIN_METERS})
        ORDER BY ST_Distance(f.location::geography, s.geometry::geography), f.id LIMIT 1
      ) by_name ON true
      WHERE ${openRows(id)}`,
  }),

  COMMUNITIES: resolveCommunities,
  INDICATORS: resolveCommunities,

  GRIDS: (id) => ({
    given: sql`${communitiesSaid(id)},
      ${communitiesAround(id, sql`ST_PointOnSurface(s.geometry)`, NOT_NAMED)}`,
    rows: sql`
      SELECT s.row, ${NO_KIND}, ${NO_REGION},
        CASE WHEN s.community IS NOT NULL THEN community_of.id
          WHEN by_code.id IS NULL AND by_name.id IS NULL THEN lies_in.id END AS home_id,
        coalesce(by_code.id, by_name.id)::bigint AS matched_id, ${MATCHED_BY}
      FROM import_feature s
      LEFT JOIN community_of ON community_of.said = s.community
      LEFT JOIN lies_in ON lies_in.row = s.row
      LEFT JOIN grid by_code ON by_code.code = s.code
      LEFT JOIN LATERAL (
        SELECT min(g.id) AS id FROM grid g
        WHERE s.code IS NULL AND g.name = s.name
          AND g.community_id = coalesce(community_of.id, lies_in.id) HAVING count(*) = 1
      ) by_name ON true
      WHERE ${openRows(id)}`,
  }),

  RESIDENT_CELLS: (id) => ({
    given: sql`${communitiesSaid(id)}, ${communitiesAround(id, sql`s.geometry`, NOT_NAMED)}`,
    rows: sql`
      SELECT s.row, ${NO_KIND}, ${NO_REGION},
        CASE WHEN s.community IS NULL AND by_code.id IS NULL OR community_of.number > 1
          THEN lies_in.id ELSE community_of.id END AS home_id,
        by_code.id AS matched_id, CASE WHEN by_code.id IS NOT NULL THEN 'CODE' END AS matched_by
      FROM import_feature s
      LEFT JOIN community_of ON community_of.said = s.community
      LEFT JOIN lies_in ON lies_in.row = s.row
      LEFT JOIN resident_cell by_code ON by_code.code = s.code
      WHERE ${openRows(id)}`,
  }),
};

/** Where several regions have the name, or none is said, the code of the community begins with that of its own. */
function resolveCommunities(id: number): Resolution {
  return {
    given: sql`${regionsSaid(id)}, below (top, id) AS (
        SELECT id, id FROM region
        UNION SELECT below.top, r.id FROM region r JOIN below ON r.parent_id = below.id
      )`,
    rows: sql`
      SELECT s.row, ${NO_KIND},
        CASE WHEN s.region IS NOT NULL OR by_code.id IS NULL AND by_name.id IS NULL
          THEN home.id END AS region_id, ${NO_HOME},
        coalesce(by_code.id, by_name.id)::bigint AS matched_id, ${MATCHED_BY}
      FROM import_feature s
      LEFT JOIN region_of ON region_of.said = s.region
      LEFT JOIN community by_code ON by_code.code = s.code
      LEFT JOIN LATERAL (
        SELECT r.id FROM region r
        WHERE CASE WHEN s.region IS NULL THEN starts_with(s.code, r.code)
          WHEN cardinality(region_of.ids) = 1 THEN r.id = region_of.ids[1]
          ELSE r.id = ANY(region_of.ids) AND starts_with(s.code, r.code) END
        ORDER BY length(r.code) DESC LIMIT 1
      ) home ON true
      LEFT JOIN LATERAL (
        SELECT min(c.id) AS id FROM community c
        WHERE s.code IS NULL AND s.name IN (c.name, c.name_simplified)
          AND (region_of.ids IS NULL
            OR c.region_id IN (SELECT below.id FROM below WHERE below.top = ANY(region_of.ids)))
          AND (s.geometry IS NULL OR c.boundary IS NULL OR ST_Intersects(c.boundary, s.geometry))
        HAVING count(*) = 1
      ) by_name ON true
      WHERE ${openRows(id)}`,
  };
}
