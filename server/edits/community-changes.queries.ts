import type { EntityManager } from '@mikro-orm/postgresql';
import type { MultiPolygon } from 'geojson';
import { sql } from 'kysely';
import { judgeCommunities } from '../coverage/judging.queries.ts';
import { refreshServicePoints } from '../coverage/service-points.queries.ts';
import { beginWrite } from '../hub/hub.queries.ts';
import { publishChange } from '../hub/publish.queries.ts';
import { ConflictError, NotFoundError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import type { CommunityFigures, NewCell } from './community-change.input.ts';
import { refreshRegionBoundaries } from './region-boundaries.queries.ts';

/** What a write of communities or resident cells did. */
export interface CommunityChange {
  /** Communities whose stored coverage differs from before. */
  readonly changedCommunityIds: number[];
  readonly dataVersion: string;
}

/** Cells written by one statement. */
const ROWS = 1_000;

/**
 * Puts a community right, and judges what that changes, in one transaction.
 * @throws NOT_FOUND, CONFLICT when it changed since
 */
export function updateCommunity(
  em: EntityManager,
  { id, version }: { id: number; version: number },
  { population, households, populationDate, reviewed }: CommunityFigures,
  boundary: MultiPolygon | undefined,
): Promise<CommunityChange> {
  return em.transactional(async (tx) => {
    const dataVersion = await beginWrite(tx);
    const db = tx.getKysely();
    const { rows } = await sql<{ version: number }>`
      SELECT version FROM community WHERE id = ${id}`.execute(db);
    const current = rows[0]?.version;
    if (current === undefined) {
      const name = globalId('community', id);
      throw new NotFoundError('input.id', `input.id: there is no community ${name}.`);
    }
    if (current !== version) {
      throw new ConflictError(
        'input.version',
        `input.version: the community was changed since version ${version}; read version ${current} and decide again.`,
        { currentVersion: current },
      );
    }
    await sql`
      UPDATE community SET version = version + 1,
        population = coalesce(${population ?? null}::int, population),
        households = coalesce(${households ?? null}::int, households),
        population_date = coalesce(${populationDate ?? null}::text, population_date),
        reviewed = coalesce(${reviewed ?? null}::boolean, reviewed)
      WHERE id = ${id}`.execute(db);
    if (!boundary) {
      await publishChange(tx, { dataVersion, communityIds: [id] });
      return { changedCommunityIds: [], dataVersion };
    }
    // Whoever sees the old boundary or the new one, and whoever shows facilities or grids of either.
    await publishChange(tx, { dataVersion, everything: true });
    const touched = await redraw(tx, id, boundary);
    await refreshRegionBoundaries(tx, touched);
    await refreshServicePoints(tx, touched);
    return { changedCommunityIds: await judgeCommunities(tx, touched), dataVersion };
  });
}

/** Stores a boundary and whose facilities are whose; returns the communities that it makes a difference to. */
async function redraw(tx: EntityManager, id: number, boundary: MultiPolygon): Promise<number[]> {
  await sql`
    UPDATE community SET boundary = ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(boundary)}), 4326)
    WHERE id = ${id}`.execute(tx.getKysely());
  const others = await rehomeFacilities(tx, [id]);
  return [...new Set([id, ...others])].sort((a, b) => a - b);
}

/**
 * Stores anew whose facilities are whose, where that can be different because the boundaries of some
 * communities are; facilities that belong to nobody are looked at, too, where `homeless`. Returns the
 * communities that won or lost some.
 */
export async function rehomeFacilities(
  tx: EntityManager,
  ids: readonly number[],
  homeless = false,
): Promise<number[]> {
  const { rows } = await sql<{ before: number | null; after: number | null }>`
    UPDATE facility SET community_id = home.after
    FROM (
      SELECT f.id, f.community_id AS before, (
        SELECT c.id FROM community c WHERE ST_Covers(c.boundary, f.location) ORDER BY c.id LIMIT 1
      ) AS after
      FROM facility f JOIN (
        SELECT f.id FROM facility f WHERE f.community_id = ANY(${[...ids]}::int[])
          OR ${homeless} AND f.community_id IS NULL
        UNION SELECT f.id FROM community redrawn
          JOIN facility f ON ST_Covers(redrawn.boundary, f.location)
          WHERE redrawn.id = ANY(${[...ids]}::int[])
      ) concerned ON concerned.id = f.id
    ) home
    WHERE facility.id = home.id AND home.before IS DISTINCT FROM home.after
    RETURNING home.before, home.after`.execute(tx.getKysely());
  const homes = rows.flatMap(({ before, after }) => [before, after]);
  return [...new Set(homes.filter((home) => home !== null))];
}

/**
 * Stores resident cells, and judges their communities, in one transaction. With `replace` they are all the
 * cells of the communities they name. @throws NOT_FOUND for an unknown community
 */
export function importCells(
  em: EntityManager,
  cells: readonly NewCell[],
  replace: boolean,
): Promise<CommunityChange> {
  return em.transactional(async (tx) => {
    const dataVersion = await beginWrite(tx);
    const db = tx.getKysely();
    const homes = await communityIdsOf(tx, cells);
    const codes = cells.map(({ code }) => code);
    const named = [...new Set(homes.values())];
    // A cell may come from another community, which then has fewer residents.
    const { rows: left } = await sql<{ id: number }>`
      SELECT DISTINCT community_id AS id FROM resident_cell
      WHERE code = ANY(${codes}::text[])`.execute(db);
    if (replace) {
      await sql`
        DELETE FROM resident_cell WHERE community_id = ANY(${named}::int[])
          AND code <> ALL(${codes}::text[])`.execute(db);
    }
    const rows = cells.map(({ code, community, location, ...figures }) => {
      const [lon, lat] = location.coordinates;
      return { code, community_id: homes.get(community), lon, lat, ...figures };
    });
    for (let from = 0; from < rows.length; from += ROWS) {
      await sql`
        INSERT INTO resident_cell (code, community_id, location, residents, households, modelled)
        SELECT c.code, c.community_id, ST_SetSRID(ST_MakePoint(c.lon, c.lat), 4326), c.residents,
          c.households, c.modelled
        FROM json_to_recordset(${JSON.stringify(rows.slice(from, from + ROWS))}::json)
          AS c(code text, community_id int, lon float8, lat float8, residents int, households int,
            modelled boolean)
        ON CONFLICT (code) DO UPDATE SET community_id = excluded.community_id,
          location = excluded.location, residents = excluded.residents,
          households = excluded.households, modelled = excluded.modelled`.execute(db);
    }
    const touched = [...new Set([...named, ...left.map(({ id }) => id)])];
    const changedCommunityIds = await judgeCommunities(tx, touched);
    await publishChange(tx, { dataVersion, communityIds: changedCommunityIds });
    return { changedCommunityIds, dataVersion };
  });
}

async function communityIdsOf(
  tx: EntityManager,
  cells: readonly NewCell[],
): Promise<Map<string, number>> {
  const codes = [...new Set(cells.map(({ community }) => community))];
  const { rows } = await sql<{ id: number; code: string }>`
    SELECT id, code FROM community WHERE code = ANY(${codes}::text[])`.execute(tx.getKysely());
  const ids = new Map(rows.map(({ id, code }) => [code, id]));
  const unknown = cells.findIndex(({ community }) => !ids.has(community));
  if (unknown >= 0) {
    const field = `input.cells[${unknown}].community`;
    const code = JSON.stringify(cells[unknown]?.community.slice(0, 40));
    throw new NotFoundError(field, `${field}: there is no community with the code ${code}.`);
  }
  return ids;
}
