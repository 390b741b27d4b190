import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { FacilityChange } from '../../db/entities/facility-change.ts';
import { type Connection, findPages, type List, type Ordering } from '../lists/connection.ts';
import type { Page } from '../lists/page.ts';
import { NotFoundError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import { instant } from '../shared/instant.ts';
import type { FacilityState } from './facility-state.ts';

/** A change as it is read. */
export type ChangeRow = Omit<FacilityChange, 'madeAt'> & {
  facilityId: number;
  personId: number | null;
  before: FacilityState | null;
  after: FacilityState;
  undoes: number | null;
  undoneBy: number | null;
  request: string | null;
  changedCommunityIds: number[];
  /** The data version that it made. */
  revision: string;
  /** RFC 3339, UTC. */
  madeAt: string;
};

/** A change to be kept. */
export type NewChange = Pick<
  ChangeRow,
  | 'facilityId'
  | 'version'
  | 'revision'
  | 'action'
  | 'before'
  | 'after'
  | 'personId'
  | 'actor'
  | 'origin'
  | 'undoes'
  | 'request'
  | 'changedCommunityIds'
> & { approver: { id: number | null; name: string } | null; reason: string | null };

const COLUMNS = sql`h.id::int AS id, h.facility_id AS "facilityId", h.version, h.action, h.before, h.after,
  h.person_id AS "personId", h.actor, h.approver, h.origin, h.reason, h.request, h.undoes::int AS undoes,
  (SELECT u.id::int FROM facility_change u WHERE u.undoes = h.id) AS "undoneBy",
  h.changed_communities AS "changedCommunityIds", h.revision::text AS revision,
  ${instant('h.made_at')} AS "madeAt"`;

/** Newest first. */
export const HISTORY_ORDER: Ordering = {
  name: 'history',
  direction: 'DESC',
  key: sql`h.id::int`,
  type: 'int4',
};

/** A page of the history of each facility, newest first, in one statement. */
export function historiesOf(
  em: EntityManager,
  page: Page,
  facilityIds: readonly number[],
): Promise<Map<number, Connection<ChangeRow>>> {
  const from = sql`facility_change h`;
  const list: List = {
    columns: COLUMNS,
    from,
    id: sql`h.id::int`,
    where: [],
    ordering: HISTORY_ORDER,
  };
  return findPages(em, list, page, sql`h.facility_id`, facilityIds);
}

/** Changes by id. */
export async function changesById(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, ChangeRow>> {
  const { rows } = await sql<ChangeRow>`
    SELECT ${COLUMNS} FROM facility_change h WHERE h.id = ANY(${[...ids]}::bigint[])`.execute(
    em.getKysely(),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The change with this id. @throws NOT_FOUND */
export async function getChange(em: EntityManager, id: number): Promise<ChangeRow> {
  const row = (await changesById(em, [id])).get(id);
  if (row) return row;
  throw new NotFoundError('input.id', `input.id: there is no change ${globalId('change', id)}.`);
}

/** The change that a request made, if it was made already. */
export async function changeOfRequest(
  em: EntityManager,
  request: string,
): Promise<ChangeRow | undefined> {
  const { rows } = await sql<ChangeRow>`
    SELECT ${COLUMNS} FROM facility_change h WHERE h.request = ${request}::uuid`.execute(
    em.getKysely(),
  );
  return rows[0];
}

/** The last change of a facility, or undefined. */
export async function lastChange(
  em: EntityManager,
  facilityId: number,
): Promise<ChangeRow | undefined> {
  const { rows } = await sql<ChangeRow>`
    SELECT ${COLUMNS} FROM facility_change h WHERE h.facility_id = ${facilityId}
    ORDER BY h.version DESC LIMIT 1`.execute(em.getKysely());
  return rows[0];
}

/** Keeps a change for good; gives its id. */
export async function keepChange(tx: EntityManager, change: NewChange): Promise<number> {
  const { approver, before, after } = change;
  const { rows } = await sql<{ id: number }>`
    INSERT INTO facility_change (facility_id, version, revision, action, before, after, person_id,
      actor, approver_id, approver, origin, reason, undoes, request, changed_communities)
    VALUES (${change.facilityId}, ${change.version}, ${change.revision}::bigint, ${change.action},
      ${before && JSON.stringify(before)}::jsonb, ${JSON.stringify(after)}::jsonb,
      ${change.personId}, ${change.actor}, ${approver?.id ?? null}, ${approver?.name ?? null},
      ${change.origin}, ${change.reason}, ${change.undoes}, ${change.request}::uuid,
      ${change.changedCommunityIds}::int[]) RETURNING id::int AS id`.execute(tx.getKysely());
  return rows[0]?.id as number;
}
