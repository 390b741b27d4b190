import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';

/** A community that fails a rule, for a list on paper. */
export interface FailingRow {
  readonly street: string;
  readonly streetEn: string | null;
  readonly code: string;
  readonly name: string;
  readonly nameEn: string | null;
  readonly population: number | null;
  readonly facility: string | null;
  readonly distanceMeters: number | null;
  readonly residentsTotal: number | null;
  readonly residentsCovered: number | null;
  readonly areaCoveredShare: number | null;
}

/** The most rows of a sheet: what people can still open and read. */
export const MOST_ROWS = 50_000;

/** Communities that fail a rule and meet a condition over `community c`, by street and code. */
export async function findFailing(
  em: EntityManager,
  ruleId: number,
  condition: RawBuilder<unknown>,
): Promise<FailingRow[]> {
  const { rows } = await sql<FailingRow>`
    SELECT r.name AS street, r.name_en AS "streetEn", c.code, c.name, c.name_en AS "nameEn",
      c.population, f.name AS facility, v.nearest_distance_meters AS "distanceMeters",
      v.residents_total AS "residentsTotal", v.residents_covered AS "residentsCovered",
      v.area_covered_share AS "areaCoveredShare"
    FROM coverage v JOIN community c ON c.id = v.community_id JOIN region r ON r.id = c.region_id
      LEFT JOIN facility f ON f.id = v.nearest_facility_id
    WHERE v.rule_id = ${ruleId} AND v.status = 'FAIL' AND ${condition}
    ORDER BY r.code COLLATE "C", c.code COLLATE "C" LIMIT ${MOST_ROWS + 1}`.execute(em.getKysely());
  return rows;
}
