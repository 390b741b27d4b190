import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { type FacilityTrial, facilityTable } from './facility-trial.ts';

/** Service points by community id, in degrees on WGS 84; null where there is none. */
export type ServicePoints = ReadonlyMap<
  number,
  { readonly lon: number | null; readonly lat: number | null }
>;

/**
 * Stores the service points of communities: where their active service station stands (the lowest id
 * of several), else a point on the surface of the boundary, else none. All communities unless `ids`.
 */
export async function refreshServicePoints(
  em: EntityManager,
  ids?: readonly number[],
): Promise<void> {
  await sql`
    UPDATE community SET service_point = found.point, service_point_origin = found.origin
    FROM (${servicePoints(ids)}) found
    WHERE community.id = found.id`.execute(em.getKysely());
}

/** The service points that communities would have with a facility on trial. */
export async function servicePointsOnTrial(
  em: EntityManager,
  ids: readonly number[],
  trial: FacilityTrial,
): Promise<ServicePoints> {
  const { rows } = await sql<{ id: number; lon: number | null; lat: number | null }>`
    SELECT id, ST_X(point) AS lon, ST_Y(point) AS lat
    FROM (${servicePoints(ids, trial)}) found`.execute(em.getKysely());
  return new Map(rows.map(({ id, lon, lat }) => [id, { lon, lat }]));
}

function servicePoints(
  ids: readonly number[] | undefined,
  trial?: FacilityTrial,
): RawBuilder<unknown> {
  const only = ids ? sql`WHERE c.id = ANY(${[...ids]}::int[])` : sql``;
  return sql`
      SELECT c.id, coalesce(station.location, ST_PointOnSurface(c.boundary)) AS point,
        CASE WHEN station.location IS NOT NULL THEN 'SERVICE_STATION'
             WHEN c.boundary IS NOT NULL THEN 'POLYGON' END AS origin
      FROM community c LEFT JOIN LATERAL (
        SELECT facility.location FROM ${facilityTable(trial)} JOIN facility_kind k ON k.id = facility.kind_id
        WHERE facility.community_id = c.id AND facility.active AND k.code = 'service-station'
        ORDER BY facility.id LIMIT 1
      ) station ON true ${only}`;
}
