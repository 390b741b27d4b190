import type { EntityManager } from '@mikro-orm/postgresql';
import type { Position } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import { findRules, type RuleRow } from '../rules/rules.queries.ts';
import type { CoverageRow } from './coverage.queries.ts';
import { type Circle, enclosingCircle, geodesicMeters, type RuleOutcome } from './engine/index.ts';
import type { FacilityTrial } from './facility-trial.ts';
import { nearestFarAway } from './far.queries.ts';
import { judgeFor, MOST_THREADS } from './judge-pool.ts';
import { coverageRows, storeOutcomes } from './outcomes.queries.ts';
import {
  type Facilities,
  findParts,
  type Part,
  readFacilities,
  readPart,
  SPHERE_ERROR,
} from './reading.queries.ts';
import { type ServicePoints, servicePointsOnTrial } from './service-points.queries.ts';

/** A change of a facility, as far as coverage is concerned. */
export interface FacilityEvent {
  /** The kinds it was of and is of. */
  readonly kindIds: readonly number[];
  /** Where it stood and where it stands, `[longitude, latitude]`. */
  readonly places: readonly Position[];
  /** Communities whose service point may have moved with it. */
  readonly movedOrigins: readonly number[];
}

/** How a judging that may take long is followed and ended. */
export interface JudgingOptions {
  /** Told how many of how many communities are done. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Ends the judging; the transaction then has to be rolled back. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Farther than needed, so that neither rounding nor the way in which PostGIS draws an edge (as a geodesic,
 * where the engine takes it as straight in degrees) leaves out a community that matters.
 */
const CAUTION_METERS = 100;

/**
 * Judges again what a change of a facility can have changed, in the transaction of `em`: communities
 * within reach of its old and new place, those it was or becomes nearest to, and moved service points.
 * Returns the communities whose stored outcome differs now.
 */
export async function judgeAround(em: EntityManager, event: FacilityEvent): Promise<number[]> {
  const { rules, concerned, reached } = await inReachOf(em, event);
  const changed = await judgeCommunities(em, reached, concerned);
  if (event.movedOrigins.length === 0) return changed;
  const moved = await judgeCommunities(em, [...new Set(event.movedOrigins)], rules);
  return [...new Set([...changed, ...moved])].sort((a, b) => a - b);
}

/**
 * What {@link judgeAround} would store if a facility were as in the trial, without writing anything: all
 * outcomes that can differ, whether they do or not.
 */
export async function judgeOnTrial(
  em: EntityManager,
  event: FacilityEvent,
  facility: FacilityTrial,
): Promise<CoverageRow[]> {
  const { rules, concerned, reached } = await inReachOf(em, event);
  const movedIds = [...new Set(event.movedOrigins)];
  const moved =
    movedIds.length > 0 ? await servicePointsOnTrial(em, movedIds, facility) : undefined;
  const trial = { facility, moved };
  const outcomes = new Map<string, CoverageRow>();
  const keep = (by: readonly RuleRow[]) => async (judged: JudgedPart) => {
    for (const row of coverageRows(judged.part, judged.facilityIds, by, judged.outcomes)) {
      outcomes.set(`${row.ruleId} ${row.communityId}`, row);
    }
  };
  await judgeParts(em, reached, concerned, keep(concerned), { trial });
  await judgeParts(em, movedIds, rules, keep(rules), { trial });
  return [...outcomes.values()];
}

/** The rules in force, those that a change of a facility concerns, and the communities within their reach. */
async function inReachOf(
  em: EntityManager,
  { kindIds, places }: FacilityEvent,
): Promise<{ rules: RuleRow[]; concerned: RuleRow[]; reached: number[] }> {
  const rules = await findRules(em);
  const concerned = rules.filter((rule) => rule.kindIds.some((id) => kindIds.includes(id)));
  return { rules, concerned, reached: await communitiesInReach(em, concerned, places) };
}

/** So many places are looked around one by one; more of them all together. */
const FEW_PLACES = 100;
/**
 * The communities whose outcome by any of the rules can depend on facilities at some places: something of
 * them lies within the radius, or a facility at a place is, or may become, nearest to them.
 */
export async function communitiesInReach(
  em: EntityManager,
  rules: readonly RuleRow[],
  places: readonly Position[],
): Promise<number[]> {
  if (rules.length === 0 || places.length === 0) return [];
  const reach = Math.max(...rules.map(({ radiusMeters }) => radiusMeters)) + CAUTION_METERS;
  const ruleIds = rules.map(({ id }) => id);
  const { rows } = await sql<{ id: number }>`
    WITH place AS MATERIALIZED (${listOf(circlesAround(places, reach))}),
    rule AS MATERIALIZED (SELECT id FROM coverage_rule WHERE id = ANY(${ruleIds}::int[])),
    farthest AS MATERIALIZED (
      SELECT max(meters) AS meters FROM rule CROSS JOIN LATERAL (
        SELECT nearest_distance_meters AS meters FROM coverage
        WHERE rule_id = rule.id AND nearest_distance_meters IS NOT NULL
        ORDER BY nearest_distance_meters DESC LIMIT 1
      ) far
    )
    SELECT c.id FROM place, community c
      WHERE ST_DWithin(c.service_point::geography, place.point, place.meters, false)
    UNION SELECT c.id FROM place, community c
      WHERE ST_DWithin(c.boundary::geography, place.point, place.meters, false)
    UNION SELECT cell.community_id FROM place, resident_cell cell
      WHERE ST_DWithin(cell.location::geography, place.point, place.meters, false)
    UNION SELECT v.community_id FROM rule JOIN coverage v ON v.rule_id = rule.id
      WHERE v.nearest_facility_id IS NULL
    UNION SELECT c.id FROM place
      JOIN community c ON ST_DWithin(c.service_point::geography, place.point,
        (SELECT meters FROM farthest) + place.meters, false)
      JOIN coverage v ON v.community_id = c.id AND v.rule_id IN (SELECT id FROM rule)
      WHERE v.nearest_distance_meters > ${reach}::float8 AND ST_DWithin(c.service_point::geography,
        place.point, v.nearest_distance_meters + place.meters, false)`.execute(em.getKysely());
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

/** What lies within `reach` of the places, as circles: one for each place, or one for very many. */
function circlesAround(places: readonly Position[], reach: number): Circle[] {
  const lons = places.map(([lon]) => lon as number);
  const lats = places.map(([, lat]) => lat as number);
  if (places.length <= FEW_PLACES) {
    return lons.map((lon, i) => ({ lon, lat: lats[i] as number, meters: reach }));
  }
  const all = enclosingCircle(
    lons.map((lon, i) => [lon, lats[i] as number, lon, lats[i] as number]),
  );
  return [{ ...all, meters: all.meters + reach }];
}

/** Circles as rows of a point (geography) and meters, which have room for PostGIS's sphere. */
function listOf(circles: readonly Circle[]): RawBuilder<unknown> {
  // As values, not as an array: then the planner knows how few they are.
  const rows = circles.map(
    ({ lon, lat, meters }) =>
      sql`(${lon}::float8, ${lat}::float8, ${meters * (1 + SPHERE_ERROR)}::float8)`,
  );
  return sql`SELECT ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography AS point, meters
    FROM (VALUES ${sql.join(rows)}) AS list (lon, lat, meters)`;
}

/**
 * Judges communities (all unless `ids`) by rules (all in force unless given) and stores what differs,
 * in the transaction of `em`. Returns the communities whose stored outcome differs now.
 */
export async function judgeCommunities(
  em: EntityManager,
  ids?: readonly number[],
  given?: readonly RuleRow[],
  options: JudgingOptions = {},
): Promise<number[]> {
  const rules = given ?? (await findRules(em));
  const changed = new Set<number>();
  const keep = async (judged: JudgedPart): Promise<void> => {
    for (const id of await store(em, rules, judged)) changed.add(id);
  };
  await judgeParts(em, ids, rules, keep, options);
  return [...changed].sort((a, b) => a - b);
}

/** How things would be: a facility, and the service points that move with it. */
interface Trial {
  readonly facility: FacilityTrial;
  readonly moved: ServicePoints | undefined;
}

/**
 * Judges communities (all unless `ids`) and hands over each part's outcomes, in order.
 *
 * It goes part by part: while worker threads judge one, the next is read. Of the facilities only those
 * within reach of a part are read, so that memory goes by the part, and a county is judged by itself.
 */
async function judgeParts(
  em: EntityManager,
  ids: readonly number[] | undefined,
  rules: readonly RuleRow[],
  keep: (judged: JudgedPart) => Promise<void>,
  { onProgress, signal, trial }: JudgingOptions & { trial?: Trial } = {},
): Promise<void> {
  const parts = rules.length > 0 ? await findParts(em, ids) : [];
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const underway: Promise<JudgedPart>[] = [];
  let done = 0;
  const finishOne = async (): Promise<void> => {
    const judged = await (underway.shift() as Promise<JudgedPart>);
    for (const [i, rule] of rules.entries()) {
      await findFarNearest(em, rule, judged, judged.outcomes[i] as RuleOutcome, trial?.facility);
    }
    await keep(judged);
    done += judged.part.ids.length;
    onProgress?.(done, total);
  };
  for (const part of parts) {
    signal?.throwIfAborted();
    const judged = judgePart(rules, await readTask(em, part, rules, trial));
    // Whoever waits for it gets the failure; until then it must not count as unnoticed.
    judged.catch(() => undefined);
    underway.push(judged);
    if (underway.length > MOST_THREADS) await finishOne();
  }
  while (underway.length > 0) {
    signal?.throwIfAborted();
    await finishOne();
  }
}

/** A part with the facilities that it is judged by. */
interface PartInReach {
  readonly part: Part;
  readonly facilities: Facilities;
  /** All facilities in this circle are there; null: all there are. */
  readonly circle: Circle | null;
}

interface JudgedPart extends Omit<PartInReach, 'facilities'> {
  readonly facilityIds: number[];
  readonly outcomes: RuleOutcome[];
}

async function readTask(
  em: EntityManager,
  ids: readonly number[],
  rules: readonly RuleRow[],
  trial: Trial | undefined,
): Promise<PartInReach> {
  const part = await readPart(em, ids, trial?.moved);
  const kindIds = [...new Set(rules.flatMap((rule) => rule.kindIds))];
  const reach = Math.max(...rules.map(({ radiusMeters }) => radiusMeters)) + CAUTION_METERS;
  const around = part.boxes.length > 0 ? enclosingCircle(part.boxes) : null;
  const circle = around && { ...around, meters: around.meters + reach };
  const facilities = await readFacilities(em, kindIds, circle, trial?.facility);
  return { part, facilities, circle };
}

async function judgePart(
  rules: readonly RuleRow[],
  { part, facilities, circle }: PartInReach,
): Promise<JudgedPart> {
  const { originLon, originLat, boundaries, cells } = part;
  const facilityIds = [...facilities.id];
  const outcomes = await judgeFor(part).judge({
    originLon,
    originLat,
    boundaries,
    cells,
    facilities: { lon: facilities.lon, lat: facilities.lat, kind: facilities.kind },
    rules: rules.map(({ radiusMeters, kindIds, reading, minimumShare }) => ({
      radiusMeters,
      kinds: kindIds,
      reading,
      minimumShare: minimumShare ?? 1,
    })),
  });
  return { part, circle, facilityIds, outcomes };
}

function store(
  em: EntityManager,
  rules: readonly RuleRow[],
  { part, facilityIds, outcomes }: JudgedPart,
): Promise<number[]> {
  return storeOutcomes(em, coverageRows(part, facilityIds, rules, outcomes));
}

/** Finds the nearest facility where the nearest one that was read need not be it. */
async function findFarNearest(
  em: EntityManager,
  { kindIds }: RuleRow,
  { part, circle, facilityIds }: JudgedPart,
  { nearestFacility, nearestMeters }: RuleOutcome,
  trial: FacilityTrial | undefined,
): Promise<void> {
  if (!circle) return;
  const far = part.ids
    .map((_, key) => ({
      key,
      lon: part.originLon[key] as number,
      lat: part.originLat[key] as number,
    }))
    .filter(({ key, lon, lat }) => {
      if (Number.isNaN(lon)) return false;
      const known = circle.meters - geodesicMeters(circle.lon, circle.lat, lon, lat);
      return (nearestFacility[key] as number) < 0 || (nearestMeters[key] as number) > known;
    });
  const found = await nearestFarAway(em, kindIds, far, { trial });
  for (const { key, facilityId, distanceMeters } of found) {
    nearestFacility[key] = facilityIds.push(facilityId) - 1;
    nearestMeters[key] = distanceMeters;
  }
}
