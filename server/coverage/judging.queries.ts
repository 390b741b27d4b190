import type { EntityManager } from '@mikro-orm/postgresql';
import type { MultiPolygon, Position } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import { and } from '../shared/connection.ts';
import { pointOf } from '../shared/near.input.ts';
import { findRules, type RuleRow } from '../standards/rules.queries.ts';
import { judge, type RuleOutcome, Status } from './engine/index.ts';

/** A change of a facility, as far as coverage is concerned. */
export interface FacilityEvent {
  readonly facilityId: number;
  readonly kindId: number;
  /** Where it stood and where it stands, `[longitude, latitude]`. */
  readonly places: readonly Position[];
  /** Communities whose service point may have moved with it. */
  readonly movedOrigins: readonly number[];
}

/**
 * Farther than needed, so that neither rounding nor the way in which PostGIS draws an edge (as a geodesic,
 * where the engine takes it as straight in degrees) leaves out a community that matters.
 */
const CAUTION_METERS = 100;

const STATUS = {
  [Status.UNKNOWN]: 'UNKNOWN',
  [Status.PASS]: 'PASS',
  [Status.FAIL]: 'FAIL',
} as const;

/**
 * Judges again what a change of a facility can have changed, in the transaction of `em`: communities
 * within reach of its old and new place, those it was or becomes nearest to, and moved service points.
 * Returns the communities whose stored outcome differs now.
 */
export async function judgeAround(em: EntityManager, event: FacilityEvent): Promise<number[]> {
  const rules = (await findRules(em)).filter(({ kindIds }) => kindIds.includes(event.kindId));
  const reached: number[] = [];
  for (const rule of rules) reached.push(...(await communitiesInReach(em, rule, event)));
  const changed =
    reached.length > 0 ? await judgeCommunities(em, [...new Set(reached)], rules) : [];
  if (event.movedOrigins.length === 0) return changed;
  const moved = await judgeCommunities(em, event.movedOrigins);
  return [...new Set([...changed, ...moved])].sort((a, b) => a - b);
}

async function communitiesInReach(
  em: EntityManager,
  { id, radiusMeters }: RuleRow,
  { facilityId, places }: FacilityEvent,
): Promise<number[]> {
  const reach = radiusMeters + CAUTION_METERS;
  const near = (place: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    ST_DWithin(c.service_point::geography, ${place},
      greatest(${reach}::float8, v.nearest_distance_meters + ${CAUTION_METERS}::float8))
    OR ST_DWithin(c.boundary::geography, ${place}, ${reach}::float8)
    OR EXISTS (SELECT 1 FROM resident_cell cell WHERE cell.community_id = c.id
      AND ST_DWithin(cell.location::geography, ${place}, ${reach}::float8))`;
  const { rows } = await sql<{ id: number }>`
    SELECT c.id FROM community c
    LEFT JOIN coverage v ON v.community_id = c.id AND v.rule_id = ${id}
    WHERE v.nearest_facility_id = ${facilityId} OR v.nearest_facility_id IS NULL
      OR ${sql.join(
        places.map((place) => near(sql`${pointOf(place)}::geography`)),
        sql` OR `,
      )}`.execute(em.getKysely());
  return rows.map((row) => row.id);
}

/**
 * Judges communities (all unless `ids`) by rules (all in force unless given) and stores what differs,
 * in the transaction of `em`. Returns the communities whose stored outcome differs now.
 */
export async function judgeCommunities(
  em: EntityManager,
  ids?: readonly number[],
  given?: readonly RuleRow[],
): Promise<number[]> {
  const rules = given ?? (await findRules(em));
  const communities = await readCommunities(em, ids);
  const facilities = await readFacilities(em, [...new Set(rules.flatMap((rule) => rule.kindIds))]);
  const outcomes = judge({
    communities: {
      count: communities.length,
      originLon: Float64Array.from(communities, ({ lon }) => lon ?? Number.NaN),
      originLat: Float64Array.from(communities, ({ lat }) => lat ?? Number.NaN),
      polygons: communities.map(({ boundary }) => boundary?.coordinates ?? null),
    },
    cells: await readCells(em, communities, ids),
    facilities,
    rules: rules.map(({ radiusMeters, kindIds, reading, minimumShare }) => ({
      radiusMeters,
      kinds: kindIds,
      reading,
      minimumShare: minimumShare ?? 1,
    })),
  });
  const changed = new Set<number>();
  for (const [i, rule] of rules.entries()) {
    const outcome = outcomes[i] as RuleOutcome;
    const rows = communities.map(({ id, lon }, c) =>
      toRow(id, lon !== null, c, outcome, facilities.id),
    );
    for (const id of await store(em, rule, rows)) changed.add(id);
  }
  return [...changed].sort((a, b) => a - b);
}

interface CommunityInput {
  id: number;
  lon: number | null;
  lat: number | null;
  boundary: MultiPolygon | null;
}

async function readCommunities(
  em: EntityManager,
  ids: readonly number[] | undefined,
): Promise<CommunityInput[]> {
  const { rows } = await sql<CommunityInput>`
    SELECT id, ST_X(service_point) AS lon, ST_Y(service_point) AS lat,
      ST_AsGeoJSON(boundary, 15)::json AS boundary
    FROM community WHERE ${only(sql`id`, ids)} ORDER BY id`.execute(em.getKysely());
  return rows;
}

async function readCells(
  em: EntityManager,
  communities: readonly CommunityInput[],
  ids: readonly number[] | undefined,
): Promise<{ lon: Float64Array; lat: Float64Array; weight: Float64Array; community: Int32Array }> {
  const { rows } = await sql<{ lon: number; lat: number; weight: number; community: number }>`
    SELECT ST_X(location) AS lon, ST_Y(location) AS lat, residents AS weight, community_id AS community
    FROM resident_cell WHERE ${only(sql`community_id`, ids)}`.execute(em.getKysely());
  const index = new Map(communities.map(({ id }, i) => [id, i]));
  return {
    lon: Float64Array.from(rows, (row) => row.lon),
    lat: Float64Array.from(rows, (row) => row.lat),
    weight: Float64Array.from(rows, (row) => row.weight),
    community: Int32Array.from(rows, (row) => index.get(row.community) as number),
  };
}

/** Active facilities in the order of their ids, which settles ties of distance. */
async function readFacilities(
  em: EntityManager,
  kindIds: readonly number[],
): Promise<{ id: Int32Array; lon: Float64Array; lat: Float64Array; kind: Int32Array }> {
  const { rows } = await sql<{ id: number; lon: number; lat: number; kind: number }>`
    SELECT id, ST_X(location) AS lon, ST_Y(location) AS lat, kind_id AS kind FROM facility
    WHERE active AND kind_id = ANY(${[...kindIds]}::int[]) ORDER BY id`.execute(em.getKysely());
  return {
    id: Int32Array.from(rows, (row) => row.id),
    lon: Float64Array.from(rows, (row) => row.lon),
    lat: Float64Array.from(rows, (row) => row.lat),
    kind: Int32Array.from(rows, (row) => row.kind),
  };
}

function only(
  column: RawBuilder<unknown>,
  ids: readonly number[] | undefined,
): RawBuilder<unknown> {
  return ids ? sql`${column} = ANY(${[...ids]}::int[])` : and([]);
}

/** A row of the table `coverage`, without its rule. */
interface OutcomeRow {
  community_id: number;
  status: string;
  nearest_facility_id: number | null;
  nearest_distance_meters: number | null;
  facilities_within: number | null;
  residents_covered: number | null;
  residents_total: number | null;
  area_covered_share: number | null;
}

function toRow(
  communityId: number,
  hasServicePoint: boolean,
  index: number,
  outcome: RuleOutcome,
  facilityIds: Int32Array,
): OutcomeRow {
  const status = outcome.status[index] as keyof typeof STATUS;
  const nearest = outcome.nearestFacility[index] as number;
  return {
    community_id: communityId,
    status: STATUS[status],
    nearest_facility_id: nearest < 0 ? null : (facilityIds[nearest] as number),
    nearest_distance_meters: figure(outcome.nearestMeters[index]),
    facilities_within: hasServicePoint ? (outcome.facilitiesWithin[index] as number) : null,
    residents_covered: figure(outcome.residentsCovered[index]),
    residents_total: figure(outcome.residentsTotal[index]),
    area_covered_share: figure(outcome.areaCoveredShare[index]),
  };
}

/** The engine says NaN where there is nothing to say; the database says NULL. */
function figure(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** Writes the rows that differ from what is stored, and only those. Returns their communities. */
async function store(
  em: EntityManager,
  rule: RuleRow,
  outcomes: readonly OutcomeRow[],
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    INSERT INTO coverage AS stored (rule_id, rule_version, reading, community_id, status, nearest_facility_id,
      nearest_distance_meters, facilities_within, residents_covered, residents_total, area_covered_share)
    SELECT ${rule.id}::int, ${rule.version}::int, ${rule.reading}::text, fresh.* FROM jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb)
      AS fresh(community_id integer, status text, nearest_facility_id integer,
        nearest_distance_meters float8, facilities_within integer, residents_covered integer,
        residents_total integer, area_covered_share float8)
    ON CONFLICT (rule_id, community_id) DO UPDATE SET
      rule_version = excluded.rule_version, reading = excluded.reading, status = excluded.status,
      nearest_facility_id = excluded.nearest_facility_id,
      nearest_distance_meters = excluded.nearest_distance_meters,
      facilities_within = excluded.facilities_within,
      residents_covered = excluded.residents_covered, residents_total = excluded.residents_total,
      area_covered_share = excluded.area_covered_share
    WHERE stored IS DISTINCT FROM excluded
    RETURNING community_id AS id`.execute(em.getKysely());
  return rows.map(({ id }) => id);
}
