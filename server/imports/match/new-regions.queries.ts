import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { RegionLevel } from '../../../db/entities/region.ts';
import { type NewRegion, planRegions, type RegionTexts } from './plan-regions.ts';

/** Tells rows apart by what they say of the regions above them. */
const TEXTS = sql`jsonb_build_array(s.region, s.region_name, s.county, s.city,
  CASE length(s.code) WHEN 12 THEN left(s.code, 9) WHEN 11 THEN left(s.code, 8) END)`;

/**
 * Finds the regions that the staged communities name and that are not there, and stores them, so that committing can
 * make them. Rows that lie in one of them refer to it by `new_region`.
 */
export async function findNewRegions(em: EntityManager, id: number): Promise<void> {
  const db = em.getKysely();
  await sql`DELETE FROM import_region WHERE import_id = ${id}`.execute(db);
  const open = sql`s.import_id = ${id} AND s.region_id IS NULL AND s.action <> 'SKIP'
    AND (s.matched_id IS NULL OR s.region IS NOT NULL)`;
  const { rows } = await sql<RegionTexts & { texts: string }>`
    SELECT ${TEXTS}::text AS texts, s.region, s.region_name AS "regionName", s.county, s.city,
      min(s.code) AS "communityCode"
    FROM import_feature s WHERE ${open} AND NOT EXISTS (
      -- Several are called so: another one of that name would not help.
      SELECT 1 FROM region r WHERE s.region IN (r.name, r.name_simplified)
        AND (s.code IS NULL OR starts_with(s.code, r.code_prefix)))
    GROUP BY texts, s.region, s.region_name, s.county, s.city ORDER BY texts`.execute(db);
  const known = await knownCodes(em);
  const missing = new Map<string, NewRegion>();
  const homes = rows.flatMap(({ texts, ...said }) => {
    const plan = planRegions(said, known);
    if (!plan) return [];
    for (const region of plan.missing) {
      const before = missing.get(region.code);
      // A row that has the name says more than one that has the code alone.
      if (!before || before.name === before.code) missing.set(region.code, region);
    }
    return [{ texts, code: plan.home }];
  });
  if (homes.length === 0) return;
  await sql`
    INSERT INTO import_region (import_id, code, level, name, parent_code)
    SELECT ${id}::int, r.code, r.level, r.name, r."parentCode"
    FROM json_to_recordset(${JSON.stringify([...missing.values()])}::json)
      AS r(code text, level text, name text, "parentCode" text)`.execute(db);
  await sql`
    UPDATE import_feature s SET new_region = home.code
    FROM json_to_recordset(${JSON.stringify(homes)}::json) AS home(texts text, code text)
    WHERE ${open} AND home.texts = ${TEXTS}::text`.execute(db);
}

/** The codes of all regions, by their prefix. */
async function knownCodes(em: EntityManager): Promise<Map<string, string>> {
  const { rows } = await sql<{ prefix: string; code: string }>`
    SELECT code_prefix AS prefix, code FROM region`.execute(em.getKysely());
  return new Map(rows.map(({ prefix, code }) => [prefix, code]));
}

/** Regions of one level that an import would make. */
export interface NewRegionCount {
  readonly level: RegionLevel;
  readonly count: number;
  /** The first of them by code. */
  readonly names: string[];
}

const MOST_NAMES = 5;

/** The regions that an import would make, by level from the highest down. */
export async function countNewRegions(em: EntityManager, id: number): Promise<NewRegionCount[]> {
  const { rows } = await sql<NewRegionCount>`
    SELECT level, count(*)::int AS count,
      (array_agg(name ORDER BY code))[1:${sql.lit(MOST_NAMES)}] AS names
    FROM import_region WHERE import_id = ${id} GROUP BY level
    ORDER BY CASE level WHEN 'CITY' THEN 0 WHEN 'COUNTY' THEN 1 ELSE 2 END`.execute(em.getKysely());
  return rows;
}
