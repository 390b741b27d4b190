import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { SAME_FACILITY_METERS } from '../match/same-facility.ts';
import { digestOf, TARGET_TABLES } from '../match/target-columns.ts';
import type { ImportTarget } from '../staged/fields.ts';

/** Features that were changed by others, so that rows cannot be committed or reverted. */
export interface Conflicts {
  readonly count: number;
  /** The first of them, by row and code. */
  readonly list: readonly { readonly row?: number; readonly code: string | null }[];
}

/** So many are listed; all are counted. */
const MAX_LISTED = 100;

/** Rows whose stored feature was changed, deleted or created since the rows were matched. */
export function findCommitConflicts(
  tx: EntityManager,
  id: number,
  name: ImportTarget,
): Promise<Conflicts> {
  const target = TARGET_TABLES[name];
  const table = sql.table(target.table);
  const hasCodes = name !== 'INDICATORS';
  const parts = [
    sql`SELECT s.row, coalesce(s.code, s.name) AS code
      FROM import_feature s LEFT JOIN ${table} t ON t.id = s.matched_id
      WHERE s.import_id = ${id} AND s.action <> 'SKIP' AND s.matched_id IS NOT NULL
        AND ${digestOf(target)} IS DISTINCT FROM s.matched_digest`,
    ...(hasCodes
      ? [
          sql`SELECT s.row, s.code FROM import_feature s JOIN ${table} t ON t.code = s.code
            WHERE s.import_id = ${id} AND s.action = 'CREATE'`,
        ]
      : []),
    ...(name === 'FACILITIES' ? [enteredSince(id)] : []),
    ...(name === 'GRIDS' || name === 'RESIDENT_CELLS'
      ? [
          sql`SELECT s.row, s.code FROM import_feature s LEFT JOIN community c ON c.id = s.home_id
            WHERE s.import_id = ${id} AND s.action IN ('CREATE', 'UPDATE')
              AND s.home_id IS NOT NULL AND c.id IS NULL`,
          outsideHomes(id, name),
        ]
      : []),
  ];
  return listConflicts(tx, sql.join(parts, sql` UNION `));
}

/** Rows that were assigned to the community in which they lie, whose boundary does not hold them any more. */
function outsideHomes(id: number, name: 'GRIDS' | 'RESIDENT_CELLS'): RawBuilder<unknown> {
  const point = name === 'GRIDS' ? sql`ST_PointOnSurface(s.geometry)` : sql`s.geometry`;
  return sql`SELECT s.row, s.code FROM import_feature s JOIN community c ON c.id = s.home_id
    WHERE s.import_id = ${id} AND s.action IN ('CREATE', 'UPDATE') AND s.community IS NULL
      AND s.geometry IS NOT NULL AND ST_Covers(c.boundary, ${point}) IS NOT TRUE`;
}

/** Rows whose facility was entered by somebody since: same kind and name nearby, and no two codes. */
function enteredSince(id: number): RawBuilder<unknown> {
  return sql`SELECT s.row, s.name FROM import_feature s JOIN facility f ON f.active
      AND f.kind_id = s.kind_id AND f.name = s.name AND (f.code IS NULL OR s.code IS NULL)
      AND ST_DWithin(f.location::geography, s.geometry::geography, ${SAME_FACILITY_METERS})
    WHERE s.import_id = ${id} AND s.action = 'CREATE'`;
}

/** Features that were changed since an import wrote them, or that others depend on by now. */
export function findUndoConflicts(
  tx: EntityManager,
  id: number,
  name: ImportTarget,
): Promise<Conflicts> {
  return listConflicts(
    tx,
    sql`SELECT NULL::int AS row, label AS code FROM (${changedSince(id, name)}) altered`,
  );
}

/** Removes the features that were changed since from what an import can undo; returns their number. */
export async function excludeChanged(
  tx: EntityManager,
  id: number,
  name: ImportTarget,
): Promise<number> {
  const { numAffectedRows } = await sql`
    DELETE FROM import_change WHERE import_id = ${id}
      AND feature_id IN (SELECT feature_id FROM (${changedSince(id, name)}) altered)`.execute(
    tx.getKysely(),
  );
  return Number(numAffectedRows ?? 0);
}

function changedSince(id: number, name: ImportTarget): RawBuilder<unknown> {
  const target = TARGET_TABLES[name];
  const label = target.table === 'facility' ? sql`coalesce(t.code, t.name)` : sql`t.code`;
  const used = IN_USE[name]?.(id);
  const inUse = used ? sql`OR change.before IS NULL AND ${used}` : sql``;
  return sql`SELECT change.feature_id, coalesce(${label}, '#' || change.feature_id) AS label
    FROM import_change change LEFT JOIN ${sql.table(target.table)} t ON t.id = change.feature_id
    WHERE change.import_id = ${id}
      AND (${digestOf(target)} IS DISTINCT FROM change.after_digest OR t.id IS NULL ${inUse})`;
}

/** A condition: communities or people's areas refer to the region `t`. */
export const HOLDS_SOMETHING = sql`(
  EXISTS (SELECT 1 FROM community WHERE community.region_id = t.id)
  OR EXISTS (SELECT 1 FROM person_area WHERE person_area.region_id = t.id))`;

/** Conditions: deleting the feature `t`, which an import created, would take along what has been put into it since. */
const IN_USE: Partial<Record<ImportTarget, (id: number) => RawBuilder<unknown>>> = {
  COMMUNITIES: () => sql`(
    EXISTS (SELECT 1 FROM grid WHERE grid.community_id = t.id)
    OR EXISTS (SELECT 1 FROM resident_cell WHERE resident_cell.community_id = t.id)
    OR EXISTS (SELECT 1 FROM person_area WHERE person_area.community_id = t.id))`,
  REGIONS: (id) => sql`(${HOLDS_SOMETHING} OR EXISTS (
    SELECT 1 FROM region child WHERE child.parent_id = t.id
      AND child.id NOT IN (SELECT c.feature_id FROM import_change c WHERE c.import_id = ${id})))`,
};

async function listConflicts(tx: EntityManager, found: RawBuilder<unknown>): Promise<Conflicts> {
  const { rows } = await sql<{ row: number | null; code: string | null; count: number }>`
    SELECT row, code, count(*) OVER ()::int AS count FROM (${found}) found
    ORDER BY row, code LIMIT ${MAX_LISTED}`.execute(tx.getKysely());
  return {
    count: rows[0]?.count ?? 0,
    list: rows.map(({ row, code }) => (row === null ? { code } : { row, code })),
  };
}
