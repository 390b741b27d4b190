import type { EntityManager } from '@mikro-orm/postgresql';
import type { Position } from 'geojson';
import { sql } from 'kysely';
import { judgeAround, judgeCommunities } from '../../coverage/judging.queries.ts';
import { refreshServicePoints } from '../../coverage/service-points.queries.ts';
import { rehomeFacilities } from '../../edits/community-changes.queries.ts';
import { refreshRegionBoundaries } from '../../edits/region-boundaries.queries.ts';
import { publishChange } from '../../hub/publish.queries.ts';
import type { ImportTarget } from '../staged/fields.ts';

/** What an import changed that coverage and open maps depend on. */
export interface Effects {
  /** Communities that were changed, or whose resident cells were. */
  readonly communityIds: readonly number[];
  readonly facilityIds: readonly number[];
  /** Where facilities stood before the import and stand after it, `[longitude, latitude]`. */
  readonly places: readonly Position[];
  readonly kindIds: readonly number[];
  /** Communities whose service stations were added, removed or moved. */
  readonly stationCommunityIds: readonly number[];
}

const NONE: Effects = {
  communityIds: [],
  facilityIds: [],
  places: [],
  kindIds: [],
  stationCommunityIds: [],
};

/**
 * The effects of an import, from `import_change` and the stored features. Call it when all rows are written, and
 * before any of them is reverted.
 */
export function findEffects(tx: EntityManager, id: number, target: ImportTarget): Promise<Effects> {
  switch (target) {
    case 'FACILITIES':
      return facilityEffects(tx, id);
    case 'RESIDENT_CELLS':
      return cellEffects(tx, id);
    case 'COMMUNITIES':
    case 'INDICATORS':
      return communityEffects(tx, id);
    case 'GRIDS':
    case 'REGIONS':
      return Promise.resolve(NONE);
  }
}

async function facilityEffects(tx: EntityManager, id: number): Promise<Effects> {
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
  const relevant = rows.filter(({ matters }) => matters);
  return {
    communityIds: [],
    facilityIds: [...new Set(rows.map((row) => row.id))],
    places: relevant.map(({ lon, lat }) => [lon, lat]),
    kindIds: [...new Set(relevant.map(({ kindId }) => kindId))],
    stationCommunityIds: distinctIds(relevant.map(({ station }) => station)),
  };
}

async function cellEffects(tx: EntityManager, id: number): Promise<Effects> {
  const { rows } = await sql<{ id: number }>`
    SELECT t.community_id AS id FROM import_change change
    JOIN resident_cell t ON t.id = change.feature_id WHERE change.import_id = ${id}
    UNION SELECT (before->>'community_id')::int FROM import_change
    WHERE import_id = ${id} AND before IS NOT NULL`.execute(tx.getKysely());
  return { ...NONE, communityIds: rows.map((row) => row.id) };
}

async function communityEffects(tx: EntityManager, id: number): Promise<Effects> {
  const { rows } = await sql<{ id: number }>`
    SELECT feature_id::int AS id FROM import_change WHERE import_id = ${id}
    ORDER BY id`.execute(tx.getKysely());
  return { ...NONE, communityIds: rows.map((row) => row.id) };
}

/**
 * Judges the communities that an import, or its undo, affects, and publishes the change. Call it last in the
 * transaction. Returns the communities whose stored coverage changed.
 */
export async function applyEffects(
  tx: EntityManager,
  target: ImportTarget,
  effects: Effects,
  dataVersion: string,
): Promise<number[]> {
  switch (target) {
    case 'FACILITIES': {
      const { facilityIds, places, kindIds, stationCommunityIds } = effects;
      if (stationCommunityIds.length > 0) await refreshServicePoints(tx, stationCommunityIds);
      const changed = await judgeAround(tx, { kindIds, places, movedOrigins: stationCommunityIds });
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
      const affected = distinctIds([...effects.communityIds, ...others]);
      await refreshRegionBoundaries(tx);
      await refreshServicePoints(tx, affected);
      return judgeCommunities(tx, affected);
    }
    case 'INDICATORS':
      await publishChange(tx, { dataVersion, communityIds: effects.communityIds });
      return [];
    case 'REGIONS':
      await publishChange(tx, { dataVersion, everything: true });
      await refreshRegionBoundaries(tx);
      return [];
    case 'GRIDS':
      await publishChange(tx, { dataVersion, everything: true });
      return [];
  }
}

/** Each id once, in ascending order, without null. */
function distinctIds(ids: readonly (number | null)[]): number[] {
  return [...new Set(ids.filter((id) => id !== null))].sort((a, b) => a - b);
}
