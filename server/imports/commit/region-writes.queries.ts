import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { RegionLevel } from '../../../db/entities/region.ts';
import { findParents } from '../match/match-regions.queries.ts';
import { TARGET_TABLES } from '../match/target-columns.ts';
import { HOLDS_SOMETHING } from './conflicts.queries.ts';
import { type OnProgress, writeRows } from './writes.queries.ts';

/** From the highest down: what lies above is there before what lies below. */
const DOWNWARD: readonly RegionLevel[] = [RegionLevel.CITY, RegionLevel.COUNTY, RegionLevel.STREET];

/** Writes the staged regions of an import, level by level, each below the one that it lies in. */
export async function writeRegions(
  tx: EntityManager,
  id: number,
  onProgress: OnProgress,
): Promise<void> {
  for (const [i, level] of DOWNWARD.entries()) {
    const here = sql`coalesce(s.level, 'STREET') = ${level}`;
    await findParents(
      sql`s.import_id = ${id} AND s.action <> 'SKIP' AND s.region_id IS NULL AND ${here}`,
    ).execute(tx.getKysely());
    await writeRows(
      tx,
      id,
      TARGET_TABLES.REGIONS,
      (done, total) => onProgress((i * total + done) / DOWNWARD.length, total),
      here,
    );
  }
}

/** Makes the regions that the staged communities of an import lie in and that are not there, and puts them there. */
export async function createMissingRegions(tx: EntityManager, id: number): Promise<void> {
  const db = tx.getKysely();
  for (const level of DOWNWARD) {
    await sql`
      WITH RECURSIVE needed AS (
        SELECT n.code, n.parent_code FROM import_region n
        WHERE n.import_id = ${id} AND n.code IN (SELECT s.new_region FROM import_feature s
          WHERE s.import_id = ${id} AND s.region_id IS NULL AND s.action IN ('CREATE', 'UPDATE'))
        UNION SELECT n.code, n.parent_code FROM import_region n JOIN needed
          ON n.import_id = ${id} AND n.code = needed.parent_code
      )
      INSERT INTO region (code, level, name, parent_id, import_id)
      SELECT n.code, n.level, n.name, above.id, ${id}::int
      FROM import_region n LEFT JOIN region above ON above.code = n.parent_code
      WHERE n.import_id = ${id} AND n.level = ${level} AND n.code IN (SELECT code FROM needed)
        AND NOT EXISTS (SELECT 1 FROM region r WHERE r.code = n.code)
      ORDER BY n.code`.execute(db);
  }
  await sql`
    UPDATE import_feature s SET region_id = r.id FROM region r
    WHERE s.import_id = ${id} AND s.region_id IS NULL AND s.action IN ('CREATE', 'UPDATE')
      AND r.code = s.new_region`.execute(db);
}

/** Deletes the regions that came with the communities of an import, as far as nothing lies in them. */
export async function deleteMadeRegions(tx: EntityManager, id: number): Promise<void> {
  for (const level of [...DOWNWARD].reverse()) {
    await sql`
      DELETE FROM region t WHERE t.import_id = ${id} AND t.level = ${level}
        AND NOT EXISTS (SELECT 1 FROM region child WHERE child.parent_id = t.id)
        AND NOT ${HOLDS_SOMETHING}`.execute(tx.getKysely());
  }
}
