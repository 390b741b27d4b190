import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { CoverageStatus } from '../../db/entities/coverage.ts';
import type { RuleRow } from '../standards/rules.queries.ts';
import { type RuleOutcome, Status } from './engine/index.ts';

/** The engine's verdicts as they are stored. */
export const STATUS_NAMES: Record<Status, CoverageStatus> = {
  [Status.UNKNOWN]: 'UNKNOWN',
  [Status.PASS]: 'PASS',
  [Status.FAIL]: 'FAIL',
};

/** What is written of a community under a rule, in the order of the statement below. */
type OutcomeRow = [
  ruleId: number,
  ruleVersion: number,
  reading: string,
  communityId: number,
  status: string,
  nearestFacilityId: number | null,
  nearestDistanceMeters: number | null,
  facilitiesWithin: number | null,
  residentsCovered: number | null,
  residentsTotal: number | null,
  areaCoveredShare: number | null,
];

/** The outcome of a rule, and where it stands in the arrays of it. */
export interface JudgedCommunities {
  readonly ids: readonly number[];
  /** Service points: NaN where there is none. */
  readonly originLon: Float64Array;
  /** Facility ids by the engine's index. */
  readonly facilityIds: ArrayLike<number>;
}

/** Writes the outcomes that differ from what is stored, and only those. Returns their communities. */
export async function storeOutcomes(
  em: EntityManager,
  judged: JudgedCommunities,
  rules: readonly RuleRow[],
  outcomes: readonly RuleOutcome[],
): Promise<number[]> {
  const fresh = rules.flatMap((rule, i) => rowsOf(judged, rule, outcomes[i] as RuleOutcome));
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

function rowsOf(
  { ids, originLon, facilityIds }: JudgedCommunities,
  { id: ruleId, version, reading }: RuleRow,
  outcome: RuleOutcome,
): OutcomeRow[] {
  return ids.map((id, c) => {
    const nearest = outcome.nearestFacility[c] as number;
    return [
      ruleId,
      version,
      reading,
      id,
      STATUS_NAMES[outcome.status[c] as Status],
      nearest < 0 ? null : (facilityIds[nearest] as number),
      figure(outcome.nearestMeters[c]),
      Number.isNaN(originLon[c]) ? null : (outcome.facilitiesWithin[c] as number),
      figure(outcome.residentsCovered[c]),
      figure(outcome.residentsTotal[c]),
      figure(outcome.areaCoveredShare[c]),
    ];
  });
}

/** The engine says NaN where there is nothing to say; the database says NULL. */
function figure(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
