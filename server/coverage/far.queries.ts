import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { geodesicMeters, PointIndex } from './engine/index.ts';
import { type FacilityTrial, facilityTable } from './facility-trial.ts';
import { readFacilities } from './reading.queries.ts';

/** A place whose nearest facility is farther away than what was read around it. */
export interface FarPlace {
  /** Whatever the caller knows the place by. */
  readonly key: number;
  readonly lon: number;
  readonly lat: number;
}

/** The facility nearest to a place, exactly. */
export interface FarNearest {
  readonly key: number;
  readonly facilityId: number;
  readonly distanceMeters: number;
}

/** With no more facilities than this it is quickest to read them all. */
const FEW_FACILITIES = 5_000;

/**
 * The nearest active facilities of some kinds, as they are or on trial, however far away, for places far from all that was read.
 * Few facilities are read and searched by the engine; of many, the spatial index gives one that is near,
 * everything at most as far is read, and the engine's distances settle it.
 */
export async function nearestFarAway(
  em: EntityManager,
  kindIds: readonly number[],
  places: readonly FarPlace[],
  {
    few = FEW_FACILITIES,
    trial,
  }: { few?: number | undefined; trial?: FacilityTrial | undefined } = {},
): Promise<FarNearest[]> {
  if (places.length === 0) return [];
  return (await countUpTo(em, kindIds, few + 1)) <= few
    ? nearestOfFew(em, kindIds, places, trial)
    : nearestOfMany(em, kindIds, places, trial);
}

async function countUpTo(
  em: EntityManager,
  kindIds: readonly number[],
  most: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM facility WHERE active AND kind_id = ANY(${[...kindIds]}::int[]) LIMIT ${most}
    ) counted`.execute(em.getKysely());
  return rows[0]?.count ?? 0;
}

async function nearestOfFew(
  em: EntityManager,
  kindIds: readonly number[],
  places: readonly FarPlace[],
  trial: FacilityTrial | undefined,
): Promise<FarNearest[]> {
  const { id, lon, lat } = await readFacilities(em, kindIds, null, trial);
  const index = new PointIndex(lon, lat);
  return places.flatMap((place) => {
    const nearest = index.nearest(place.lon, place.lat);
    if (!nearest) return [];
    const { distanceMeters } = nearest;
    return [{ key: place.key, facilityId: id[nearest.index] as number, distanceMeters }];
  });
}

async function nearestOfMany(
  em: EntityManager,
  kindIds: readonly number[],
  places: readonly FarPlace[],
  trial: FacilityTrial | undefined,
): Promise<FarNearest[]> {
  const { rows } = await sql<{ at: number; id: number; lon: number; lat: number }>`
    WITH place AS (
      SELECT (ordinality - 1)::int AS at,
        ST_SetSRID(ST_MakePoint((xy->>0)::float8, (xy->>1)::float8), 4326)::geography AS point
      FROM json_array_elements(${JSON.stringify(places.map(({ lon, lat }) => [lon, lat]))}::json)
        WITH ORDINALITY AS list (xy, ordinality)
    )
    SELECT place.at, facility.id, ST_X(facility.location) AS lon, ST_Y(facility.location) AS lat
    FROM place CROSS JOIN LATERAL (
      SELECT ST_Distance(location::geography, place.point) AS meters FROM ${facilityTable(trial)}
      WHERE active AND kind_id = ANY(${[...kindIds]}::int[])
      ORDER BY location::geography <-> place.point LIMIT 1
    ) near JOIN ${facilityTable(trial)} ON facility.active
      AND facility.kind_id = ANY(${[...kindIds]}::int[])
      AND ST_DWithin(facility.location::geography, place.point, near.meters + 0.001)
    ORDER BY place.at, facility.id`.execute(em.getKysely());
  const found = new Map<number, FarNearest>();
  for (const { at, id, lon, lat } of rows) {
    const place = places[at] as FarPlace;
    const distanceMeters = geodesicMeters(place.lon, place.lat, lon, lat);
    if (distanceMeters < (found.get(place.key)?.distanceMeters ?? Infinity)) {
      found.set(place.key, { key: place.key, facilityId: id, distanceMeters });
    }
  }
  return [...found.values()];
}
