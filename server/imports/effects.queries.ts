import type { EntityManager } from '@mikro-orm/postgresql';
import type { Position } from 'geojson';
import { sql } from 'kysely';
import { refreshServicePoints } from '../communities/communities.queries.ts';
import { rehomeFacilities } from '../coverage/community-changes.queries.ts';
import { judgeAround, judgeCommunities } from '../coverage/judging.queries.ts';
import { publishChange } from '../live/publish.queries.ts';
import type { ImportTarget } from './fields.ts';

/** What of an import matters to coverage and to those who look at the map. */
export interface Effects {
  /** Communities that were changed, or whose cells were. */
  readonly communityIds: readonly number[];
  readonly facilityIds: readonly number[];
  /** Where facilities stood before the import and stand after it, `[longitude, latitude]`. */
  readonly places: readonly Position[];
  readonly kindIds: readonly number[];
  /** Communities in which service stations come, go or move. */
  readonly stations: readonly number[];
}

const NONE: Effects = { communityIds: [], facilityIds: [], places: [], kindIds: [], stations: [] };

/**
 * What an import matters to, told from what it changed and from what is stored: to be asked when all of it
 * is written and nothing of it undone.
 */
export function effectsOf(tx: EntityManager, id: number, target: ImportTarget): Promise<Effects> {
  switch (target) {
    case 'FACILITIES':
      return effectsOfFacilities(tx, id);
    case 'RESIDENT_CELLS':
      return effectsOfCells(tx, id);
    case 'COMMUNITIES':
    case 'INDICATORS':
      return effectsOfCommunities(tx, id);
    case 'GRIDS':
      return Promise.resolve(NONE);
  }
}

async function effectsOfFacilities(tx: EntityManager, id: number): Promise<Effects> {
  interface Row {
    id: number;
    lon: number;
    lat: number;
    kindId: number;
    station: number | null;
    matters: boolean;
  }
  const { rows } = await sql<Row>`
    SELECT f.id, ST_X(seen.location) AS lon, ST_Y(seen.location) AS lat, seen.kind_id AS "kindId",
      CASE WHEN k.code = 'service-station' THEN seen.community_id END AS station,
      former.id IS NULL OR ROW(f.location, f.kind_id, f.active)
        IS DISTINCT FROM ROW(former.location, former.kind_id, former.active) AS matters
    FROM import_change change JOIN facility f ON f.id = change.feature_id
    LEFT JOIN LATERAL (
      SELECT f.id, b.location, b.kind_id, b.community_id, b.active
      FROM jsonb_populate_record(NULL::facility, change.before) b WHERE change.before IS NOT NULL
    ) former ON true
    CROSS JOIN LATERAL (VALUES (f.location, f.kind_id, f.community_id),
      (former.location, former.kind_id, former.community_id)
    ) seen (location, kind_id, community_id)
    JOIN facility_kind k ON k.id = seen.kind_id
    WHERE change.import_id = ${id} ORDER BY f.id`.execute(tx.getKysely());
  const mattering = rows.filter(({ matters }) => matters);
  return {
    communityIds: [],
    facilityIds: [...new Set(rows.map((row) => row.id))],
    places: mattering.map(({ lon, lat }) => [lon, lat]),
    kindIds: [...new Set(mattering.map(({ kindId }) => kindId))],
    stations: distinct(mattering.map(({ station }) => station)),
  };
}

async function effectsOfCells(tx: EntityManager, id: number): Promise<Effects> {
  const { rows } = await sql<{ id: number }>`
    SELECT t.community_id AS id FROM import_change change
    JOIN resident_cell t ON t.id = change.feature_id WHERE change.import_id = ${id}
    UNION SELECT (before->>'community_id')::int FROM import_change
    WHERE import_id = ${id} AND before IS NOT NULL`.execute(tx.getKysely());
  return { ...NONE, communityIds: rows.map((row) => row.id) };
}

async function effectsOfCommunities(tx: EntityManager, id: number): Promise<Effects> {
  const { rows } = await sql<{ id: number }>`
    SELECT feature_id::int AS id FROM import_change WHERE import_id = ${id}
    ORDER BY id`.execute(tx.getKysely());
  return { ...NONE, communityIds: rows.map((row) => row.id) };
}

/** Stores in which community the facilities of an import stand; returns the communities of service stations. */
export async function settleHomes(tx: EntityManager, id: number): Promise<number[]> {
  const { rows } = await sql<{ station: number | null }>`
    UPDATE facility SET community_id = home.id
    FROM (
      SELECT f.id AS facility_id, (
        SELECT c.id FROM community c WHERE ST_Covers(c.boundary, f.location) ORDER BY c.id LIMIT 1
      ) AS id
      FROM import_change change JOIN facility f ON f.id = change.feature_id
      WHERE change.import_id = ${id}
    ) home JOIN facility f ON f.id = home.facility_id JOIN facility_kind k ON k.id = f.kind_id
    WHERE facility.id = home.facility_id AND facility.community_id IS DISTINCT FROM home.id
    RETURNING CASE WHEN k.code = 'service-station' THEN home.id END AS station`.execute(
    tx.getKysely(),
  );
  return distinct(rows.map(({ station }) => station));
}

/** Judges anew what an import, or its undoing, matters to; tells who looks at the map. Call it last. */
export async function settleEffects(
  tx: EntityManager,
  target: ImportTarget,
  effects: Effects,
  dataVersion: string,
): Promise<number[]> {
  switch (target) {
    case 'FACILITIES': {
      const { facilityIds, places, kindIds, stations } = effects;
      if (stations.length > 0) await refreshServicePoints(tx, stations);
      const changed = await judgeAround(tx, { kindIds, places, movedOrigins: stations });
      await publishChange(tx, { dataVersion, facilityIds, communityIds: changed, places });
      return changed;
    }
    case 'RESIDENT_CELLS': {
      const changed = await judgeCommunities(tx, effects.communityIds);
      await publishChange(tx, { dataVersion, communityIds: changed });
      return changed;
    }
    case 'COMMUNITIES': {
      await publishChange(tx, { dataVersion, everything: true });
      const others = await rehomeFacilities(tx, effects.communityIds, true);
      const touched = distinct([...effects.communityIds, ...others]);
      await refreshServicePoints(tx, touched);
      return judgeCommunities(tx, touched);
    }
    case 'INDICATORS':
      await publishChange(tx, { dataVersion, communityIds: effects.communityIds });
      return [];
    case 'GRIDS':
      await publishChange(tx, { dataVersion, everything: true });
      return [];
  }
}

function distinct(ids: readonly (number | null)[]): number[] {
  return [...new Set(ids.filter((id) => id !== null))].sort((a, b) => a - b);
}
