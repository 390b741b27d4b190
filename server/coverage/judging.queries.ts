import type { EntityManager } from '@mikro-orm/postgresql';
import type { Position } from 'geojson';
import { type RawBuilder, sql } from 'kysely';
import { findRules, type RuleRow } from '../standards/rules.queries.ts';
import { type Circle, enclosingCircle, geodesicMeters, type RuleOutcome } from './engine/index.ts';
import { nearestFarAway } from './far.queries.ts';
import { type Judges, onTheSpot, startJudges } from './judge-pool.ts';
import { storeOutcomes } from './outcomes.queries.ts';
import {
  type Facilities,
  findParts,
  isAround,
  type Part,
  readFacilities,
  readPart,
} from './reading.queries.ts';

/** A change of a facility, as far as coverage is concerned. */
export interface FacilityEvent {
  readonly facilityId: number;
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
/** So many communities are judged on the spot; more of them in worker threads. */
const FEW_COMMUNITIES = 100;

/**
 * Judges again what a change of a facility can have changed, in the transaction of `em`: communities
 * within reach of its old and new place, those it was or becomes nearest to, and moved service points.
 * Returns the communities whose stored outcome differs now.
 */
export async function judgeAround(em: EntityManager, event: FacilityEvent): Promise<number[]> {
  const { facilityId, kindIds, places, movedOrigins } = event;
  const rules = await findRules(em);
  const concerned = rules.filter((rule) => rule.kindIds.some((id) => kindIds.includes(id)));
  const reached = await communitiesInReach(em, concerned, places, facilityId);
  const changed = await judgeCommunities(em, reached, concerned);
  if (movedOrigins.length === 0) return changed;
  const moved = await judgeCommunities(em, [...new Set(movedOrigins)], rules);
  return [...new Set([...changed, ...moved])].sort((a, b) => a - b);
}

/**
 * The communities whose outcome by any of the rules can depend on a facility at one of the places: something
 * of them lies within the radius, or the facility `nearestId` is or may become nearest to them.
 */
export async function communitiesInReach(
  em: EntityManager,
  rules: readonly RuleRow[],
  places: readonly Position[],
  nearestId?: number,
): Promise<number[]> {
  if (rules.length === 0 || places.length === 0) return [];
  const reach = Math.max(...rules.map(({ radiusMeters }) => radiusMeters)) + CAUTION_METERS;
  const ruleIds = rules.map(({ id }) => id);
  const near = (column: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(${sql.join(
      places.map(([lon, lat]) => isAround(column, { lon: lon ?? 0, lat: lat ?? 0, meters: reach })),
      sql` OR `,
    )})`;
  const { rows } = await sql<{ id: number }>`
    SELECT id FROM community WHERE ${near(sql`service_point`)}
    UNION SELECT id FROM community WHERE ${near(sql`boundary`)}
    UNION SELECT community_id FROM resident_cell WHERE ${near(sql`location`)}
    UNION SELECT community_id FROM coverage
      WHERE rule_id = ANY(${ruleIds}::int[]) AND nearest_facility_id = ${nearestId ?? null}
    UNION SELECT v.community_id FROM coverage v JOIN community c ON c.id = v.community_id
      WHERE v.rule_id = ANY(${ruleIds}::int[]) AND v.nearest_distance_meters > ${reach}::float8
        AND (${sql.join(
          places.map((place) => mayBecomeNearest(place)),
          sql` OR `,
        )})
    UNION SELECT community_id FROM coverage
      WHERE rule_id = ANY(${ruleIds}::int[]) AND nearest_facility_id IS NULL`.execute(
    em.getKysely(),
  );
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

/** No degree of latitude is shorter, in meters. */
const METERS_PER_DEGREE = 110_500;

/** The place is about as near to a service point as its nearest facility. */
function mayBecomeNearest([lon, lat]: Position): RawBuilder<unknown> {
  // The latitudes alone rule most of them out, at a fraction of the price of a distance.
  return sql`(abs(ST_Y(c.service_point) - ${lat}::float8) * ${METERS_PER_DEGREE}::float8
      <= v.nearest_distance_meters + ${CAUTION_METERS}::float8
    AND ST_DWithin(c.service_point::geography,
      ST_SetSRID(ST_MakePoint(${lon}::float8, ${lat}::float8), 4326)::geography,
      v.nearest_distance_meters + ${CAUTION_METERS}::float8))`;
}

/**
 * Judges communities (all unless `ids`) by rules (all in force unless given) and stores what differs,
 * in the transaction of `em`. Returns the communities whose stored outcome differs now.
 *
 * It goes part by part: while worker threads judge one, the next is read. Of the facilities only those
 * within reach of a part are read, so that memory goes by the part, and a county is judged by itself.
 */
export async function judgeCommunities(
  em: EntityManager,
  ids?: readonly number[],
  given?: readonly RuleRow[],
  { onProgress, signal }: JudgingOptions = {},
): Promise<number[]> {
  const rules = given ?? (await findRules(em));
  const parts = rules.length > 0 ? await findParts(em, ids) : [];
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const judges = total <= FEW_COMMUNITIES ? onTheSpot : startJudges();
  const changed = new Set<number>();
  const underway: Promise<JudgedPart>[] = [];
  let done = 0;
  const finishOne = async (): Promise<void> => {
    const judged = await (underway.shift() as Promise<JudgedPart>);
    for (const id of await store(em, rules, judged)) changed.add(id);
    done += judged.part.ids.length;
    onProgress?.(done, total);
  };
  try {
    for (const part of parts) {
      signal?.throwIfAborted();
      underway.push(judgePart(judges, rules, await readTask(em, part, rules)));
      if (underway.length > judges.size) await finishOne();
    }
    while (underway.length > 0) {
      signal?.throwIfAborted();
      await finishOne();
    }
  } finally {
    // What is still under way after a failure has nobody waiting for it.
    for (const judged of underway) judged.catch(() => undefined);
    await judges.close();
  }
  return [...changed].sort((a, b) => a - b);
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
): Promise<PartInReach> {
  const part = await readPart(em, ids);
  const kindIds = [...new Set(rules.flatMap((rule) => rule.kindIds))];
  const reach = Math.max(...rules.map(({ radiusMeters }) => radiusMeters)) + CAUTION_METERS;
  const around = part.box && enclosingCircle(part.box);
  const circle = around && { ...around, meters: around.meters + reach };
  return { part, facilities: await readFacilities(em, kindIds, circle), circle };
}

async function judgePart(
  judges: Judges,
  rules: readonly RuleRow[],
  { part, facilities, circle }: PartInReach,
): Promise<JudgedPart> {
  const { originLon, originLat, boundaries, cells } = part;
  const facilityIds = [...facilities.id];
  const outcomes = await judges.judge({
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

async function store(
  em: EntityManager,
  rules: readonly RuleRow[],
  judged: JudgedPart,
): Promise<number[]> {
  for (const [i, rule] of rules.entries()) {
    await settleFarAway(em, rule, judged, judged.outcomes[i] as RuleOutcome);
  }
  const { part, facilityIds, outcomes } = judged;
  const { ids, originLon } = part;
  return storeOutcomes(em, { ids, originLon, facilityIds }, rules, outcomes);
}

/** Finds the nearest facility where the nearest one that was read need not be it. */
async function settleFarAway(
  em: EntityManager,
  { kindIds }: RuleRow,
  { part, circle, facilityIds }: JudgedPart,
  { nearestFacility, nearestMeters }: RuleOutcome,
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
  for (const { key, facilityId, distanceMeters } of await nearestFarAway(em, kindIds, far)) {
    nearestFacility[key] = facilityIds.push(facilityId) - 1;
    nearestMeters[key] = distanceMeters;
  }
}
