import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { ChangeOrigin } from '../../db/entities/facility-change.ts';
import type { FacilityProposal, ProposalState } from '../../db/entities/facility-proposal.ts';
import { personOf } from '../access/viewer.ts';
import { type Connection, findPage, type Ordering } from '../lists/connection.ts';
import type { Page } from '../lists/page.ts';
import { NotFoundError } from '../shared/errors.ts';
import { globalId } from '../shared/ids.ts';
import { instant } from '../shared/instant.ts';
import type { Edit, Editor } from './edit.ts';
import type { FacilityPatch, FacilityState } from './facility-state.ts';

/** A proposal as it is read. */
export type ProposalRow = Omit<FacilityProposal, 'madeAt' | 'decidedAt'> & {
  facilityId: number | null;
  personId: number;
  before: FacilityState | null;
  patch: FacilityPatch;
  undoes: number | null;
  origin: ChangeOrigin;
  communityIds: number[];
  changeId: number | null;
  request: string | null;
  madeAt: string;
  decidedAt: string | null;
};

const COLUMNS = sql`p.id::int AS id, p.facility_id AS "facilityId", p.version, p.action, p.before, p.patch,
  p.undoes::int AS undoes, p.communities AS "communityIds", p.person_id AS "personId", p.actor,
  p.origin, p.reason, p.request, ${instant('p.made_at')} AS "madeAt", p.state,
  ${instant('p.decided_at')} AS "decidedAt", p.decider, p.answer, p.change_id::int AS "changeId"`;

/** Which proposals. */
export interface ProposalCriteria {
  readonly state?: ProposalState | undefined;
  readonly personId?: number | undefined;
  readonly facilityId?: number | undefined;
}

/** Oldest first: who waited longest comes first. */
export const PROPOSAL_ORDER: Ordering = {
  name: 'proposals',
  direction: 'ASC',
  key: sql`p.id::int`,
  type: 'int4',
};

/** Proposals of a filter, a page of them. */
export function findProposals(
  em: EntityManager,
  { state, personId, facilityId }: ProposalCriteria,
  page: Page,
): Promise<Connection<ProposalRow>> {
  const where: RawBuilder<unknown>[] = [];
  if (state) where.push(sql`p.state = ${state}`);
  if (personId !== undefined) where.push(sql`p.person_id = ${personId}`);
  if (facilityId !== undefined) where.push(sql`p.facility_id = ${facilityId}`);
  const from = sql`facility_proposal p`;
  const list = { columns: COLUMNS, from, id: sql`p.id::int`, where, ordering: PROPOSAL_ORDER };
  return findPage(em, list, page);
}

/** Proposals by id. */
export async function proposalsById(
  em: EntityManager,
  ids: readonly number[],
): Promise<Map<number, ProposalRow>> {
  const { rows } = await sql<ProposalRow>`
    SELECT ${COLUMNS} FROM facility_proposal p WHERE p.id = ANY(${[...ids]}::bigint[])`.execute(
    em.getKysely(),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The proposal with this id. @throws NOT_FOUND */
export async function getProposal(em: EntityManager, id: number): Promise<ProposalRow> {
  const row = (await proposalsById(em, [id])).get(id);
  if (row) return row;
  throw new NotFoundError(
    'input.id',
    `input.id: there is no proposal ${globalId('proposal', id)}.`,
  );
}

/** The proposal that a request made, if it was made already. */
export async function proposalOfRequest(
  em: EntityManager,
  request: string,
): Promise<ProposalRow | undefined> {
  const { rows } = await sql<ProposalRow>`
    SELECT ${COLUMNS} FROM facility_proposal p WHERE p.request = ${request}::uuid`.execute(
    em.getKysely(),
  );
  return rows[0];
}

/** Keeps a proposal; gives its id. Only people propose. */
export async function keepProposal(
  tx: EntityManager,
  { viewer, origin }: Editor,
  { action, basis, patch, reason, request, undoes }: Edit,
  before: FacilityState | null,
  communityIds: readonly number[],
): Promise<number> {
  const person = personOf(viewer);
  const { rows } = await sql<{ id: number }>`
    INSERT INTO facility_proposal (facility_id, version, action, before, patch, undoes, communities,
      person_id, actor, origin, reason, request)
    VALUES (${basis?.id ?? null}, ${basis?.version ?? null}, ${action},
      ${before && JSON.stringify(before)}::jsonb, ${JSON.stringify(patch)}::jsonb, ${undoes},
      ${[...communityIds]}::int[], ${person?.personId ?? null}, ${person?.displayName ?? null},
      ${origin}, ${reason}, ${request}::uuid) RETURNING id::int AS id`.execute(tx.getKysely());
  return rows[0]?.id as number;
}

/** How a proposal was decided. */
export interface Decision {
  readonly state: Exclude<ProposalState, 'PENDING'>;
  readonly decider: { readonly id: number | null; readonly name: string };
  readonly answer: string | null;
  readonly changeId: number | null;
}

/** Keeps how a pending proposal was decided. */
export async function closeProposal(
  tx: EntityManager,
  id: number,
  { state, decider, answer, changeId }: Decision,
): Promise<void> {
  await sql`UPDATE facility_proposal SET state = ${state}, decided_at = now(),
    decider_id = ${decider.id}, decider = ${decider.name}, answer = ${answer},
    change_id = ${changeId} WHERE id = ${id}`.execute(tx.getKysely());
}
