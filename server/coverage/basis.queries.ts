import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { TooExpensiveError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import { packPoints, unpackPoints } from './packed.ts';

/** What a browser needs of communities and residents to judge by itself, as parallel lists. */
export interface BasisRow {
  communities: string[];
  names: string[];
  namesEn: (string | null)[];
  servicePoints: (number | null)[];
  cellPositions: number[];
  cellResidents: number[];
  cellCommunities: number[];
}

/** More resident cells than this are too much for a page, some ten megabytes. */
const MOST_CELLS = 250_000;

/** Reads all communities and resident cells. @throws TOO_EXPENSIVE for more than 250,000 cells */
export async function readBasis(em: EntityManager): Promise<BasisRow> {
  const { rows: counted } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM resident_cell`.execute(em.getKysely());
  const count = counted[0]?.count ?? 0;
  if (count > MOST_CELLS) {
    throw new TooExpensiveError(
      `There are ${count} resident cells, more than a page can take (${MOST_CELLS}); ask evaluateScenario instead.`,
      { cells: count, limit: MOST_CELLS },
    );
  }
  const { rows } = await sql<{
    id: number;
    name: string;
    nameEn: string | null;
    lon: number | null;
    lat: number | null;
  }>`
    SELECT id, name, name_en AS "nameEn", ST_X(service_point) AS lon, ST_Y(service_point) AS lat
    FROM community ORDER BY id`.execute(em.getKysely());
  const packed = packPoints(sql`location`, sql`residents`, sql`community_id`, sql`id`);
  const { rows: found } = await sql<{ cells: Buffer | null }>`
    SELECT ${packed} AS cells FROM resident_cell`.execute(em.getKysely());
  const cells = unpackPoints(found[0]?.cells ?? null);
  const index = new Map(rows.map(({ id }, i) => [id, i]));
  return {
    communities: rows.map(({ id }) => globalId('community', id)),
    names: rows.map(({ name }) => name),
    namesEn: rows.map(({ nameEn }) => nameEn),
    servicePoints: rows.flatMap(({ lon, lat }) => [lon, lat]),
    cellPositions: [...cells.lon].flatMap((lon, i) => [lon, cells.lat[i] as number]),
    cellResidents: [...cells.first],
    cellCommunities: Array.from(cells.second, (id) => index.get(id) as number),
  };
}
