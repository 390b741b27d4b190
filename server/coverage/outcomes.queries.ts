import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { CoverageStatus } from '../../db/entities/coverage.ts';
import type { RuleRow } from '../rules/rules.queries.ts';
import type { CoverageRow } from './coverage.queries.ts';
import { type RuleOutcome, Status } from './engine/index.ts';
import type { Part } from './reading.queries.ts';

/** The engine's verdicts as they are stored. */
export const STATUS_NAMES: Record<Status, CoverageStatus> = {
  [Status.UNKNOWN]: 'UNKNOWN',
  [Status.PASS]: 'PASS',
  [Status.FAIL]: 'FAIL',
};

/** Writes the outcomes that differ from what is stored, and only those. Returns their communities. */
export async function storeOutcomes(
  em: EntityManager,
  outcomes: readonly CoverageRow[],
): Promise<number[]> {
  const fresh = outcomes.map(asTuple);
  const { rows } = await sql<{ id: number }>`
    INSERT INTO coverage (rule_id, rule_version, reading, community_id, status,
      nearest_facility_id, nearest_distance_meters, facilities_within, residents_covered,
      residents_total, area_covered_share)
    SELECT fresh.* FROM (
      SELECT (row->>0)::int AS rule_id, (row->>1)::int AS rule_version, row->>2 AS reading,
        (row->>3)::int AS community_id, row->>4 AS status, (row->>5)::int AS nearest_facility_id,
        (row->>6)::float8 AS nearest_distance_meters, (row->>7)::int AS facilities_within,
        (row->>8)::int AS residents_covered, (row->>9)::int AS residents_total,
        (row->>10)::float8 AS area_covered_share
      FROM json_array_elements(${JSON.stringify(fresh)}::json) AS row
    ) fresh LEFT JOIN coverage stored
      ON stored.rule_id = fresh.rule_id AND stored.community_id = fresh.community_id
    WHERE stored.rule_id IS NULL OR fresh IS DISTINCT FROM (stored.rule_id, stored.rule_version,
      stored.reading, stored.community_id, stored.status, stored.nearest_facility_id,
      stored.nearest_distance_meters, stored.facilities_within, stored.residents_covered,
      stored.residents_total, stored.area_covered_share)
    ON CONFLICT (rule_id, community_id) DO UPDATE SET
      rule_version = excluded.rule_version, reading = excluded.reading, status = excluded.status,
      nearest_facility_id = excluded.nearest_facility_id,
      nearest_distance_meters = excluded.nearest_distance_meters,
      facilities_within = excluded.facilities_within,
      residents_covered = excluded.residents_covered, residents_total = excluded.residents_total,
      area_covered_share = excluded.area_covered_share
    RETURNING community_id AS id`.execute(em.getKysely());
  return rows.map(({ id }) => id);
}

/** An outcome in the order of the statement above. */
function asTuple(row: CoverageRow): (number | string | null)[] {
  return [
    row.ruleId,
    row.ruleVersion,
    row.reading,
    row.communityId,
    row.status,
    row.nearestFacilityId,
    row.nearestDistanceMeters ?? null,
    row.facilitiesWithin ?? null,
    row.residentsCovered ?? null,
    row.residentsTotal ?? null,
    row.areaCoveredShare ?? null,
  ];
}

/**
 * The engine's outcomes as they are stored. `facilityIds` go by the engine's index of facilities, outcomes by
 * the index of rules.
 */
export function coverageRows(
  { ids, originLon }: Pick<Part, 'ids' | 'originLon'>,
  facilityIds: ArrayLike<number>,
  rules: readonly RuleRow[],
  outcomes: readonly RuleOutcome[],
): CoverageRow[] {
  return rules.flatMap(({ id: ruleId, version: ruleVersion, reading }, i) => {
    const outcome = outcomes[i] as RuleOutcome;
    return ids.map((communityId, c) => {
      const nearest = outcome.nearestFacility[c] as number;
      return {
        ruleId,
        communityId,
        ruleVersion,
        reading,
        status: STATUS_NAMES[outcome.status[c] as Status],
        nearestFacilityId: nearest < 0 ? null : (facilityIds[nearest] as number),
        nearestDistanceMeters: figure(outcome.nearestMeters[c]),
        facilitiesWithin: Number.isNaN(originLon[c])
          ? null
          : (outcome.facilitiesWithin[c] as number),
        residentsCovered: figure(outcome.residentsCovered[c]),
        residentsTotal: figure(outcome.residentsTotal[c]),
        areaCoveredShare: figure(outcome.areaCoveredShare[c]),
      };
    });
  });
}

/** The engine says NaN where there is nothing to say; the database says NULL. */
function figure(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
