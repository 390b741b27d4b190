import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { STATE_FIELDS } from '../../edits/facility-state.ts';
import { snakeCase } from '../../lists/fields/names.ts';
import type { Author } from '../staged/imports.queries.ts';

/** Columns that the history stores otherwise than they are, of the row `alias` of facilities. */
const OTHERWISE: Readonly<Record<string, (alias: string) => RawBuilder<unknown>>> = {
  kind: (alias) =>
    sql`(SELECT k.code FROM facility_kind k WHERE k.id = ${sql.ref(`${alias}.kind_id`)})`,
  location: (alias) => {
    const location = sql.ref(`${alias}.location`);
    return sql`jsonb_build_array(ST_X(${location}), ST_Y(${location}))`;
  },
};

/** The row `alias` of facilities as the JSON of a `FacilityState`, which the history stores. */
function facilityState(alias: string): RawBuilder<unknown> {
  const pairs = STATE_FIELDS.map((name) => {
    const value = OTHERWISE[name]?.(alias) ?? sql.ref(`${alias}.${snakeCase(name)}`);
    return sql`${sql.lit(name)}, ${value}`;
  });
  return sql`jsonb_build_object(${sql.join(pairs)})`;
}

/** Records in the history what an import did to facilities. */
export async function recordImport(
  tx: EntityManager,
  id: number,
  author: Author,
  dataVersion: string,
): Promise<void> {
  await sql`
    INSERT INTO facility_change (facility_id, version, revision, action, before, after, person_id,
      actor, origin, changed_communities, import_id)
    SELECT f.id, f.version, ${dataVersion}::bigint,
      CASE WHEN change.before IS NULL THEN 'CREATE' WHEN NOT former.active THEN 'RESTORE'
        WHEN ${facilityState('former')} - 'location' = ${facilityState('f')} - 'location' THEN 'MOVE'
        ELSE 'UPDATE' END,
      CASE WHEN change.before IS NOT NULL THEN ${facilityState('former')} END, ${facilityState('f')},
      ${author.id}::int, ${author.name}, 'IMPORT', '{}', ${id}::int
    FROM import_change change JOIN facility f ON f.id = change.feature_id
    LEFT JOIN LATERAL jsonb_populate_record(NULL::facility, change.before) former ON true
    WHERE change.import_id = ${id} ORDER BY f.id`.execute(tx.getKysely());
}

/** Records in the history that what an import did to facilities was undone. */
export async function recordUndo(
  tx: EntityManager,
  id: number,
  author: Author,
  dataVersion: string,
): Promise<void> {
  await sql`
    INSERT INTO facility_change (facility_id, version, revision, action, before, after, person_id,
      actor, origin, undoes, changed_communities, import_id)
    SELECT f.id, f.version, ${dataVersion}::bigint, CASE WHEN done.again THEN 'UPDATE' ELSE 'UNDO' END,
      done.after, ${facilityState('f')}, ${author.id}::int, ${author.name}, 'IMPORT',
      CASE WHEN NOT done.again THEN done.id END, '{}', ${id}::int
    FROM import_change change JOIN facility f ON f.id = change.feature_id
    JOIN LATERAL (
      SELECT h.id, h.after, EXISTS (SELECT 1 FROM facility_change u WHERE u.undoes = h.id) AS again
      FROM facility_change h
      WHERE h.facility_id = f.id AND h.import_id = ${id} ORDER BY h.version LIMIT 1
    ) done ON true
    WHERE change.import_id = ${id} ORDER BY f.id`.execute(tx.getKysely());
}
