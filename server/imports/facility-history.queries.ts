import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';

/** A row of facilities as its history keeps it: see `FacilityState`. */
function stateAs(alias: string): RawBuilder<unknown> {
  const c = (column: string): RawBuilder<unknown> => sql.ref(`${alias}.${column}`);
  return sql`jsonb_build_object(
    'kind', (SELECT k.code FROM facility_kind k WHERE k.id = ${c('kind_id')}),
    'name', ${c('name')}, 'nameSimplified', ${c('name_simplified')},
    'location', jsonb_build_array(ST_X(${c('location')}), ST_Y(${c('location')})),
    'code', ${c('code')}, 'address', ${c('address')}, 'opening', ${c('opening')},
    'note', ${c('note')}, 'attributes', ${c('attributes')}, 'active', ${c('active')})`;
}

/** Who writes, and what for. */
export interface Author {
  readonly id: number | null;
  readonly name: string;
}

/** Keeps in the history what an import did to facilities. */
export async function keepImported(
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
        WHEN ${stateAs('former')} - 'location' = ${stateAs('f')} - 'location' THEN 'MOVE'
        ELSE 'UPDATE' END,
      CASE WHEN change.before IS NOT NULL THEN ${stateAs('former')} END, ${stateAs('f')},
      ${author.id}::int, ${author.name}, 'IMPORT', '{}', ${id}::int
    FROM import_change change JOIN facility f ON f.id = change.feature_id
    LEFT JOIN LATERAL jsonb_populate_record(NULL::facility, change.before) former ON true
    WHERE change.import_id = ${id} ORDER BY f.id`.execute(tx.getKysely());
}

/** Keeps in the history that what an import did to facilities was undone. */
export async function keepUndone(
  tx: EntityManager,
  id: number,
  author: Author,
  dataVersion: string,
): Promise<void> {
  await sql`
    INSERT INTO facility_change (facility_id, version, revision, action, before, after, person_id,
      actor, origin, undoes, changed_communities, import_id)
    SELECT f.id, f.version, ${dataVersion}::bigint, CASE WHEN done.again THEN 'UPDATE' ELSE 'UNDO' END,
      done.after, ${stateAs('f')}, ${author.id}::int, ${author.name}, 'IMPORT',
      CASE WHEN NOT done.again THEN done.id END, '{}', ${id}::int
    FROM import_change change JOIN facility f ON f.id = change.feature_id
    JOIN LATERAL (
      SELECT h.id, h.after, EXISTS (SELECT 1 FROM facility_change u WHERE u.undoes = h.id) AS again
      FROM facility_change h
      WHERE h.facility_id = f.id AND h.import_id = ${id} ORDER BY h.version LIMIT 1
    ) done ON true
    WHERE change.import_id = ${id} ORDER BY f.id`.execute(tx.getKysely());
}
