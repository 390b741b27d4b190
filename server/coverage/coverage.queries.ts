import type { EntityManager } from '@mikro-orm/postgresql';
import type { Position } from 'geojson';
import { sql } from 'kysely';
import type { Coverage, CoverageStatus } from '../../db/entities/coverage.ts';
import { and } from '../lists/connection.ts';
import { regionAndBelow } from '../regions/regions.queries.ts';
import type { RuleRow } from '../rules/rules.queries.ts';
import { pointOf } from '../shared/shapes.ts';

/** A stored outcome as it is read. */
export type CoverageRow = Omit<Coverage, 'rule' | 'community' | 'nearestFacility'> & {
  ruleId: number;
  communityId: number;
  nearestFacilityId: number | null;
};

const COLUMNS = sql`v.rule_id AS "ruleId", v.community_id AS "communityId",
  v.rule_version AS "ruleVersion", v.reading, v.status, v.nearest_facility_id AS "nearestFacilityId",
  v.nearest_distance_meters AS "nearestDistanceMeters", v.facilities_within AS "facilitiesWithin",
  v.residents_covered AS "residentsCovered", v.residents_total AS "residentsTotal",
  v.area_covered_share AS "areaCoveredShare"`;

/** The outcomes of all rules in force by community id, in the order of the rules' clauses. */
export async function coveragesOf(
  em: EntityManager,
  communityIds: readonly number[],
): Promise<Map<number, CoverageRow[]>> {
  const { rows } = await sql<CoverageRow>`
    SELECT ${COLUMNS} FROM coverage v JOIN coverage_rule r ON r.id = v.rule_id AND r.active
    WHERE v.community_id = ANY(${[...communityIds]}::int[])
    ORDER BY r.clause, r.code COLLATE "C"`.execute(em.getKysely());
  return Map.groupBy(rows, (row) => row.communityId);
}

/** The outcomes for some communities. */
export async function findCoverages(
  em: EntityManager,
  communityIds: readonly number[],
): Promise<CoverageRow[]> {
  return [...(await coveragesOf(em, communityIds)).values()].flat();
}

/** Counts of a rule over the communities of a region. */
export interface SummaryRow {
  total: number;
  passing: number;
  failing: number;
  unknown: number;
  residentsCovered: number | null;
  residentsTotal: number | null;
}

/** Sums up a rule over all communities, or those of a region and below it. */
export async function summarise(
  em: EntityManager,
  ruleId: number,
  regionId: number | undefined,
): Promise<SummaryRow> {
  const where = [sql`v.rule_id = ${ruleId}`];
  if (regionId !== undefined) where.push(sql`c.region_id IN ${regionAndBelow(regionId)}`);
  const { rows } = await sql<SummaryRow>`
    SELECT count(*)::int AS total,
      count(*) FILTER (WHERE v.status = 'PASS')::int AS passing,
      count(*) FILTER (WHERE v.status = 'FAIL')::int AS failing,
      count(*) FILTER (WHERE v.status = 'UNKNOWN')::int AS unknown,
      sum(v.residents_covered)::int AS "residentsCovered",
      sum(v.residents_total)::int AS "residentsTotal"
    FROM coverage v JOIN community c ON c.id = v.community_id WHERE ${and(where)}`.execute(
    em.getKysely(),
  );
  return rows[0] as SummaryRow;
}

/** Ids of communities by verdict, for colouring a map. */
export async function findStatuses(
  em: EntityManager,
  ruleId: number,
): Promise<Map<CoverageStatus, number[]>> {
  const { rows } = await sql<{ status: CoverageStatus; ids: number[] }>`
    SELECT status, array_agg(community_id ORDER BY community_id) AS ids
    FROM coverage WHERE rule_id = ${ruleId} GROUP BY status`.execute(em.getKysely());
  return new Map(rows.map(({ status, ids }) => [status, ids]));
}

/** What a rule says of one point. */
export interface PointCoverageRow {
  nearestFacilityId: number | null;
  nearestDistanceMeters: number | null;
  facilitiesWithin: number;
}

/** More candidates than this cannot change places between the sphere of the index and the spheroid. */
const NEAREST_CANDIDATES = 16;

/** Judges a rule from one point, by PostGIS: geodesic meters on WGS 84. */
export async function judgePoint(
  em: EntityManager,
  { kindIds, radiusMeters }: RuleRow,
  point: Position,
): Promise<PointCoverageRow> {
  const { rows } = await sql<PointCoverageRow>`
    WITH here AS (SELECT ${pointOf(point)}::geography AS point),
    nearest AS (
      SELECT id, ST_Distance(location::geography, here.point) AS meters
      FROM here, LATERAL (
        SELECT id, location FROM facility WHERE active AND kind_id = ANY(${kindIds}::int[])
        ORDER BY location::geography <-> here.point LIMIT ${NEAREST_CANDIDATES}
      ) candidate
      ORDER BY meters, id LIMIT 1
    )
    SELECT (SELECT id FROM nearest) AS "nearestFacilityId",
      (SELECT meters FROM nearest) AS "nearestDistanceMeters",
      (SELECT count(*)::int FROM facility, here WHERE active AND kind_id = ANY(${kindIds}::int[])
        AND ST_DWithin(location::geography, here.point, ${radiusMeters})) AS "facilitiesWithin"`.execute(
    em.getKysely(),
  );
  return rows[0] as PointCoverageRow;
}
